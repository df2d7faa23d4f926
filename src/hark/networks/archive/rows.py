"""Rows of a csv file as a stream, with the line each starts on; broken rows are told apart, never fatal.

A row ends where csv says so (RFC 4180, strict about quotes). When a row is broken, perhaps by a quote that
is never closed, only the lines up to the next one that looks like a row are given up, and reading goes on
there: one bad quote never swallows its neighbours. Each row is bounded, so memory is too.
"""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from hark.networks.archive.files import head_of
from hark.networks.port import Rejected

MAX_ROW = 1 << 20  # characters; X's longest post has 25,000
NUL, NOT_UTF8, TOO_LONG = "NUL character", "not UTF-8", "longer than 1 MiB"
UNBALANCED, CUT_OFF, RETURN = "unbalanced quote", "cut off inside quotes", "stray carriage return"


class _TooLong(Exception):
    """The row at hand exceeds MAX_ROW."""


def header_of(path: Path) -> tuple[list[str], bool]:
    """The column names in the first line, and whether anything is below it. Raises NotAnArchive."""
    first, _, rest = head_of(path).partition(b"\n")
    try:
        names = next(csv.reader([first.decode("utf-8", "replace")], strict=True), [])
    except csv.Error:
        names = []
    return [name.strip() for name in names], bool(rest.strip())


class Rows:
    """Iterates over the rows of an open csv file: lists of `columns` strings, or Rejected.

    After each row `line` is the physical line it starts on and `raw()` the row as it stood.
    `text_at` is the index of the column with free text: it tells a line that starts a row from one that
    goes on with the text of a row.
    """

    def __init__(self, file: BinaryIO, columns: int, text_at: int) -> None:
        self._file, self._columns, self._text_at = file, columns, text_at
        self._pushed: deque[str] = deque()
        self._taken: list[str] = []
        self._size, self._flaw, self._next = 0, "", 1
        self.line = 0

    def __iter__(self) -> Iterator[list[str] | Rejected]:
        if csv.field_size_limit() < MAX_ROW * 2:
            csv.field_size_limit(MAX_ROW * 2)  # the bound is ours, in _feed
        self._skip_header()
        reader = csv.reader(self._feed(), strict=True)
        taken = self._taken
        while True:
            taken.clear()
            self._size, self._flaw, self.line = 0, "", self._next
            try:
                row = next(reader)
            except StopIteration:
                return
            except (csv.Error, _TooLong) as error:
                yield self._give_up(error)
                reader = csv.reader(self._feed(), strict=True)
                continue
            if row and len(row) != self._columns:
                yield self._give_up(ValueError(f"{len(row)} columns, not {self._columns}"))
                continue
            self._next += len(taken)
            if self._flaw:
                yield Rejected(self.line, self._flaw, self.raw())
            elif row:
                yield row

    def raw(self) -> str:
        """The row at hand as text, without its line end; bytes that are no UTF-8 shown as U+FFFD."""
        text = "".join(self._taken).rstrip("\r\n")
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    def _skip_header(self) -> None:
        self._file.readline(MAX_ROW)
        self._next = 2

    def _feed(self) -> Iterator[str]:
        taken, pushed, readline = self._taken, self._pushed, self._file.readline
        while True:
            if pushed:
                line = pushed.popleft()
                self._flaw = self._flaw or _flaw_in(line)
            else:
                data = readline(MAX_ROW)
                if not data:
                    return
                try:
                    line = data.decode()
                except UnicodeDecodeError:
                    line = data.decode("utf-8", "surrogateescape")
                    self._flaw = self._flaw or NOT_UTF8
                if b"\0" in data:
                    self._flaw = NUL
                if len(data) == MAX_ROW and data[-1] != 10:
                    self._skip_line()
                    self._size = MAX_ROW
            self._size += len(line)
            taken.append(line)
            if self._size >= MAX_ROW:
                raise _TooLong
            yield line

    def _skip_line(self) -> None:
        while (data := self._file.readline(MAX_ROW)) and data[-1] != 10:
            pass

    def _give_up(self, error: Exception) -> Rejected:
        """Reject the row at hand up to the next line that looks like a row, and read on from there."""
        taken = self._taken
        keep = 1
        while keep < len(taken) and not self._starts_row(taken[keep]):
            keep += 1
        swallowed = keep < len(taken)
        self._pushed.extendleft(reversed(taken[keep:]))
        del taken[keep:]
        self._next += keep
        flaw = next((found for kept in taken if (found := _flaw_in(kept))), "")
        return Rejected(self.line, flaw or _reason(error, swallowed=swallowed), self.raw()[:MAX_ROW])

    def _starts_row(self, line: str) -> bool:
        return line.count(",") >= self._text_at and line.lstrip('"')[:1].isdigit()


def _flaw_in(line: str) -> str:
    if "\0" in line:
        return NUL
    try:
        line.encode()
    except UnicodeEncodeError:
        return NOT_UTF8
    return ""


def _reason(error: Exception, *, swallowed: bool) -> str:
    if isinstance(error, _TooLong):
        return UNBALANCED if swallowed else TOO_LONG
    if isinstance(error, csv.Error):
        said = str(error)
        if "new-line" in said:
            return RETURN
        return CUT_OFF if "end of data" in said and not swallowed else UNBALANCED
    return str(error)
