"""What the API says to supervisors: the wall's numbers with their cases, and what is heard."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from hark.web.api.shapes import BrandOut, CaseOut, PersonOut, PostOut
from hark.web.api.shapes_casework import TeamOut


class CountsOut(Struct):
    """Unfinished cases of each kind; `oldest`: since when the longest has waited for us."""

    open: int
    waiting: int
    unassigned: int
    at_risk: int
    overdue: int
    customer: int
    snoozed: int
    oldest: datetime | None


class ColleagueOut(Struct):
    """A colleague. `worked`: in how many cases they answered within the last hour. `since`: seen, or away since."""

    person: PersonOut
    presence: Literal["here", "away", "never"]
    since: datetime | None
    worked: int
    counts: CountsOut


class TeamLineOut(Struct):
    """A team and how many of its people are here."""

    team: TeamOut
    here: int
    people: int
    counts: CountsOut


class BucketOut(Struct):
    """Five minutes from `start`: customers' posts that came, and posts of ours that answered."""

    start: datetime
    arrived: int
    answered: int


class WallOut(Struct):
    """The queue as numbers. Each has its cases at `wall/cases`. `approvals`: what waits for a second person."""

    brands: list[BrandOut]
    total: CountsOut
    nobody: CountsOut
    people: list[ColleagueOut]
    teams: list[TeamLineOut]
    flow: list[BucketOut]
    approvals: int


class CountedOut(Struct):
    """The cases a number counts, sixty of them at most, and how many there are."""

    total: int
    cases: list[CaseOut]


class SourceOut(Struct):
    """A place that is listened to, when it was last heard, and what is wrong with it ("" for nothing)."""

    name: str
    heard: datetime | None
    live: bool
    trouble: str


class WatchedOut(Struct):
    """A watch, how many posts it brought, and what it costs; `a_day` is null when it brought none within a week."""

    id: int
    brand: BrandOut
    name: str
    kind: str
    query: str
    on: bool
    refused: str
    hour: int
    day: int
    week: int
    a_day: float | None
    usd_a_month: Decimal


class GapOut(Struct):
    """A stretch of time of a source that nobody can prove complete."""

    account: int
    source: str
    start: datetime
    end: datetime


class HeardOut(Struct):
    """A post that was heard, what became of it, and the watches that brought it. Personal data is covered."""

    post: PostOut
    case: int | None
    watches: list[str]
    fate: Literal["case", "signal", "deleted", "competitor", "joinable", "not_us", "no_case"]


class ListeningOut(Struct):
    """What is heard and what became of it. Money in US dollars: since midnight UTC, this month, and at its end."""

    sources: list[SourceOut]
    watches: list[WatchedOut]
    gaps: list[GapOut]
    heard: list[HeardOut]
    usd_today: Decimal
    usd_month: Decimal
    usd_forecast: Decimal
