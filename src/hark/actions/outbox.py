"""The outbox: writing an answer, claiming it, and deciding what became of it.

A row moves only along `hark.domain.outbox.LIFE`. Whoever claims a row holds a fence; a decision with an old
fence changes nothing, so a sender that was thought dead cannot overrule the one that took its place.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hark.accounts.models import User
from hark.actions import events
from hark.actions.case_rows import MergedAway
from hark.actions.case_times import conversations
from hark.actions.events import EventKind, Fact
from hark.domain.outbox import (
    LIFE,
    UNSETTLED,
    SendMove,
    SendState,
    after_refusal,
    normalise,
    retry_delay,
    text_hash,
)
from hark.domain.post import Lane
from hark.store import bulk
from hark.store.models import Case, Draft, Outbox, Post


class AnotherAnswer(Exception):
    """Somebody's answer to this post is already on its way; `row` says whose."""

    def __init__(self, row: Outbox) -> None:
        super().__init__(f"{row.writer.short_name} is already answering this post.")
        self.row = row


class NothingToAnswer(Exception):
    """The post to answer is gone or is not part of the case."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A row this worker may send, once."""

    row: Outbox
    fence: int


def submit(
    case_id: int, text: str, lane: Lane, *, target_post_id: str | None, by: User, now: datetime
) -> Outbox:
    """Queue an answer. Target, customer and account are frozen here and checked again when it is sent.

    Raises AnotherAnswer, NothingToAnswer, ValueError for an empty text.
    """
    with transaction.atomic(durable=True):
        return write(case_id, text, lane, target_post_id=target_post_id, by=by, now=now)


def write(
    case_id: int, text: str, lane: Lane, *, target_post_id: str | None, by: User, now: datetime
) -> Outbox:
    """`submit` inside a transaction of the caller's."""
    if not text.strip():
        raise ValueError("Write something first.")
    case = (
        Case.objects.for_person(by)
        .select_for_update(of=("self",), no_key=True)
        .select_related("account", "author")
        .get(pk=case_id)
    )
    if case.merged_into_id is not None:
        raise MergedAway(case.merged_into_id)
    target = _target(case, target_post_id) if lane is Lane.PUBLIC else None
    row = _row(case, text, lane, target, by, now)
    _refuse_second(row)
    row.save(force_insert=True)
    Draft.objects.filter(case=case, writer=by, lane=lane).delete()
    _take(case, by, now)
    _tell(row, "answer_queued", by, now)
    return row


def claim(owner: str) -> Claim | None:
    """Take the next due answer, or None. The row is `sending` and leased before any byte leaves."""
    with transaction.atomic(durable=True):
        found = bulk.rows("claim_answer", owner=owner)
        if not found:
            return None
        row_id, fence, _ = found[0]
        row = Outbox.objects.select_related("account", "case", "writer").get(pk=row_id)
    return Claim(row, fence)


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
        _tell(row, kinds[move], None, now)
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
            _tell(row, "answer_in_doubt", None, now)
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
        _tell(row, "answer_cancelled", by, now)
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
        _tell(row, "post_echoed", None, now)
    else:
        _sent(row, post.post_id, now)
    return True


def _target(case: Case, target_post_id: str | None) -> Post:
    """The customer's post to answer: the one named, else the newest. Always one of the case's own."""
    posts = Post.objects.filter(
        network=case.network, root_id__in=conversations(case), author=case.author, deleted_at__isnull=True
    )
    if target_post_id:
        posts = posts.filter(post_id=target_post_id)
    target = posts.order_by("-created_at", "-id").first()
    if target is None:
        raise NothingToAnswer("The post you are answering is gone. Your text is kept as a draft.")
    return target


def _row(case: Case, text: str, lane: Lane, target: Post | None, by: User, now: datetime) -> Outbox:
    return Outbox(
        account=case.account,
        case=case,
        lane=lane,
        target_post_id=target.latest_id if target else None,
        target_author_id=case.author.author_id,
        text=text,
        text_hash=text_hash(text),
        conversation_key=f"{case.network}:{lane}:{case.root_id}",
        state=LIFE.after(SendState.DRAFT, SendMove.SUBMIT),
        writer=by,
        not_before=now,
        created_at=now,
    )


def _refuse_second(row: Outbox) -> None:
    """One unsettled answer per post: the loser is told who. The case is locked; the unique index is a second net."""
    if row.target_post_id is None:
        return
    held = Outbox.objects.filter(
        account=row.account, target_post_id=row.target_post_id, state__in=[state.value for state in UNSETTLED]
    )
    other = held.select_related("writer").first()
    if other is not None:
        raise AnotherAnswer(other)


def _take(case: Case, by: User, now: datetime) -> None:
    """Answering takes the case, unless somebody holds it."""
    if case.assignee_id is None:
        case.assignee = by
    if case.assignee_id == by.pk:
        case.owner_acted_at = now
    case.version += 1
    case.save(update_fields=["assignee", "owner_acted_at", "version"])


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
    _tell(row, "answer_sent", None, now)


def _tell(row: Outbox, kind: EventKind, by: User | None, now: datetime) -> None:
    data: dict[str, Any] = {"outbox": row.pk, "lane": row.lane}
    if row.reason:
        data["reason"] = row.reason
    actor = by.pk if by else None
    events.record(Fact(kind, row.case_id, row.account.brand_id, actor, data), now=now)
