"""The webhook's inbox in PostgreSQL: kept first, read after, and the same bytes only once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hark.store.models import Delivery

# Longer than a network's events are believed (48 h), so that no old body is taken for a new one.
REMEMBERED = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Unread:
    """A body that waits to be read."""

    number: int
    body: bytes
    received_at: datetime


def keep(account: int, body: bytes, now: datetime) -> None:
    """Store a body, durable when it returns. The same bytes again change nothing."""
    digest = hashlib.sha256(body).digest()
    row = Delivery(account_id=account, digest=digest, body=body, received_at=now)
    Delivery.objects.bulk_create([row], ignore_conflicts=True)


def unread(account: int, limit: int) -> list[Unread]:
    """The oldest bodies nobody has read."""
    rows = Delivery.objects.filter(account_id=account, read_at__isnull=True).order_by("id")[:limit]
    return [Unread(row.pk, bytes(row.body), row.received_at) for row in rows]


def mark_read(numbers: Sequence[int], now: datetime) -> None:
    """Their content is stored elsewhere now: the bodies go, the digests stay."""
    Delivery.objects.filter(pk__in=list(numbers)).update(read_at=now, body=b"")


def forget_old(now: datetime) -> int:
    """Drop the digests of what was read long ago. Returns how many."""
    return Delivery.objects.filter(read_at__lt=now - REMEMBERED).delete()[0]
