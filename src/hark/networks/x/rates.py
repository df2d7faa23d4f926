"""Request windows: what X's headers say, what its documents say, and a tenth kept for people.

Headers win for the 15-minute window; longer windows are counted here, because no header tells of them.
Headers can be missing or lie: what they say is cut to what the documents make possible, and a 429 closes
the window whatever they say.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hark.domain.policy import EndpointLimit, load_limits, load_policy
from hark.domain.quota import Quota
from hark.networks.port import NetworkError
from hark.networks.x.errors import retry_after
from hark.networks.x.meter import Call, Clock, Outcome

QUARTER = timedelta(minutes=15)
NO_LIMIT = EndpointLimit("")


@dataclass(slots=True)
class Window:
    """What is left of `limit` requests until `ends`, by our clock."""

    limit: int
    left: int
    ends: datetime


class RateBudget:
    """Says no to the call that would meet a 429, and to machines a little earlier than to people.

    `limits` are the documented ones by endpoint key; `people_share` is the share of each window that only a
    call made for a waiting person may use.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        limits: Mapping[str, EndpointLimit] | None = None,
        people_share: float | None = None,
    ) -> None:
        self._clock = clock
        self._limits = load_limits("x") if limits is None else limits
        self._share = load_policy("x").people_share if people_share is None else people_share
        self._told: dict[tuple[str, str], Window] = {}
        self._counted: dict[tuple[str, str, Quota], Window] = {}

    def before(self, call: Call) -> None:
        """Count the call. Raises NetworkError "rate_budget" with the seconds until it may be made."""
        if call.streamed:
            return
        windows = self._windows(call)
        for window in windows:
            kept = 0 if call.people else math.ceil(window.limit * self._share)
            # A window too small to share (15 messages) still leaves machines most of it.
            if window.left <= min(kept, window.limit - 1):
                wait = max((window.ends - self._clock()).total_seconds(), 1.0)
                raise NetworkError(
                    "rate_budget",
                    f"{call.endpoint.name}: {window.left} of {window.limit} requests left for {wait:.0f} s",
                    permanent=False,
                    retry_after=wait,
                )
        for window in windows:
            window.left -= 1

    def after(self, call: Call, outcome: Outcome) -> None:
        """Learn from the headers of the answer."""
        if call.streamed:
            return
        key = (call.endpoint.key, call.identity)
        now = self._clock()
        wait = retry_after(outcome.headers, now=now)
        limit = _number(outcome.headers.get("x-rate-limit-limit"))
        left = _number(outcome.headers.get("x-rate-limit-remaining"))
        if outcome.status == 429:
            self._told[key] = Window(limit or 1, 0, now + timedelta(seconds=self._cut(call, wait or 60.0)))
        elif limit and left is not None and wait is not None:
            ends = now + timedelta(seconds=self._cut(call, wait))
            self._told[key] = Window(limit, min(left, limit), ends)

    def left(self, call: Call) -> int | None:
        """How many such calls are left now, the people's share included; None when no limit is known."""
        return min((window.left for window in self._windows(call)), default=None)

    def _quotas(self, call: Call) -> tuple[Quota, ...]:
        limit = self._limits.get(call.endpoint.key, NO_LIMIT)
        return limit.per_app if call.identity == "app" else limit.per_user

    def _cut(self, call: Call, seconds: float) -> float:
        """No window is longer than the longest documented one: a header that says so lies."""
        longest = max((quota.per for quota in self._quotas(call)), default=QUARTER)
        return min(seconds, longest.total_seconds() + 60.0)

    def _windows(self, call: Call) -> list[Window]:
        """The windows this call falls into: what X told, and what we count ourselves."""
        now = self._clock()
        key = (call.endpoint.key, call.identity)
        told = self._told.get(key)
        if told is not None and told.ends <= now:
            del self._told[key]
            told = None
        found = [] if told is None else [told]
        for quota in self._quotas(call):
            if told is not None and quota.per <= QUARTER:
                continue
            window = self._counted.get((*key, quota))
            if window is None or window.ends <= now:
                window = self._counted[(*key, quota)] = Window(quota.count, quota.count, now + quota.per)
            found.append(window)
        return found


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() and len(text) < 12 else None
