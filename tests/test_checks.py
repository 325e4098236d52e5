"""Each kind of finding: planted mistakes are found, honest sentences are left alone."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

import pytest

import newsnlp
from newsnlp.checks import CHECKS, TITLES, Check, Finding, findings_of, kinds_of
from newsnlp.errors import NewsNLPError
from newsnlp.lexicon import load_lexicon
from newsnlp.morph import Morph
from newsnlp.pipeline import Pipeline
from newsnlp.registry import Registry
from newsnlp.schema import Document
from planted_texts import PLANTED, Planted, planted

LEAST = 5  # planted mistakes of each kind
RECALL = 0.9

Findings = Callable[..., tuple[Finding, ...]]

CLEAN = """Заозёрский форум собрал лесников

ЗАОЗЁРСК, 14 мая 2026 года. Заозёрский технический университет (ЗТУ) провёл форум «Живой лес». \
Он прошёл 12–13 мая в Доме учёных. Форум открыли ректор ЗТУ Павел Корнеев и министр экологии края \
Анна Грош.

В работе форума участвовали:
– Олег Титов, директор заповедника «Сить»;
– Вера Павловна Лужина, профессор ЗТУ.

«Лес растёт сто лет, а сгорает за час», – сказал Павел Корнеев. Профессор Лужина показала расчёты, \
а Титов рассказал о посадках. Во вторник, 12 мая, гости побывали в питомнике: проректору по науке \
Инне Котенко вручили саженец кедра.

– Следующий форум пройдёт через год, – добавила министр. – Ждём всех.
"""


@pytest.fixture(scope="module")
def morph() -> Morph:
    return Morph.load()


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(PLANTED / "registry")


@pytest.fixture
def found(pipeline: Pipeline, morph: Morph) -> Findings:
    """The findings of a text or document."""

    def check(text: str | Document, **options: object) -> tuple[Finding, ...]:
        document = text if isinstance(text, Document) else Document("1", text)
        return findings_of(pipeline(document), morph, **options)  # type: ignore[arg-type]

    return check


def at_fault(row: Planted, findings: Sequence[Finding]) -> list[Finding]:
    """The findings of the planted kind that have the planted words."""
    return [
        finding
        for finding in findings
        if finding.kind is row.kind
        and any(
            row.words in p.text or p.text in row.words for p in (finding.place, *finding.others)
        )
    ]


def test_nine_tenths_of_the_planted_mistakes_are_found(found: Findings, registry: Registry) -> None:
    """The recall of each kind is printed (`pytest -s`)."""
    wanted: Counter[Check] = Counter()
    right: Counter[Check] = Counter()
    for row in planted("mistakes"):
        own = registry if row.kind is Check.REGISTRY else None
        wanted[row.kind] += 1
        right[row.kind] += bool(at_fault(row, found(row.document, registry=own)))
    for kind in Check:
        print(f"{kind:12}{right[kind]:4} of {wanted[kind]:3}")
        assert wanted[kind] >= LEAST, kind
        assert right[kind] >= RECALL * wanted[kind], kind
    print(f"{'all':12}{right.total():4} of {wanted.total():3}")


@pytest.mark.parametrize("row", planted("honest"), ids=lambda row: row.document.id)
def test_nothing_is_wrong_with_honest_sentences(row: Planted, found: Findings) -> None:
    assert not [(f.kind, f.place.text, f.reason) for f in found(row.document)]


def test_honest_sentences_stand_beside_every_kind_but_the_registry() -> None:
    assert {row.kind for row in planted("honest")} == set(Check) - {Check.REGISTRY}


def test_a_clean_release_has_no_findings(found: Findings) -> None:
    assert found(CLEAN) == ()


def test_an_empty_text_has_none(found: Findings) -> None:
    assert found("") == ()


def test_places_are_exact(found: Findings) -> None:
    text = "Заголовок\n\nВ школе  \nОна открыта.\n\nЛекция пройдёт\t31 июня.\n"
    (finding,) = found(text)
    place = finding.place
    assert text[place.start : place.stop] == place.text == "31 июня"
    assert (place.line, place.column, place.paragraph) == (6, 16, 4)
    assert place.sentence == "Лекция пройдёт 31 июня."
    assert place.sentence[place.offset :].startswith("31 июня")


@pytest.mark.parametrize("row", planted("mistakes"), ids=lambda row: row.document.id)
def test_every_place_cuts_out_its_words(row: Planted, rules: Pipeline, morph: Morph) -> None:
    text = row.document.text
    for finding in findings_of(rules(row.document), morph):
        for place in (finding.place, *finding.others):
            assert text[place.start : place.stop] == place.text
            assert place.text
            line = text.split("\n")[place.line - 1]
            assert line[place.column - 1 :].startswith(place.text.split("\n")[0])
            words = " ".join(place.text.split())
            assert place.sentence[place.offset :].startswith(words)
        assert finding.reason
        assert finding.proposal
        assert not finding.reason.endswith(".")


def test_order_is_that_of_the_text(found: Findings) -> None:
    text = "Встреча пройдёт 31 июня. На ней выступит студент ЛЗТИ. Уедут гости 31 апреля."
    assert [f.place.text for f in found(text)] == ["31 июня", "ЛЗТИ", "31 апреля"]


def test_only_the_kinds_that_are_asked_for(found: Findings) -> None:
    text = "Встреча пройдёт 31 июня. На ней выступит студент ЛЗТИ."
    assert [f.kind for f in found(text, kinds=[Check.ACRONYM])] == [Check.ACRONYM]


def test_kinds_by_name() -> None:
    assert kinds_of() == tuple(Check)
    assert kinds_of(skip=["yo"]) == tuple(kind for kind in Check if kind is not Check.YO)
    assert kinds_of(["marks", "yo"], ["yo"]) == (Check.MARKS,)
    with pytest.raises(NewsNLPError, match="слово: no such kind of finding; give some of title,"):
        kinds_of(["слово"])


def test_every_kind_has_a_title_and_a_check() -> None:
    assert TITLES.keys() == CHECKS.keys() == set(Check)


def test_the_library_checks_many_texts(registry: Registry) -> None:
    texts = ["Лекция пройдёт 31 июня.", Document("b", "Ректор СТУ Екатерина Воронцова ушла.")]
    findings = newsnlp.check(texts, registry=registry, skip=["acronym"])
    assert [(f.document, f.kind) for f in findings] == [("1", "date"), ("b", "registry")]
    assert "другое имя" in findings[1].reason.lower()


def test_the_year_must_be_certain(found: Findings) -> None:
    text = "Фестиваль откроется в среду, 12 мая."
    assert found(text) == ()
    assert found(Document("1", text, date(2026, 5, 4)))
    assert found(Document("1", text, date(2025, 11, 30))) == ()  # half a year away from two Mays
    assert found(f"{text} Билеты на сезон 2026 года проданы.")


def test_known_acronyms_are_no_bodies_of_one_region() -> None:
    known = load_lexicon("known_acronyms")
    assert "ЮНЕСКО" in known
    assert "ТУСУР" not in known


def test_marked_places_are_those_of_the_rarer_kind(found: Findings) -> None:
    (finding,) = found(
        'Хор «Заря» и клуб «Рост» ждут. Зал "Луч" закрыт, сад "Эхо" и парк «Ива» открыты.'
    )
    assert [place.text for place in (finding.place, *finding.others)] == ['"Луч"', '"Эхо"']
