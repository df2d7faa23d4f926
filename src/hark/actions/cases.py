"""What people do to a case. Each verb locks the row, moves it by its declared life cycle and tells the spine.

All take the case's row id, the person acting and `now`. Raise IllegalMove when the case's state does not
allow the verb, Case.DoesNotExist when the person may not see the case.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from hark.accounts.models import User
from hark.actions import clocks, events
from hark.actions.events import EventKind, Fact
from hark.domain.case import ACTIVE, LIFE, CaseMove, CaseState, CaseTimes, settle
from hark.store.models import Case, Note


def assign(case_id: int, to: User | None, *, by: User, now: datetime) -> Case:
    """Give the case to a person, or back to everybody."""
    with transaction.atomic(durable=True):
        case = _locked(case_id, by)
        if to is not None and case.state == CaseState.NEW:
            case.state = LIFE.after(CaseState(case.state), CaseMove.TAKE)
        before, case.assignee = case.assignee_id, to
        case.owner_acted_at = now if to else None
        data = {"from": before, "to": to.pk if to else None, "name": to.short_name if to else ""}
        return _save(case, "case_assigned", by, now, data)


def close(case_id: int, outcome: str, *, by: User, now: datetime) -> Case:
    """End the case with an outcome."""
    with transaction.atomic(durable=True):
        case = _moved(case_id, by, CaseMove.CLOSE)
        case.closed_at, case.outcome, case.snoozed_until = now, outcome, None
        return _save(case, "case_closed", by, now, {"outcome": outcome})


def reopen(case_id: int, *, by: User, now: datetime) -> Case:
    """Take a closed case up again."""
    with transaction.atomic(durable=True):
        case = _moved(case_id, by, CaseMove.REOPEN)
        case.closed_at, case.outcome = None, ""
        case.state = _as_the_posts_say(case)
        return _save(case, "case_reopened", by, now)


def snooze(case_id: int, until: datetime, *, by: User, now: datetime) -> Case:
    """Put the case aside until a time, or until the customer writes again."""
    with transaction.atomic(durable=True):
        case = _moved(case_id, by, CaseMove.SNOOZE)
        case.snoozed_until = until
        return _save(case, "case_snoozed", by, now, {"until": until.isoformat()})


def wake(case_id: int, *, by: User, now: datetime) -> Case:
    """End a snooze before its time."""
    with transaction.atomic(durable=True):
        case = _moved(case_id, by, CaseMove.WAKE)
        case.snoozed_until = None
        case.state = _as_the_posts_say(case)
        return _save(case, "case_woken", by, now)


def wake_due(now: datetime, *, limit: int = 200) -> int:
    """Bring back the cases whose snooze is over. Returns how many; another worker's rows are left to it."""
    with transaction.atomic(durable=True):
        due = list(
            Case.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
            .select_related("account")
            .filter(state=CaseState.SNOOZED, snoozed_until__lte=now)
            .order_by("snoozed_until")[:limit]
        )
        for case in due:
            case.state, case.snoozed_until = LIFE.after(CaseState(case.state), CaseMove.WAKE), None
            _save(case, "case_woken", None, now)
    return len(due)


def add_note(case_id: int, text: str, *, by: User, now: datetime) -> Note:
    """Write something for colleagues on the case."""
    with transaction.atomic(durable=True):
        case = _locked(case_id, by)
        note = Note.objects.create(case=case, writer=by, text=text, created_at=now)
        _save(case, "note_added", by, now, {"note": note.pk})
        return note


def _locked(case_id: int, by: User) -> Case:
    visible = Case.objects.for_person(by).select_for_update(of=("self",), no_key=True)
    return visible.select_related("account").get(pk=case_id)


def _moved(case_id: int, by: User, move: CaseMove) -> Case:
    case = _locked(case_id, by)
    case.state = LIFE.after(CaseState(case.state), move)
    return case


def _as_the_posts_say(case: Case) -> CaseState:
    """A case taken up again waits for the customer when they are the one who owes a word."""
    times = CaseTimes(
        case.first_inbound_at, case.last_inbound_at, case.first_response_at, case.last_outbound_at,
        case.unanswered_since,
    )  # fmt: skip
    return settle(CaseState(case.state), times, heard=False)


def _save(
    case: Case, kind: EventKind, by: User | None, now: datetime, data: dict[str, Any] | None = None
) -> Case:
    clocks.reckon(case, now=now)
    if by is not None and by.pk == case.assignee_id:
        case.owner_acted_at = now
    if CaseState(case.state) in ACTIVE:
        case.route_at = now
    case.version += 1
    case.save()
    fact = Fact(kind, case.pk, case.account.brand_id, by.pk if by else None, data or {})
    events.record(fact, now=now)
    return case
