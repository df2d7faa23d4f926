"""The house rules of a brand, and changing them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hark.accounts.models import Role, User
from hark.actions import house
from hark.store.compiled import CompiledQuery
from hark.store.models import AgentLevel, AgentProfile, BrandRules

_FIELDS = frozenset(
    {
        *("reopen_hours", "currency", "goodwill_cents", "outcomes", "approve_levels", "approve_lanes"),
        *("approve_guards", "approve_minutes", "forbidden_words", "public_contacts"),
        "ticket_systems",
    }
)
SUPERVISOR = "supervisor"
NUMBER = "{number}"  # where a ticket's number goes in the address of a ticket system
TRAINEES = "Trainees take off the network only what they sent themselves."
LEVELS = (*AgentLevel.values, SUPERVISOR)


_OF_BRAND = CompiledQuery(lambda brand: BrandRules.objects.filter(brand=brand), brand=int)
_LEVEL = CompiledQuery(
    lambda person: AgentProfile.objects.filter(user=person).values_list("level", flat=True), person=User
)


def of(brand: int) -> BrandRules:
    """The brand's rules; the usual ones, unsaved, when it has none of its own."""
    return _OF_BRAND.first(brand=brand) or BrandRules(brand_id=brand)


def level(person: User) -> str:
    """What limits hang on: "supervisor" for who supervises, else the level of the agent's profile."""
    if person.role in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        return SUPERVISOR
    return _LEVEL.first(person=person) or AgentLevel.AGENT.value


def past_training(person: User) -> bool:
    """Whether this person may take off the network what somebody else put there: delete our posts, hide replies."""
    return level(person) != AgentLevel.TRAINEE


def save(brand_id: int, fields: Mapping[str, Any], *, by: User, now: datetime) -> BrandRules:
    """Change the rules of a brand. Raises NotAllowed, ValidationError, ValueError, Brand.DoesNotExist."""
    unknown = set(fields) - _FIELDS
    if unknown:
        raise ValueError(f"a brand's rules have no {min(unknown)}")
    _check_levels(fields.get("goodwill_cents", {}))
    for name, address in fields.get("ticket_systems", {}).items():
        check_address(name, address)
    with transaction.atomic(durable=True):
        brand = house.brand_of(by, brand_id)
        row = BrandRules.objects.select_for_update(of=("self",)).filter(brand=brand).first()
        return house.put(row or BrandRules(brand=brand), fields, brand=brand, by=by, now=now)


def check_address(name: str, address: str) -> None:
    """Raises ValueError unless it can be the address of a ticket in a system of the house; none is fine."""
    if address and not (address.startswith(("https://", "http://")) and NUMBER in address):
        raise ValueError(f"The address of {name} starts with https:// and holds {NUMBER}.")


def _check_levels(limits: Mapping[str, Any]) -> None:
    for name, cents in limits.items():
        if name not in LEVELS or not isinstance(cents, int) or cents < 0:
            raise ValueError(f"a limit is whole cents for one of {', '.join(LEVELS)}, not {name}: {cents!r}")
