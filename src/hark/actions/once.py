"""Requests with a key happen once: the same key with the same body is told again what it was told.

The key, the act and its answer are one transaction. Two requests with one key meet at its unique row: the second
waits until the first has committed, and then reads its answer. An act that failed has left no row behind.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hark.accounts.models import ApiRequest, User

KEPT = timedelta(hours=24)
Told = tuple[int, dict[str, Any]]


class OtherRequest(ValueError):
    """This key was used for another request within the last day."""


def once(key: str, digest: str, act: Callable[[], Told], *, by: User, now: datetime) -> tuple[Told, bool]:
    """Do the act, or tell its answer again (True). `act` runs inside the transaction. Raises OtherRequest."""
    with transaction.atomic(durable=True):
        ApiRequest.objects.filter(created_at__lt=now - KEPT).delete()
        row, fresh = ApiRequest.objects.get_or_create(
            user=by, key=key, defaults={"digest": digest, "created_at": now}
        )
        if not fresh:
            if row.digest != digest:
                raise OtherRequest("This Idempotency-Key was used for another request.")
            return (row.status, row.body), True
        row.status, row.body = told = act()
        row.save(update_fields=["status", "body"])
    return told, False
