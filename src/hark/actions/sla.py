"""Settings of what is promised: calendars and policies. Every change moves the deadlines that are running."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction

from hark.accounts.models import User
from hark.actions import clocks, endings, house, promises
from hark.domain.calendar_document import calendar_document, parse_calendar
from hark.store.models import BusinessCalendar, SlaPolicy

_POLICY_FIELDS = (
    "name", "lane", "topics", "languages", "priority_from", "first_reply_seconds", "next_reply_seconds",
    "resolution_seconds", "pauses", "warn_share", "calendar", "position",
)  # fmt: skip


def save_calendar(
    brand_id: int, language: str, document: Mapping[str, Any], *, by: User, now: datetime
) -> BusinessCalendar:
    """Set the brand's opening hours for a language, "" for all others; its version grows when they change.

    `document`: see hark.domain.calendar_document. Raises CalendarError, NotAllowed, Brand.DoesNotExist.
    """
    parsed = parse_calendar(document)
    kept = calendar_document(parsed)
    del kept["version"]
    with transaction.atomic(durable=True):
        brand = house.brand_of(by, brand_id)
        row = BusinessCalendar.objects.select_for_update().filter(brand=brand, language=language).first()
        version = 1
        if row is not None:
            version = row.version + (row.document != kept)
        fields = {"name": parsed.name or parsed.zone, "document": kept, "version": version}
        row = row or BusinessCalendar(brand=brand, language=language)
        house.put(row, fields, brand=brand, by=by, now=now)
    clocks.reckon_brand(brand_id, now=now)
    return row


def remove_calendar(calendar_id: int, *, by: User, now: datetime) -> None:
    """Forget opening hours. Policies that named them fall back to the brand's. Raises NotAllowed, DoesNotExist."""
    with transaction.atomic(durable=True):
        row = BusinessCalendar.objects.select_for_update().get(pk=calendar_id)
        brand = house.brand_of(by, row.brand_id)
        endings.end_calendar(row, by=by, now=now)
        house.remove(row, ("language", "name", "document", "version"), brand=brand, by=by, now=now)
    clocks.reckon_brand(brand.pk, now=now)


def save_policy(
    brand_id: int, policy_id: int | None, fields: Mapping[str, Any], *, by: User, now: datetime
) -> SlaPolicy:
    """Add a policy, or change one. `fields` are columns of SlaPolicy; `calendar` is a row of the brand or None.

    Raises ValueError for a policy that makes no sense, NotAllowed, DoesNotExist.
    """
    unknown = set(fields) - set(_POLICY_FIELDS)
    if unknown:
        raise ValueError(f"a policy has no {min(unknown)}")
    with transaction.atomic(durable=True):
        brand = house.brand_of(by, brand_id)
        row = SlaPolicy(brand=brand)
        if policy_id is not None:
            row = SlaPolicy.objects.select_for_update().get(pk=policy_id, brand=brand)
        calendar = fields.get("calendar")
        if calendar is not None and calendar.brand_id != brand.pk:
            raise ValueError("these opening hours are another brand's")
        _check(row, fields)
        house.put(row, fields, brand=brand, by=by, now=now)
    clocks.reckon_brand(brand_id, now=now)
    return row


def _check(row: SlaPolicy, fields: Mapping[str, Any]) -> None:
    probe = copy(row)
    for name, value in fields.items():
        setattr(probe, name, value)
    promises.policy(probe)


def remove_policy(policy_id: int, *, by: User, now: datetime) -> None:
    """Take a promise back; its cases fall under the next that fits. Raises NotAllowed, DoesNotExist."""
    with transaction.atomic(durable=True):
        row = SlaPolicy.objects.select_for_update().get(pk=policy_id)
        brand = house.brand_of(by, row.brand_id)
        house.remove(row, _POLICY_FIELDS, brand=brand, by=by, now=now)
    clocks.reckon_brand(brand.pk, now=now)
