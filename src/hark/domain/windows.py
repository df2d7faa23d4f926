"""Open windows on a line of microseconds: cutting, joining and adding up.

Wall lines count microseconds since 1970-01-01T00:00 of the local clock, UTC lines since the epoch.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from hark.domain.hours import Hours
from hark.domain.zone import DAY, MINUTE

Window = tuple[int, int]


def merged_windows(windows: Iterable[Window]) -> list[Window]:
    """Sorted, without overlaps and without touching neighbours."""
    merged: list[Window] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def wall_window(day: int, hours: Hours) -> Window:
    return day * DAY + hours.opens * MINUTE, day * DAY + hours.closes * MINUTE


def wall_pieces(day: int, hours: Hours) -> Iterator[Window]:
    """The opening cut at midnight, so that each piece has one date that may be a holiday."""
    opens, closes = wall_window(day, hours)
    while opens < closes:
        midnight = (opens // DAY + 1) * DAY
        yield opens, min(midnight, closes)
        opens = midnight


class OpenTime:
    """Open windows of 14 UTC days with their running totals."""

    __slots__ = ("after", "ends", "starts", "total")

    def __init__(self, windows: Iterable[Window]) -> None:
        merged = merged_windows(windows)
        self.starts = [start for start, _ in merged]
        self.ends = [end for _, end in merged]
        self.after: list[int] = []
        self.total = 0
        for start, end in merged:
            self.total += end - start
            self.after.append(self.total)

    def open_before(self, at: int) -> int:
        """Open time of the block before an instant of it."""
        index = bisect_right(self.starts, at) - 1
        return self.after[index] - max(0, self.ends[index] - at) if index >= 0 else 0

    def open_at(self, at: int) -> bool:
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at < self.ends[index]

    def opening_from(self, at: int) -> int | None:
        """The first open instant at or after `at`, if the block has one."""
        index = bisect_right(self.ends, at)
        return max(at, self.starts[index]) if index < len(self.starts) else None

    def reach(self, amount: int) -> int:
        """The first instant with `amount` > 0 of open time since the block began."""
        index = bisect_left(self.after, amount)
        return self.ends[index] - (self.after[index] - amount)
