"""Request windows of every endpoint, for the app and for each account, with a tenth kept for people.

How one window learns from headers, and when it does not believe them, is `hark.domain.rate_budget`. Here is
which windows a call falls into: the documented ones, the smallest of each length. X's headers tell of the
15-minute window only; longer ones are counted by us.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from hark.domain.policy import EndpointLimit, load_limits, load_policy
from hark.domain.rate_budget import RateBudget as Window
from hark.networks.port import NetworkError
from hark.networks.x.errors import retry_after
from hark.networks.x.meter import Call, Clock, Outcome

QUARTER = timedelta(minutes=15)
# How soon to ask again while the one call that may probe after a 429 is still on its way.
PROBE = 5.0
NO_LIMIT = EndpointLimit("")


class RateBudget:
    """A Meter that says no to the call that would meet a 429, and to machines a little earlier than to people.

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
        self._windows: dict[tuple[str, str], list[Window]] = {}

    def before(self, call: Call) -> None:
        """Count the call. Raises NetworkError "rate_budget" with the seconds until it may be made."""
        if call.streamed:
            return
        now = self._clock()
        windows = self._of(call)
        for window in windows:
            if not window.may_spend(now, for_person=call.people):
                free = window.free_at(now, for_person=call.people)
                wait = (free - now).total_seconds() if free else PROBE
                raise NetworkError(
                    "rate_budget",
                    f"{call.endpoint.name}: the limit of {window.limit} requests is reached for {wait:.0f} s",
                    permanent=False,
                    retry_after=max(wait, 1.0),
                )
        windows[:] = [window.spent(now) for window in windows]

    def after(self, call: Call, outcome: Outcome) -> None:
        """Learn from the answer; status 0 means that none came."""
        if call.streamed:
            return
        now, headers = self._clock(), outcome.headers
        windows = self._of(call)
        if outcome.status == 0:
            windows[:] = [window.lost() for window in windows]
            return
        wait = retry_after(headers, now=now)
        resets_at = None if wait is None else now + timedelta(seconds=wait)
        limit, left = (_number(headers.get(f"x-rate-limit-{name}")) for name in ("limit", "remaining"))
        if not windows and limit:
            windows.append(Window(limit, QUARTER, people_share=self._share))
        refused = _refusing(windows, wait) if outcome.status == 429 else -1
        for place, window in enumerate(windows):
            if place == refused:
                windows[place] = window.refused(now, resets_at=resets_at)
            elif window.window <= QUARTER:
                windows[place] = window.heard(now, limit=limit, remaining=left, resets_at=resets_at)
            else:
                windows[place] = window.heard(now)

    def left(self, call: Call) -> int | None:
        """How many such calls are left now, the people's share included; None when no limit is known."""
        now = self._clock()
        return min((window.at(now).remaining for window in self._of(call)), default=None)

    def _of(self, call: Call) -> list[Window]:
        key = (call.endpoint.key, call.identity)
        if key not in self._windows:
            limit = self._limits.get(call.endpoint.key, NO_LIMIT)
            quotas = limit.per_app if call.identity == "app" else limit.per_user
            smallest: dict[timedelta, int] = {}
            for quota in quotas:
                smallest[quota.per] = min(quota.count, smallest.get(quota.per, quota.count))
            self._windows[key] = [
                Window(count, per, people_share=self._share) for per, count in sorted(smallest.items())
            ]
        return self._windows[key]


def _refusing(windows: list[Window], wait: float | None) -> int:
    """Which window a 429 speaks of: the shortest that can be closed for so long."""
    lengths = [window.window.total_seconds() + 60.0 for window in windows]
    return next((place for place, length in enumerate(lengths) if wait is None or wait <= length), 0)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() and len(text) < 12 else None


def opens_at(error: NetworkError, now: datetime) -> datetime | None:
    """When a call that was refused for its rate or its price may be made; None when it was neither."""
    if error.reason not in ("rate_budget", "rate_limited", "budget_spent") or error.retry_after is None:
        return None
    return now + timedelta(seconds=error.retry_after)
