"""Agents: here or away, what they can do and carry."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db import transaction

from hark.accounts.models import User
from hark.actions import events, house, notify, routing
from hark.actions.case_rows import MOVED, locked, save
from hark.actions.events import Fact
from hark.actions.presence import alive
from hark.actions.undo import WINDOW, TooLate
from hark.domain.case import ACTIVE, CaseState
from hark.domain.routing import RouteReason
from hark.store.models import AgentProfile, Brand, BrandAccess, Case, Event

# An open page gives a sign of life every half minute; four missed ones mean that nobody is there.
SILENT_AFTER = timedelta(minutes=2)
__all__ = ["alive", "away", "back", "here", "is_here", "notice_absent", "set_profile", "signed_out"]
_FIELDS = frozenset({"level", "capacity", "topics", "languages", "networks"})


def here(person: User, *, now: datetime) -> AgentProfile:
    """The person is ready for cases."""
    return _set(person, available=True, since=None, now=now, by=person)


def away(person: User, *, now: datetime, by: User | None = None) -> AgentProfile:
    """The person takes no more cases; those that wait go back after the queue's time. `by`: a supervisor's act.

    Raises NotAllowed for anybody but the person and the supervisors of a brand of theirs.
    """
    return _set(person, available=False, since=now, now=now, by=by or person)


def back(person: User, since: datetime, *, by: User, now: datetime) -> AgentProfile:
    """Take back that a supervisor set the person away at `since`; cases that went back for it and that nobody has
    touched are theirs again. Raises TooLate, and NotAllowed as `away` does.
    """
    if now - since > WINDOW:
        raise TooLate("That was more than ten minutes ago.")
    if not AgentProfile.objects.filter(user=person, available=False, away_since=since).exists():
        raise TooLate(f"{person.short_name} has come or gone since.")
    profile = _set(person, available=True, since=None, now=now, by=by)
    _give_back(person, since, by, now)
    return profile


def _give_back(person: User, since: datetime, by: User, now: datetime) -> None:
    """The cases that went back to the queue because the person was away since then, if they lie there as they came."""
    returned = Event.objects.filter(
        kind="case_returned", at__gte=since, data__from=person.pk, data__reason=RouteReason.OWNER_AWAY.value,
        case__assignee__isnull=True, case__state__in=[state.value for state in ACTIVE],
        case__in=Case.objects.for_person(by),
    )  # fmt: skip
    for event in returned.order_by("case"):
        with transaction.atomic(durable=True):
            case = locked(event.case_id or 0, by)
            later = Event.objects.filter(case=case, pk__gt=event.pk, kind__in=MOVED).exists()
            if case.assignee_id is None and CaseState(case.state) in ACTIVE and not later:
                case.assignee, case.owner_acted_at = person, now
                notify.uncount(person.pk, "returned", case, by=None, at=event.at)
                data = {"from": None, "to": person.pk, "name": person.short_name, "was": case.state}
                save(case, "case_assigned", by, now, data)


def signed_out(person: User, *, now: datetime) -> None:
    """Whoever leaves the desk is away, if they were here."""
    if is_here(person):
        away(person, now=now)


def is_here(person: User) -> bool:
    """Whether the person takes cases."""
    return AgentProfile.objects.filter(user=person, available=True).exists()


def notice_absent(now: datetime, *, limit: int = 200) -> int:
    """Who is available and whose pages have all gone silent is away since then. Returns how many."""
    with transaction.atomic(durable=True):
        silent = list(
            AgentProfile.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("user")
            .filter(available=True, seen_at__lt=now - SILENT_AFTER)[:limit]
        )
        for profile in silent:
            profile.available, profile.away_since = False, profile.seen_at
            profile.save()
            _tell(profile.user, "agent_away", None, now)
            routing.refresh(profile.user, now)
    return len(silent)


def set_profile(person: User, fields: Mapping[str, Any], *, by: User, now: datetime) -> AgentProfile:
    """Change what an agent can do and carry. Raises NotAllowed, ValidationError, ValueError."""
    if set(fields) - _FIELDS:
        raise ValueError(f"an agent has no {min(set(fields) - _FIELDS)}")
    with transaction.atomic(durable=True):
        brand = _shared(person, by)
        row = AgentProfile.objects.select_for_update().filter(user=person).first() or AgentProfile(
            user=person
        )
        house.put(row, fields, brand=brand, by=by, now=now)
        routing.refresh(person, now)
    return row


def _set(person: User, *, available: bool, since: datetime | None, now: datetime, by: User) -> AgentProfile:
    with transaction.atomic(durable=True):
        brand = None if by == person else _shared(person, by)
        profile, _ = AgentProfile.objects.select_for_update().get_or_create(user=person)
        if profile.available == available:
            return profile
        profile.available, profile.away_since, profile.seen_at = available, since, now
        profile.save()
        if brand is not None:
            was, became = {"available": not available}, {"available": available}
            house.changed(brand, profile, was, became, by=by, now=now)
        _tell(person, "agent_here" if available else "agent_away", by, now)
        routing.refresh(person, now)
    return profile


def _shared(person: User, by: User) -> Brand:
    """A brand of the person that `by` supervises. Raises NotAllowed without one."""
    shared = BrandAccess.objects.filter(user=person, brand__access__user=by).select_related("brand").first()
    if shared is None or not by.supervises:
        raise house.NotAllowed("Agents are set up by supervisors of one of their brands.")
    return shared.brand


def _tell(person: User, kind: Literal["agent_here", "agent_away"], by: User | None, now: datetime) -> None:
    brands = BrandAccess.objects.filter(user=person).values_list("brand_id", flat=True)
    data = {"person": person.pk, "name": person.short_name}
    facts = [Fact(kind, None, brand, by.pk if by else None, data) for brand in brands]
    events.record_many(facts, now=now)
