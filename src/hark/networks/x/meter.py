"""What the client tells about every call, so that others can budget requests and money.

The client asks before a call and reports after it. `RateBudget` (rates.py) answers for the request windows,
`CostMeter` (costs.py) for the money; tests and tools may pass their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from hark.domain.prices import Item
from hark.networks.x.endpoints import Endpoint

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Call:
    """A call about to be made, or a message of a stream already open (`streamed`).

    `people`: a person waits for it, so it may use what is kept for people. `item` is the price row, which may
    differ from the endpoint's own (a post with a link costs more). `identity` tells whose window is used:
    "app", or the id of the account.
    """

    endpoint: Endpoint
    identity: str
    people: bool = False
    item: Item | None = None
    streamed: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went: the status, the ids of what came back, the headers, and X's own time if it said one.

    Status 0 means that no answer came; `sent` is False when the request certainly never reached X.
    """

    status: int
    ids: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None
    sent: bool = True


class Meter(Protocol):
    """Counts calls."""

    def before(self, call: Call) -> None:
        """Raise NetworkError (processed=False) when this call must not be made now."""

    def after(self, call: Call, outcome: Outcome) -> None:
        """Note what the call used. Told once for each call that `before` let through, also when it failed."""
