"""Projected breaches: at the pace of the last half hour, whose turn comes too late?

A case's place in the queue (priority, then deadline) divided by how many customers the brand answers a second is
the wait before it. Cases whose promise would break by then are warned of now, as far as four hours ahead: half an hour
says nothing about tomorrow. Such a warning comes before the case's `warn_at`, and by that it is known. With fewer than
three answers in half an hour there is no pace to project from, and nothing is said.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

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

_WAITING = Case.objects.filter(state__in=[state.value for state in ACTIVE], unanswered_since__isnull=False)


def warn_projected(now: datetime) -> int:
    """Warn of the cases that would be answered too late, once for each deadline. Returns how many."""
    soon = _WAITING.filter(warned_at__isnull=True, due_at__gt=now, due_at__lte=now + AHEAD)
    brands = sorted(set(soon.values_list("account__brand", flat=True)))
    return sum(_warn_brand(brand, now) for brand in brands)


def pace(brand: int, now: datetime) -> float:
    """Customers answered a second over the last half hour; 0 when there are too few to tell."""
    said = Post.objects.filter(
        account__brand=brand, answers__isnull=False, created_at__gt=now - PACE_OF, created_at__lte=now
    )
    count = said.values("answers", "root_id").distinct().count()
    return count / PACE_OF.total_seconds() if count >= FEWEST else 0.0


def too_late(cases: Sequence[Case], rate: float, promised: Promises, now: datetime) -> list[int]:
    """Which cases of a queue, in its order, would break their promise at `rate` answers a second."""
    found = []
    for place, case in enumerate(cases, 1):
        if case.warned_at is None and case.due_at is not None and now < case.due_at <= now + AHEAD:
            wait = timedelta(seconds=place / rate)
            if _breaks(case, wait, promised, now):
                found.append(case.pk)
    return found


def _warn_brand(brand: int, now: datetime) -> int:
    rate = pace(brand, now)
    if not rate:
        return 0
    queue = _WAITING.filter(account__brand=brand).select_related("account")
    ordered = list(queue.order_by("-priority", "due_at", "pk")[:MOST])
    chosen = too_late(ordered, rate, promises.load([brand]), now)
    if not chosen:
        return 0
    with transaction.atomic(durable=True):
        held = Case.objects.filter(pk__in=chosen, warned_at__isnull=True)
        rows = list(
            held.select_related("account")
            .select_for_update(of=("self",), skip_locked=True, no_key=True)
            .order_by("-priority", "due_at", "pk")
        )
        told = Case.objects.filter(pk__in=[case.pk for case in rows])
        told.update(warned_at=now, version=F("version") + 1)
        alarms.projected(rows, now)
        events.record_many([_fact(case, brand) for case in rows], now=now)
    return len(rows)


def _fact(case: Case, brand: int) -> Fact:
    due = case.due_at.isoformat() if case.due_at else ""
    data = {"promise": case.due_kind, "due": due, "owner": case.assignee_id, "projected": True}
    return Fact("clock_at_risk", case.pk, brand, None, data)


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
