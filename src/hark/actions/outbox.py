"""The outbox: writing an answer, claiming it, and deciding what became of it.

A row moves only along `hark.domain.outbox.LIFE`. Whoever claims a row holds a fence; a decision with an old
fence changes nothing, so a sender that was thought dead cannot overrule the one that took its place.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hark.accounts.models import User
from hark.actions import approval_rows, drafts, outbox_parts, pictures, reconcile
from hark.actions.events import EventKind
from hark.actions.outbox_echoes import observe
from hark.actions.outbox_rows import fingerprint, sent, tell
from hark.actions.submitting import AnotherAnswer, NothingToAnswer, held, submit, write
from hark.domain.outbox import (
    LIFE,
    SendMove,
    SendState,
    after_refusal,
    retry_delay,
)
from hark.store import bulk
from hark.store.models import Alias, Case, Outbox, Post

__all__ = [
    "AnotherAnswer",
    "Claim",
    "NothingToAnswer",
    "cancel",
    "claim",
    "confirm",
    "doubt_expired",
    "held",
    "observe",
    "refuse",
    "still_ours",
    "submit",
    "write",
]


@dataclass(frozen=True, slots=True)
class Claim:
    """A row this worker may send, once."""

    row: Outbox
    fence: int


def claim(owner: str) -> Claim | None:
    """Take the next due answer, or None. The row is `sending` and leased before any byte leaves.

    Checked once more here: an answer that is not what a second person approved is refused, whoever changed it; one
    to a post that was deleted or edited meanwhile goes back to its writer.
    """
    while True:
        with transaction.atomic(durable=True):
            found = bulk.rows("claim_answer", owner=owner)
            if not found:
                return None
            row_id, fence, _ = found[0]
            row = Outbox.objects.select_related("account", "case", "writer", "first").get(pk=row_id)
            if row.first_id is not None:
                outbox_parts.follow(row)
            obstacle = _obstacle(row)
            if obstacle is None:
                return Claim(row, fence)
            _give_back(row, *obstacle)


def _obstacle(row: Outbox) -> tuple[str, str] | None:
    """Why an answer that was due must not leave after all: reason and words."""
    if row.approved_hash and row.approved_hash != fingerprint(row):
        return "not_approved", "This is not what was approved."
    if row.target_post_id is None:
        return None
    alias = Alias.objects.filter(network=row.case.network, alias_id=row.target_post_id).first()
    post_id = alias.post_id if alias else row.target_post_id
    post = (
        Post.objects.filter(network=row.case.network, post_id=post_id).only("deleted_at", "latest_id").first()
    )
    if post is not None and post.deleted_at is not None:
        return "post_gone", "The post was deleted before the answer left."
    if post is not None and post.latest_id != row.target_post_id:
        return "post_changed", "The post was edited before the answer left. Read it again."
    return None


def _give_back(row: Outbox, reason: str, words: str) -> None:
    row.state = LIFE.after(SendState(row.state), SendMove.REFUSE)
    row.reason, row.error, row.lease_until = reason, words, None
    row.save()
    if reason != "not_approved":
        drafts.give_back(row)
    outbox_parts.stop_rest(row)
    tell(row, "answer_refused", None, row.tried_at or row.not_before)


def still_ours(claim: Claim, *, loading: bool) -> bool:
    """Take more time before the answer itself leaves; False when somebody else decided meanwhile: then send nothing.

    `loading`: pictures are still on their way up. From the call with False on the network may have heard the answer.
    """
    with transaction.atomic(durable=True):
        return bool(bulk.rows("still_ours", id=claim.row.pk, fence=claim.fence, loading=loading))


def confirm(claim: Claim, external_post_id: str, *, now: datetime) -> bool:
    """The network's receipt came. False when somebody else decided meanwhile."""
    with transaction.atomic(durable=True):
        row = _held(claim)
        if row is None:
            return False
        sent(row, external_post_id, now)
    return True


def refuse(
    claim: Claim, *, reason: str, message: str, permanent: bool, processed: bool | None,
    retry_after: float | None, now: datetime,
) -> SendState | None:  # fmt: skip
    """The network, or the way to it, failed. Returns the new state, None when somebody else decided."""
    with transaction.atomic(durable=True):
        row = _held(claim)
        if row is None:
            return None
        move = after_refusal(permanent=permanent, processed=processed, attempt=row.attempt)
        if reason == "duplicate" and row.attempt > 1:
            # The network has this text already: an earlier attempt arrived after all. It is looked for, not refused.
            move = SendMove.DOUBT
        row.state = LIFE.after(SendState(row.state), move)
        row.reason, row.error, row.lease_until = reason, message, None
        if move is SendMove.DOUBT:
            reconcile.begin(row, now)
        if move is SendMove.REFUSE:
            pictures.give_back(row)
            outbox_parts.stop_rest(row)
        if move is SendMove.RETRY:
            row.not_before = now + timedelta(seconds=retry_delay(row.attempt, retry_after))
        row.save()
        kinds: dict[SendMove, EventKind] = {
            SendMove.REFUSE: "answer_refused", SendMove.DOUBT: "answer_in_doubt", SendMove.RETRY: "answer_queued"
        }  # fmt: skip
        tell(row, kinds[move], None, now)
    return SendState(row.state)


def doubt_expired(*, now: datetime, limit: int = 100) -> int:
    """Rows whose sender vanished become ambiguous, never queued: the network may have heard them.

    Only when pictures were still on their way up is it certain that it has not.
    """
    with transaction.atomic(durable=True):
        expired = bulk.rows("expired_leases", limit=limit)
        for row in Outbox.objects.filter(pk__in=[pk for pk, _ in expired]).select_related("account", "case"):
            move = SendMove.RETRY if row.loading else SendMove.DOUBT
            row.state = LIFE.after(SendState(row.state), move)
            row.reason, row.error = "sender_lost", "The sender stopped in the middle."
            row.fence += 1
            row.lease_until = None
            if move is SendMove.DOUBT:
                reconcile.begin(row, now)
            row.save()
            tell(row, "answer_in_doubt" if move is SendMove.DOUBT else "answer_queued", None, now)
    return len(expired)


def cancel(row_id: int, *, by: User, now: datetime) -> Outbox:
    """Take back an answer that has not left, or the rest of one: its words are its writer's draft again.

    Raises IllegalMove when it has left.
    """
    with transaction.atomic(durable=True):
        row = (
            Outbox.objects.select_for_update(of=("self",))
            .select_related("account", "case")
            .get(pk=row_id, case__in=Case.objects.for_person(by))
        )
        row.state = LIFE.after(SendState(row.state), SendMove.CANCEL)
        row.save()
        drafts.give_back(row)
        outbox_parts.stop_rest(row)
        approval_rows.void(row, "taken back", by, now)
        tell(row, "answer_cancelled", by, now)
    return row


def _held(claim: Claim) -> Outbox | None:
    return (
        Outbox.objects.select_for_update(of=("self",))
        .select_related("account", "case")
        .filter(pk=claim.row.pk, fence=claim.fence, state=SendState.SENDING)
        .first()
    )
