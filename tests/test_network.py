"""The network's inputs and decoding, on made-up sentences; no weights needed."""

import numpy as np
import pytest

from newsnlp.network.features import CHARACTERS, STATES, Encoder, Hidden, sizes
from newsnlp.network.pairs import FACTS, Pairs, Reach, Spans, make_pairs, paint
from newsnlp.network.pieces import cut
from newsnlp.network.spans import (
    WIDTH,
    choose,
    enumerate_spans,
    hint_rows,
    hints_of_spans,
    may_be_phrases,
    worth_a_look,
)
from newsnlp.schema import Sentence, Span, Token
from newsnlp.words import Words

WORDS = Words.load()
VOCABULARY = {"ректор": 1, "пётр": 2, "елка": 3}


def row(word: str) -> int:
    """Of a made-up embedding; 0 for what it lacks."""
    return VOCABULARY.get(word, 0)


def sentence(text: str, start: int = 0, heads: tuple[int, ...] = ()) -> Sentence:
    """A sentence of words parted by blanks; every word hangs on the first but as `heads` say."""
    tokens, place = [], start
    for index, word in enumerate(text.split(" ")):
        head = heads[index] if heads else index and 0
        head = -1 if index == 0 and not heads else head
        span = Span(place, place + len(word))
        tokens.append(
            Token(span, word, word.lower(), "NOUN", frozenset({"Case=Nom"}), head, "nmod")
        )
        place += len(word) + 1
    return Sentence(Span(start, place - 1), tuple(tokens), 0)


def hidden(count: int) -> Hidden:
    """Made-up states of `count` tokens, each with its own number."""
    states = np.repeat(np.arange(count, dtype=np.float32)[:, None], STATES, axis=1)
    ner = np.eye(8, dtype=np.float32)[np.arange(count) % 8]
    return Hidden(states, ner)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("вице-премьер", ["вице", "-", "премьер"]),
        ("экс-глава", ["экс", "-", "глава"]),
        ("Ростове-на-Дону", ["Ростове", "-", "на-Дону"]),
        ("10-й", ["10-й"]),
        ("90-летие", ["90-летие"]),
        ("ректор", ["ректор"]),
        ("-", ["-"]),
        ("в-третьих", ["в-третьих"]),  # one letter before the hyphen
    ],
)
def test_cuts_hyphenated_words(word: str, parts: list[str]) -> None:
    pieces = cut([sentence(f"наш {word} здесь")])
    text = f"наш {word} здесь"
    assert [text[s.start : s.stop] for s in pieces.spans] == ["наш", *parts, "здесь"]
    assert list(pieces.token) == [0, *[1] * len(parts), 2]


def test_invisible_characters_keep_a_word_whole() -> None:
    token = Token(Span(0, 13), "вице-премьер", "вице-премьер", "NOUN", frozenset(), -1, "root")
    assert len(cut([Sentence(Span(0, 13), (token,), 0)])) == 1


def test_features_have_a_row_for_each_piece() -> None:
    encode = Encoder(WORDS, row)
    made = encode([sentence("Ректор вице-премьер Ёлка"), sentence("Пётр", 25)], hidden(4))
    size = sizes()
    assert made.word.tolist() == [1, 0, 0, 0, 3, 2]  # ё is looked up as written, then as е
    assert made.letters.shape == (6, CHARACTERS)
    assert made.grammemes.shape == (6, size["grammemes"])
    assert made.tags.sum(axis=1).tolist() == [2] * 6
    assert made.states[:, 0].tolist() == [0, 1, 1, 1, 2, 3]
    assert made.head.tolist() == [-1, 0, 0, 0, 0, -1]  # of the first piece of the head's token


def test_long_words_keep_both_ends() -> None:
    encode = Encoder(WORDS, row)
    long, short = "а" * 9 + "бвг" + "д" * 9, "а" * 9 + "д" * 9
    one, other = (encode([sentence(w)], hidden(1)).letters for w in (long, short))
    assert (one == other).all()


def test_votes_gather_what_is_thought_of_a_name_elsewhere() -> None:
    encode = Encoder(WORDS, row)
    made = encode([sentence("Томск стоит"), sentence("и Томск ждёт", 12)], hidden(5))
    mean = (np.eye(8)[0] + np.eye(8)[3]) / 2
    assert made.votes[0, :8] == pytest.approx(mean)
    assert made.votes[3, :8] == pytest.approx(mean)
    assert not made.votes[1].any()


def test_no_text_gives_no_rows() -> None:
    made = Encoder(WORDS, row)([], hidden(0))
    assert len(made.pieces) == 0
    assert made.states.shape == (0, STATES)


def test_enumerates_spans_within_a_sentence() -> None:
    first, last = enumerate_spans(np.array([0, 0, 0, 1], np.int32), width=2)
    assert list(zip(first, last, strict=True)) == [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (3, 3)]


def test_chosen_spans_nest_and_never_cross() -> None:
    first, last = np.array([0, 1, 0, 2]), np.array([1, 2, 2, 2])
    gain = np.array([2.0, 3.0, 1.0, 0.5], np.float32)
    assert choose(first, last, gain, 0.0) == [1, 2, 3]
    assert choose(first, last, gain, 2.5) == [1]


def pairs_of(
    text: str, spans: list[tuple[int, int, int]], sentences: int = 0, *, alike: bool = False
) -> Pairs:
    """Pairs of `spans` over the sentences of `text` (one a line)."""
    lines, place = [], 0
    for line in text.split("\n"):
        lines.append(sentence(line, place))
        place += len(line) + 1
    table = np.array(spans, np.int64)
    features = Encoder(WORDS, row)(lines, hidden(sum(len(s.tokens) for s in lines)))
    kinds = int(table[:, 2].max()) + 1
    reach = Reach(np.full((kinds, kinds), sentences), np.full((kinds, kinds), alike))
    return make_pairs(features, Spans(*table.T), reach)


def test_pairs_reach_over_sentences() -> None:
    spans = [(0, 0, 0), (1, 1, 1), (2, 2, 0)]
    near = pairs_of("ректор Иванов\nпроректор", spans)
    assert list(zip(near.head, near.tail, strict=True)) == [(0, 1), (1, 0)]
    far = pairs_of("ректор Иванов\nпроректор", spans, 1)
    assert len(far) == 6
    assert far.gap.tolist() == [9, 10, 9, 10, 8, 8]


def test_pairs_that_look_alike_reach_anywhere() -> None:
    spans = [(0, 1, 0), (2, 2, 0), (3, 3, 0)]
    made = pairs_of("Совет Федерации\nСовет\nДума", spans, alike=True)
    assert list(zip(made.head, made.tail, strict=True)) == [(0, 1), (1, 0)]


def test_facts_tell_nesting_acronyms_and_mentions_between() -> None:
    made = pairs_of("Совет Федерации СФ", [(0, 1, 0), (1, 1, 0), (2, 2, 0)])
    facts = dict(
        zip(zip(made.head.tolist(), made.tail.tolist(), strict=True), made.facts, strict=True)
    )
    assert made.facts.shape == (6, FACTS)
    assert facts[1, 0][0] == 1  # inside
    assert facts[0, 1][1] == 1  # contains
    assert facts[0, 2][8] == 1  # the initials of the other
    assert not facts[1, 2][8]
    assert (made.stop > made.start).all()  # neighbours have themselves between them


def test_the_pieces_between_two_mentions() -> None:
    made = pairs_of("Иванов стал новым ректором", [(0, 0, 0), (3, 3, 0)])
    assert made.start.tolist() == [1, 1]
    assert made.stop.tolist() == [3, 3]
    assert made.distance.tolist() == [3, 23]  # three forward, three back


def test_paint_marks_inside_and_beginning() -> None:
    table = paint(Spans(np.array([1]), np.array([2]), np.array([0])), 4, 2)
    assert table.tolist() == [[0, 0, 0, 0], [1, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 0]]


def test_no_span_ends_on_a_comma_or_a_preposition() -> None:
    words = ("Совет", "в", "науке", ",", "«", "Заря", "»")
    first, last = enumerate_spans(np.zeros(7, np.int32), width=3)
    able = worth_a_look(words, first, last)
    spans = {" ".join(words[a : b + 1]) for a, b in zip(first[able], last[able], strict=True)}
    assert {"Совет в науке", "« Заря »", "Заря"} <= spans
    assert not {"Совет в", "науке ,", ", «", "»"} & spans


def test_phrases_neither_begin_nor_end_with_verbs_unless_the_rules_say_so() -> None:
    said = sentence("возглавлявший вуз приехал в Томск")
    whole = Span(said.tokens[2].span.start, said.tokens[4].span.stop)
    features = Encoder(WORDS, row)([said], hidden(5), {whole: {0: 1.0}})
    tags = [(pos, frozenset[str](), "") for pos in ("VERB", "NOUN", "VERB", "ADP", "PROPN")]
    tags[0] = "VERB", frozenset({"VerbForm=Part"}), ""
    first, last = enumerate_spans(features.pieces.sentence)
    able = may_be_phrases(tags, features, first, last)
    told = set(zip(first[able].tolist(), last[able].tolist(), strict=True))
    alone = {(place, place) for place in range(5)}
    assert told == alone | {(0, 1), (0, 4), (1, 4), (2, 4), (3, 4)}


def test_hints_are_told_of_hinted_spans_alone() -> None:
    hints = {Span(7, 13): {0: 0.5}, Span(0, 13): {3: 1.0}, Span(0, 6): {1: 0.25}}
    features = Encoder(WORDS, row)([sentence("Ректор Иванов прибыл")], hidden(3), hints)
    first, last = enumerate_spans(features.pieces.sentence)
    wanted = hints_of_spans(features, first, last)[1:]
    first, last = first[1:], last[1:]  # the first span, «Ректор», is not looked at
    rows, hinted, length = hint_rows(features, first, last)
    told = np.concatenate([np.zeros((WIDTH + 1, hinted.shape[1]), np.float32), hinted])
    assert (told[rows] == wanted).all()
    lengths = np.concatenate([np.arange(WIDTH + 1), length])
    assert (lengths[rows] == last - first).all()
    assert len(hinted) == 3


def test_no_spans_have_no_hints() -> None:
    features = Encoder(WORDS, row)([sentence("Ректор")], hidden(1), {Span(0, 6): {0: 1.0}})
    none = np.zeros(0, np.int64)
    rows, hinted, length = hint_rows(features, none, none)
    assert len(rows) == 0
    assert hinted.shape[0] == len(length) == 1
