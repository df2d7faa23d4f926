"""What the csv archives share: columns by name, a first pass for accounts, a second for posts."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path

from hark.domain.post import Account, Post
from hark.networks.archive.files import NotAnArchive, Tape
from hark.networks.archive.rows import Rows
from hark.networks.port import Rejected


class CsvArchive(ABC):
    """An ArchiveReader over a csv file. `COLUMNS` are required by name, in any order, others are ignored."""

    network: str
    COLUMNS: tuple[str, ...]

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._tape = Tape(path)
        self._width = len(header)
        self._at = {name: header.index(name) for name in self.COLUMNS}
        self._accounts: tuple[Account, ...] | None = None

    def accounts(self) -> Sequence[Account]:
        """The brand accounts of the file (the first call reads it). Raises NotAnArchive, also when no row is a post."""
        if self._accounts is None:
            self._accounts = self._find_accounts()
            self._see_a_post()
        return self._accounts

    def _see_a_post(self) -> None:
        first: Rejected | None = None
        rows = 0
        for item in self.read():
            if not isinstance(item, Rejected):
                return
            first, rows = first or item, rows + 1
        if first is not None:
            raise NotAnArchive(
                f"{self._tape.path} holds no post: {rows} row{'' if rows == 1 else 's'}, "
                f"the first (line {first.line}) with: {first.reason}"
            )

    def read(self) -> Iterator[Post | Rejected]:
        """Every row, in file order. Raises NotAnArchive as `accounts`, and OSError when the disk fails."""
        self.accounts()
        pick = itemgetter(*self._at.values())
        with self._tape.opened() as file:
            rows = Rows(file, self._width, self._at["text"])
            for row in rows:
                if isinstance(row, Rejected):
                    yield row
                    continue
                try:
                    post = self._post(pick(row))
                except ValueError as refusal:
                    yield Rejected(rows.line, str(refusal), rows.raw())
                else:
                    yield post

    def bytes_read(self) -> int:
        """How far the newest pass over the file has come."""
        return self._tape.position()

    def bytes_total(self) -> int:
        """The size of the file."""
        return self._tape.total

    def _values(self, *names: str) -> Iterator[tuple[str, ...]]:
        """The named columns of every sound row: the first pass."""
        pick = itemgetter(*(self._at[name] for name in names))
        with self._tape.opened() as file:
            for row in Rows(file, self._width, self._at["text"]):
                if not isinstance(row, Rejected):
                    yield pick(row)

    @abstractmethod
    def _find_accounts(self) -> tuple[Account, ...]:
        """The first pass. Raises NotAnArchive."""

    @abstractmethod
    def _post(self, values: tuple[str, ...]) -> Post:
        """One row, its values in the order of COLUMNS. Raises ValueError with the reason."""
