"""Taking an act back: the inverse of an assignment, a closing or a snooze, as long as nothing came after it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hark.accounts.models import User
from hark.actions.case_rows import locked, save
from hark.domain.case import CaseState
from hark.store.models import Case, Event

WINDOW = timedelta(minutes=10)
UNDOABLE = frozenset({"case_assigned", "case_transferred", "case_closed", "case_snoozed"})
# What moves a case: after one of these an earlier act can no longer be taken back.
_MOVES = UNDOABLE | {
    "case_reopened",
    "case_woken",
    "case_returned",
    "case_merged",
    "case_undone",
    "post_heard",
}


class TooLate(Exception):
    """Something came after it, or too much time has passed; the message says which."""


def undo(event_id: int, *, by: User, now: datetime) -> Case:
    """Take back an act of one's own. Raises TooLate, Event.DoesNotExist, MergedAway."""
    with transaction.atomic(durable=True):
        event = Event.objects.get(pk=event_id, actor=by, kind__in=UNDOABLE, case__isnull=False)
        case = locked(event.case_id or 0, by)
        if now - event.at > WINDOW:
            raise TooLate("That was more than ten minutes ago.")
        later = Event.objects.filter(case=case, pk__gt=event.pk, kind__in=_MOVES).exists()
        if later or "was" not in event.data:
            raise TooLate("Something else has happened on this case since.")
        _restore(case, event.kind, event.data)
        return save(case, "case_undone", by, now, {"undid": event.kind, "event": event.pk})


def _restore(case: Case, kind: str, data: dict[str, Any]) -> None:
    case.state = CaseState(data["was"])
    if kind in ("case_assigned", "case_transferred"):
        case.assignee_id = data["from"]
        if "team_from" in data:
            case.team_id = data["team_from"]
        return
    if kind == "case_closed":
        case.closed_at, case.outcome = None, ""
    until = data.get("snoozed_until")
    case.snoozed_until = datetime.fromisoformat(until) if until else None
