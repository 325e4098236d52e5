"""What holds for every text, whatever its words: offsets, nesting, identity, repeatability."""

from collections import Counter
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsnlp.facts import facts_of
from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document, Extraction, Form
from newsnlp.tables import make_tables
from newsnlp.text import INVISIBLE

PIECES = (
    "Ректор ТУСУРа Виктор Рулевский", "Рулевского", "ректор", "Анна Серова", "В. А. Петров", "он",
    "директор", "Института инноватики", "компании «Луч»", "ООО «Луч»", "МГУ", "вуз", "университета",
    "открыл", "выступила на", "форуме «Заря»", "XII форум", "форум", "круглый стол", "в Томске",
    "модератор", "27–29 августа", "2025 года", "«Мы рады", "гостям»", ", – сказал", "отметила она",
    "– ", ", ", ".", ".\n\n", "\n", ": ", "(", ")", "«", "»", "и", "-", "и. о.", "экс-", "им.",
    "Кубок", "имени", "\u00a0", "Рек\u00adтор", "ё\u0301", "РЕКТОР", "😀", "№ 5",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)
# The same texts in every run: a find is a new case for the tests, not a red light by chance.
thorough = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@thorough
@given(text=TEXTS)
def test_offsets_cut_out_the_words(pipeline: Pipeline, text: str) -> None:
    document = Document("d1", text)
    extraction = pipeline(document)
    covered = Counter[int]()
    for sentence in extraction.sentences:
        for token in sentence.tokens:
            assert sentence.span.covers(token.span)
            words = document.at(token.span).replace("\u00ad", "").replace("\u0301", "")
            assert token.text.lower() in (words.lower(), document.at(token.span).lower())
            covered.update(range(token.span.start, token.span.stop))
    assert set(covered.values()) <= {1}
    seen = {n for n, sign in enumerate(text) if not sign.isspace() and sign not in INVISIBLE}
    assert seen <= set(covered)
    for quote in (*extraction.links.quotes, *extraction.links.reports):
        assert all(0 <= piece.start < piece.stop <= len(text) for piece in quote.pieces)


@thorough
@given(text=TEXTS)
def test_mentions_nest_or_are_disjoint(pipeline: Pipeline, text: str) -> None:
    mentions = pipeline(Document("d1", text)).mentions
    assert len(mentions) == len(set(mentions))
    for one, other in combinations(mentions, 2):
        nested = one.span.covers(other.span) or other.span.covers(one.span)
        assert nested or not one.span.meets(other.span), (one, other)
    for mention in mentions:
        assert 0 <= mention.span.start < mention.span.stop <= len(text)
        assert mention.normal.strip() == mention.normal != ""


@thorough
@given(text=TEXTS)
def test_entities_share_out_the_mentions(pipeline: Pipeline, text: str) -> None:
    """Resolve is a partition: each mention has one owner, each entity one id and one kind."""
    extraction = pipeline(Document("d1", text))
    owned = [mention for entity in extraction.entities for mention in entity.mentions]
    assert len(owned) == len(set(owned))
    assert set(owned) <= set(extraction.mentions)
    names = {m for m in extraction.mentions if m.form is Form.NAME and m.kind != "date"}
    assert names <= set(owned)
    ids = [entity.id for entity in extraction.entities]
    assert len(ids) == len(set(ids))
    assert all(entity.name.strip() and entity.mentions for entity in extraction.entities)
    check_links(extraction)


def check_links(extraction: Extraction) -> None:
    """Links hold mentions of the extraction; tables refer to rows that are there."""
    links, known = extraction.links, set(extraction.mentions)
    for role in links.roles:
        assert {role.person, role.position, role.organisation} - {None} <= known
    for part in links.participations:
        assert {part.who, part.event} <= known
    assert {quote.speaker for quote in (*links.quotes, *links.reports)} <= known
    tables = make_tables([extraction])
    for table, column, entities, key in (
        ("roles", "person_id", "persons", "person_id"),
        ("roles", "organisation_id", "organisations", "organisation_id"),
        ("participations", "event_id", "events", "event_id"),
        ("quotes", "person_id", "persons", "person_id"),
        ("organisations", "parent_id", "organisations", "organisation_id"),
        ("events", "part_of_id", "events", "event_id"),
    ):
        missing = set(tables[table][column].dropna()) - set(tables[entities][key])
        assert not missing, (table, column)
    assert facts_of(extraction).extraction is extraction


@thorough
@given(text=TEXTS)
def test_running_twice_gives_equal_values(pipeline: Pipeline, text: str) -> None:
    assert pipeline(Document("d1", text)) == pipeline(Document("d1", text))
