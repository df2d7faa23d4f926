"""Keys that people give to programs. A key is shown once; the store keeps its digest.

SHA-256 without a salt is enough here: a key is 256 random bits, which nobody can look up or guess.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from hark.accounts.models import ApiToken, User
from hark.actions import events
from hark.actions.events import Fact

PREFIX = "hark_"
MOST = 20
_USED_EVERY = timedelta(minutes=1)


def issue(name: str, *, by: User, now: datetime) -> tuple[ApiToken, str]:
    """A new key for this person and its secret. Raises ValueError without a name, or beyond twenty live keys."""
    if not name.strip():
        raise ValueError("Say what the key is for.")
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic(durable=True):
        User.objects.select_for_update().get(pk=by.pk)
        if ApiToken.objects.filter(user=by, revoked_at__isnull=True).count() >= MOST:
            raise ValueError(f"At most {MOST} keys a person. Revoke one first.")
        row = ApiToken.objects.create(
            user=by, name=name.strip()[:80], digest=digest(secret), hint=secret[:10], created_at=now
        )
        _tell(row, {}, {"name": row.name, "hint": row.hint}, by, now)
    return row, secret


def revoke(token_id: int, *, by: User, now: datetime) -> ApiToken:
    """End a key of one's own. Raises ApiToken.DoesNotExist."""
    with transaction.atomic(durable=True):
        row = ApiToken.objects.select_for_update().get(pk=token_id, user=by, revoked_at__isnull=True)
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        _tell(row, {"name": row.name, "hint": row.hint}, {}, by, now)
    return row


def holder(secret: str, now: datetime) -> User | None:
    """Whose key this is; None when it is nobody's, revoked, or its person may not sign in."""
    row = (
        ApiToken.objects.select_related("user").filter(digest=digest(secret), revoked_at__isnull=True).first()
    )
    if row is None or not row.user.is_active:
        return None
    if row.used_at is None or now - row.used_at > _USED_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(used_at=now)
    return row.user


def digest(secret: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _tell(row: ApiToken, before: dict[str, str], after: dict[str, str], by: User, now: datetime) -> None:
    data = {"what": "apitoken", "id": row.pk, "name": row.name, "before": before, "after": after}
    events.record(Fact("settings_changed", None, None, by.pk, data), now=now)
