"""What the client tells about every call, so that others can budget requests and money.

The client asks before a call and reports after it. `RateBudget` (rates.py) answers for the request windows,
`CostMeter` (costs.py) for the money; tests and tools may pass their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hark.networks.x.endpoints import Endpoint


@dataclass(frozen=True, slots=True)
class Call:
    """A call about to be made. `people`: a person waits for it, so it may use what is kept for people.

    `item` is the price row, which may differ from the endpoint's own (a post with a URL costs more);
    `identity` tells apart whose window is used: the app's or a user's.
    """

    endpoint: Endpoint
    auth: str
    people: bool
    item: str
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went: the status, how many objects came back, the headers, and X's own time if it said one."""

    status: int
    objects: int
    headers: Mapping[str, str]
    at: datetime | None


class Meter(Protocol):
    """Counts calls."""

    def before(self, call: Call) -> None:
        """Raise NetworkError (processed=False) when this call must not be made now."""

    def after(self, call: Call, outcome: Outcome) -> None:
        """Note what the call used."""
