"""The outbox: writing an answer, claiming it, and deciding what became of it.

A row moves only along `hark.domain.outbox.LIFE`. Whoever claims a row holds a fence; a decision with an old
fence changes nothing, so a sender that was thought dead cannot overrule the one that took its place.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hark.accounts.models import User
from hark.actions.events import EventKind
from hark.actions.outbox_rows import fingerprint, tell
from hark.actions.submitting import AnotherAnswer, NothingToAnswer, submit, write
from hark.domain.outbox import (
    LIFE,
    SendMove,
    SendState,
    after_refusal,
    normalise,
    retry_delay,
    text_hash,
)
from hark.store import bulk
from hark.store.models import Case, Outbox, Post

__all__ = [
    "AnotherAnswer",
    "Claim",
    "NothingToAnswer",
    "cancel",
    "claim",
    "confirm",
    "doubt_expired",
    "observe",
    "refuse",
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

    An answer that is not what a second person approved is refused here, whoever changed it.
    """
    while True:
        with transaction.atomic(durable=True):
            found = bulk.rows("claim_answer", owner=owner)
            if not found:
                return None
            row_id, fence, _ = found[0]
            row = Outbox.objects.select_related("account", "case", "writer").get(pk=row_id)
            if not row.approved_hash or row.approved_hash == fingerprint(row):
                return Claim(row, fence)
            row.state = LIFE.after(SendState(row.state), SendMove.REFUSE)
            row.reason, row.error = "not_approved", "This is not what was approved."
            row.lease_until = None
            row.save()
            tell(row, "answer_refused", None, row.tried_at or row.not_before)


def confirm(claim: Claim, external_post_id: str, *, now: datetime) -> bool:
    """The network's receipt came. False when somebody else decided meanwhile."""
    with transaction.atomic(durable=True):
        row = _held(claim)
        if row is None:
            return False
        _sent(row, external_post_id, now)
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
        row.state = LIFE.after(SendState(row.state), move)
        row.reason, row.error, row.lease_until = reason, message, None
        if move is SendMove.RETRY:
            row.not_before = now + timedelta(seconds=retry_delay(row.attempt, retry_after))
        row.save()
        kinds: dict[SendMove, EventKind] = {
            SendMove.REFUSE: "answer_refused", SendMove.DOUBT: "answer_in_doubt", SendMove.RETRY: "answer_queued"
        }  # fmt: skip
        tell(row, kinds[move], None, now)
    return SendState(row.state)


def doubt_expired(*, now: datetime, limit: int = 100) -> int:
    """Rows whose sender vanished become ambiguous, never queued: the network may have heard them."""
    with transaction.atomic(durable=True):
        expired = bulk.rows("expired_leases", limit=limit)
        for row in Outbox.objects.filter(pk__in=[pk for pk, _ in expired]).select_related("account", "case"):
            row.state = LIFE.after(SendState(row.state), SendMove.DOUBT)
            row.reason, row.error = "sender_lost", "The sender stopped in the middle."
            row.fence += 1
            row.save()
            tell(row, "answer_in_doubt", None, now)
    return len(expired)


def cancel(row_id: int, *, by: User, now: datetime) -> Outbox:
    """Take back an answer that has not left. Raises IllegalMove when it has."""
    with transaction.atomic(durable=True):
        row = (
            Outbox.objects.select_for_update(of=("self",))
            .select_related("account", "case")
            .get(pk=row_id, case__in=Case.objects.for_person(by))
        )
        row.state = LIFE.after(SendState(row.state), SendMove.CANCEL)
        row.save()
        tell(row, "answer_cancelled", by, now)
    return row


def observe(post_ids: list[str], network: str, *, now: datetime) -> int:
    """Our own posts have come back: bind each to the answer it is. Returns how many were bound.

    Match: same account, same target, same normalised text, not bound to another row (networks.md, section 11).
    """
    bound = 0
    with transaction.atomic(durable=True):
        echoes = Post.objects.filter(network=network, post_id__in=post_ids, account__isnull=False)
        for post in echoes.select_related("account").order_by("created_at"):
            bound += _bind(post, now)
    return bound


def _bind(post: Post, now: datetime) -> bool:
    rows = Outbox.objects.select_for_update(of=("self",)).select_related("account", "case")
    row = rows.filter(account=post.account, external_post_id=post.post_id).first()
    if row is None:
        row = rows.filter(
            account=post.account,
            target_post_id=post.parent_id,
            text_hash=text_hash(normalise(post.text, post.links)),
            external_post_id__isnull=True,
            state__in=[SendState.SENDING, SendState.AMBIGUOUS, SendState.RECONCILING, SendState.NEEDS_HUMAN],
        ).first()
    if row is None or row.echoed_at is not None:
        return False
    row.echoed_at = now
    if row.state == SendState.SENT:
        row.save(update_fields=["echoed_at"])
        tell(row, "post_echoed", None, now)
    else:
        _sent(row, post.post_id, now)
    return True


def _held(claim: Claim) -> Outbox | None:
    return (
        Outbox.objects.select_for_update(of=("self",))
        .select_related("account", "case")
        .filter(pk=claim.row.pk, fence=claim.fence, state=SendState.SENDING)
        .first()
    )


def _sent(row: Outbox, external_post_id: str, now: datetime) -> None:
    row.state = LIFE.after(SendState(row.state), SendMove.CONFIRM)
    row.external_post_id, row.sent_at, row.lease_until = external_post_id, now, None
    row.reason = row.error = ""
    row.save()
    tell(row, "answer_sent", None, now)
