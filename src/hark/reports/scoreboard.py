"""The public scoreboard: does a brand keep its pledge?

Definitions. Counted is every case that began in the window with a public post that tags the brand. *Asked*: the
cases whose pledge is decided, because they were answered or because its time has run out. *Kept*: those answered
within the pledge of the customer's first post. *Share* = kept / asked. *Waiting*: not answered, and still within the
pledge; they count once they are decided. *Median first response*: the middle of the times to our first answer, of
the answered cases. Times are those of the network, around the clock. A case closed without an answer as spam, as a
duplicate or as needing none is left out. Nothing about a person leaves this module.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from hark.store.models import Brand
from hark.store.queries import query

LEFT_OUT = ("spam", "duplicate", "no_answer_needed")
WINDOWS = ("today", "week", "month")


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of time up to now. `median_s` in seconds; `share` in 0..1; both None when nothing is counted."""

    key: str
    since: datetime
    asked: int
    kept: int
    waiting: int
    answered: int
    median_s: float | None

    @property
    def share(self) -> float | None:
        return self.kept / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """A brand's pledge in minutes, and how it was kept today, in seven days and in thirty."""

    brand: str
    pledge_minutes: int
    zone: str
    at: datetime
    windows: Sequence[Window]


def scoreboard(brand: Brand, now: datetime) -> Scoreboard:
    """The brand's figures as of `now`. Days begin at midnight in the brand's zone; a wrong zone is UTC."""
    starts = _starts(brand, now)
    pledge = timedelta(minutes=brand.first_reply_minutes)
    with connection.cursor() as cursor:
        cursor.execute(
            query("scoreboard"),
            {
                "brand": brand.pk,
                "since": min(starts),
                "starts": starts,
                "decided": now - pledge,
                "pledge": pledge.total_seconds(),
                "left_out": list(LEFT_OUT),
            },
        )
        rows = cursor.fetchall()
    windows = [
        Window(key, start, asked, kept, waiting, answered, None if median is None else float(median))
        for key, start, (_, asked, kept, waiting, answered, median) in zip(WINDOWS, starts, rows, strict=True)
    ]
    return Scoreboard(brand.name, brand.first_reply_minutes, str(starts[0].tzinfo), now, windows)


def _starts(brand: Brand, now: datetime) -> list[datetime]:
    """Midnight today, six days before it and twenty-nine, by the brand's own wall clock."""
    try:
        zone = ZoneInfo(brand.zone)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return [midnight - timedelta(days=days) for days in (0, 6, 29)]
