"""How many calls a network still takes from us, learnt from its rate headers, with a share kept for people.

Headers may be missing, late, out of order or wrong (reliability.md, F16). So: the smallest limit known
counts, what is left is never more than our own count within a window, a reset in the past or further away
than a window is not believed, and after a refusal one call at a time probes until one succeeds.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

PEOPLE_SHARE = 0.1
CLOCK_SLACK = timedelta(seconds=60)
FIRST_BACKOFF = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class RateBudget:
    """One endpoint for one account (or app). A value: every method gives a new one.

    `limit` is the smallest one known and `documented` the one to start from. `resets_at` is when the window
    ends, None when none is open. `blocked_until` and `refusals` tell of refusals (429) in a row;
    `probing` says that the one call allowed after a refusal is under way.
    Raises ValueError for a limit or window that is not positive.
    """

    documented: int
    window: timedelta
    remaining: int = -1
    limit: int = 0
    resets_at: datetime | None = None
    blocked_until: datetime | None = None
    refusals: int = 0
    probing: bool = False
    people_share: float = PEOPLE_SHARE

    def __post_init__(self) -> None:
        if self.documented < 1 or self.window <= timedelta(0):
            raise ValueError("a rate is a positive number of calls in a positive time")
        if self.limit < 1:
            object.__setattr__(self, "limit", self.documented)
        if self.remaining < 0:
            object.__setattr__(self, "remaining", self.limit)

    @property
    def kept(self) -> int:
        """Calls kept for people, rounded up: at least one of any limit above one."""
        return ceil(self.limit * self.people_share) if self.limit > 1 else 0

    def at(self, now: datetime) -> "RateBudget":
        """The budget as it stands now: full again when its window has ended."""
        if self.resets_at is None or now < self.resets_at:
            return self
        return replace(self, remaining=self.limit, resets_at=None)

    def may_spend(self, now: datetime, *, for_person: bool) -> bool:
        """Whether one more call may be made now."""
        return self.free_at(now, for_person=for_person) == now

    def free_at(self, now: datetime, *, for_person: bool) -> datetime | None:
        """When one more call may be made: `now`, later, or None while a probe has to come back first."""
        current = self.at(now)
        if current.refusals and current.probing:
            return None
        if current.blocked_until is not None and now < current.blocked_until:
            return current.blocked_until
        if current.remaining > (0 if for_person else current.kept):
            return now
        return current.resets_at if current.resets_at is not None else now + current.window

    def spent(self, now: datetime) -> "RateBudget":
        """After a call was started. The first call opens a window of our own until headers tell better."""
        current = self.at(now)
        return replace(
            current,
            remaining=max(0, current.remaining - 1),
            resets_at=current.resets_at or now + current.window,
            probing=current.refusals > 0,
        )

    def heard(
        self,
        now: datetime,
        *,
        limit: int | None = None,
        remaining: int | None = None,
        resets_at: datetime | None = None,
    ) -> "RateBudget":
        """After an answer that was no refusal, with whatever headers it had.

        What comes with a reset that is not believed is of another window and counts for nothing.
        """
        current = replace(self.at(now), refusals=0, probing=False, blocked_until=None)
        if limit is not None and limit >= 1:
            current = replace(current, limit=min(current.documented, limit))
            current = replace(current, remaining=min(current.remaining, current.limit))
        reset = current._believed(resets_at, now)
        stale = resets_at is not None and reset is None
        if remaining is None or remaining < 0 or stale:
            return current if reset is None else replace(current, resets_at=reset)
        left = min(remaining, current.limit)
        known = current.resets_at
        if reset is not None and known is not None and reset > known + CLOCK_SLACK:
            return replace(current, remaining=left, resets_at=reset)
        left = min(left, current.remaining)
        return replace(current, remaining=left, resets_at=reset or known or now + current.window)

    def refused(self, now: datetime, *, resets_at: datetime | None = None) -> "RateBudget":
        """After a 429: nothing until the reset, or 60 s doubling per refusal in a row, at most one window."""
        current = self.at(now)
        backoff = min(FIRST_BACKOFF * 2 ** min(current.refusals, 20), current.window)
        until = current._believed(resets_at, now) or now + backoff
        return replace(
            current,
            remaining=current.limit,
            resets_at=None,
            blocked_until=max(until, now + FIRST_BACKOFF if current.refusals else until),
            refusals=current.refusals + 1,
            probing=False,
        )

    def lost(self) -> "RateBudget":
        """After a call that ended without any answer: the next one may probe again."""
        return replace(self, probing=False)

    def _believed(self, resets_at: datetime | None, now: datetime) -> datetime | None:
        """A reset that lies ahead of us, and not further than a window."""
        if resets_at is None or not now < resets_at <= now + self.window + CLOCK_SLACK:
            return None
        return resets_at
