"""Merging two cases of one customer with one account, and splitting them again.

The customer's posts stay in their conversations; from then on both conversations speak for the kept case (see
`hark.actions.case_times`). Notes, people, answers and events go along and come back with a split.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from hark.accounts.models import User
from hark.actions import case_times, clocks, drafts
from hark.actions.case_rows import locked, save
from hark.domain.case import ACTIVE, CaseState, CaseTimes, settle
from hark.store import merging
from hark.store.models import Case, Merge

_KEPT = ("state", "outcome", "history", "assignee_id", "team_id")
_MOMENTS = ("closed_at", "snoozed_until")


class CannotMerge(ValueError):
    """These two cases are not one; the message says why."""


def merge(kept_id: int, lost_id: int, *, by: User, now: datetime) -> Merge:
    """Make the second case part of the first. Raises CannotMerge, Case.DoesNotExist, MergedAway."""
    with transaction.atomic(durable=True):
        first, second = (locked(case_id, by) for case_id in sorted((kept_id, lost_id)))
        kept, lost = (first, second) if first.pk == kept_id else (second, first)
        _check(kept, lost)
        row = Merge.objects.create(
            kept=kept,
            lost=lost,
            by=by,
            at=now,
            moved=merging.move_all(lost.pk, kept.pk),
            before=_snapshot(lost),
        )
        drafts.bring(lost, kept)
        _take_over(kept, lost)
        lost.merged_into, lost.state, lost.closed_at, lost.outcome = kept, CaseState.CLOSED, now, "merged"
        lost.snoozed_until = None
        save(lost, "case_merged", by, now, {"merge": row.pk, "into": kept.pk})
        Case.objects.filter(merged_into=lost).update(merged_into=kept)
        case_times.refresh(kept)
        # Whoever waits in the other conversation has waited since their post, not since the merge.
        kept.history = [list(change) for change in clocks.entered(kept, kept.unanswered_since or now)]
        save(kept, "case_merged", by, now, {"merge": row.pk, "lost": lost.pk})
    return row


def split(merge_id: int, *, by: User, now: datetime) -> tuple[Case, Case]:
    """Take a merge back: both cases are what they were, and follow what was heard of either since.

    Raises CannotMerge when another merge built on it, Merge.DoesNotExist. Returns the kept and the once lost case.
    """
    with transaction.atomic(durable=True):
        row = Merge.objects.select_for_update().get(
            pk=merge_id, undone_at__isnull=True, kept__in=Case.objects.for_person(by)
        )
        held = Case.objects.filter(pk__in=[row.kept_id, row.lost_id]).select_for_update(
            of=("self",), no_key=True
        )
        cases = {case.pk: case for case in held.select_related("account").order_by("pk")}
        kept, lost = cases[row.kept_id], cases[row.lost_id]
        if kept.merged_into_id is not None:
            raise CannotMerge("The case it went into was merged itself since; split that one first.")
        merging.move_back(row.moved, kept.pk, lost.pk)
        _restore(lost, row.before)
        lost.merged_into = None
        row.undone_at = now
        row.save(update_fields=["undone_at"])
        lost.save(update_fields=["merged_into"])
        own = Merge.objects.filter(kept=lost, undone_at__isnull=True)
        Case.objects.filter(pk__in=own.values("lost")).update(merged_into=lost)
        for case, data in ((kept, {"lost": lost.pk}), (lost, {"from": kept.pk})):
            case_times.refresh(case)
            case.state = _settled(case, row.at)
            save(case, "case_split", by, now, {"merge": row.pk, **data})
    return kept, lost


def obstacle(kept: Case, lost: Case) -> str:
    """Why these two cases are not one, "" when they may be."""
    if kept.pk == lost.pk:
        return "A case cannot be merged with itself."
    if lost.merged_into_id is not None:
        return "This case was merged into another one."
    if kept.account_id != lost.account_id:
        return "These cases belong to different accounts."
    if kept.author_id != lost.author_id:
        return "These cases belong to different people; a case never mixes people."
    if kept.lane != lost.lane:
        return "One case is public, the other private; a case never mixes lanes."
    return ""


def _check(kept: Case, lost: Case) -> None:
    why = obstacle(kept, lost)
    if why:
        raise CannotMerge(why)


def _take_over(kept: Case, lost: Case) -> None:
    """The kept case keeps its people; it takes the lost one's where it has none, and the livelier state."""
    kept.assignee_id = kept.assignee_id or lost.assignee_id
    kept.team_id = kept.team_id or lost.team_id
    kept.priority = max(kept.priority, lost.priority)
    if CaseState(lost.state) in ACTIVE and CaseState(kept.state) not in ACTIVE:
        kept.state, kept.closed_at, kept.outcome, kept.snoozed_until = lost.state, None, "", None


def _snapshot(case: Case) -> dict[str, Any]:
    moments = {name: getattr(case, name) for name in _MOMENTS}
    known = {name: at.isoformat() if at else None for name, at in moments.items()}
    return known | {name: getattr(case, name) for name in _KEPT}


def _restore(case: Case, before: dict[str, Any]) -> None:
    for name in _KEPT:
        setattr(case, name, before[name])
    for name in _MOMENTS:
        setattr(case, name, datetime.fromisoformat(before[name]) if before[name] else None)


def _settled(case: Case, since: datetime) -> CaseState:
    """The state the posts imply, a post that came after the merge included."""
    times = CaseTimes(
        case.first_inbound_at, case.last_inbound_at, case.first_response_at, case.last_outbound_at,
        case.unanswered_since,
    )  # fmt: skip
    state = settle(CaseState(case.state), times, heard=case.last_inbound_at > since)
    if state is not CaseState.CLOSED:
        case.closed_at, case.outcome = None, ""
    return state
