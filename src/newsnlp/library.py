"""The functions of the library, for whoever writes `import newsnlp`; see the package's own text."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from newsnlp.checks import Finding, findings_of, kinds_of
from newsnlp.errors import PhraseError
from newsnlp.morph import Morph
from newsnlp.page import CHECK_BELOW
from newsnlp.paradigm import Decliner
from newsnlp.pipeline import Pipeline
from newsnlp.registry import Registry
from newsnlp.report import show_in_notebooks
from newsnlp.schema import Document
from newsnlp.tables import Tables, load_tables, make_tables

__all__ = [
    "Document",
    "Finding",
    "Pipeline",
    "Registry",
    "Tables",
    "check",
    "decline",
    "extract",
    "load",
]

show_in_notebooks()  # whoever imports the library gets values that show themselves


def extract(
    texts: str | Document | Iterable[str | Document],
    *,
    registry: Registry | None = None,
    indirect: bool = False,
    min_score: float = 0.0,
    check_below: float = CHECK_BELOW,
) -> Tables:
    """The tables of one text or of many, as data frames that a notebook shows as HTML.

    A bare string becomes a document named by its number: «1», «2», …; pass a `Document` to say the
    id, title and date of publication. The models are opened at the first call.

    Args:
        texts: one text or many.
        registry: people, bodies and events that are to go by its ids and names; the table `check`
            says what in the texts contradicts it.
        indirect: whether the press sheet has indirect speech for who has no direct quote.
        min_score: roles, participations and quotes of a lower score, 0…1, are left out.
        check_below: rows of the press sheet of a lower score, 0…1, say what is to be checked.

    Raises:
        NewsNLPError: `min_score` or `check_below` is outside 0…1.
    """
    return make_tables(
        _pipeline().pipe(_documents(texts)),
        registry=registry,
        indirect=indirect,
        min_score=min_score,
        check_below=check_below,
    )


def load(folder: str | Path = "data/processed") -> Tables:
    """The tables that `newsnlp extract` left in a folder, the same as `extract` gives.

    Args:
        folder: with the tables in JSON Lines, SQLite, Parquet or CSV (in either language).

    Raises:
        NewsNLPError: there is no such folder, a table is missing, or one is broken.
    """
    return load_tables(folder)


def check(
    texts: str | Document | Iterable[str | Document],
    *,
    registry: Registry | None = None,
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
) -> list[Finding]:
    """What an editor should look at before the texts go out, in the order of the texts.

    >>> [finding.reason for finding in check("Лекция пройдёт 31 июня.")]
    ['Такого дня нет: последний день – 30 июня']

    Args:
        texts: one text or many; pass a `Document` to say the date of publication.
        registry: people, bodies and events that the texts must not contradict.
        only: kinds of findings, by the names in `docs/check.md`; all where none is given.
        skip: kinds to leave out.

    Raises:
        NewsNLPError: there is no kind of such a name.
    """
    kinds = kinds_of(only, skip)
    extractions = _pipeline().pipe(_documents(texts))
    return [
        finding
        for extraction in extractions
        for finding in findings_of(extraction, _morph(), registry=registry, kinds=kinds)
    ]


def decline(phrase: str, *, short: bool = False) -> dict[str, str]:
    """The phrase in the six cases, keyed "Nom", "Gen", "Dat", "Acc", "Ins", "Loc" in this order.

    Titles, bodies and names of persons are inflected together, complements and quoted names stay;
    the number stays, too. A phrase in another case than the nominative is understood where its
    words tell. The models are opened at the first call.

    >>> decline("проректор по науке Ольга Ивановна Гурко")["Dat"]
    'проректору по науке Ольге Ивановне Гурко'
    >>> decline("ректор Виктор Рулевский", short=True)["Ins"]
    'В. Рулевским'

    Args:
        phrase: one title, body or name, or several of them that make one phrase.
        short: give the person's name alone, with initials.

    Raises:
        PhraseError: the phrase is empty or has no Russian word; or `short` is asked for and it
            names nobody by given name and surname.
    """
    forms = _decliner()(phrase)
    if short and not forms.short:
        raise PhraseError(f"{phrase}: no person's given name and surname, so no initials")
    return dict(forms.short if short else forms.full)


def _documents(texts: str | Document | Iterable[str | Document]) -> list[Document]:
    """The texts as documents, bare strings named by their numbers."""
    given = [texts] if isinstance(texts, str | Document) else list(texts)
    width = len(str(len(given)))
    return [
        Document(str(number).zfill(width), item) if isinstance(item, str) else item
        for number, item in enumerate(given, 1)
    ]


@cache
def _morph() -> Morph:
    return Morph.load()


@cache
def _decliner() -> Decliner:
    return Decliner.load()


@cache
def _pipeline() -> Pipeline:
    return Pipeline.load()
