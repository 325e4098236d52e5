"""Templates of the registry's files: the headings and one made-up row each."""

import csv
import io
from pathlib import Path

from newsnlp.errors import RegistryError
from newsnlp.registry.headings import FILES, HEADINGS, Heading
from newsnlp.schema import Kind
from newsnlp.text import harmless

__all__ = ["csv_bytes", "template_headings", "write_templates"]

_UNWRITTEN = frozenset({"surname", "given_name", "patronymic", "kind"})


def template_headings(kind: Kind) -> list[Heading]:
    """The columns that templates and proposals have; the others are understood, too."""
    return [h for h in HEADINGS[kind] if not h.passed and h.key not in _UNWRITTEN]


def write_templates(folder: Path, *, force: bool = False) -> list[Path]:
    """Write `<folder>/people.csv`, `organisations.csv` and `events.csv`, and say which.

    Args:
        folder: is made if it does not exist.
        force: write over files of these names.

    Raises:
        RegistryError: one of the files exists, or the folder cannot be written.
    """
    paths = {kind: folder / name for kind, name in FILES.items()}
    there = [str(path) for path in paths.values() if path.exists()]
    if there and not force:
        raise RegistryError(
            f"{', '.join(there)}: exists already; name another folder, or write over it by --force"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, path in paths.items():
            headings = template_headings(kind)
            rows = [[h.titles[0] for h in headings], [h.example for h in headings]]
            path.write_bytes(csv_bytes(rows))
    except OSError as reason:
        raise RegistryError(
            f"{reason.filename or folder}: cannot be written ({reason.strerror}); "
            "choose another folder"
        ) from reason
    return list(paths.values())


def csv_bytes(rows: list[list[str]]) -> bytes:
    """A CSV that a Russian Excel opens as it should: BOM, «;», CRLF; no cell runs as a formula."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(
        [[harmless(cell) for cell in row] for row in rows]
    )
    return buffer.getvalue().encode("utf-8-sig")
