"""What people do to a case. Each verb locks the row, moves it by its declared life cycle and tells the spine.

All take the case's row id, the person acting and `now`. Raise IllegalMove when the case's state does not
allow the verb, Case.DoesNotExist when the person may not see the case. With `seen`, the newest event of the case
that the person saw, they raise Overtaken when a colleague moved the case meanwhile.
"""

from datetime import datetime, timedelta

from django.db import transaction

from hark.accounts.models import Team, User
from hark.actions import notify, rules
from hark.actions.case_rows import as_the_posts_say, locked, moved, save, touch
from hark.actions.house import NotAllowed
from hark.domain.case import LIFE, CaseMove, CaseState
from hark.store.models import BrandAccess, Case, Note


def assign(case_id: int, to: User | None, *, by: User, now: datetime, seen: int | None = None) -> Case:
    """Give the case to a person, or back to everybody. Raises NotAllowed for somebody who may not see it."""
    with transaction.atomic(durable=True):
        case = locked(case_id, by, seen=seen)
        data = _give(case, to, now)
        if to is not None and to != by:
            notify.count([to.pk], "given", [case], by=by, now=now)
        return save(case, "case_assigned", by, now, data)


def transfer(
    case_id: int,
    *,
    team: Team | None,
    to: User | None,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None = None,
) -> Case:
    """Hand the case to a team, to a colleague, or to a colleague of a team, and say why.

    Without a colleague it goes back to the queue, of that team if one is named. Raises NotAllowed, and ValueError
    for no reason, nowhere to go, or a colleague who is not in the team.
    """
    if not reason.strip() or (team is None and to is None):
        raise ValueError("A transfer names a team or a colleague, and a reason.")
    if team is not None and to is not None and not to.teams.filter(pk=team.pk).exists():
        raise ValueError(f"{to.short_name} is not in {team}.")
    with transaction.atomic(durable=True):
        case = locked(case_id, by, seen=seen)
        data = _give(case, to, now) | {"team_from": case.team_id, "reason": reason.strip()[:300]}
        if team is not None:
            case.team = team
            data |= {"team": team.pk, "team_name": team.name}
        if to is not None and to != by:
            notify.tell([to.pk], "assigned", case, by=by, now=now, text=reason)
        return save(case, "case_transferred", by, now, data)


def close(case_id: int, outcome: str, *, by: User, now: datetime, seen: int | None = None) -> Case:
    """End the case with an outcome."""
    with transaction.atomic(durable=True):
        case = locked(case_id, by, seen=seen)
        data = {"outcome": outcome, "was": case.state, "snoozed_until": _iso(case.snoozed_until)}
        case.state = LIFE.after(CaseState(case.state), CaseMove.CLOSE)
        case.closed_at, case.outcome, case.snoozed_until = now, outcome, None
        return save(case, "case_closed", by, now, data)


def reopen(case_id: int, *, by: User, now: datetime, seen: int | None = None) -> Case:
    """Take a closed case up again. Past the brand's reopen window only supervisors may: raises NotAllowed."""
    with transaction.atomic(durable=True):
        case = moved(case_id, by, CaseMove.REOPEN, seen=seen)
        hours = rules.of(case.account.brand_id).reopen_hours
        if case.closed_at and now - case.closed_at > timedelta(hours=hours) and not by.supervises:
            raise NotAllowed(f"It was closed more than {hours} h ago; a supervisor may reopen it.")
        case.closed_at, case.outcome = None, ""
        case.state = as_the_posts_say(case)
        return save(case, "case_reopened", by, now)


def snooze(case_id: int, until: datetime, *, by: User, now: datetime, seen: int | None = None) -> Case:
    """Put the case aside until a time, or until the customer writes again."""
    with transaction.atomic(durable=True):
        case = locked(case_id, by, seen=seen)
        data = {"until": until.isoformat(), "was": case.state, "snoozed_until": _iso(case.snoozed_until)}
        case.state = LIFE.after(CaseState(case.state), CaseMove.SNOOZE)
        case.snoozed_until = until
        return save(case, "case_snoozed", by, now, data)


def wake(case_id: int, *, by: User, now: datetime) -> Case:
    """End a snooze before its time."""
    with transaction.atomic(durable=True):
        case = moved(case_id, by, CaseMove.WAKE)
        case.snoozed_until = None
        case.state = as_the_posts_say(case)
        return save(case, "case_woken", by, now)


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
            save(case, "case_woken", None, now)
    return len(due)


def add_note(case_id: int, text: str, *, by: User, now: datetime) -> Note:
    """Write something for colleagues on the case; those it calls by @username are told."""
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        note = Note.objects.create(case=case, writer=by, text=text, created_at=now)
        called = notify.mentioned(text, case.account.brand_id, but=by)
        notify.tell(called, "mention", case, by=by, now=now, text=text)
        touch(case, "note_added", by, now, {"note": note.pk, "mentions": called})
        return note


def _give(case: Case, to: User | None, now: datetime) -> dict[str, object]:
    """Set the owner, in memory. Returns what the spine should know of it, enough to undo it."""
    if to is not None and not BrandAccess.objects.filter(user=to, brand=case.account.brand_id).exists():
        raise NotAllowed(f"{to.short_name} may not see this brand.")
    data: dict[str, object] = {
        "from": case.assignee_id, "to": to.pk if to else None, "name": to.short_name if to else "",
        "was": case.state,
    }  # fmt: skip
    if to is not None and case.state == CaseState.NEW:
        case.state = LIFE.after(CaseState(case.state), CaseMove.TAKE)
    case.assignee, case.owner_acted_at = to, now if to else None
    return data


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
