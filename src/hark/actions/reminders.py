"""Reminders, and promises to customers that come due by themselves: "I will tell you tomorrow"."""

from datetime import datetime

from django.db import transaction

from hark.accounts.models import User
from hark.actions import notify
from hark.actions.case_rows import locked, save, touch
from hark.domain.case import LIFE, CaseMove, CaseState
from hark.store.models import Case, Reminder

REMINDER, PROMISE = "reminder", "promise"


def remind(case_id: int, at: datetime, text: str = "", *, by: User, now: datetime) -> Reminder:
    """Bring the case back to the person's attention at a time. Raises ValueError for one that has passed."""
    return _set(case_id, REMINDER, at, text, by, now)


def promise(case_id: int, at: datetime, text: str = "", *, by: User, now: datetime) -> Reminder:
    """Keep in mind that the customer will hear from us by a time; the case opens then by itself."""
    return _set(case_id, PROMISE, at, text, by, now)


def done(reminder_id: int, *, by: User, now: datetime) -> Reminder:
    """It was dealt with, or is no longer needed: a reminder by its person, a promise by anybody on the case.

    Raises Reminder.DoesNotExist.
    """
    with transaction.atomic(durable=True):
        found = Reminder.objects.filter(case__in=Case.objects.for_person(by), done_at__isnull=True)
        case = locked(found.get(pk=reminder_id).case_id, by)
        row = case.reminders.select_for_update(of=("self",)).get(pk=reminder_id, done_at__isnull=True)
        if row.kind == REMINDER and row.person_id != by.pk:
            raise Reminder.DoesNotExist("This reminder is somebody else's.")
        row.done_at = now
        row.save(update_fields=["done_at"])
        touch(case, "promise_done" if row.kind == PROMISE else "reminder_done", by, now, {"reminder": row.pk})
    return row


def resume(reminder_id: int, *, by: User, now: datetime) -> Reminder:
    """It was not done after all: it stands as it was. Raises Reminder.DoesNotExist."""
    with transaction.atomic(durable=True):
        found = Reminder.objects.filter(case__in=Case.objects.for_person(by), done_at__isnull=False)
        case = locked(found.get(pk=reminder_id).case_id, by)
        row = case.reminders.select_for_update(of=("self",)).get(pk=reminder_id)
        if row.kind == REMINDER and row.person_id != by.pk:
            raise Reminder.DoesNotExist("This reminder is somebody else's.")
        row.done_at = None
        row.save(update_fields=["done_at"])
        data = {"reminder": row.pk, "at": row.at.isoformat()}
        touch(case, "promise_set" if row.kind == PROMISE else "reminder_set", by, now, data)
    return row


def fire_due(now: datetime, *, limit: int = 200) -> int:
    """Tell of what has come due; a promise also opens its case, whatever state it is in. Returns how many."""
    waiting = Reminder.objects.filter(at__lte=now, fired_at__isnull=True, done_at__isnull=True)
    with transaction.atomic(durable=True):
        # The case before what hangs on it, as every verb does: a merge at the same moment waits, or is waited for.
        ids = {row.case_id for row in waiting.order_by("at")[:limit]}
        held = Case.objects.filter(pk__in=ids).select_for_update(of=("self",), no_key=True, skip_locked=True)
        known = {case.pk: case for case in held.select_related("account").order_by("pk")}
        of_held = waiting.filter(case__in=known).select_for_update(of=("self",), skip_locked=True)
        due = list(of_held.order_by("at")[:limit])
        for row in due:
            _fire(row, known[row.case_id], now)
        Reminder.objects.filter(pk__in=[row.pk for row in due]).update(fired_at=now)
    return len(due)


def _set(case_id: int, kind: str, at: datetime, text: str, by: User, now: datetime) -> Reminder:
    if at <= now:
        raise ValueError("That time has passed.")
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        row = Reminder.objects.create(
            case=case, person=by, kind=kind, text=text.strip()[:300], at=at, created_at=now
        )
        data = {"reminder": row.pk, "at": at.isoformat()}
        touch(case, "promise_set" if kind == PROMISE else "reminder_set", by, now, data)
    return row


def _fire(row: Reminder, case: Case, now: datetime) -> None:
    data = {"reminder": row.pk, "text": row.text}
    if row.kind == REMINDER:
        notify.tell([row.person_id], REMINDER, case, by=None, now=now, text=row.text)
        touch(case, "reminder_due", None, now, data)
        return
    state = CaseState(case.state)
    if state is CaseState.CLOSED:
        case.state, case.closed_at, case.outcome = LIFE.after(state, CaseMove.REOPEN), None, ""
    elif state is not CaseState.NEW:
        case.state = LIFE.after(state, CaseMove.HEAR)
    case.snoozed_until = None
    notify.tell([case.assignee_id or row.person_id], PROMISE, case, by=None, now=now, text=row.text)
    save(case, "promise_due", None, now, data)
