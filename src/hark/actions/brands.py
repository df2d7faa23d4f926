"""Settings of a brand itself: its names, what triage must know of it, its pledge and its public scoreboard."""

from collections.abc import Mapping
from datetime import datetime
from itertools import chain, count
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.text import slugify

from hark.accounts.models import Role, User
from hark.actions import clocks, house
from hark.store.models import Brand, BrandAccess
from hark.triage.personal_data import trouble_with

FIELDS = (
    "name", "industry", "zone", "names", "products", "homonyms", "patterns", "topics", "first_reply_minutes",
    "slug", "scoreboard",
)  # fmt: skip


def save(brand_id: int | None, fields: Mapping[str, Any], *, by: User, now: datetime) -> Brand:
    """Change a brand, or add one and grant it to whoever adds it. A published one gets a slug of its name.

    Raises NotAllowed, ValidationError, Brand.DoesNotExist, ValueError for a zone or a pattern that is none.
    """
    _check(fields)
    with transaction.atomic(durable=True):
        row = _new(by) if brand_id is None else _locked(brand_id, by)
        before = row.first_reply_minutes
        wanted = dict(fields)
        if wanted.get("scoreboard", row.scoreboard) and not wanted.get("slug", row.slug):
            wanted["slug"] = _free_slug(wanted.get("name", row.name))
        house.put(row, wanted, brand=row, by=by, now=now)
        if brand_id is None:
            BrandAccess.objects.create(user=by, brand=row)
    if row.first_reply_minutes != before:
        clocks.reckon_brand(row.pk, now=now)
    return row


def _new(by: User) -> Brand:
    if by.role != Role.ADMINISTRATOR:
        raise house.NotAllowed("Brands are added by administrators.")
    return Brand()


def _free_slug(name: str) -> str:
    """An address made of the name, which another script may leave nothing of, that no other brand has."""
    plain = slugify(name)[:50] or "brand"
    taken = set(Brand.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    numbered = (f"{plain}-{n}" for n in count(2))
    return next(slug for slug in chain([plain], numbered) if slug not in taken)


def _locked(brand_id: int, by: User) -> Brand:
    house.brand_of(by, brand_id)
    return Brand.objects.select_for_update().get(pk=brand_id)


def _check(fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise ValueError(f"a brand has no {min(unknown)}")
    if "zone" in fields:
        try:
            ZoneInfo(fields["zone"])
        except (KeyError, ValueError, OSError):
            raise ValueError(f"There is no time zone {fields['zone']!r}.") from None
    for kind, pattern in fields.get("patterns", {}).items():
        if trouble := trouble_with(pattern):
            raise ValueError(f"The pattern of {kind} is broken: {trouble}.")
