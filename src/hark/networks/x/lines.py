"""Bytes into lines: a stream's messages end in CR LF, and an empty line is a keep-alive."""

from collections.abc import Iterator

MAX_LINE = 1024 * 1024


class Overlong(ValueError):
    """A line that passed the cap; its beginning is kept to be shown."""


class LineSplitter:
    """Feeds on chunks of any cut, gives whole lines. A line over the cap is skipped to its end."""

    def __init__(self, limit: int = MAX_LINE) -> None:
        self._limit = limit
        self._rest = bytearray()
        self._skipping = False

    def feed(self, chunk: bytes) -> Iterator[bytes | Overlong]:
        """The lines this chunk completes, without their ends; an Overlong where one was thrown away."""
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            piece, start = chunk[start:end], end + 1
            if self._skipping:
                self._skipping = False
                continue
            self._rest += piece
            line, self._rest = bytes(self._rest), bytearray()
            yield line.rstrip(b"\r") if len(line) <= self._limit else _overlong(line)
        if not self._skipping:
            self._rest += chunk[start:]
            if len(self._rest) > self._limit:
                yield _overlong(bytes(self._rest))
                self._rest, self._skipping = bytearray(), True

    def rest(self) -> bytes:
        """What was left when the line was cut: half a message, or nothing."""
        left, self._rest = bytes(self._rest), bytearray()
        return left.strip()


def _overlong(line: bytes) -> Overlong:
    return Overlong(line[:1000].decode("utf-8", "replace"))
