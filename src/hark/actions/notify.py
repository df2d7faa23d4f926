"""Telling colleagues: rows in their list, written with the fact that caused them."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from hark.accounts.models import Role, User
from hark.store.models import Case, Notification

_CALLED = re.compile(r"(?<![\w@])@([\w.+-]*\w)")


def mentioned(text: str, brand: int, *, but: User) -> list[int]:
    """The colleagues a note calls by @username, as far as they may see the brand; not the writer."""
    names = {name.lower() for name in _CALLED.findall(text)}
    if not names:
        return []
    people = User.objects.filter(brand_access__brand=brand, is_active=True).exclude(pk=but.pk)
    return sorted(pk for pk, name in people.values_list("pk", "username") if name.lower() in names)


def supervisors(brand: int) -> list[int]:
    """Who supervises a brand."""
    people = User.objects.filter(brand_access__brand=brand, is_active=True)
    return sorted(people.filter(role__in=[Role.SUPERVISOR, Role.ADMINISTRATOR]).values_list("pk", flat=True))


def tell(
    people: Iterable[int], kind: str, case: Case | None, *, by: User | None, now: datetime, text: str = ""
) -> None:
    """Put a line into these people's lists. Call it in a transaction."""
    short = " ".join(text.split())[:300]
    Notification.objects.bulk_create(
        Notification(person_id=person, kind=kind, case=case, actor=by, text=short, at=now)
        for person in people
    )


def read(person: User, ids: Sequence[int] | None, *, now: datetime) -> int:
    """The person has seen these lines, or all of them. Returns how many were unread."""
    with transaction.atomic(durable=True):
        lines = Notification.objects.filter(person=person, read_at__isnull=True)
        if ids is not None:
            lines = lines.filter(pk__in=ids)
        return lines.update(read_at=now)
