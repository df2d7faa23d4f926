"""When a brand is open, and how much open time lies between two instants.

A calendar is written in local wall time of one IANA zone and read in UTC instants. The rule is pointwise,
so that clock changes need no special case: *an instant is open when the wall clock of the zone, at that
instant, shows a time inside the hours*. An hour that a clock change skips holds no open time, an hour it
repeats counts twice, a date that never happened (Apia, 2011-12-30) does not exist here either.

Open wall time = (weekly hours on dates that are no holiday) + (extra hours of single dates). A holiday
closes its own local date from midnight to midnight, also for the second half of a night shift; extra
hours are open whatever the date is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hark.domain.hours import ALL_DAY, CalendarError, Hours, NeverOpenError, Week
from hark.domain.windows import OpenTime, Window, merged_windows, wall_pieces, wall_window
from hark.domain.zone import BLOCK, DAY, EPOCH, MICROSECOND, segments, to_instant, to_micros

CACHED_BLOCKS = 256
FIRST_INSTANT = to_micros(datetime(1900, 1, 1, tzinfo=EPOCH.tzinfo))
LAST_INSTANT = to_micros(datetime(2200, 1, 1, tzinfo=EPOCH.tzinfo))


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Opening hours of one brand (and language) in one IANA zone.

    `weekly` holds seven tuples of hours, Monday first. `version` is stored beside every deadline that was
    worked out with this calendar, so that a later change of hours can be told from a mistake. `named` is what
    people call their holidays and extra days; it opens and closes nothing.
    Raises CalendarError for an unknown zone or a week that has not seven days.
    """

    zone: str
    weekly: Week
    holidays: frozenset[date] = frozenset()
    extra: tuple[tuple[date, Hours], ...] = ()
    name: str = ""
    version: int = 1
    named: tuple[tuple[date, str], ...] = ()
    _blocks: dict[int, OpenTime] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.weekly) != 7:
            raise CalendarError(f"a week has 7 days, not {len(self.weekly)}")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise CalendarError(f"no time zone is called {self.zone!r}") from error

    @classmethod
    def always(cls, zone: str = "UTC") -> Self:
        """Open around the clock; business time is then elapsed time."""
        return cls(zone, ((ALL_DAY,),) * 7, name="24/7")

    def is_open(self, at: datetime) -> bool:
        """Whether the instant lies in business time."""
        moment = to_micros(at)
        return self._block(moment // BLOCK).open_at(moment)

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself when it is open, else the first open instant after it. Raises NeverOpenError."""
        moment = to_micros(at)
        for number in self._forward(moment):
            opening = self._block(number).opening_from(moment)
            if opening is not None:
                return to_instant(opening)
        raise NeverOpenError(f"{self.name or self.zone} does not open after {at}")

    def business_time(self, start: datetime, end: datetime) -> timedelta:
        """Open time between two instants, exact to the microsecond; negative when `end` is before `start`."""
        return timedelta(microseconds=self._between(to_micros(start), to_micros(end)))

    def business_seconds(self, start: datetime, end: datetime) -> float:
        """`business_time` in seconds."""
        return self.business_time(start, end).total_seconds()

    def add_business_time(self, start: datetime, amount: timedelta) -> datetime:
        """The first instant by which `amount` of open time has passed since `start`.

        `start` itself for no time at all. What is used up at closing time is due at closing time, not at
        the next opening. Raises CalendarError for a negative amount, NeverOpenError when it is never reached.
        """
        if amount < timedelta(0):
            raise CalendarError("business time is only added forward")
        moment, need = to_micros(start), amount // MICROSECOND
        if need == 0:
            return to_instant(moment)
        need += self._block(moment // BLOCK).open_before(moment)
        for number in self._forward(moment):
            block = self._block(number)
            if need <= block.total:
                return to_instant(block.reach(need))
            need -= block.total
        raise NeverOpenError(f"{self.name or self.zone} is not open for {amount} after {start}")

    def add_business_seconds(self, start: datetime, seconds: float) -> datetime:
        """`add_business_time` with seconds, rounded to the microsecond."""
        return self.add_business_time(start, timedelta(seconds=seconds))

    def _between(self, start: int, end: int) -> int:
        if end < start:
            return -self._between(end, start)
        first, last = start // BLOCK, end // BLOCK
        whole = sum(self._block(number).total for number in range(first, last))
        return whole + self._block(last).open_before(end) - self._block(first).open_before(start)

    def _forward(self, moment: int) -> range:
        """The blocks worth searching: up to the last extra date when there are no weekly hours."""
        limit = LAST_INSTANT - 1
        if not any(self.weekly):
            limit = min(limit, max(((_day(day) + 4) * DAY for day, _ in self.extra), default=moment))
        return range(moment // BLOCK, limit // BLOCK + 1)

    def _block(self, number: int) -> OpenTime:
        block = self._blocks.get(number)
        if block is None:
            if not FIRST_INSTANT - BLOCK <= number * BLOCK < LAST_INSTANT:
                raise CalendarError("calendars reach from 1900 to 2200")
            block = OpenTime(self._open_windows(number))
            if len(self._blocks) >= CACHED_BLOCKS:
                self._blocks.clear()
            self._blocks[number] = block
        return block

    def _open_windows(self, number: int) -> Iterator[Window]:
        """The open UTC windows of one block: the wall windows laid over each stretch of constant offset."""
        for start, end, offset in segments(self.zone, number):
            for opens, closes in self._wall_windows(start + offset, end + offset):
                begin, stop = max(opens - offset, start), min(closes - offset, end)
                if begin < stop:
                    yield begin, stop

    def _wall_windows(self, start: int, end: int) -> list[Window]:
        """Open windows of the wall clock that touch [start, end), ordered, possibly touching each other."""
        first, last = start // DAY - 1, end // DAY
        closed = {_day(day) for day in self.holidays}
        found = [
            piece
            for day in range(first, last + 1)
            for hours in self.weekly[(day + 3) % 7]  # day 0, 1970-01-01, was a Thursday
            for piece in wall_pieces(day, hours)
            if piece[0] // DAY not in closed
        ]
        extra = ((_day(day), hours) for day, hours in self.extra)
        found += [wall_window(day, hours) for day, hours in extra if first <= day <= last]
        return merged_windows(found)


def _day(day: date) -> int:
    """Days since 1970-01-01 on the wall."""
    return day.toordinal() - EPOCH.toordinal()
