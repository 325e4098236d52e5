"""Spans: the only arithmetic of the data model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsnlp.schema import Document, Span

SPANS = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda pair: Span(pair[0], sum(pair)))


@pytest.mark.parametrize(
    ("one", "other", "covers", "meets"),
    [
        (Span(0, 5), Span(1, 3), True, True),
        (Span(1, 3), Span(0, 5), False, True),
        (Span(0, 5), Span(0, 5), True, True),
        (Span(0, 5), Span(5, 7), False, False),  # half-open: they touch and do not meet
        (Span(0, 5), Span(4, 7), False, True),
        (Span(0, 2), Span(8, 9), False, False),
    ],
)
def test_covers_and_meets(one: Span, other: Span, covers: bool, meets: bool) -> None:
    assert (one.covers(other), one.meets(other)) == (covers, meets)


@given(one=SPANS, other=SPANS)
def test_spans_are_sets_of_places(one: Span, other: Span) -> None:
    first, second = (set(range(span.start, span.stop)) for span in (one, other))
    assert one.covers(other) is (second <= first)
    assert one.meets(other) is other.meets(one) is bool(first & second)
    assert len(one) == len(first)


def test_a_document_is_cut_in_code_points() -> None:
    assert Document("d", "а😀ё́ ректор").at(Span(5, 11)) == "ректор"
