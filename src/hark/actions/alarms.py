"""Whom the clocks wake: owners by a line for each case, supervisors by one line that goes on counting.

Call these in the transaction that notes the warning or the breach. A promise that broke long before anybody could be
told, as after a restart, wakes nobody: the case stands in the views of what is overdue all the same.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hark.actions import notify
from hark.store.models import Case, Notification

FRESH = timedelta(minutes=10)
GATHERS = timedelta(minutes=10)


def near(cases: Sequence[Case], now: datetime) -> None:
    """A promise runs out soon: its owner is told. What nobody owns stands at the top of its views."""
    for case in cases:
        notify.tell(_owner(case), "at_risk", case, by=None, now=now)


def projected(cases: Sequence[Case], now: datetime) -> None:
    """At the present pace these cases of one brand are answered too late: owners and supervisors are told."""
    for case in cases:
        notify.tell(_owner(case), "projected", case, by=None, now=now)
    _count(cases, "projected", now)


def broken(cases: Sequence[Case], now: datetime) -> None:
    """Promises broke: owners are told, and the supervisors of each brand."""
    fresh = [case for case in cases if case.due_at is not None and now - case.due_at <= FRESH]
    for case in fresh:
        notify.tell(_owner(case), "escalated", case, by=None, now=now)
    for brand in sorted({case.account.brand_id for case in fresh}):
        _count([case for case in fresh if case.account.brand_id == brand], "escalated", now)


def _owner(case: Case) -> list[int]:
    return [] if case.assignee_id is None else [case.assignee_id]


def _count(cases: Sequence[Case], kind: str, now: datetime) -> None:
    """One line for each supervisor; an unread one of the last minutes goes on counting. Its text is the number."""
    if not cases:
        return
    brand = cases[0].account.brand_id
    people = notify.supervisors(brand)
    open_lines = Notification.objects.filter(
        person__in=people, kind=kind, read_at__isnull=True, at__gt=now - GATHERS, case__account__brand=brand
    ).exclude(text="")
    counting = {line.person_id: line for line in open_lines.select_for_update(of=("self",)).order_by("at")}
    for line in counting.values():
        line.text, line.case, line.at = str(int(line.text) + len(cases)), cases[0], now
    Notification.objects.bulk_update(counting.values(), ["text", "case", "at"])
    fresh = [person for person in people if person not in counting]
    notify.tell(fresh, kind, cases[0], by=None, now=now, text=str(len(cases)))
