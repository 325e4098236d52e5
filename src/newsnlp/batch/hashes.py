"""Hashes of files: of the program itself, and of what a run is given."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

__all__ = ["hash_of", "program_hash"]

PACKAGE = Path(__file__).resolve().parents[1]
_BLOCK = 1 << 20


def program_hash() -> str:
    """A hash of all files of the package: two machines with the same one make the same parts.

    Weights are told by their sha256 in card.json, which is compared when they are opened.
    """
    return hash_of(path for path in sorted(PACKAGE.rglob("*.*")) if path.suffix != ".onnx")


def hash_of(files: Iterable[Path]) -> str:
    """A hash of the contents; compiled files are passed over."""
    digest = hashlib.sha256()
    for path in files:
        if path.suffix == ".pyc" or not path.is_file():
            continue
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()
