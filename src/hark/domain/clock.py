"""A clock of a case: how long somebody has been waiting for us, in business time.

It starts at the post's own time on its network, never at our ingest; our lag is ours. It stands still only
while the case is in a state that the policy names. Time spent is business time outside of pauses, so that
adding a pause of any length moves the deadline and changes nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hark.domain.calendar import BusinessCalendar


class ClockKind(StrEnum):
    FIRST_REPLY = "first_reply"
    NEXT_REPLY = "next_reply"
    RESOLUTION = "resolution"


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"


class ClockError(ValueError):
    """The clock cannot do that; the message says why."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch [start, end) in which the clock stood still; `end` is None while it still does."""

    start: datetime
    end: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise. `target` and `warn_before` are business time, `stopped_at` is when we kept (or broke) it.

    `pauses` are in time order and do not overlap; only the last one may be open.
    `pausing_states` are the case states in which it stands still.
    """

    kind: ClockKind
    started_at: datetime
    target: timedelta
    warn_before: timedelta = timedelta(0)
    pausing_states: frozenset[str] = frozenset()
    pauses: tuple[Pause, ...] = ()
    stopped_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.target <= timedelta(0):
            raise ClockError("a target is a positive time")
        before = self.pauses[:-1]
        if any(pause.end is None for pause in before):
            raise ClockError("only the last pause may be open")
        ends = [pause.end or pause.start for pause in self.pauses]
        starts = [pause.start for pause in self.pauses]
        if any(end < start for start, end in zip(starts, ends, strict=True)) or any(
            start < end for start, end in zip(starts[1:], ends[:-1], strict=True)
        ):
            raise ClockError("pauses follow each other in time")

    @property
    def is_paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].end is None

    def enter(self, state: str, at: datetime) -> "Clock":
        """The clock after its case entered a state: paused if the policy names that state, running if not.

        Nothing happens to a stopped clock, nor when it already does what the state asks for.
        Raises ClockError when `at` lies before the last change.
        """
        pausing = state in self.pausing_states
        if self.stopped_at is not None or pausing == self.is_paused:
            return self
        if pausing:
            return replace(self, pauses=(*self.pauses, Pause(at, None, state)))
        last = self.pauses[-1]
        return replace(self, pauses=(*self.pauses[:-1], replace(last, end=at)))

    def stop(self, at: datetime) -> "Clock":
        """The promise is kept at `at` (in time or not). A second stop changes nothing."""
        return self if self.stopped_at is not None else replace(self, stopped_at=at)


@dataclass(frozen=True, slots=True)
class ClockStatus:
    """What to show of a clock. `remaining` is business time, negative when overdue.

    `deadline` and `warn_at` are None while a pause keeps them from being known.
    """

    state: ClockState
    deadline: datetime | None
    warn_at: datetime | None
    elapsed: timedelta
    remaining: timedelta
    at_risk: bool


def running_spans(clock: Clock) -> Iterator[tuple[datetime, datetime | None]]:
    """The stretches in which the clock runs, in order; the end of the last is None unless it is paused."""
    start = clock.started_at
    for pause in clock.pauses:
        if pause.start > start:
            yield start, pause.start
        if pause.end is None:
            return
        start = max(start, pause.end)
    yield start, None


def elapsed(calendar: BusinessCalendar, clock: Clock, now: datetime) -> timedelta:
    """Business time the clock has run by `now`, or by its stop; zero before it started."""
    until = now if clock.stopped_at is None else min(now, clock.stopped_at)
    total = timedelta(0)
    for start, end in running_spans(clock):
        stop = until if end is None else min(end, until)
        if stop > start:
            total += calendar.business_time(start, stop)
    return total


def instant_after(calendar: BusinessCalendar, clock: Clock, amount: timedelta) -> datetime | None:
    """When the clock has run for `amount`; None when an open pause comes first. Raises NeverOpenError."""
    left = amount
    for start, end in running_spans(clock):
        if end is None:
            return calendar.add_business_time(start, left)
        span = calendar.business_time(start, end)
        if span >= left:
            return calendar.add_business_time(start, left)
        left -= span
    return None


def deadline(calendar: BusinessCalendar, clock: Clock) -> datetime | None:
    """The last instant at which the promise is still kept, in UTC; None while an open pause hides it.

    It is stored as a column with the calendar's version and worked out anew when clock or calendar change.
    """
    return instant_after(calendar, clock, clock.target)


def warning_at(calendar: BusinessCalendar, clock: Clock, needed: timedelta = timedelta(0)) -> datetime | None:
    """When to warn: `warn_before` ahead of the deadline, or `needed` (how long an answer takes) if more.

    Both in business time, so that a case due on Monday at 09:10 warns on Friday.
    """
    ahead = max(clock.warn_before, needed)
    return instant_after(calendar, clock, max(timedelta(0), clock.target - ahead))


def status(
    calendar: BusinessCalendar, clock: Clock, now: datetime, needed: timedelta = timedelta(0)
) -> ClockStatus:
    """Everything about a clock at `now`. A promise is broken strictly after its deadline.

    `needed` is how long an answer is expected to take, in business time (see `warning_at`).
    """
    due, warn_at = deadline(calendar, clock), warning_at(calendar, clock, needed)
    used = elapsed(calendar, clock, now)
    end = now if clock.stopped_at is None else min(now, clock.stopped_at)
    state = ClockState.RUNNING
    if due is not None and end > due:
        state = ClockState.BREACHED
    elif clock.stopped_at is not None and clock.stopped_at <= now:
        state = ClockState.MET
    elif clock.is_paused:
        state = ClockState.PAUSED
    at_risk = state is ClockState.RUNNING and warn_at is not None and now >= warn_at
    return ClockStatus(state, due, warn_at, used, clock.target - used, at_risk)


def will_breach(calendar: BusinessCalendar, clock: Clock, now: datetime, wait: timedelta) -> bool:
    """Whether an answer that comes after `wait` more business time would be too late.

    `wait` is what the queue ahead is expected to take. A stopped or paused clock is not projected.
    Raises NeverOpenError when the calendar does not open for that long again.
    """
    due = deadline(calendar, clock)
    if due is None or clock.stopped_at is not None or clock.is_paused:
        return False
    return calendar.add_business_time(now, wait) > due
