"""Word lists: what a line may be, and what is said of a bad one."""

import pytest

from newsnlp.errors import LexiconError
from newsnlp.lexicon import load_lexicon, load_weights, parse_lexicon

PAPERS = "# Words. Source: our own list.\n# columns: lemma note\n"


def test_entries_keep_their_columns_and_order() -> None:
    lexicon = parse_lexicon("w.tsv", f"{PAPERS}ректор\tодин два\n\nкруглый стол\n")
    assert list(lexicon) == ["ректор", "круглый стол"]
    assert (dict(lexicon["ректор"]), dict(lexicon["круглый стол"])) == ({"note": "один два"}, {})
    assert lexicon.longest == 2
    assert lexicon.where("note", "два") == {"ректор"}
    assert lexicon.where("note", "один два") == frozenset()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{PAPERS}ректор\tа\tб\n", "w.tsv:3: 3 cells, 2 columns declared; mend the line"),
        (f"{PAPERS}ректор\nректор\n", "w.tsv:4: «ректор» is listed twice; delete one line"),
        ("# Source: ours\nректор\n", "w.tsv:2: 1 cells, 0 columns declared"),
        ("# columns: lemma\nректор\n", "w.tsv: no «# Source:» line"),
    ],
)
def test_a_bad_line_is_named(text: str, message: str) -> None:
    with pytest.raises(LexiconError) as caught:
        parse_lexicon("w.tsv", text)
    assert message in str(caught.value)


def test_a_list_that_is_not_there_is_named() -> None:
    with pytest.raises(LexiconError, match=r"nonsense\.tsv: not in resources"):
        load_lexicon("nonsense")


def test_weights_are_the_numbers_of_each_column() -> None:
    weights = load_weights("role_weights")
    lexicon = load_lexicon("role_weights")
    for column, numbers in weights.items():
        filled = {entry: row[column] for entry, row in lexicon.items() if row.get(column)}
        assert numbers == {entry: float(cell) for entry, cell in filled.items()}


@pytest.mark.parametrize("line", ["a\t1\nb\t2\na\t3", "a\t1\t2"])
def test_a_bad_line_of_weights_is_named(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = "# Source: learnt.\n# columns: fact weight\n"
    monkeypatch.setattr("newsnlp.lexicon._read", lambda _: f"{papers}{line}\n")
    with pytest.raises(LexiconError, match=r"w\.tsv:[35]: "):
        load_weights("w")
