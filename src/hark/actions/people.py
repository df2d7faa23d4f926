"""People and teams of the house: who they are, what they may do, whom they share a queue with.

These changes belong to no single brand. The spine keeps them once, without a brand; administrators read them.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Model

from hark.accounts.models import Role, Team, User
from hark.actions import endings, events
from hark.actions.events import Fact
from hark.actions.house import NotAllowed
from hark.store.models import Brand, BrandAccess

_FIELDS = ("username", "first_name", "last_name", "role", "initials", "zone", "is_active")


class LastAdministrator(ValueError):
    """Somebody must be left who may administer."""


def save(
    person_id: int | None,
    fields: Mapping[str, Any],
    brands: Iterable[Brand],
    teams: Iterable[Team],
    *,
    password: str = "",
    by: User,
    now: datetime,
) -> User:
    """Add a person, or change one: who they are, their brands and their teams. An empty password keeps theirs.

    Raises NotAllowed, LastAdministrator, ValidationError, ValueError, User.DoesNotExist.
    """
    if by.role != Role.ADMINISTRATOR:
        raise NotAllowed("People are added and changed by administrators.")
    _check(fields)
    with transaction.atomic(durable=True):
        row = User() if person_id is None else User.objects.select_for_update().get(pk=person_id)
        before = _state(row) if row.pk else {}
        for name, value in fields.items():
            setattr(row, name, value)
        if password or row.pk is None:
            row.set_password(password or None)
        row.full_clean(exclude=["password"])
        row.save()
        _someone_administers()
        _set_brands(row, list(brands))
        row.teams.set(teams)
        _tell(row, before, _state(row) | ({"password": "set"} if password else {}), by, now)
    return row


def save_team(team_id: int | None, name: str, members: Iterable[User], *, by: User, now: datetime) -> Team:
    """Add a team, or change its name and who is in it. Raises NotAllowed, ValidationError, Team.DoesNotExist."""
    if not by.supervises:
        raise NotAllowed("Teams are changed by supervisors.")
    with transaction.atomic(durable=True):
        row = Team() if team_id is None else Team.objects.select_for_update().get(pk=team_id)
        before = _team(row) if row.pk else {}
        row.name = name
        row.full_clean()
        row.save()
        row.members.set(members)
        _tell(row, before, _team(row), by, now)
    return row


def remove_team(team_id: int, *, by: User, now: datetime) -> None:
    """Dissolve a team; its rules and macros go, its cases belong to everybody. Raises NotAllowed, Team.DoesNotExist."""
    if not by.supervises:
        raise NotAllowed("Teams are changed by supervisors.")
    with transaction.atomic(durable=True):
        row = Team.objects.select_for_update().get(pk=team_id)
        endings.end_team(row, by=by, now=now)
        _tell(row, _team(row), {}, by, now)
        row.delete()


def _check(fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - set(_FIELDS)
    if unknown:
        raise ValueError(f"a person has no {min(unknown)}")
    try:
        ZoneInfo(fields.get("zone", "UTC"))
    except (KeyError, ValueError, OSError):
        raise ValueError(f"There is no time zone {fields['zone']!r}.") from None


def _someone_administers() -> None:
    if not User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
        raise LastAdministrator("This is the last administrator. Make somebody else one first.")


def _set_brands(person: User, brands: list[Brand]) -> None:
    BrandAccess.objects.filter(user=person).exclude(brand__in=brands).delete()
    for brand in brands:
        BrandAccess.objects.get_or_create(user=person, brand=brand)


def _state(person: User) -> dict[str, Any]:
    known: dict[str, Any] = {name: getattr(person, name) for name in _FIELDS}
    known["brands"] = sorted(person.brand_access.values_list("brand__name", flat=True))
    known["teams"] = sorted(person.teams.values_list("name", flat=True))
    return known


def _team(team: Team) -> dict[str, Any]:
    return {"name": team.name, "members": sorted(map(_called, team.members.all()))}


def _called(person: User) -> str:
    return person.get_full_name() or person.username


def _tell(row: Model, before: Mapping[str, Any], after: Mapping[str, Any], by: User, now: datetime) -> None:
    different = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    if not different:
        return
    data = {
        "what": row._meta.model_name,
        "id": row.pk,
        "name": _called(row) if isinstance(row, User) else str(row),
        "before": {name: before[name] for name in different if name in before},
        "after": {name: after[name] for name in different if name in after},
    }
    events.record(Fact("settings_changed", None, None, by.pk, data), now=now)
