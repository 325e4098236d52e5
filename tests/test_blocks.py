"""A very long text is worked on in blocks and put together again."""

import pytest

import newsnlp.blocks
from newsnlp.blocks import BLOCK, blocks_of
from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document, Extraction, Segment, Span
from newsnlp.segment import segment

NEWS = (
    "Ректор ТУСУРа Виктор Рулевский открыл форум «Заря».",
    "«Мы рады гостям», – сказал Рулевский. Модератором встречи стала Анна Серова.",
    "Дождь шёл весь день, и гости ждали.",
)


def test_news_are_one_block() -> None:
    document = Document("d1", "\n\n".join(NEWS))
    segments = segment(document)
    assert blocks_of(document, segments) == [(document, segments, 0)]
    assert blocks_of(Document("d1", ""), ()) == [(Document("d1", ""), (), 0)]


@pytest.mark.parametrize("text", ["\n\n".join(NEWS * 400), " ".join(NEWS * 400), "ой, " * 9000])
def test_blocks_are_the_text_again(text: str) -> None:
    document = Document("d1", text)
    segments = segment(document)
    blocks = blocks_of(document, segments)
    assert len(blocks) > 2
    assert "".join(block.text for block, _, _ in blocks) == text
    for block, own, start in blocks:
        assert sum(len(part.tokens) for part in own) <= 1.5 * BLOCK
        for part in own:
            for span in (part.span, *part.tokens):
                there = Span(span.start + start, span.stop + start)
                assert block.at(span) == document.at(there) != ""
    assert [len(part.tokens) for _, own, _ in blocks for part in own] == [
        len(part.tokens) for part in segments
    ]


def test_blocks_end_with_their_paragraphs() -> None:
    document = Document("d1", "\n\n".join(NEWS * 400))
    for block, own, _ in blocks_of(document, segment(document))[1:]:
        assert own[0].span.start == 0
        assert block.text.startswith(NEWS)


def test_a_text_in_blocks_yields_what_its_news_yield(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each paragraph a block: the same mentions and links as of the paragraph alone, moved."""
    monkeypatch.setattr(newsnlp.blocks, "BLOCK", 1)
    document = Document("d1", "\n\n".join(NEWS))
    whole = pipeline(document)
    monkeypatch.undo()
    for number, text in enumerate(NEWS):
        alone = pipeline(Document("d1", text))
        start = document.text.index(text)
        inside = [m for m in whole.mentions if m.span.start in range(start, start + len(text))]
        assert [document.at(m.span) for m in inside] == [
            alone.document.at(m.span) for m in alone.mentions
        ], number
    assert whole.sentences[1].paragraph == 1
    assert [document.at(piece) for quote in whole.links.quotes for piece in quote.pieces] == [
        "Мы рады гостям"
    ]
    assert all(document.at(token.span) == token.text for s in whole.sentences for token in s.tokens)
    check_whole(whole)


def check_whole(extraction: Extraction) -> None:
    """Entities share the mentions of the extraction, one entity an id, one owner a mention."""
    ids = [entity.id for entity in extraction.entities]
    assert len(ids) == len(set(ids))
    owned = [mention for entity in extraction.entities for mention in entity.mentions]
    assert len(owned) == len(set(owned))
    assert set(owned) <= set(extraction.mentions)


def test_one_thing_in_two_blocks_is_one(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newsnlp.blocks, "BLOCK", 1)
    text = "Форум «Заря» пройдёт в Томске.\n\nФорум «Заря» пройдёт 5 мая 2025 года. ТУСУР ждёт."
    extraction = pipeline(Document("d1", text))
    (forum,) = [entity for entity in extraction.entities if entity.kind == "event"]
    assert len(forum.mentions) == 2
    assert str(getattr(forum, "start", None)) == "2025-05-05"
    check_whole(extraction)


def test_segments_of_one_paragraph_are_cut_between_sentences() -> None:
    tokens = tuple(Span(n, n + 1) for n in range(300))
    segments = tuple(
        Segment(
            Span(300 * k, 300 * k + 300),
            tuple(Span(300 * k + t.start, 300 * k + t.stop) for t in tokens),
            0,
        )
        for k in range(40)
    )
    blocks = blocks_of(Document("d1", "а" * 12000), segments)
    assert [len(own) for _, own, _ in blocks] == [10, 10, 10, 10]
