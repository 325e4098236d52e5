"""The commands `show` and `explain`: one text with what was found in it, and why."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from newsnlp.cli_faults import line_of
from newsnlp.cli_help import prose
from newsnlp.cli_inputs import RulesOnly, noting
from newsnlp.columns import COLUMNS, TITLES
from newsnlp.errors import Fault, NewsNLPError
from newsnlp.read import read
from newsnlp.schema import Extraction, Form, Span
from newsnlp.tables import Tables, make_tables

__all__ = ["explain", "show"]

COLOURS = {
    "person": "bold blue",
    "organisation": "green",
    "position": "yellow",
    "event": "magenta",
    "place": "cyan",
}
FACTS = ("roles", "participations", "quotes")
SHOWN = {
    "roles": ("person", "position", "organisation", "status"),
    "participations": ("participant", "event", "role"),
    "quotes": ("person", "kind", "text"),
    "events": ("name", "start", "end", "place", "part_of"),
}

File = Annotated[
    str, typer.Argument(help="A file with one text; - is standard input.", metavar="FILE")
]


@prose
def show(file: File, rules_only: RulesOnly = False) -> None:
    """Print one text with its names in colour, the tables beneath.

    Nothing is written. In a pipe, or where NO_COLOR is set, the text comes without colours.

    Exit status: 0 printed; 2 not: no such file, nothing that can be read in it.
    """
    console = _console()
    for extraction in _extractions(file, rules_only=rules_only):
        console.print(_coloured(extraction), soft_wrap=True)
        tables = make_tables([extraction])
        for name, keys in SHOWN.items():
            if len(tables[name]):
                console.print(_rich_table(tables, name, keys))


def _coloured(extraction: Extraction) -> Text:
    """The text with its names in colour; what is nested in a name keeps its own colour."""
    text = Text(extraction.document.text)
    for mention in sorted(extraction.mentions, key=lambda item: -len(item.span)):
        if mention.form is Form.NAME and mention.kind in COLOURS:
            text.stylize(COLOURS[mention.kind], *mention.span)
    return text


@prose
def explain(file: File, rules_only: RulesOnly = False) -> None:
    """Print each row with its sentence, the rule behind it and its score; then what was rejected.

    Exit status: 0 printed; 2 not: no such file, nothing that can be read in it.
    """
    from newsnlp.confidence import facts_told
    from newsnlp.facts import rejected_of

    console = _console()
    for extraction in _extractions(file, rules_only=rules_only):
        tables = make_tables([extraction])
        for name in FACTS:
            for row in tables[name].to_dict("records"):
                cells = [str(row[key]) for key in SHOWN[name] if row[key] and row[key] == row[key]]
                reason = f"{row['evidence']}, score {_scored(row)}"
                console.print(Text(f"{TITLES[name]}: {' | '.join(cells)}", "bold"), soft_wrap=True)
                console.print(_grounds(extraction, reason, row["start"]), soft_wrap=True)
        for item in rejected_of(facts_told(extraction)):
            words = " … ".join(extraction.document.at(span) for span in item.spans)
            reason = f"{item.reason}; {item.evidence}, score {item.score:.2f}"
            console.print(Text(f"rejected {item.what}: {words}"), soft_wrap=True)
            console.print(_grounds(extraction, reason, item.spans[0].start), soft_wrap=True)


def _scored(row: Mapping[Hashable, object]) -> str:
    """The score of a row; of a participation that of the part's not being counted, too."""
    told = f"{row['score']:.2f}"
    return f"{told} ({row['takes_part']:.2f} as whatever part)" if "takes_part" in row else told


def _extractions(file: str, *, rules_only: bool) -> list[Extraction]:
    from newsnlp.pipeline import Pipeline

    faults: list[Fault] = []
    documents = list(noting(read([file]), faults))
    if faults:
        raise NewsNLPError(line_of(faults[0]))
    return list(Pipeline.load(rules_only=rules_only).pipe(documents))


def _console() -> Console:
    """Standard output; without colour in a pipe or under NO_COLOR."""
    return Console(highlight=False, markup=False, emoji=False)


def _rich_table(tables: Tables, name: str, keys: Sequence[str]) -> Table:
    titles = {column.key: column.title for column in COLUMNS[name]}
    table = Table(title=TITLES[name], title_justify="left")
    for key in keys:
        table.add_column(titles[key])
    for row in tables[name][list(keys)].fillna("").itertuples(index=False):
        table.add_row(*(Text(str(cell)) for cell in row))
    return table


def _grounds(extraction: Extraction, reason: str, start: int) -> Text:
    """The reason and beneath it the sentence that holds the code point at `start`."""
    spans = (sentence.span for sentence in extraction.sentences)
    sentence = next((span for span in spans if Span(start, start + 1).meets(span)), Span(0, 0))
    words = extraction.document.at(sentence).replace("\n", " ")
    return Text.assemble((f"  {reason}\n", "cyan"), (f"  {words}", "dim"))
