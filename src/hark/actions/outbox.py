"""The outbox: writing an answer, claiming it, and deciding what became of it.

A row moves only along `hark.domain.outbox.LIFE`. Whoever claims a row holds a fence; a decision with an old
fence changes nothing, so a sender that was thought dead cannot overrule the one that took its place.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from hark.accounts.models import User
from hark.actions import reconcile
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
from hark.store.models import Alias, Case, Draft, Event, Outbox, Post

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

    Checked once more here: an answer that is not what a second person approved is refused, whoever changed it; one
    to a post that was deleted or edited meanwhile goes back to its writer.
    """
    while True:
        with transaction.atomic(durable=True):
            found = bulk.rows("claim_answer", owner=owner)
            if not found:
                return None
            row_id, fence, _ = found[0]
            row = Outbox.objects.select_related("account", "case", "writer").get(pk=row_id)
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
        Draft.objects.update_or_create(
            case=row.case, writer=row.writer, lane=row.lane, defaults={"text": row.text}
        )
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
        if reason == "duplicate" and row.attempt > 1:
            # The network has this text already: an earlier attempt arrived after all. It is looked for, not refused.
            move = SendMove.DOUBT
        row.state = LIFE.after(SendState(row.state), move)
        row.reason, row.error, row.lease_until = reason, message, None
        if move is SendMove.DOUBT:
            reconcile.begin(row, now)
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
            reconcile.begin(row, now)
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
    row = rows.filter(account=post.account, external_post_id=post.post_id).first() or _match(rows, post)
    if row is None:
        _notice_twice(post, now)
        return False
    if row.echoed_at is not None:
        return False
    row.echoed_at = now
    if row.state == SendState.SENT:
        row.save(update_fields=["echoed_at"])
        tell(row, "post_echoed", None, now)
        return True
    if row.state == SendState.QUEUED:
        # About to be sent again, and here it is: whoever held it before may no longer decide.
        row.state = LIFE.after(SendState.QUEUED, SendMove.CLAIM)
        row.fence += 1
    _sent(row, post.post_id, now)
    return True


def _match(rows: QuerySet[Outbox], post: Post) -> Outbox | None:
    """The answer of unknown fate that this post of ours is. One that waits to be sent again is among them."""
    tried = rows.filter(state=SendState.QUEUED, attempt__gt=0)
    doubtful = rows.filter(
        state__in=[SendState.SENDING, SendState.AMBIGUOUS, SendState.RECONCILING, SendState.NEEDS_HUMAN]
    )
    return (tried | doubtful).filter(external_post_id__isnull=True, **_same(post)).order_by("pk").first()


def _same(post: Post) -> dict[str, object]:
    """Same account, same target in any of its versions, same normalised text."""
    versions = Alias.objects.filter(network=post.network, post_id=post.parent_id or "")
    targets = [post.parent_id, *versions.values_list("alias_id", flat=True)]
    return {
        "account": post.account,
        "target_post_id__in": [target for target in targets if target],
        "text_hash": text_hash(normalise(post.text, post.links)),
    }


def _notice_twice(post: Post, now: datetime) -> None:
    """A second copy of an answer that is already out: the one residual no rule excludes. A person may delete it."""
    row = Outbox.objects.filter(state=SendState.SENT, **_same(post)).select_related("account", "case").first()
    if row is not None and row.external_post_id != post.post_id and row.attempt > 1:
        told = Event.objects.filter(case=row.case_id, kind="answer_twice", data__post=post.post_id)
        if not told.exists():
            tell(row, "answer_twice", None, now, {"post": post.post_id})


def _held(claim: Claim) -> Outbox | None:
    return (
        Outbox.objects.select_for_update(of=("self",))
        .select_related("account", "case")
        .filter(pk=claim.row.pk, fence=claim.fence, state=SendState.SENDING)
        .first()
    )


def _sent(row: Outbox, external_post_id: str, now: datetime) -> None:
    row.state = LIFE.after(SendState(row.state), SendMove.CONFIRM)
    row.external_post_id, row.sent_at, row.lease_until, row.look_at = external_post_id, now, None, None
    row.reason = row.error = ""
    row.save()
    tell(row, "answer_sent", None, now)
