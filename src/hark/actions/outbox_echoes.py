"""Our own posts coming back: each is bound to the answer it is, which settles whatever was open about it."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from hark.actions.outbox_rows import sent, tell
from hark.domain.outbox import LIFE, SendMove, SendState, normalise, text_hash
from hark.domain.post import Lane
from hark.store.models import Alias, Event, Outbox, Post


def observe(post_ids: list[str], network: str, *, now: datetime) -> int:
    """Our own posts have come back: bind each to the answer it is. Returns how many were bound.

    Match: same account, same target, same normalised text, not bound to another row (networks.md, section 11).
    """
    bound = 0
    with transaction.atomic(durable=True):
        echoes = Post.objects.filter(network=network, post_id__in=post_ids, account__isnull=False)
        for post in echoes.select_related("account", "answers").order_by("created_at"):
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
    sent(row, post.post_id, now)
    return True


def _match(rows: QuerySet[Outbox], post: Post) -> Outbox | None:
    """The answer of unknown fate that this post of ours is. One that waits to be sent again is among them."""
    tried = rows.filter(state=SendState.QUEUED, attempt__gt=0)
    doubtful = rows.filter(
        state__in=[SendState.SENDING, SendState.AMBIGUOUS, SendState.RECONCILING, SendState.NEEDS_HUMAN]
    )
    return (tried | doubtful).filter(external_post_id__isnull=True, **_same(post)).order_by("pk").first()


def _same(post: Post) -> dict[str, object]:
    """Same account, same target in any of its versions, same normalised text. A message's target is its reader."""
    same: dict[str, object] = {
        "account": post.account,
        "lane": post.lane,
        "text_hash": text_hash(normalise(post.text, post.links)),
    }
    if post.lane == Lane.PRIVATE:
        return same | {"target_author_id": post.answers.author_id if post.answers else ""}
    versions = Alias.objects.filter(network=post.network, post_id=post.parent_id or "")
    targets = [post.parent_id, *versions.values_list("alias_id", flat=True)]
    return same | {"target_post_id__in": [target for target in targets if target]}


def _notice_twice(post: Post, now: datetime) -> None:
    """A second copy of an answer that is already out: the one residual no rule excludes. A person may delete it."""
    row = Outbox.objects.filter(state=SendState.SENT, **_same(post)).select_related("account", "case").first()
    if row is not None and row.external_post_id != post.post_id and row.attempt > 1:
        told = Event.objects.filter(case=row.case_id, kind="answer_twice", data__post=post.post_id)
        if not told.exists():
            tell(row, "answer_twice", None, now, {"post": post.post_id})
