"""What people put on a case, for the context column: tags, tickets, times to come back, credits, consent, notes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from hark.accounts.models import User
from hark.actions import goodwill, rules
from hark.actions.reminders import PROMISE
from hark.store.models import Case, Consent, Correction, CustomerNote, Goodwill, Reminder, TicketLink
from hark.web.cases.glance import Glance
from hark.web.clocks import Clock, running
from hark.web.times import exact

_NOTES = 5


@dataclass(frozen=True, slots=True)
class Awaited:
    """A reminder of the reader's own, or a promise to the customer, with its clock."""

    row: Reminder
    clock: Clock
    promise: bool


@dataclass(frozen=True, slots=True)
class Casework:
    """`limit` says how much the reader may grant alone, in words; `systems` are the house's ticket systems.

    `merged`: other cases went into this one and could be split off.
    """

    tags: Sequence[str]
    tickets: Sequence[TicketLink]
    awaited: Sequence[Awaited]
    credits: Sequence[tuple[Goodwill, str]]
    consents: Sequence[Consent]
    notes: Sequence[CustomerNote]
    corrections: Sequence[Correction]
    merged: bool
    limit: str
    currency: str
    systems: Sequence[str]

    @property
    def promises(self) -> Sequence[Awaited]:
        return [one for one in self.awaited if one.promise]

    @property
    def joined(self) -> str:
        """The customer number a standing consent joins with the handle."""
        return next((row.customer_number for row in self.consents if row.customer_number), "")


def casework(case: Case, first: Glance, reader: User, now: datetime) -> Casework:
    """Everything of a case that is neither said nor sent. Only tables that hold something are read."""
    brand, house = case.account.brand_id, rules.of(case.account.brand_id)
    held = first.holds
    notes = CustomerNote.objects.filter(brand=brand, author=case.author_id).select_related("writer")
    consents = Consent.objects.filter(brand=brand, author=case.author_id).select_related("recorded_by")
    asked = case.goodwill.select_related("asked_by", "decided_by").order_by("-asked_at")
    corrected = case.corrections.select_related("by").order_by("-at")
    return Casework(
        tags=list(case.tags.order_by("name").values_list("name", flat=True)) if "tags" in held else (),
        tickets=list(case.tickets.order_by("created_at")) if "tickets" in held else (),
        awaited=_awaited(case, reader, now) if "reminders" in held else (),
        credits=[(row, amount(row)) for row in asked] if "goodwill" in held else (),
        consents=list(consents.order_by("withdrawn_at", "-given_at")) if "consents" in held else (),
        notes=list(notes.order_by("-created_at")[:_NOTES]) if "customer_notes" in held else (),
        corrections=list(corrected[:_NOTES]) if "corrections" in held else (),
        merged="merges" in held,
        limit=_limit(goodwill.limit(reader, house), house.currency),
        currency=house.currency,
        systems=sorted(house.ticket_systems),
    )


def amount(row: Goodwill) -> str:
    """A sum as it is read: "12.50 EUR"."""
    return money(row.cents, row.currency)


def money(cents: int, currency: str) -> str:
    return f"{cents / 100:.2f} {currency}"


def _awaited(case: Case, reader: User, now: datetime) -> list[Awaited]:
    own = Q(kind=PROMISE) | Q(person=reader)
    rows = case.reminders.filter(own, done_at__isnull=True).select_related("person").order_by("at")
    return [_line(row, now) for row in rows]


def _line(row: Reminder, now: datetime) -> Awaited:
    clock = replace(running(row.created_at, row.at, now), title=exact(row.at))
    return Awaited(row, clock, row.kind == PROMISE)


def _limit(most: int | None, currency: str) -> str:
    if most is None:
        return _("You may grant any sum.")
    if not most:
        return _("A supervisor decides about every credit.")
    return _("Up to %(sum)s is granted at once; above it a supervisor decides.") % {
        "sum": money(most, currency)
    }
