"""Approving answers: what is approved is exactly what was shown, and never by whoever wrote it.

An approval is bound to a fingerprint of text, media, target, customer, account and lane. An edit voids it and asks
anew; the sender compares once more before a byte leaves.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from hark.accounts.models import User
from hark.actions import approval_rows, drafts, notify, outbox_parts, submitting
from hark.actions.case_rows import MergedAway
from hark.actions.guarding import Blocked, Guard, Opened
from hark.actions.house import NotAllowed
from hark.actions.outbox_rows import fingerprint, origin_of, tell
from hark.domain.outbox import UNSETTLED, SendMove, SendState, text_hash
from hark.store.models import Approval, Case, Outbox

# What a second person judges anew: it may have changed since the answer was written.
_MAY_HAVE_CHANGED = frozenset({"permission", "post_gone", "post_changed", "wrong_lane"})


class Outdated(Exception):
    """The answer is no longer what was shown, or has been decided about; look again."""


def approve(approval_id: int, *, by: User, now: datetime) -> Outbox:
    """Let the answer go. Raises NotAllowed, Outdated, Blocked when the post has changed since."""
    with transaction.atomic(durable=True):
        approval, case, row = _pending(approval_id, by)
        if approval.fingerprint != fingerprint(row):
            raise Outdated("The answer was changed after it was shown.")
        _look_again(row, case, by, now)
        given = {"approver": by, "approved_hash": approval.fingerprint, "not_before": now}
        outbox_parts.move_all(row, SendMove.APPROVE, SendMove.RELEASE, **given)
        row.approver, row.approved_hash, row.not_before = by, approval.fingerprint, now
        row.save()
        _decide(approval, "approved", "", by, now)
        tell(row, "approval_given", by, now, {"approval": approval.pk})
        tell(row, "answer_queued", by, now, origin_of(row))
    return row


def reject(approval_id: int, reason: str, *, by: User, now: datetime) -> Outbox:
    """Give the answer back to its writer as a draft, and say why. Raises NotAllowed, Outdated, ValueError."""
    if not reason.strip():
        raise ValueError("Say why it is rejected.")
    with transaction.atomic(durable=True):
        approval, _, row = _pending(approval_id, by)
        outbox_parts.move_all(row, SendMove.RETURN, SendMove.CANCEL)
        row.reason = "rejected"
        row.save()
        drafts.give_back(row)
        _decide(approval, "rejected", reason.strip()[:300], by, now)
        notify.tell([row.writer_id], "rejected", row.case, by=by, now=now, text=reason)
        tell(row, "approval_rejected", by, now, {"approval": approval.pk, "reason": approval.reason})
    return row


def edit(
    row_id: int, text: str, *, by: User, now: datetime, overrides: Mapping[str, str] | None = None
) -> Outbox:
    """Change an answer that waits for approval: what was asked is void, the new text is asked anew.

    Whoever edits is an author too and cannot approve it. Raises NotAllowed, Outdated, Blocked, ValueError.
    """
    if not text.strip():
        raise ValueError("Write something first.")
    given = overrides or {}
    with transaction.atomic(durable=True):
        case, row = _held(row_id, by)
        if row.writer_id != by.pk and not by.supervises:
            raise NotAllowed("An answer is edited by its writer or a supervisor.")
        if text != (row.whole or row.text):
            row.origin = ""
        row.text, row.whole, row.text_hash = text, "", text_hash(text)
        found = submitting.against(row, case, by, now, Opened())
        submitting.stop_at(found, given, by)
        outbox_parts.rewrite(row)
        overruled = [guard for guard in found if guard.kind in given]
        before = approval_rows.void(row, "edited", by, now)
        submitting.note_overruled(row, overruled, given, by, now)
        why = sorted({*before, *approval_rows.reasons(row, overruled, by)})
        approval_rows.ask(row, why, by, now)
    return row


def conflicts(row: Outbox) -> list[Outbox]:
    """Other answers to the same customer in the same case that are not settled: two people may be saying two things."""
    unsettled = Outbox.objects.filter(case=row.case_id, state__in=[state.value for state in UNSETTLED])
    return list(unsettled.exclude(pk=row.pk).filter(seq=0).select_related("writer").order_by("pk"))


def overdue(now: datetime, *, limit: int = 200) -> int:
    """Tell, once, of approvals nobody has decided about in time. Returns how many."""
    with transaction.atomic(durable=True):
        late = list(
            Approval.objects.filter(due_at__lt=now, overdue_at__isnull=True, decided_at__isnull=True)
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("outbox__account", "outbox__case", "asked_by")
            .order_by("due_at")[:limit]
        )
        for approval in late:
            row = approval.outbox
            people = {*notify.supervisors(row.account.brand_id), approval.asked_by_id}
            notify.tell(sorted(people), "approval_overdue", row.case, by=None, now=now, text=row.text)
            tell(row, "approval_overdue", None, now, {"approval": approval.pk})
        Approval.objects.filter(pk__in=[approval.pk for approval in late]).update(overdue_at=now)
    return len(late)


def _held(row_id: int, by: User) -> tuple[Case, Outbox]:
    """A waiting answer and its case, held in the order of every verb: the case before what hangs on it."""
    known = Outbox.objects.get(pk=row_id, case__in=Case.objects.for_person(by))
    try:
        case = submitting.held(known.case_id, by)
    except MergedAway:
        raise Outdated("The answer moved to another case. Look again.") from None
    rows = Outbox.objects.select_for_update(of=("self",)).select_related("account__brand", "case", "writer")
    row = rows.get(pk=row_id)
    if row.state != SendState.PENDING_APPROVAL:
        raise Outdated("This answer does not wait for approval any more.")
    if row.case_id != case.pk:
        raise Outdated("The answer moved to another case. Look again.")
    return case, row


def _pending(approval_id: int, by: User) -> tuple[Approval, Case, Outbox]:
    """The approval, its case and its answer, held, for somebody who may decide about it."""
    known = Approval.objects.get(pk=approval_id, outbox__case__in=Case.objects.for_person(by))
    case, row = _held(known.outbox_id, by)
    approval = Approval.objects.select_for_update().get(pk=approval_id)
    if approval.decided_at is not None:
        raise Outdated("The answer was changed after it was shown.")
    if not by.supervises:
        raise NotAllowed("Answers are approved by supervisors.")
    if by.pk == row.writer_id or Approval.objects.filter(outbox=row, asked_by=by).exists():
        raise NotAllowed("Nobody approves what they wrote or changed themselves.")
    return approval, case, row


def _look_again(row: Outbox, case: Case, by: User, now: datetime) -> None:
    shown = Opened(post_version=row.target_post_id)
    found: Sequence[Guard] = submitting.against(row, case, by, now, shown)
    changed = [guard for guard in found if guard.kind in _MAY_HAVE_CHANGED]
    if changed:
        raise Blocked(changed)


def _decide(approval: Approval, decision: str, reason: str, by: User, now: datetime) -> None:
    approval.decision, approval.reason = decision, reason
    approval.decided_by, approval.decided_at = by, now
    approval.save()
