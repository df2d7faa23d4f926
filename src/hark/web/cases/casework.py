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
    """`limit` says how much the reader may grant alone, in words; `systems` are the house's ticket systems."""

    tags: Sequence[str]
    tickets: Sequence[TicketLink]
    awaited: Sequence[Awaited]
    credits: Sequence[tuple[Goodwill, str]]
    consents: Sequence[Consent]
    notes: Sequence[CustomerNote]
    corrections: Sequence[Correction]
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


def casework(case: Case, reader: User, now: datetime) -> Casework:
    """Everything of a case that is neither said nor sent."""
    house = rules.of(case.account.brand_id)
    own = Q(kind=PROMISE) | Q(person=reader)
    awaited = case.reminders.filter(own, done_at__isnull=True).select_related("person").order_by("at")
    theirs = {"brand": case.account.brand_id, "author": case.author_id}
    notes = CustomerNote.objects.filter(**theirs).select_related("writer").order_by("-created_at")
    consents = (
        Consent.objects.filter(**theirs).select_related("recorded_by").order_by("withdrawn_at", "-given_at")
    )
    money = case.goodwill.select_related("asked_by", "decided_by").order_by("-asked_at")
    return Casework(
        tags=list(case.tags.order_by("name").values_list("name", flat=True)),
        tickets=list(case.tickets.order_by("created_at")),
        awaited=[_awaited(row, now) for row in awaited],
        credits=[(row, amount(row)) for row in money],
        consents=list(consents),
        notes=list(notes[:_NOTES]),
        corrections=list(case.corrections.select_related("by").order_by("-at")[:_NOTES]),
        limit=_limit(goodwill.limit(reader, case.account.brand_id), house.currency),
        currency=house.currency,
        systems=sorted(house.ticket_systems),
    )


def amount(row: Goodwill) -> str:
    """A sum as it is read: "12.50 EUR"."""
    return money(row.cents, row.currency)


def money(cents: int, currency: str) -> str:
    return f"{cents / 100:.2f} {currency}"


def _awaited(row: Reminder, now: datetime) -> Awaited:
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
