"""Settings of a brand's queue and of which team its cases belong to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hark.accounts.models import User
from hark.actions import house
from hark.domain.case import ACTIVE
from hark.store.models import Brand, Case, QueuePolicy, TeamRule

_POLICY = (
    "mode", "method", "calendar", "after_hours", "on_call_team", "idle_minutes", "away_minutes", "acknowledge",
    "acknowledgements",
)  # fmt: skip
_RULE = ("team", "topics", "languages", "networks", "position")


def save_policy(brand_id: int, fields: Mapping[str, Any], *, by: User, now: datetime) -> QueuePolicy:
    """Set how a brand's queue is routed. Raises NotAllowed, ValidationError, ValueError, Brand.DoesNotExist."""
    _known(fields, _POLICY, "queue")
    with transaction.atomic(durable=True):
        brand = house.brand_of(by, brand_id)
        calendar = fields.get("calendar")
        if calendar is not None and calendar.brand_id != brand.pk:
            raise ValueError("these opening hours are another brand's")
        row = QueuePolicy.objects.select_for_update(of=("self",)).filter(brand=brand).first()
        row = house.put(row or QueuePolicy(brand=brand), fields, brand=brand, by=by, now=now)
        _look_again(brand, now)
    return row


def remove_policy(brand_id: int, *, by: User, now: datetime) -> None:
    """Route nothing by itself any more. Raises NotAllowed, QueuePolicy.DoesNotExist."""
    with transaction.atomic(durable=True):
        brand = house.brand_of(by, brand_id)
        row = QueuePolicy.objects.select_for_update(of=("self",)).get(brand=brand)
        house.remove(row, _POLICY, brand=brand, by=by, now=now)


def save_rule(
    brand_id: int, rule_id: int | None, fields: Mapping[str, Any], *, by: User, now: datetime
) -> TeamRule:
    """Add or change which cases belong to a team. Raises NotAllowed, ValidationError, ValueError, DoesNotExist."""
    _known(fields, _RULE, "team rule")
    with transaction.atomic(durable=True):
        brand = house.brand_of(by, brand_id)
        row = TeamRule(brand=brand)
        if rule_id is not None:
            row = TeamRule.objects.select_for_update(of=("self",)).get(pk=rule_id, brand=brand)
        row = house.put(row, fields, brand=brand, by=by, now=now)
        _look_again(brand, now)
    return row


def remove_rule(rule_id: int, *, by: User, now: datetime) -> None:
    """Forget a rule; cases keep the team they have. Raises NotAllowed, TeamRule.DoesNotExist."""
    with transaction.atomic(durable=True):
        row = TeamRule.objects.select_for_update(of=("self",)).get(pk=rule_id)
        house.remove(row, _RULE, brand=house.brand_of(by, row.brand_id), by=by, now=now)


def _known(fields: Mapping[str, Any], names: tuple[str, ...], what: str) -> None:
    unknown = set(fields) - set(names)
    if unknown:
        raise ValueError(f"a {what} has no {min(unknown)}")


def _look_again(brand: Brand, now: datetime) -> None:
    waiting = Case.objects.filter(account__brand=brand, state__in=[state.value for state in ACTIVE])
    waiting.update(route_at=now)
