"""Opening hours as people write them: "09:00 to 17:30", "22:00 to 06:00".

Wall time of the calendar's zone, in minutes since local midnight.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

MINUTES_A_DAY = 1440


class CalendarError(ValueError):
    """The calendar, or what was asked of it, makes no sense; the message says why in words."""


class NeverOpenError(CalendarError):
    """The calendar does not open (often enough) before the year 2200."""


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """One opening of a local day, in minutes since its midnight; `closes` above 1440 runs into the next day.

    Half open: the closing minute is closed. Raises CalendarError unless 0 <= opens < 1440 and
    opens < closes <= 2880.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < MINUTES_A_DAY or not self.opens < self.closes <= 2 * MINUTES_A_DAY:
            raise CalendarError(f"hours {self.opens} to {self.closes} are not minutes of one opening")

    @classmethod
    def parse(cls, opens: str, closes: str) -> Self:
        """From "09:00" and "17:30"; a closing time at or before the opening is on the next day."""
        start, end = minutes_of(opens), minutes_of(closes)
        return cls(start, end if end > start else end + MINUTES_A_DAY)

    def written(self) -> list[str]:
        """What `parse` reads. Raises CalendarError for more than a day, which two times of day cannot say."""
        if self.closes > self.opens + MINUTES_A_DAY:
            raise CalendarError(f"hours {self.opens} to {self.closes} last more than a day")
        closes = self.closes if self.closes <= MINUTES_A_DAY else self.closes - MINUTES_A_DAY
        return [clock(self.opens), clock(closes)]

    def overlaps(self, other: Self) -> bool:
        """Whether a minute lies in both; hours that only touch share none."""
        return self.opens < other.closes and other.opens < self.closes


ALL_DAY = Hours(0, MINUTES_A_DAY)
Week = tuple[tuple[Hours, ...], ...]


def apart(listed: Iterable[Hours]) -> list[Hours]:
    """The same open minutes in hours of which no two overlap and each can be written."""
    found: list[Hours] = []
    for hours in sorted(listed):
        if found and found[-1].overlaps(hours):
            earlier = found.pop()
            found.append(Hours(earlier.opens, max(earlier.closes, hours.closes)))
        else:
            found.append(hours)
    return [piece for hours in found for piece in _writable(hours)]


def minutes_of(text: str) -> int:
    """A time of day in minutes since midnight; "24:00" is one. Raises CalendarError."""
    hour, colon, minute = text.partition(":")
    if not (colon and hour.isascii() and minute.isascii() and hour.isdigit() and len(minute) == 2):
        raise CalendarError(f"{text!r} is not a time of day such as 09:30")
    if not minute.isdigit() or int(minute) > 59 or int(hour) * 60 + int(minute) > MINUTES_A_DAY:
        raise CalendarError(f"{text!r} is not a time of day such as 09:30")
    return int(hour) * 60 + int(minute)


def clock(minutes: int) -> str:
    """Minutes since midnight as a time of day."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _writable(hours: Hours) -> list[Hours]:
    """Two where one is longer than a day."""
    if hours.closes <= hours.opens + MINUTES_A_DAY:
        return [hours]
    turn = hours.closes - MINUTES_A_DAY
    return [Hours(hours.opens, turn), Hours(turn, hours.closes)]
