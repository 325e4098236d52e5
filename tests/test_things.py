"""Bodies and places as wholes beside a title."""

import pytest

from markup import extraction
from newsnlp.relate.holders import Candidate, views_of
from newsnlp.relate.things import Things
from newsnlp.schema import Analysis, Kind

TEXT = (
    "[ORG Музей моря] рад.\n[POS директор] [org музея] [PER Анна Серова] и "
    "[POS проходчик] [PER Пётр Лунин], [ORG шахта «Южная»], [LOC Ломск]."
)


def merged(title: str, text: str = TEXT) -> dict[str, tuple[str, ...]]:
    """The facts of each thing beside `title`, by its name; "" for none."""
    made = extraction(text)
    views = views_of(Analysis(made.document, made.sentences, ()), made.mentions)
    museum = [m for m in made.mentions if m.normal in ("Музей моря", "музея")]
    things = Things(views, made.mentions, [museum])
    placed = next(t for view in views for t in view.titles if t.mention.normal == title)
    listed = [*(Candidate(m, ("doc",)) for m in museum[:1]), Candidate(None, ("none",))]
    found = things.merge(listed, placed, 1)
    assert found[-1].mention is None
    return {c.mention.normal if c.mention else "": c.facts for c in found}


def test_a_noun_beside_the_title_ties_it_to_what_it_means() -> None:
    found = merged("директор")
    assert {"doc", "x=L", "x=adj", "x=adj&nominal"} <= set(found["Музей моря"])
    assert {"x=U", "x=far"} <= set(found["шахта «Южная»"])
    assert "none&fixed=True" in found[""]


def test_what_no_candidate_named_comes_in() -> None:
    found = merged("проходчик")
    assert {"x=U", "x=free", "x=free&c=worker&k=plant"} <= set(found["шахта «Южная»"])
    assert {"none", "none&fixed=False"} <= set(found[""])


@pytest.mark.parametrize("title", ["директор", "проходчик"])
def test_a_place_employs_officials_alone(title: str) -> None:
    assert "Ломск" not in merged(title)


def test_each_thing_comes_once() -> None:
    made = extraction(TEXT)
    names = {m.normal for m in made.mentions if m.kind is Kind.ORGANISATION} - {"музея"}
    assert set(merged("директор")) == {*names, ""}


REGION = (  # «край» as it stands: the lemmas of `extraction` are the words themselves
    "[ORG Суд моря], [ORG завод «Лёд»] и [LOC Россия] рады.\n"
    "[POS глава] край [PER Анна Серова] и [POS министр] [PER Пётр Лунин]."
)


def test_what_a_territory_s_noun_or_a_minister_s_title_tells() -> None:
    assert set(merged("глава", REGION)) == {""}  # no country is a «край»
    assert set(merged("министр", REGION)) == {"Россия", ""}
    state = REGION.replace("край", "государство")
    assert "x=free&sn=государство&k=place country" in merged("глава", state)["Россия"]
