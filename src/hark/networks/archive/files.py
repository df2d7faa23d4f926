"""The file itself: is it there, is it text, and how far have we read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

HEAD = 1 << 16
BOM = b"\xef\xbb\xbf"
# What people hand over by mistake, by the first bytes (file formats' own signatures).
SIGNATURES = (
    (b"\x1f\x8b", "a gzip file; unpack it first"),
    (b"PK\x03\x04", "a zip or Excel file; unpack or export it first"),
    (b"BZh", "a bzip2 file; unpack it first"),
    (b"\xfd7zXZ\x00", "an xz file; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file; unpack it first"),
    (b"PAR1", "a Parquet file; export it as csv first"),
    (b"SQLite format 3", "an SQLite database; export it as csv first"),
    (b"\xff\xfe", "UTF-16 text; save it as UTF-8 first"),
    (b"\xfe\xff", "UTF-16 text; save it as UTF-8 first"),
)


class NotAnArchive(Exception):
    """The file, or one it needs, is not what was asked for. The message is one sentence for a person."""


def head_of(path: Path) -> bytes:
    """The first bytes of a text file, without a byte order mark.

    Raises NotAnArchive when the file is missing, a directory or device, unreadable, empty or binary.
    """
    try:
        if path.is_dir():
            raise NotAnArchive(f"{path} is a directory, not a file")
        if path.exists() and not path.is_file():
            raise NotAnArchive(f"{path} is not a regular file")
        with path.open("rb") as file:
            head = file.read(HEAD)
    except FileNotFoundError:
        raise NotAnArchive(f"{path} does not exist") from None
    except (OSError, ValueError) as error:
        why = (
            (os.strerror(error.errno) if error.errno else str(error))
            if isinstance(error, OSError)
            else str(error)
        )
        raise NotAnArchive(f"{path} cannot be read: {why}") from None
    if not head.strip():
        raise NotAnArchive(f"{path} is empty" if not head else f"{path} starts with nothing but blanks")
    for signature, what in SIGNATURES:
        if head.startswith(signature):
            raise NotAnArchive(f"{path} is {what}")
    head = head.removeprefix(BOM)
    if not is_text(head.split(b"\n", 1)[0]) and not head.lstrip().startswith((b"{", b"[")):
        raise NotAnArchive(f"{path} is binary, not UTF-8 text")
    return head


def is_text(line: bytes) -> bool:
    """Whether the bytes are UTF-8 without NUL. A character cut in two at the end does not count."""
    try:
        line.decode()
    except UnicodeDecodeError as error:
        if error.start < len(line) - 3:
            return False
    return b"\0" not in line


class Tape:
    """A file read from start to end, perhaps several times, and the position of the newest pass in bytes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.total = path.stat().st_size
        self._file: BinaryIO | None = None
        self._at = 0

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The file, open for reading; `position` follows it."""
        with self.path.open("rb", buffering=1 << 18) as file:
            self._file = file
            try:
                yield file
            finally:
                self._at = file.tell()
                self._file = None

    def position(self) -> int:
        """Bytes read by the newest pass."""
        file = self._file
        return self._at if file is None or file.closed else file.tell()
