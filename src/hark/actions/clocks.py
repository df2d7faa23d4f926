"""The clocks of stored cases: reckoned when something changes, warned of and broken when their time comes.

Deadlines are columns; the loop reads the earliest by a partial index. Two loops never take the same case.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.db.models import F

from hark.actions import alarms, events, promises
from hark.actions.events import Fact
from hark.actions.promises import Change, Promises, Standing
from hark.domain.case import CaseState, CaseTimes
from hark.store.models import Case

_DUE_COLUMNS = (
    "due_at", "due_kind", "due_calendar", "warn_at", "warned_at", "overdue_at", "escalated_at", "history",
)  # fmt: skip
_BATCH = 500


def standing(case: Case) -> Standing:
    """A stored case as its clocks see it. The case's account must be loaded."""
    times = CaseTimes(
        case.first_inbound_at, case.last_inbound_at, case.first_response_at, case.last_outbound_at,
        case.unanswered_since,
    )  # fmt: skip
    history = [(at, state) for at, state in case.history]
    return Standing(
        case.account.brand_id, case.lane, case.topic, case.language, case.priority, case.state, times, history
    )


def reckon(case: Case, *, now: datetime, promised: Promises | None = None) -> None:
    """Note the case's state at `now` and work out its next deadline, in memory; the caller saves the row."""
    case.history = [list(change) for change in entered(case, now)]
    due = (promised or promises.load([case.account.brand_id])).deadline(standing(case))
    before = case.due_at
    case.due_at, case.warn_at = (due.due_at, due.warn_at) if due else (None, None)
    case.due_kind, case.due_calendar = (due.kind.value, due.calendar_version) if due else ("", None)
    if case.due_at is None or case.due_at != before:
        case.warned_at = case.overdue_at = case.escalated_at = None


def entered(case: Case, now: datetime) -> list[Change]:
    """The case's history with the state it is in at `now`."""
    known = case.history or [(promises.micros(case.first_inbound_at), CaseState.NEW.value)]
    return promises.changed(known, case.state, now)


def reckon_brand(brand: int, *, now: datetime) -> int:
    """Work out every running deadline of a brand anew, after its hours or promises changed. Returns how many moved.

    That they did is told once, when all of them have: pages that are open show every clock as it is now.
    """
    moved = sum(_reckon_batches(brand, now))
    if moved:
        with transaction.atomic(durable=True):
            events.record(Fact("clocks_moved", None, brand, None, {"cases": moved}), now=now)
    return moved


def _reckon_batches(brand: int, now: datetime) -> Iterator[int]:
    """How many moved, batch by batch, each in a transaction of its own."""
    promised, after = promises.load([brand]), 0
    while True:
        with transaction.atomic(durable=True):
            batch = list(
                Case.objects.filter(account__brand=brand, pk__gt=after)
                .exclude(state=CaseState.CLOSED)
                .select_for_update(of=("self",), no_key=True)
                .select_related("account")
                .order_by("pk")[:_BATCH]
            )
            if not batch:
                return
            after = batch[-1].pk
            yield _reckon_batch(batch, promised, now)


def _reckon_batch(batch: Sequence[Case], promised: Promises, now: datetime) -> int:
    changed = []
    for case in batch:
        before = (case.due_at, case.warn_at, case.due_kind, case.due_calendar)
        reckon(case, now=now, promised=promised)
        if before != (case.due_at, case.warn_at, case.due_kind, case.due_calendar):
            case.version += 1
            changed.append(case)
    Case.objects.bulk_update(changed, [*_DUE_COLUMNS, "version"])
    return len(changed)


def warn_due(now: datetime, *, limit: int = 200) -> int:
    """Tell of the cases whose promise is about to break. Returns how many."""
    return _tell_due("warn_at", "warned_at", "clock_at_risk", now, limit)


def breach_due(now: datetime, *, limit: int = 200) -> int:
    """Tell, once, of the cases whose promise is broken (strictly after its deadline), and escalate them to
    the supervisors."""
    return _tell_due("due_at", "overdue_at", "clock_overdue", now, limit)


def _tell_due(
    column: str, mark: str, kind: Literal["clock_at_risk", "clock_overdue"], now: datetime, limit: int
) -> int:
    with transaction.atomic(durable=True):
        due = list(
            Case.objects.filter(**{f"{column}__lt": now, f"{mark}__isnull": True})
            .select_for_update(of=("self",), skip_locked=True, no_key=True)
            .select_related("account")
            .order_by(column)[:limit]
        )
        if not due:
            return 0
        marks: dict[str, Any] = {mark: now}
        facts = [_fact(case, kind) for case in due]
        if kind == "clock_overdue":
            marks["escalated_at"] = now
            facts += [_fact(case, "case_escalated") for case in due]
            alarms.broken(due, now)
        else:
            alarms.near(due, now)
        Case.objects.filter(pk__in=[case.pk for case in due]).update(**marks, version=F("version") + 1)
        events.record_many(facts, now=now)
    return len(due)


def _fact(case: Case, kind: Literal["clock_at_risk", "clock_overdue", "case_escalated"]) -> Fact:
    data = {
        "promise": case.due_kind,
        "due": case.due_at.isoformat() if case.due_at else "",
        "owner": case.assignee_id,
    }
    return Fact(kind, case.pk, case.account.brand_id, None, data)
