"""When to reconnect a stream: X's rules as a pure function of what went wrong (networks.md 6).

| failure | wait before try n |
|---|---|
| the connection dropped, fell silent, or X announced an operational disconnect | at once, then as TCP |
| TCP: no connection came up | 250 ms more per try, up to 16 s |
| HTTP: X answered with an error | 5 s doubling to 320 s |
| 429 | 60 s doubling to 960 s (X names no ceiling; this is one rate window) |
"""

from dataclasses import dataclass
from enum import StrEnum

from hark.networks.port import NetworkError

# A connection that lived this long was a good one: what comes after it is a new story.
GOOD_LIFE = 20.0
NO_CONNECTION = frozenset({"dns", "refused", "tls", "connect", "connect_timeout", "not_written"})
LINE_LOST = frozenset({"connection_lost", "timeout", "silent", "operational_disconnect"})


class Failure(StrEnum):
    """Why the line is down."""

    DROPPED = "dropped"
    TCP = "tcp"
    HTTP = "http"
    RATE = "rate"


def failure_of(error: NetworkError) -> Failure:
    """Which row of X's table an error falls under."""
    if error.status == 429:
        return Failure.RATE
    if error.reason in LINE_LOST:
        return Failure.DROPPED
    return Failure.TCP if error.reason in NO_CONNECTION else Failure.HTTP


def wait(failure: Failure, count: int) -> float:
    """Seconds before the next try, after `count` failures of this kind in a row (count >= 1)."""
    if failure is Failure.DROPPED:
        return min(0.25 * (count - 1), 16.0)
    if failure is Failure.TCP:
        return min(0.25 * count, 16.0)
    doubled = 2.0 ** min(count - 1, 16)
    return min(5.0 * doubled, 320.0) if failure is Failure.HTTP else min(60.0 * doubled, 960.0)


@dataclass(frozen=True, slots=True)
class Ladder:
    """How often the same thing went wrong in a row."""

    failure: Failure | None = None
    count: int = 0

    def after(self, failure: Failure, lived: float = 0.0) -> tuple[float, "Ladder"]:
        """The wait and the next rung, when a connection that delivered for `lived` seconds failed."""
        again = failure is self.failure and lived < GOOD_LIFE
        step = Ladder(failure, self.count + 1 if again else 1)
        return wait(failure, step.count), step
