"""The command `check`: findings as text to read or as JSON.

Exit status: 0 where nothing was found, 1 where something was, 2 for wrong arguments and for input
that could not be read (the rest is checked all the same).
"""

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from newsnlp.checks.finding import TITLES, Check, Finding, Place, kinds_of, one_line
from newsnlp.cli_faults import complain, line_of
from newsnlp.cli_help import Group
from newsnlp.cli_inputs import Published, Registries, RulesOnly, given_day, noting
from newsnlp.errors import DocumentError, Fault, NewsNLPError
from newsnlp.read import ReadOptions, read
from newsnlp.schema import Document, Extraction

if TYPE_CHECKING:
    from newsnlp.morph import Morph

__all__ = ["HELP", "check"]

_KINDS = "\n".join(f"  {kind:12} {title}" for kind, title in TITLES.items())
HELP = f"""Look at news with an editor's eye before they go out: what to check, where and why.

Nothing is corrected or written. Kinds of findings, for --only and --skip:

{_KINDS}

Exit status: 0 nothing found; 1 something found; 2 wrong arguments, or input that cannot be read.
"""
_OPEN, _CLOSE = "⟦", "⟧"  # around the words in their sentence; no text has them


class Form(StrEnum):
    """What `check` prints: findings to read, or one JSON object."""

    TEXT = "text"
    JSON = "json"


def check(  # noqa: PLR0913 — each option is an argument of the command line
    files: Annotated[
        list[str],
        typer.Argument(help="Files, folders or globs; - is standard input.", metavar="FILE"),
    ],
    *,
    registry: Registries = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            help="Look for these kinds alone; commas between several.",
            metavar="LIST",
            rich_help_panel=Group.FINDINGS,
        ),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option(
            help="Leave these kinds out; commas between several.",
            metavar="LIST",
            rich_help_panel=Group.FINDINGS,
        ),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="Findings to read, or JSON for machines.")
    ] = Form.TEXT,
    published: Published = None,
    rules_only: RulesOnly = False,
) -> None:
    """Print the findings of all documents, in the order of files and texts."""
    kinds = kinds_of(_names(only), _names(skip))
    if only and not registry and kinds == (Check.REGISTRY,):
        raise NewsNLPError("--only registry: no registry to compare with; give --registry FILE")
    from newsnlp.checks.document import findings_of
    from newsnlp.registry import Registry

    known = Registry.load(registry) if registry else None
    faults: list[Fault] = []
    documents = noting(read(files, options=ReadOptions(published=given_day(published))), faults)
    found: list[Finding] = []
    count = 0
    for extraction, morph in _extracted(documents, faults, rules_only=rules_only):
        count += 1
        new = findings_of(extraction, morph, registry=known, kinds=kinds)
        found += new
        if form is Form.TEXT:
            for finding in new:
                typer.echo(as_text(finding))
    if form is Form.JSON:
        typer.echo(_json(found, faults, count))
    elif count:
        typer.echo(_summary(found, count))
    for fault in faults:
        complain(line_of(fault))
    if faults or found:
        raise typer.Exit(2 if faults else 1)


def _names(given: Iterable[str] | None) -> list[str]:
    """The kinds of an option that may stand repeatedly and hold several."""
    return [name.strip() for item in given or () for name in item.split(",") if name.strip()]


def _extracted(
    documents: Iterator[Document], faults: list[Fault], *, rules_only: bool
) -> Iterator[tuple[Extraction, "Morph"]]:
    """The extractions, with the dictionary; all is opened when there is a first document."""
    from newsnlp.morph import Morph
    from newsnlp.pipeline import Pipeline

    def note(error: DocumentError) -> None:
        faults.append(Fault(error.source, None, error.document_id, error.stage, error.reason))

    for first in documents:
        pipeline, morph = Pipeline.load(rules_only=rules_only), Morph.load()
        for document in (first, *documents):
            for extraction in pipeline.pipe([document], on_error=note):
                yield extraction, morph


def as_text(finding: Finding) -> str:
    """A finding in five lines: where and what, the words in their sentence, why, what to do."""
    place = finding.place
    stem = finding.source.rpartition(".")[0] or finding.source
    named = "" if finding.document in (stem, finding.source) else f" {finding.document}"
    where = f"{finding.source or finding.document}:{place.line}:{place.column}:{named}"
    lines = [
        f"{where} {finding.title} [{finding.kind}]",
        f"    {_marked(place)}",
        f"    Почему: {finding.reason}",
        f"    Что сделать: {finding.proposal}",
        f"    Место: абзац {place.paragraph}, знаки {place.start}–{place.stop}{_others(finding)}",
    ]
    return "\n".join(lines) + "\n"


def _marked(place: Place) -> str:
    """The sentence with the words marked."""
    words = one_line(place.text)
    stop = place.offset + len(words)
    sentence = place.sentence
    return (
        f"{sentence[: place.offset]}{_OPEN}{sentence[place.offset : stop]}{_CLOSE}{sentence[stop:]}"
    )


def _others(finding: Finding) -> str:
    """The further places: «; см. также 3:15 «ректор»»."""
    others = [f"{p.line}:{p.column} «{' '.join(p.text.split())}»" for p in finding.others]
    return f"; см. также {', '.join(others)}" if others else ""


def _summary(found: list[Finding], count: int) -> str:
    documents = len({(f.source, f.document) for f in found})
    if not found:
        return f"Замечаний нет; документов: {count}"
    return f"Замечаний: {len(found)}; документов с замечаниями: {documents} из {count}"


def _json(found: list[Finding], faults: list[Fault], count: int) -> str:
    record = {
        "documents": count,
        "findings": [finding.record() for finding in found],
        "unread": [
            {"source": f.source, "line": f.line, "document": f.document_id, "reason": f.reason}
            for f in faults
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=2)
