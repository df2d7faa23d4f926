"""What people put on a case, for the context column: tags, tickets, times to come back, credits, consent, notes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from hark.accounts.models import User
from hark.actions import goodwill, rules
from hark.actions.reminders import PROMISE
from hark.store.compiled import CompiledQuery
from hark.store.models import Case, CaseTag, Consent, Correction, CustomerNote, Goodwill, Reminder, TicketLink
from hark.web.cases.glance import Glance
from hark.web.clocks import Clock, running
from hark.web.sums import sum_of
from hark.web.times import exact

_NOTES = 5


_TAGS = CompiledQuery(
    lambda case: CaseTag.objects.filter(case=case).order_by("name").values_list("name", flat=True), case=Case
)
_TICKETS = CompiledQuery(lambda case: TicketLink.objects.filter(case=case).order_by("created_at"), case=Case)
_CREDITS = CompiledQuery(
    lambda case: (
        Goodwill.objects.filter(case=case)
        .select_related("asked_by", "decided_by", "withdrawn_by")
        .order_by("-asked_at")
    ),
    case=Case,
)
_CORRECTIONS = CompiledQuery(
    lambda case: Correction.objects.filter(case=case).select_related("by").order_by("-at")[:_NOTES],
    case=Case,
)
_CONSENTS = CompiledQuery(
    lambda brand, author: (
        Consent.objects.filter(brand=brand, author=author)
        .select_related("recorded_by")
        .order_by("withdrawn_at", "-given_at")
    ),
    brand=int,
    author=int,
)
_CUSTOMER_NOTES = CompiledQuery(
    lambda brand, author: (
        CustomerNote.objects.filter(brand=brand, author=author)
        .select_related("writer")
        .order_by("-created_at")[:_NOTES]
    ),
    brand=int,
    author=int,
)
_AWAITED = CompiledQuery(
    lambda case, reader: (
        Reminder.objects.filter(Q(kind=PROMISE) | Q(person=reader), case=case, done_at__isnull=True)
        .select_related("person")
        .order_by("at")
    ),
    case=Case,
    reader=User,
)


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
    about = {"brand": brand, "author": case.author_id}
    credits_asked = _CREDITS.all(case=case) if "goodwill" in held else []
    return Casework(
        tags=_TAGS.all(case=case) if "tags" in held else (),
        tickets=_TICKETS.all(case=case) if "tickets" in held else (),
        awaited=_awaited(case, reader, now) if "reminders" in held else (),
        credits=[(row, amount(row)) for row in credits_asked],
        consents=_CONSENTS.all(**about) if "consents" in held else (),
        notes=_CUSTOMER_NOTES.all(**about) if "customer_notes" in held else (),
        corrections=_CORRECTIONS.all(case=case) if "corrections" in held else (),
        merged="merges" in held,
        limit=_limit(goodwill.limit(reader, house), house.currency),
        currency=house.currency,
        systems=sorted(house.ticket_systems),
    )


def amount(row: Goodwill) -> str:
    """A sum as it is read: "12.50 EUR"."""
    return sum_of(row.cents, row.currency)


def _awaited(case: Case, reader: User, now: datetime) -> list[Awaited]:
    return [_line(row, now) for row in _AWAITED.all(case=case, reader=reader)]


def _line(row: Reminder, now: datetime) -> Awaited:
    clock = replace(running(row.created_at, row.at, now), title=exact(row.at))
    return Awaited(row, clock, row.kind == PROMISE)


def _limit(most: int | None, currency: str) -> str:
    if most is None:
        return _("You may grant any sum.")
    if not most:
        return _("A supervisor decides about every credit.")
    return _("Up to %(sum)s is granted at once; above it a supervisor decides.") % {
        "sum": sum_of(most, currency)
    }
