"""What is said of an outbox row: its fingerprint, and its story."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from hark.accounts.models import User
from hark.actions import events
from hark.actions.events import EventKind, Fact
from hark.domain.outbox import LIFE, UNSETTLED, SendMove, SendState
from hark.store.compiled import CompiledQuery
from hark.store.models import Case, Outbox

# All answers of an account to one post are of one case, whose rows are few.
_ON_ITS_WAY = CompiledQuery(
    lambda case, posts: (
        Outbox.objects.filter(
            Q(target_post_id__anyof=posts) | Q(first__target_post_id__anyof=posts),
            case=case,
            state__in=[state.value for state in UNSETTLED],
        )
        .select_related("writer")
        .order_by("pk")[:1]
    ),
    case=Case,
    posts=list,
)


def on_its_way(case: Case, posts: Sequence[str]) -> Outbox | None:
    """The answer of the case to one of these posts that has not come to its end; its writer comes with it."""
    return _ON_ITS_WAY.first(case=case, posts=list(posts))


def fingerprint(row: Outbox) -> str:
    """SHA-256 over everything an approval is about: words, pictures, tags, target, customer, account and lane.

    Every part of an answer has the same one: it is approved as a whole.
    """
    first = row if row.first_id is None else row.first
    assert first is not None
    texts = [first.text, *first.rest.order_by("seq").values_list("text", flat=True)]
    parts = [texts, first.media, first.untagged, first.target_post_id, first.target_author_id]
    parts += [first.account_id, first.lane]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def origin_of(row: Outbox) -> dict[str, str]:
    """Where its words come from, for the events that let an answer go; empty for a writer's own words."""
    return {"origin": row.origin} if row.origin else {}


def tell(
    row: Outbox, kind: EventKind, by: User | None, now: datetime, more: dict[str, Any] | None = None
) -> None:
    """Append a fact about the answer to its case's story."""
    data: dict[str, Any] = {"outbox": row.pk, "lane": row.lane, **(more or {})}
    if row.first_id is not None:
        data["part"] = row.seq + 1
    if row.reason:
        data.setdefault("reason", row.reason)
    actor = by.pk if by else None
    events.record(Fact(kind, row.case_id, row.account.brand_id, actor, data), now=now)


def sent(row: Outbox, external_post_id: str, now: datetime) -> None:
    """The answer is out, as this post. Call it in a transaction, with the row held."""
    row.state = LIFE.after(SendState(row.state), SendMove.CONFIRM)
    row.external_post_id, row.sent_at, row.lease_until, row.look_at = external_post_id, now, None, None
    row.reason = row.error = ""
    row.save()
    tell(row, "answer_sent", None, now)
