"""Which of several candidates stands, and what is said of the others."""

import pytest

from newsnlp.recognise.reconcile import reconcile
from newsnlp.schema import Form, Kind, Mention, Span

KINDS = {"PER": Kind.PERSON, "ORG": Kind.ORGANISATION, "EVT": Kind.EVENT, "POS": Kind.POSITION}
TEXT = "Директор Института имени Петра Орлова открыл форум «Заря»"


def candidate(kind: str, words: str, score: float = 0.8) -> Mention:
    start = TEXT.index(words)
    span = Span(start, start + len(words))
    return Mention(span, KINDS[kind], Form.NAME, words, f"test.{kind.lower()}", score)


@pytest.mark.parametrize(
    ("candidates", "stand", "lost"),
    [
        (  # nesting is no quarrel
            [("ORG", "Института имени Петра Орлова", 0.8), ("POS", "Директор Института", 0.5)],
            ["Института имени Петра Орлова"],
            [("position", "crosses «Института имени Петра Орлова» (organisation, test.org, 0.80)")],
        ),
        (
            [("EVT", "форум «Заря»", 0.8), ("ORG", "Заря", 0.9)],
            ["форум «Заря»", "Заря"],
            [],
        ),
        (
            [("PER", "Петра Орлова", 0.9), ("ORG", "Института имени Петра Орлова", 0.8)],
            ["Института имени Петра Орлова"],
            [
                (
                    "person",
                    "is part of a name: «Института имени Петра Орлова» "
                    "(organisation, test.org, 0.80)",
                )
            ],
        ),
        ([("ORG", "Заря", 0.9), ("ORG", "Заря", 0.4)], ["Заря"], []),  # the same twice
        ([("EVT", " «", 0.9)], [], []),  # no word in it
    ],
)
def test_of_crossing_candidates_the_better_stands(
    candidates: list[tuple[str, str, float]], stand: list[str], lost: list[tuple[str, str]]
) -> None:
    kept, rejected = reconcile([candidate(*given) for given in candidates])
    assert [mention.normal for mention in kept] == stand
    assert [(item.what, item.reason) for item in rejected] == lost


def test_the_order_of_candidates_does_not_show() -> None:
    given = [
        candidate("POS", "Директор"),
        candidate("ORG", "Института имени Петра Орлова"),
        candidate("ORG", "Института"),
        candidate("PER", "Петра Орлова открыл", 0.8),
    ]
    assert reconcile(given) == reconcile(given[::-1])
