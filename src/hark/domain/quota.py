"""So many in so long, over a sliding window. Pure: the times are the caller's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `count` in any stretch of `per`. Raises ValueError unless both are positive."""

    count: int
    per: timedelta

    def __post_init__(self) -> None:
        if self.count < 1 or self.per <= timedelta(0):
            raise ValueError(f"a quota is a positive number in a positive time, not {self}")

    def free_at(self, times: Iterable[datetime], now: datetime) -> datetime:
        """The first moment from `now` on at which one more is allowed, after those at `times`."""
        recent = sorted((at for at in times if at > now - self.per), reverse=True)
        return now if len(recent) < self.count else recent[self.count - 1] + self.per

    def allows(self, times: Iterable[datetime], now: datetime) -> bool:
        """Whether one more is allowed now."""
        return self.free_at(times, now) == now

    def left(self, times: Iterable[datetime], now: datetime) -> int:
        """How many more are allowed now."""
        return max(0, self.count - sum(at > now - self.per for at in times))
