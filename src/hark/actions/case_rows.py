"""Holding a case and writing it back: what every verb on a case begins and ends with. Call both in a transaction."""

from datetime import datetime
from typing import Any

from hark.accounts.models import User
from hark.actions import clocks, events
from hark.actions.events import EventKind, Fact
from hark.domain.case import ACTIVE, LIFE, CaseMove, CaseState, CaseTimes, settle
from hark.store.models import Case, Event

# What a person does that another person must know of before they do the next thing.
MOVED = ("case_assigned", "case_transferred", "case_closed", "case_reopened", "case_snoozed", "case_woken")


class MergedAway(Exception):
    """The case went into another one, `into`; act there."""

    def __init__(self, into: int) -> None:
        super().__init__("This case was merged into another one.")
        self.into = into


class Overtaken(Exception):
    """A colleague moved the case after this person last saw it; `event` is what they did."""

    def __init__(self, event: Event) -> None:
        super().__init__("Somebody else has moved this case meanwhile.")
        self.event = event


def locked(case_id: int, by: User, *, seen: int | None = None) -> Case:
    """The case, held until the transaction ends. Raises Case.DoesNotExist, MergedAway.

    `seen` is the newest event of the case that the person has seen: raises Overtaken when a colleague moved the case
    after it.
    """
    visible = Case.objects.for_person(by).select_for_update(of=("self",), no_key=True)
    case = visible.select_related("account").get(pk=case_id)
    if case.merged_into_id is not None:
        raise MergedAway(case.merged_into_id)
    if seen is not None:
        later = Event.objects.filter(case=case, pk__gt=seen, kind__in=MOVED, actor__isnull=False)
        other = later.exclude(actor=by).select_related("actor").order_by("pk").first()
        if other is not None:
            raise Overtaken(other)
    return case


def moved(case_id: int, by: User, move: CaseMove, *, seen: int | None = None) -> Case:
    """The case, held and moved by its life cycle, not yet saved. Raises IllegalMove too."""
    case = locked(case_id, by, seen=seen)
    case.state = LIFE.after(CaseState(case.state), move)
    return case


def as_the_posts_say(case: Case) -> CaseState:
    """A case taken up again waits for the customer when they are the one who owes a word."""
    times = CaseTimes(
        case.first_inbound_at, case.last_inbound_at, case.first_response_at, case.last_outbound_at,
        case.unanswered_since,
    )  # fmt: skip
    return settle(CaseState(case.state), times, heard=False)


def save(
    case: Case, kind: EventKind, by: User | None, now: datetime, data: dict[str, Any] | None = None
) -> Case:
    """Reckon the clocks, note whose act it was, write the row and tell the spine."""
    clocks.reckon(case, now=now)
    if by is not None and by.pk == case.assignee_id:
        case.owner_acted_at = now
    if CaseState(case.state) in ACTIVE:
        case.route_at = now
    case.version += 1
    case.save()
    tell(case, kind, by, now, data)
    return case


def touch(case: Case, kind: EventKind, by: User | None, now: datetime, data: dict[str, Any]) -> Case:
    """Tell the spine of something on the case that moves neither its state nor its clocks."""
    case.version += 1
    fields = ["version"]
    if by is not None and by.pk == case.assignee_id:
        case.owner_acted_at = now
        fields.append("owner_acted_at")
    case.save(update_fields=fields)
    tell(case, kind, by, now, data)
    return case


def tell(case: Case, kind: EventKind, by: User | None, now: datetime, data: dict[str, Any] | None) -> None:
    """Append the fact to the case's story."""
    events.record(Fact(kind, case.pk, case.account.brand_id, by.pk if by else None, data or {}), now=now)
