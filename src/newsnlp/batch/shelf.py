"""Where part files lie: a folder, or whatever else keeps files by name."""

import os
import shutil
import uuid
from pathlib import Path
from typing import Protocol

from newsnlp.batch.entries import File, PartError

__all__ = ["Folder", "Shelf"]


class Shelf(Protocol):
    """Keeps files by name."""

    @property
    def address(self) -> str:
        """Where it is, for whoever opens it on another machine."""

    def file(self, name: str) -> File:
        """The file of that name, whether it is there or not."""

    def put(self, name: str, data: bytes) -> None:
        """Keep a file; it appears whole or not at all, and takes the place of an older one.

        Raises:
            PartError: it cannot be written.
        """

    def remove(self, name: str) -> None:
        """Let go of a file, if it is there."""

    def clear(self) -> None:
        """Let go of all files."""


class Folder:
    """A folder of a disk."""

    def __init__(self, path: Path) -> None:
        """The folder is made when the first file comes, if need be."""
        self._path = path

    @property
    def address(self) -> str:
        """Its path from the root."""
        return str(self._path.resolve())

    def file(self, name: str) -> Path:
        """The path of the file."""
        return self._path / name

    def put(self, name: str, data: bytes) -> None:
        """Write under another name, see it onto the disk, rename.

        The other name is nobody else's: two machines may be at the same file.
        """
        scratch = self._path / f".{uuid.uuid4().hex[:12]}.{name}"
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            with scratch.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            scratch.replace(self._path / name)
        except OSError as reason:
            scratch.unlink(missing_ok=True)
            raise PartError(
                f"{self._path}: cannot be written ({reason.strerror}); make room, or mend the "
                "permissions: the same command then goes on from there"
            ) from reason

    def remove(self, name: str) -> None:
        """Delete the file."""
        (self._path / name).unlink(missing_ok=True)

    def clear(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self._path, ignore_errors=True)
