"""The five pictures: what they show, and that they leave everything else alone."""

import inspect
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.dates import num2date
from matplotlib.text import Text

import newsnlp
from newsnlp import plot
from newsnlp.columns import COLUMNS
from newsnlp.errors import NewsNLPError
from newsnlp.pipeline import Pipeline
from newsnlp.plot import PlotError
from newsnlp.plot.days import first_day, last_day, period
from newsnlp.read import read
from newsnlp.tables import make_tables

Drawing = Callable[..., Axes]
Frames = dict[str, pd.DataFrame]
PICTURES: list[Drawing] = [
    plot.people_by_forums,
    plot.roles_over_time,
    plot.co_participation,
    plot.bodies_by_mentions,
    plot.forum_calendar,
]
ROOT = Path(__file__).resolve().parents[1]
LONG = "Всероссийская научно-практическая конференция по вопросам сохранения деревянных мостов"


def frame(name: str, rows: list[Mapping[str, object]]) -> pd.DataFrame:
    """The table with these cells, all others empty."""
    cells = [{column.key: row.get(column.key) for column in COLUMNS[name]} for row in rows]
    made = pd.DataFrame(cells, columns=[column.key for column in COLUMNS[name]])
    return made.astype({column.key: column.dtype for column in COLUMNS[name]})


def parts(*rows: str) -> Frames:
    """«Анна Серова спикер Форум»: a row of participations each."""
    cells = [
        {
            "participant_kind": "person",
            "participant_id": f"p-{given}-{surname}",
            "participant": f"{given} {surname}",
            "event_id": f"e-{event}",
            "event": event,
            "role": role,
            "score": 0.5,
        }
        for given, surname, role, event in (row.split(maxsplit=3) for row in rows)
    ]
    return {"participations": frame("participations", cells)}


def words(ax: Axes) -> list[str]:
    """All that can be read in the picture, in one line each."""
    ax.figure.draw_without_rendering()
    return [text.get_text().replace("\n", " ") for text in ax.findobj(Text) if text.get_visible()]


def ticks(ax: Axes, axis: str) -> list[str]:
    return [label.get_text().replace("\n", " ") for label in getattr(ax, f"get_{axis}ticklabels")()]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def tables(rules: Pipeline) -> Mapping[str, pd.DataFrame]:
    return make_tables(rules.pipe(read([str(ROOT / "data" / "raw")])))


PEOPLE = (
    "Анна Серова модератор форум «Мосты»",
    "Анна Серова участник форум «Мосты»",
    "Анна Серова спикер съезд",
    "Пётр Лужин гость форум «Мосты»",
    "Пётр Лужин эксперт съезд",
    "Олег Быков лауреат конкурс",
)


def test_people_and_forums_make_a_staircase() -> None:
    ax = plot.people_by_forums(parts(*PEOPLE))
    assert ticks(ax, "x") == ["съезд", "форум «Мосты»", "конкурс"]
    assert ticks(ax, "y") == ["Анна Серова", "Пётр Лужин", "Олег Быков"]
    legend = ax.get_legend()
    assert legend is not None
    parts_seen = [text.get_text() for text in legend.get_texts()]
    assert parts_seen == ["модератор", "спикер", "эксперт", "лауреат", "гость"]
    (moderators, *_) = ax.collections
    assert moderators.get_offsets().tolist() == [[1.0, 0.0]]  # type: ignore[union-attr]


def test_top_leaves_the_rest_out_and_says_so() -> None:
    ax = plot.people_by_forums(parts(*PEOPLE), top=2, forums=1)
    assert ticks(ax, "y") == ["Анна Серова", "Пётр Лужин"]
    assert ticks(ax, "x") == ["съезд"]
    assert ax.get_title(loc="left") == "Люди и мероприятия: 2 из 3"


def roles(*rows: tuple[str, str, str, str | None, str | None]) -> Frames:
    """Day of the document, position, status, since, until: the roles of one person."""
    documents = [{"document_id": str(n), "published": row[0]} for n, row in enumerate(rows)]
    cells = [
        {
            "person_id": "p",
            "person": "Анна Серова",
            "position": position,
            "organisation_id": "o",
            "organisation": "Музей реки",
            "status": status,
            "since": since,
            "until": until,
            "document_id": str(n),
            "score": 0.9,
        }
        for n, (_, position, status, since, until) in enumerate(rows)
    ]
    return {"documents": frame("documents", documents), "roles": frame("roles", cells)}


def lines(ax: Axes) -> list[tuple[date, date]]:
    """The days that solid lines run between."""
    ends = [line.get_xdata() for line in ax.lines if line.get_linewidth() == 3]
    return [(day(found[0]), day(found[1])) for found in ends]  # type: ignore[index]


def day(number: float) -> date:
    found: date = num2date(number).date()  # type: ignore[no-untyped-call]
    return found


def test_a_role_runs_from_document_to_document_where_the_text_is_silent() -> None:
    ax = plot.roles_over_time(
        roles(
            ("2025-03-01", "директор", "current", None, None),
            ("2025-09-01", "директор", "current", None, None),
        )
    )
    assert lines(ax) == [(date(2025, 3, 1), date(2025, 9, 1))]
    assert "директор, Музей реки" in words(ax)
    assert "начало или конец назван в тексте" not in words(ax)


def test_what_the_text_says_of_since_and_until_counts() -> None:
    ax = plot.roles_over_time(
        roles(
            ("2025-03-01", "хранитель", "former", "2018", "2020-02"),
            ("2025-03-01", "директор", "current", "2020-03-15", None),
        )
    )
    assert lines(ax) == [
        (date(2018, 1, 1), date(2020, 2, 29)),
        (date(2020, 3, 15), date(2025, 3, 1)),
    ]
    assert ticks(ax, "y") == ["Анна Серова"]  # once, above both
    assert "начало или конец назван в тексте" in words(ax)


def test_a_role_that_is_over_by_a_document_has_a_dashed_end() -> None:
    ax = plot.roles_over_time(
        roles(
            ("2025-03-01", "директор", "current", None, None),
            ("2025-09-01", "директор", "former", None, None),
        )
    )
    (dashed,) = [line for line in ax.lines if line.get_linestyle() == "--"]
    assert [day(x) for x in dashed.get_xdata()] == [date(2025, 3, 1), date(2025, 9, 1)]  # type: ignore[union-attr]


def test_roles_without_any_date_are_not_drawn() -> None:
    with pytest.raises(PlotError, match="no role has a date"):
        plot.roles_over_time(roles(("", "директор", "current", None, None)))


def test_whoever_shared_a_forum_is_linked() -> None:
    ax = plot.co_participation(parts(*PEOPLE))
    assert {"А. Серова", "П. Лужин"} <= set(words(ax))
    assert "О. Быков" not in words(ax)  # met nobody
    (links,) = [found for found in ax.collections if hasattr(found, "get_segments")]
    assert len(links.get_segments()) == 1
    assert list(links.get_linewidths()) == [2.5]  # two forums


def test_a_group_that_one_forum_made_bears_its_name() -> None:
    ax = plot.co_participation(parts("Анна Серова гость съезд", "Олег Быков гость съезд"))
    assert "съезд" in words(ax)
    with pytest.raises(PlotError, match="no two people"):
        plot.co_participation(parts(*PEOPLE[:1]))
    with pytest.raises(PlotError, match="no two people"):
        plot.co_participation(parts("Анна Серова гость съезд", *PEOPLE[3:4]), min_shared=2)


def test_people_of_one_short_name_keep_the_long_one() -> None:
    ax = plot.co_participation(parts("Анна Серова гость съезд", "Алла Серова гость съезд"))
    assert {"Анна Серова", "Алла Серова"} <= set(words(ax))


def test_labels_of_a_network_do_not_cover_each_other() -> None:
    people = [f"Анна Серова{'абвгдежзиклм'[n]} гость съезд" for n in range(12)]
    ax = plot.co_participation(
        parts(*people, "Анна Серовал спикер форум", "Олег Быков гость форум")
    )
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert len(boxes) == 13
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_bodies_come_by_number() -> None:
    bodies = frame(
        "organisations",
        [
            {"organisation_id": "1", "name": "Музей реки", "mentions": 3, "documents": 2},
            {
                "organisation_id": "2",
                "name": "Томск",
                "kind": "место",
                "mentions": 9,
                "documents": 1,
            },
            {"organisation_id": "3", "name": LONG, "mentions": 5, "documents": 1},
        ],
    )
    ax = plot.bodies_by_mentions({"organisations": bodies})
    first, second = ticks(ax, "y")
    assert (first, second) == (LONG, "Музей реки")
    assert {"5", "3"} <= set(words(ax))
    assert ticks(plot.bodies_by_mentions({"organisations": bodies}, places=True), "y")[0] == "Томск"
    assert ticks(
        plot.bodies_by_mentions({"organisations": bodies}, by="documents", top=1), "y"
    ) == ["Музей реки"]


EVENTS = frame(
    "events",
    [
        {"name": "съезд", "start": "2025-10-14", "end": "2025-10-15", "mentions": 1},
        {"name": "форум", "start": "2025-03-02", "mentions": 4},
        {"name": "конкурс", "mentions": 9},
    ],
)  # fmt: skip


def test_the_calendar_is_in_the_order_of_days() -> None:
    ax = plot.forum_calendar({"events": EVENTS})
    assert ticks(ax, "y") == ["форум", "съезд"]
    assert {"2 марта 2025", "14–15 октября 2025"} <= set(words(ax))
    assert any("апр" in label for label in ticks(ax, "x"))


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({"since": "2025-04"}, ["съезд"]),
        ({"until": "2025-03"}, ["форум"]),
        ({"since": date(2025, 10, 15)}, ["съезд"]),
        ({"top": 1}, ["форум"]),
    ],
)
def test_the_calendar_may_be_cut(options: dict[str, object], shown: list[str]) -> None:
    assert ticks(plot.forum_calendar({"events": EVENTS}, **options), "y") == shown


def test_days_are_told_in_words() -> None:
    assert period(date(2025, 10, 30), date(2025, 11, 2)) == "30 октября – 2 ноября 2025"
    assert period(date(2024, 12, 30), date(2025, 1, 2)) == "30 декабря 2024 – 2 января 2025"
    assert (first_day("2024"), last_day("2024")) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (first_day("2024-02"), last_day("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
    assert last_day("2024-02-03T10:00") == date(2024, 2, 3)
    assert first_day(pd.NA) is last_day(None) is None
    with pytest.raises(PlotError, match="'весной' is no date"):
        plot.forum_calendar({"events": EVENTS}, since="весной")


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.__name__)
def test_real_tables_are_drawn_alike_each_time(
    picture: Drawing, tables: Mapping[str, pd.DataFrame]
) -> None:
    before = dict(mpl.rcParams)
    pictures = []
    for _ in range(2):
        ax = picture(tables)
        file = io.BytesIO()
        ax.figure.savefig(file, format="png")  # type: ignore[union-attr]
        pictures.append(file.getvalue())
        plt.close(ax.figure)  # type: ignore[arg-type]
    assert pictures[0] == pictures[1]
    assert dict(mpl.rcParams) == before
    assert not plt.get_fignums()


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.__name__)
def test_a_picture_may_be_part_of_a_figure(
    picture: Drawing, tables: Mapping[str, pd.DataFrame]
) -> None:
    figure, (left, right) = plt.subplots(1, 2)
    size = figure.get_size_inches().tolist()
    assert picture(tables, ax=right, top=5) is right
    assert plt.get_fignums() == [figure.number]  # type: ignore[attr-defined]
    assert figure.get_size_inches().tolist() == size
    assert not left.has_data()


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.__name__)
def test_long_names_stay_within_the_picture(
    picture: Drawing, tables: Mapping[str, pd.DataFrame]
) -> None:
    longer = {
        name: table.assign(**{
            column: table[column] + " " + LONG
            for column in ("event", "name", "organisation", "participant", "person")
            if column in table
        })
        for name, table in tables.items()
    }  # fmt: skip
    ax = picture(longer)
    figure = ax.figure
    figure.draw_without_rendering()
    width, height = figure.bbox.width, figure.bbox.height
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text():
            box = text.get_window_extent()
            assert box.x0 >= -1, text.get_text()
            assert box.y0 >= -1, text.get_text()
            assert box.x1 <= width + 1, text.get_text()
            assert box.y1 <= height + 1, text.get_text()


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.__name__)
def test_nothing_to_draw_is_an_error_that_says_what(picture: Drawing) -> None:
    with pytest.raises(PlotError, match="has no rows: there is nothing to draw"):
        picture({name: frame(name, []) for name in COLUMNS})
    with pytest.raises(PlotError, match="there is no table '"):
        picture({})
    with pytest.raises(PlotError, match="top must be 1 or more, not 0"):
        picture({}, top=0)
    assert not plt.get_fignums()


def test_options_without_sense_are_refused() -> None:
    with pytest.raises(PlotError, match="lower min_score"):
        plot.people_by_forums(parts(*PEOPLE), min_score=0.9)
    with pytest.raises(PlotError, match="by must be one of mentions, documents"):
        plot.bodies_by_mentions({}, by="names")  # type: ignore[arg-type]
    with pytest.raises(PlotError, match="no event has a date"):
        plot.forum_calendar({"events": EVENTS}, since="2026")
    assert issubclass(PlotError, NewsNLPError)


def test_a_missing_package_is_named_with_its_extra() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "import newsnlp\n"
        "try:\n    newsnlp.plot\nexcept ImportError as reason:\n    print(reason)\n"
        "newsnlp.Document  # all else works\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "newsnlp.plot needs matplotlib: pip install 'newsnlp[plot]'\n"


def test_pictures_are_at_hand() -> None:
    assert newsnlp.plot is plot
    assert [name for name in plot.__all__ if name[0].islower()] == sorted(
        picture.__name__ for picture in PICTURES
    )


PAGE = (ROOT / "docs" / "jupyter.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.__name__)
def test_the_page_tells_of_every_picture_and_option(picture: Drawing) -> None:
    assert f"\n| `newsnlp.plot.{picture.__name__}(tables)` |" in PAGE
    tables, *options = inspect.signature(picture).parameters
    assert tables == "tables"
    for option in options:
        assert f"`{option}" in PAGE, option
