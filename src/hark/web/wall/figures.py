"""The wall's numbers: one definition of each count, for the figure and for the cases behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from hark.store.queries import query
from hark.web.inbox.saved import AT_RISK

STEP = timedelta(minutes=5)
BUCKETS = 24
MOST = 60
NOBODY = -1
_ALL, _PERSON, _TEAM = 3, 1, 2


@dataclass(frozen=True, slots=True)
class Counts:
    """How many unfinished cases of each kind, and since when the longest has waited."""

    open: int = 0
    waiting: int = 0
    unassigned: int = 0
    at_risk: int = 0
    overdue: int = 0
    customer: int = 0
    snoozed: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The counts of all cases, of each person's and of each team's."""

    total: Counts
    people: Mapping[int, Counts]
    teams: Mapping[int, Counts]


@dataclass(frozen=True, slots=True)
class Bucket:
    """Five minutes: customers' posts that came and posts of ours that answered."""

    start: datetime
    arrived: int
    answered: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Which number somebody asked the cases of. `at` starts a bucket.

    A `person` or `team` of 0 is anybody; the person NOBODY stands for cases without an owner.
    """

    count: str = "waiting"
    person: int = 0
    team: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The cases behind a number, as row ids in order, and how many there are in all."""

    ids: Sequence[int] = field(default_factory=tuple)
    total: int = 0


def standing(brands: Sequence[int], now: datetime) -> Standing:
    """Every count at once: one pass over the unfinished cases."""
    found: dict[int, dict[int, Counts]] = {_ALL: {}, _PERSON: {}, _TEAM: {}}
    for level, assignee, team, *counts in _rows("wall_counts", **_unfinished(brands, now)):
        found[level][(assignee if level == _PERSON else team) or 0] = Counts(*counts)
    return Standing(found[_ALL].get(0, Counts()), found[_PERSON], found[_TEAM])


def flow(brands: Sequence[int], now: datetime) -> list[Bucket]:
    """Arrivals and answers in steps of five minutes over the last two hours, the running one included."""
    last = now - timedelta(seconds=now.timestamp() % STEP.total_seconds())
    since = last - STEP * (BUCKETS - 1)
    rows = _rows(
        "wall_flow", brands=list(brands), since=since, until=last + STEP, step=int(STEP.total_seconds())
    )
    held = {(bucket, side): n for bucket, side, n in rows}
    return [
        Bucket(since + STEP * place, held.get((place, "in"), 0), held.get((place, "out"), 0))
        for place in range(BUCKETS)
    ]


def latest(brands: Sequence[int], now: datetime, limit: int) -> list[tuple[int, int]]:
    """The newest posts of customers as (post row, case row)."""
    since = now - STEP * BUCKETS
    return _rows("wall_latest", brands=list(brands), since=since, until=now + STEP, limit=limit)


def worked(brands: Sequence[int], since: datetime) -> dict[int, int]:
    """In how many cases each person answered since then."""
    return dict(_rows("wall_worked", brands=list(brands), since=since))


def listed(brands: Sequence[int], choice: Choice, now: datetime) -> Listed:
    """The cases behind a number."""
    values: dict[str, Any] = {"brands": list(brands), "limit": MOST}
    if choice.count in ("arrived", "answered") and choice.at is not None:
        values |= {"since": choice.at, "until": choice.at + STEP}
        rows = _rows(f"wall_{choice.count}", **values)
    elif choice.count == "worked":
        values |= {"since": now - timedelta(hours=1), "person": choice.person}
        rows = _rows("wall_worked_cases", **values)
    else:
        values |= {"flag": choice.count, "person": choice.person, "team": choice.team}
        rows = _rows("wall_listed", **(_unfinished(brands, now) | values))
    return Listed([row[0] for row in rows], rows[0][1] if rows else 0)


def _unfinished(brands: Sequence[int], now: datetime) -> dict[str, Any]:
    return {"brands": list(brands), "now": now, "soon": now + AT_RISK}


def _rows(name: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query(name), values)
        return list(cursor.fetchall())
