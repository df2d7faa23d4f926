"""Projected breaches: at the pace of the last half hour, whose turn comes too late?

A case's place in the queue (priority, then deadline) divided by how many customers the brand answers a second is
the wait before it. Cases whose promise would break by then are warned of now, as far as four hours ahead: half an hour
says nothing about tomorrow. Such a warning comes before the case's `warn_at`, and by that it is known. It is taken back
when the answer would come in time though the wait were half as long again, so that nobody is warned on and off. With
fewer than three answers in half an hour there is no pace to project from, and nothing is said.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from hark.actions import alarms, clocks, events, promises
from hark.actions.events import Fact
from hark.actions.promises import Promises
from hark.domain.case import ACTIVE
from hark.domain.clock import will_breach
from hark.domain.hours import NeverOpenError
from hark.store.models import Case, Post

PACE_OF = timedelta(minutes=30)
FEWEST = 3
AHEAD = timedelta(hours=4)
MOST = 500
COMFORT = 1.5

_PROJECTED = Q(warned_at__lt=F("warn_at"))
_WAITING = Case.objects.filter(state__in=[state.value for state in ACTIVE], unanswered_since__isnull=False)


def project(now: datetime) -> int:
    """Warn of the cases that would be answered too late, and take the warning back from those that no longer would.
    Returns how many cases changed.
    """
    ahead = _WAITING.filter(due_at__gt=now, due_at__lte=now + AHEAD)
    open_to_change = ahead.filter(Q(warned_at__isnull=True) | _PROJECTED)
    brands = sorted(set(open_to_change.values_list("account__brand", flat=True)))
    return sum(_project_brand(brand, now) for brand in brands)


def pace(brand: int, now: datetime) -> float:
    """Customers answered a second over the last half hour; 0 when there are too few to tell."""
    said = Post.objects.filter(
        account__brand=brand, answers__isnull=False, created_at__gt=now - PACE_OF, created_at__lte=now
    )
    count = said.values("answers", "root_id").distinct().count()
    return count / PACE_OF.total_seconds() if count >= FEWEST else 0.0


def too_late(cases: Sequence[Case], rate: float, promised: Promises, now: datetime) -> list[int]:
    """Which cases of a queue, in its order, would break their promise at `rate` answers a second."""
    waits = _waits(cases, rate, now)
    return [case.pk for case, wait in waits if case.warned_at is None and _breaks(case, wait, promised, now)]


def in_time(cases: Sequence[Case], rate: float, promised: Promises, now: datetime) -> list[int]:
    """Which cases that were projected late would now be answered in time with room to spare."""
    projected = ((case, wait * COMFORT) for case, wait in _waits(cases, rate, now) if _is_projected(case))
    return [case.pk for case, wait in projected if not _breaks(case, wait, promised, now)]


def _project_brand(brand: int, now: datetime) -> int:
    rate = pace(brand, now)
    if not rate:
        return 0
    queue = _WAITING.filter(account__brand=brand).select_related("account")
    ordered = list(queue.order_by("-priority", "due_at", "pk")[:MOST])
    promised = promises.load([brand])
    late, well = too_late(ordered, rate, promised, now), in_time(ordered, rate, promised, now)
    return _warn(late, brand, now) + _ease(well, brand, now)


def _warn(chosen: list[int], brand: int, now: datetime) -> int:
    if not chosen:
        return 0
    with transaction.atomic(durable=True):
        rows = _held(Case.objects.filter(pk__in=chosen, warned_at__isnull=True))
        _mark(rows, now)
        alarms.projected(rows, now)
        events.record_many([_late(case, brand) for case in rows], now=now)
    return len(rows)


def _ease(chosen: list[int], brand: int, now: datetime) -> int:
    if not chosen:
        return 0
    with transaction.atomic(durable=True):
        rows = _held(Case.objects.filter(_PROJECTED, pk__in=chosen))
        _mark(rows, None)
        events.record_many(
            [Fact("clock_recovered", case.pk, brand, None, _term(case)) for case in rows], now=now
        )
    return len(rows)


def _held(cases: QuerySet[Case]) -> list[Case]:
    """These cases, locked, but for those that somebody is busy with: they are looked at the next time."""
    locked = cases.select_related("account").select_for_update(of=("self",), skip_locked=True, no_key=True)
    return list(locked.order_by("-priority", "due_at", "pk"))


def _mark(rows: Sequence[Case], warned_at: datetime | None) -> None:
    Case.objects.filter(pk__in=[case.pk for case in rows]).update(
        warned_at=warned_at, version=F("version") + 1
    )


def _late(case: Case, brand: int) -> Fact:
    return Fact(
        "clock_at_risk", case.pk, brand, None, _term(case) | {"owner": case.assignee_id, "projected": True}
    )


def _term(case: Case) -> dict[str, Any]:
    return {"promise": case.due_kind, "due": case.due_at.isoformat() if case.due_at else ""}


def _waits(cases: Sequence[Case], rate: float, now: datetime) -> Iterator[tuple[Case, timedelta]]:
    """The cases whose promise can be projected, each with the wait before it."""
    for place, case in enumerate(cases, 1):
        if case.due_at is not None and now < case.due_at <= now + AHEAD:
            yield case, timedelta(seconds=place / rate)


def _is_projected(case: Case) -> bool:
    return case.warned_at is not None and case.warn_at is not None and case.warned_at < case.warn_at


def _breaks(case: Case, wait: timedelta, promised: Promises, now: datetime) -> bool:
    standing = clocks.standing(case)
    term = promised.term(standing)
    if term is None or term.calendar is None:
        return False
    for clock in promises.clocks(term.policy, standing):
        if clock.kind == case.due_kind:
            try:
                return will_breach(term.calendar, clock, now, wait)
            except NeverOpenError:
                return True
    return False
