"""What is said of an outbox row: its fingerprint, and its story."""

import hashlib
import json
from datetime import datetime
from typing import Any

from hark.accounts.models import User
from hark.actions import events
from hark.actions.events import EventKind, Fact
from hark.store.models import Outbox


def fingerprint(row: Outbox) -> str:
    """SHA-256 over everything an approval is about: text, media, target, customer, account and lane."""
    parts = [row.text, row.media, row.target_post_id, row.target_author_id, row.account_id, row.lane]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def tell(
    row: Outbox, kind: EventKind, by: User | None, now: datetime, more: dict[str, Any] | None = None
) -> None:
    """Append a fact about the answer to its case's story."""
    data: dict[str, Any] = {"outbox": row.pk, "lane": row.lane, **(more or {})}
    if row.reason:
        data.setdefault("reason", row.reason)
    actor = by.pk if by else None
    events.record(Fact(kind, row.case_id, row.account.brand_id, actor, data), now=now)
