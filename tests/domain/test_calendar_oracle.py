"""Business time against an oracle that looks at the wall clock once a minute (reliability.md, F09).

The oracle knows nothing of offsets or transitions: for every UTC minute of a stretch it asks `zoneinfo` what
the wall shows, looks that up in a table of the week, and counts. One case is one random calendar with one
random start, end, amount and set of pauses; all of is_open, next_opening, business_seconds,
add_business_seconds, a clock's elapsed time and its deadline must agree with it to the second.
"""

import random
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from hark.domain.calendar import BusinessCalendar
from hark.domain.clock import Clock, ClockKind, Pause, deadline, elapsed
from hark.domain.hours import Hours
from hark.domain.zone import segments

ZONES = sorted(zoneinfo.available_timezones())
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PAUSING = "waiting"


@dataclass
class Stretch:
    """What the wall of a zone shows in each minute of a stretch: day number and minute of that day."""

    zone: str
    start: datetime
    days: np.ndarray
    minutes: np.ndarray

    @classmethod
    def walk(cls, zone: str, start: datetime, length: timedelta) -> "Stretch":
        info, first = zoneinfo.ZoneInfo(zone), int(start.timestamp())
        last = first + int(length.total_seconds())
        wall = [datetime.fromtimestamp(second, info) for second in range(first, last, 60)]
        days = np.array([at.toordinal() for at in wall])
        return cls(zone, start, days, np.array([at.hour * 60 + at.minute for at in wall]))

    def open_minutes(self, calendar: BusinessCalendar) -> np.ndarray:
        """For each minute of the stretch, whether its wall time lies in the hours."""
        week = np.zeros((7, 1440), dtype=bool)
        for weekday, listed in enumerate(calendar.weekly):
            for hours in listed:
                for minute in range(hours.opens, hours.closes):
                    week[(weekday + minute // 1440) % 7, minute % 1440] = True
        opened = week[(self.days + 6) % 7, self.minutes]  # ordinal 1 was a Monday
        opened &= ~np.isin(self.days, [day.toordinal() for day in calendar.holidays])
        for day, hours in calendar.extra:
            since = (self.days - day.toordinal()) * 1440 + self.minutes
            opened |= (since >= hours.opens) & (since < hours.closes)
        return opened


def transitions(zone: str, step: int = 86_400) -> Iterator[datetime]:
    """The minutes in which the zone's offset changes, by looking once a day and then closer."""
    info = zoneinfo.ZoneInfo(zone)

    def offset(second: int) -> timedelta | None:
        return datetime.fromtimestamp(second, info).utcoffset()

    first, last = int(FIRST.timestamp()), int(LAST.timestamp())
    before = offset(first)
    for probe in range(first + step, last, step):
        after = offset(probe)
        if after != before:
            low, high = (probe - step) // 60, probe // 60
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle * 60) == before else (low, middle)
            yield datetime.fromtimestamp(high * 60, UTC)
        before = after


def some_hours(rng: random.Random) -> Hours:
    kind = rng.random()
    if kind < 0.4:
        opens = rng.randrange(0, 720)
        return Hours(opens, rng.randrange(opens + 1, 1441))
    if kind < 0.6:
        return Hours(rng.randrange(900, 1440), rng.randrange(1441, 2000))
    if kind < 0.8:  # the small hours, where clocks change
        opens = rng.randrange(0, 240)
        return Hours(opens, opens + rng.randrange(1, 120))
    return Hours(0, 1440) if kind < 0.9 else Hours(rng.randrange(1440), 2880)


def some_calendar(rng: random.Random, stretch: Stretch) -> BusinessCalendar:
    dates = [date.fromordinal(int(day)) for day in np.unique(stretch.days)]
    weekly = tuple(tuple(some_hours(rng) for _ in range(rng.choice((0, 1, 1, 1, 2, 3)))) for _ in range(7))
    holidays = frozenset(day for day in dates if rng.random() < 0.2)
    extra = tuple((day, some_hours(rng)) for day in dates if rng.random() < 0.15)
    return BusinessCalendar(stretch.zone, weekly, holidays, extra)


def check_case(rng: random.Random, stretch: Stretch, calendar: BusinessCalendar, opened: np.ndarray) -> None:
    """One random case; raises AssertionError with everything needed to see it again."""
    count = len(opened)
    total = np.concatenate(([0], np.cumsum(opened)))
    begin, end = sorted((rng.randrange(count), rng.randrange(count + 1)))
    start, stop = stretch.start + begin * MINUTE, stretch.start + end * MINUTE
    case = (calendar, start, stop)
    assert calendar.business_seconds(start, stop) == int(total[end] - total[begin]) * 60, case
    assert calendar.is_open(start) == opened[begin], case
    later = np.flatnonzero(opened[begin:])
    if later.size:
        assert calendar.next_opening(start) == start + int(later[0]) * MINUTE, case
        amount = rng.randrange(1, later.size + 1)
        due = stretch.start + int(np.searchsorted(total, total[begin] + amount)) * MINUTE
        assert calendar.add_business_seconds(start, amount * 60) == due, (*case, amount)
    check_clock(rng, stretch, calendar, opened, begin)


def check_clock(
    rng: random.Random, stretch: Stretch, calendar: BusinessCalendar, opened: np.ndarray, begin: int
) -> None:
    """A clock with up to three pauses against the same count with the paused minutes struck out."""
    count = len(opened)
    marks = sorted(rng.sample(range(count), 2 * rng.randrange(0, 4)))
    running = opened.copy()
    running[:begin] = False
    pauses = []
    for first, last in zip(marks[::2], marks[1::2], strict=True):
        running[first:last] = False
        pauses.append(Pause(stretch.start + first * MINUTE, stretch.start + last * MINUTE, PAUSING))
    start = stretch.start + begin * MINUTE
    total = np.concatenate(([0], np.cumsum(running)))
    if not total[-1]:
        return
    amount = rng.randrange(1, int(total[-1]) + 1)
    clock = Clock(ClockKind.RESOLUTION, start, amount * MINUTE, pauses=tuple(pauses))
    due = stretch.start + int(np.searchsorted(total, amount)) * MINUTE
    assert deadline(calendar, clock) == due, (calendar, clock)
    now = rng.randrange(count + 1)
    assert elapsed(calendar, clock, stretch.start + now * MINUTE) == int(total[now]) * MINUTE, (
        calendar,
        clock,
    )


def check_around(rng: random.Random, stretch: Stretch, calendars: int, cases: int) -> int:
    for _ in range(calendars):
        calendar = some_calendar(rng, stretch)
        opened = stretch.open_minutes(calendar)
        for _ in range(cases):
            check_case(rng, stretch, calendar, opened)
    return calendars * cases


def test_a_sample_of_zones_and_transitions_agrees_with_the_minute_oracle() -> None:
    rng, done = random.Random(9), 0
    for zone in rng.sample(ZONES, 60):
        changes = list(transitions(zone)) or [FIRST + timedelta(days=rng.randrange(13_000))]
        for change in rng.sample(changes, min(3, len(changes))):
            stretch = Stretch.walk(zone, change - timedelta(hours=40), timedelta(hours=80))
            done += check_around(rng, stretch, calendars=2, cases=5)
    assert done >= 1000


@pytest.mark.parametrize("zone", ["Europe/Paris", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Gaza"])
def test_two_months_agree_with_the_minute_oracle(zone: str) -> None:
    rng = random.Random(zone)
    start = datetime(rng.randrange(2005, 2030), rng.randrange(1, 13), rng.randrange(1, 29), tzinfo=UTC)
    check_around(rng, Stretch.walk(zone, start, timedelta(days=60)), calendars=5, cases=10)


@pytest.mark.slow
def test_every_zone_and_transition_from_2000_to_2037_agrees_with_the_minute_oracle() -> None:
    """At least 100,000 cases: every transition of every zone, and two quiet stretches of each zone."""
    rng, done, changed = random.Random(2037), 0, 0
    for zone in ZONES:
        changes = list(transitions(zone))
        changed += len(changes)
        quiet = [FIRST + timedelta(days=rng.randrange(13_800), minutes=rng.randrange(1440)) for _ in range(2)]
        for middle in changes + quiet:
            before = timedelta(minutes=rng.randrange(30, 1500))
            stretch = Stretch.walk(zone, middle - before, timedelta(hours=26))
            done += check_around(rng, stretch, calendars=2, cases=3)
        segments.cache_clear()
    print(f"{done} cases around {changed} transitions of {len(ZONES)} zones")
    assert done >= 100_000
