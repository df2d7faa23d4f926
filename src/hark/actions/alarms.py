"""Whom the clocks wake: owners by a line for each case, supervisors and who could take what nobody has by one.

Call these in the transaction that notes the warning or the breach. A promise that broke long before anybody could be
told, as after a restart, wakes nobody: the case stands in the views of what is overdue all the same.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hark.actions import notify
from hark.store.models import Case

FRESH = timedelta(minutes=10)


def near(cases: Sequence[Case], now: datetime) -> None:
    """A promise runs out soon: its owner is told, or who could take the case."""
    running = [case for case in cases if case.due_at is not None and case.due_at > now]
    for case in running:
        notify.tell(_owner(case), "at_risk", case, by=None, now=now)
    notify.call(running, now=now)


def projected(cases: Sequence[Case], now: datetime) -> None:
    """At the present pace these cases of one brand are answered too late: owners, the team that could take them, and
    supervisors are told."""
    for case in cases:
        notify.tell(_owner(case), "projected", case, by=None, now=now)
    if cases:
        notify.count(notify.supervisors(cases[0].account.brand_id), "projected", cases, by=None, now=now)
    notify.call([case for case in cases if case.team_id is not None], now=now)


def broken(cases: Sequence[Case], now: datetime) -> None:
    """Promises broke: owners are told, and the supervisors of each brand."""
    fresh = [case for case in cases if case.due_at is not None and now - case.due_at <= FRESH]
    for case in fresh:
        notify.tell(_owner(case), "escalated", case, by=None, now=now)
    for brand in sorted({case.account.brand_id for case in fresh}):
        of_brand = [case for case in fresh if case.account.brand_id == brand]
        notify.count(notify.supervisors(brand), "escalated", of_brand, by=None, now=now)


def _owner(case: Case) -> list[int]:
    return [] if case.assignee_id is None else [case.assignee_id]
