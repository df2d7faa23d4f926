"""Casework over the API: every act answers with what then stands on the case. The desk's own actions."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.core.exceptions import ValidationError

from hark.accounts.models import Team, User
from hark.actions import cases, goodwill, merging, reminders, tags
from hark.store.models import Case, Goodwill
from hark.web.api.cases import colleague, one, seen, taker
from hark.web.api.door import Asked, Refused
from hark.web.api.shapes import CaseOut
from hark.web.api.shapes_casework import (
    CaseworkOut,
    CreditIn,
    CreditOut,
    MergeIn,
    MergeOut,
    ReminderIn,
    ReminderOut,
    SnoozeIn,
    TagsIn,
    TakerOut,
    TakersOut,
    TeamOut,
    TicketIn,
    TicketOut,
    TransferIn,
)
from hark.web.cases.transfer import takers, teams

FURTHEST = timedelta(days=5 * 365)
LONGEST_REASON = 300


def snooze(asked: Asked) -> CaseOut:
    """Put the case aside."""
    until = to_come(cast("SnoozeIn", asked.body).until, asked.now)
    cases.snooze(asked.ids["case"], until, by=asked.by, now=asked.now)
    return one(asked)


def wake(asked: Asked) -> CaseOut:
    """End the snooze."""
    cases.wake(asked.ids["case"], by=asked.by, now=asked.now)
    return one(asked)


def who(asked: Asked) -> TakersOut:
    """Who could take the case."""
    case = seen(asked)
    people = [
        TakerOut(colleague(each.user), each.here, each.held, each.capacity)
        for each in takers(case, asked.now)
    ]
    return TakersOut(people, [TeamOut(team.pk, team.name) for team in teams(case)])


def transfer(asked: Asked) -> CaseOut:
    """Hand the case over."""
    wanted, case = cast("TransferIn", asked.body), seen(asked)
    to, team = taker(case, wanted.to), _team(case, wanted.team)
    cases.transfer(case.pk, team=team, to=to, reason=wanted.reason, by=asked.by, now=asked.now)
    return one(asked)


def read(asked: Asked) -> CaseworkOut:
    """What stands on the case."""
    return _on(seen(asked), asked.by)


def set_tags(asked: Asked) -> CaseworkOut:
    """Make these the tags of the case; what is there already keeps who put it there."""
    wanted = {tags.clean(name) for name in cast("TagsIn", asked.body).tags}
    there = {tag.name for tag in seen(asked).tags.all()}
    for name in sorted(there - wanted):
        tags.remove(asked.ids["case"], name, by=asked.by, now=asked.now)
    for name in sorted(wanted - there):
        tags.add(asked.ids["case"], name, by=asked.by, now=asked.now)
    return read(asked)


def link_ticket(asked: Asked) -> CaseworkOut:
    """Note the number of a ticket of another system."""
    given = cast("TicketIn", asked.body)
    try:
        tags.link_ticket(asked.ids["case"], given.system, given.number, given.url, by=asked.by, now=asked.now)
    except ValidationError:
        raise Refused(422, "This ticket is named here already, or its address is none.") from None
    return read(asked)


def unlink_ticket(asked: Asked) -> CaseworkOut:
    """Forget a ticket's number."""
    row = seen(asked).tickets.get(pk=asked.ids["ticket"])
    tags.unlink_ticket(row.pk, by=asked.by, now=asked.now)
    return read(asked)


def remind(asked: Asked) -> CaseworkOut:
    """Set a reminder, or keep a promise in mind."""
    given = cast("ReminderIn", asked.body)
    keep = reminders.promise if given.kind == reminders.PROMISE else reminders.remind
    keep(asked.ids["case"], to_come(given.at, asked.now), given.text, by=asked.by, now=asked.now)
    return read(asked)


def reminded(asked: Asked) -> CaseworkOut:
    """Say that a reminder or a promise was dealt with."""
    row = seen(asked).reminders.get(pk=asked.ids["reminder"])
    reminders.done(row.pk, by=asked.by, now=asked.now)
    return read(asked)


def stands_again(asked: Asked) -> CaseworkOut:
    """Say that a reminder or a promise was not dealt with after all."""
    row = seen(asked).reminders.get(pk=asked.ids["reminder"])
    reminders.resume(row.pk, by=asked.by, now=asked.now)
    return read(asked)


def ask_credit(asked: Asked) -> CaseworkOut:
    """Ask for a goodwill credit."""
    given = cast("CreditIn", asked.body)
    goodwill.ask(asked.ids["case"], given.cents, given.reason, by=asked.by, now=asked.now)
    return read(asked)


def withdraw_credit(asked: Asked) -> CaseworkOut:
    """Take a request back, or withdraw a granted credit with a reason."""
    reason = asked.query.get("reason", "")
    if len(reason) > LONGEST_REASON:
        raise Refused(422, f"reason has at most {LONGEST_REASON} characters.")
    goodwill.withdraw(asked.ids["case"], asked.ids["credit"], reason, by=asked.by, now=asked.now)
    return read(asked)


def merge(asked: Asked) -> CaseworkOut:
    """Make another case part of this one."""
    merging.merge(asked.ids["case"], cast("MergeIn", asked.body).case, by=asked.by, now=asked.now)
    return read(asked)


def split(asked: Asked) -> CaseworkOut:
    """Take a merge back."""
    row = seen(asked).merges.get(pk=asked.ids["merge"], undone_at__isnull=True)
    merging.split(row.pk, by=asked.by, now=asked.now)
    return read(asked)


def credit_out(row: Goodwill) -> CreditOut:
    """A credit as the API tells it."""
    decided = colleague(row.decided_by) if row.decided_by else None
    return CreditOut(
        row.pk, row.case_id, row.cents, row.currency, row.reason, cast("Any", row.state),
        colleague(row.asked_by), decided, row.decision,
    )  # fmt: skip


def _on(case: Case, reader: User) -> CaseworkOut:
    open_ones = case.reminders.filter(done_at__isnull=True).select_related("person").order_by("at", "pk")
    mine = [row for row in open_ones if row.kind == reminders.PROMISE or row.person_id == reader.pk]
    money = case.goodwill.select_related("asked_by", "decided_by").order_by("pk")
    merged = case.merges.filter(undone_at__isnull=True).order_by("pk")
    return CaseworkOut(
        tags=[tag.name for tag in case.tags.order_by("name")],
        tickets=[TicketOut(row.pk, row.system, row.number, row.url) for row in case.tickets.order_by("pk")],
        reminders=[
            ReminderOut(row.pk, cast("Any", row.kind), colleague(row.person), row.at, row.text)
            for row in mine
        ],
        credits=[credit_out(row) for row in money],
        merges=[MergeOut(row.pk, row.lost_id, row.at) for row in merged],
    )


def to_come(at: datetime, now: datetime) -> datetime:
    """The time, when it is still to come and within reach. Raises Refused."""
    if not now < at <= now + FURTHEST:
        raise Refused(422, "Choose a time that is still to come, within five years.")
    return at


def _team(case: Case, number: int | None) -> Team | None:
    if number is None:
        return None
    found = next((team for team in teams(case) if team.pk == number), None)
    if found is None:
        raise Refused(422, "Nobody of this team works for the brand of the case.")
    return found
