"""Storage that several machines share: a folder of a disk, or what fsspec opens by its address.

A file appears whole or not at all. On a disk, and wherever else files can be renamed, it is written
under another name first. An object store has no renaming, and needs none: an object is there when
all of it has arrived, and not before.
"""

import io
import re
import uuid
from pathlib import Path
from typing import IO, Any, Literal
from urllib.parse import unquote, urlsplit

from newsnlp.batch.entries import PartError
from newsnlp.batch.shelf import Folder, Shelf
from newsnlp.errors import MissingExtraError, NewsNLPError

__all__ = ["shelf_at"]

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:{1,2}")  # two letters or more: «C:\» is a disk
_OBJECTS = frozenset(
    "abfs abfss adl az gcs gs http https memory oci oss r2 s3 s3a tos wasb wasbs".split()
)


def shelf_at(address: str, *below: str) -> Shelf:
    """The storage at a path or an address such as s3://bucket/folder; folders below it, if named.

    Raises:
        MissingExtraError: fsspec is not installed.
        NewsNLPError: fsspec does not know such addresses, or lacks what opens them.
    """
    if address.lower().startswith("file://"):
        return Folder(Path(unquote(urlsplit(address).path), *below).absolute())
    if not _ADDRESS.match(address):
        return Folder(Path(address, *below).absolute())
    return _Remote("/".join((address.rstrip("/"), *below)))


class _Remote:
    """A folder behind fsspec."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._files, self._root = _opened(address)

    def file(self, name: str) -> "_RemoteFile":
        return _RemoteFile(self._files, self._path(name), f"{self.address}/{name}")

    def put(self, name: str, data: bytes) -> None:
        path = self._path(name)
        try:
            if self._has_objects():
                self._files.pipe_file(path, data)
                return
            scratch = self._path(f".{uuid.uuid4().hex[:12]}.{name}")
            self._files.makedirs(self._root, exist_ok=True)
            self._files.pipe_file(scratch, data)
            try:
                self._files.mv(scratch, path)
            except Exception:  # HDFS renames onto nothing that is there
                self._files.rm_file(path)
                self._files.mv(scratch, path)
        except Exception as reason:  # each system has errors of its own
            raise PartError(
                f"{self.address}: {name} cannot be written ({_said(reason)}); mend that: the same "
                "command then goes on from there"
            ) from reason

    def remove(self, name: str) -> None:
        try:
            self._files.rm_file(self._path(name))
        except FileNotFoundError:
            pass
        except Exception as reason:
            raise PartError(
                f"{self.address}: {name} cannot be deleted ({_said(reason)})"
            ) from reason

    def clear(self) -> None:
        try:
            self._files.rm(self._root, recursive=True)
        except FileNotFoundError:
            pass
        except Exception as reason:
            raise PartError(f"{self.address}: cannot be deleted ({_said(reason)})") from reason

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _has_objects(self) -> bool:
        protocol = self._files.protocol
        names = {protocol} if isinstance(protocol, str) else set(protocol)
        return bool(names & _OBJECTS)


class _RemoteFile:
    """A file behind fsspec; what lies here is small enough to be fetched at once."""

    def __init__(self, files: Any, path: str, address: str) -> None:  # noqa: ANN401 fsspec has no types
        self._files, self._path, self._address = files, path, address

    def __str__(self) -> str:
        return self._address

    def open(self, mode: Literal["rb"], /) -> IO[bytes]:
        del mode
        try:
            return io.BytesIO(self._files.cat_file(self._path))
        except FileNotFoundError:
            raise
        except Exception as reason:
            raise PartError(f"{self._address}: cannot be read ({_said(reason)})") from reason


def _opened(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it; nothing that it lists is remembered."""
    try:
        import fsspec
    except ImportError as reason:
        raise MissingExtraError(f"storage at {address}", "fsspec", "cluster") from reason
    try:
        files, root = fsspec.url_to_fs(address, use_listings_cache=False)
    except (ImportError, ValueError) as reason:
        raise NewsNLPError(f"{address}: cannot be opened ({_said(reason)})") from reason
    return files, root


def _said(reason: Exception) -> str:
    return f"{type(reason).__name__}: {reason}" if str(reason) else type(reason).__name__
