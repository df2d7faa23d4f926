"""Taking an act back: the inverse of an assignment, a closing or a snooze, as long as nothing came after it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hark.accounts.models import User
from hark.actions import notify
from hark.actions.case_rows import locked, save
from hark.domain.case import CaseState
from hark.store.models import Case, Event, Notification

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
        if _moved_since(event) or "was" not in event.data:
            raise TooLate("Something else has happened on this case since.")
        _restore(case, event.kind, event.data)
        _untell(case, event)
        return save(case, "case_undone", by, now, {"undid": event.kind, "event": event.pk})


def _moved_since(event: Event) -> bool:
    """Whether something after it moved the case and still stands; an act that was taken back itself does not."""
    later = Event.objects.filter(case=event.case_id, pk__gt=event.pk, kind__in=_MOVES)
    undone = {found.data["event"] for found in later if found.kind == "case_undone"}
    return event.pk in undone or any(
        found.pk not in undone and found.kind != "case_undone" for found in later
    )


def _untell(case: Case, event: Event) -> None:
    """Whoever was given the case and has not read of it finds nothing in their list."""
    to = event.data.get("to")
    if to is None or to == event.actor_id:
        return
    if event.kind == "case_assigned":
        notify.uncount(to, "given", case, by=event.actor, at=event.at)
    else:
        lines = Notification.objects.filter(person=to, kind="assigned", case=case, actor=event.actor)
        lines.filter(at__gte=event.at, read_at__isnull=True).delete()


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
