"""Telling colleagues: rows in their list, written with the fact that caused them."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from hark.accounts.models import Role, User
from hark.store.models import Case, Event, Notification

GATHERS = timedelta(minutes=10)
# A line whose number is looked up: the cases about to be late that nobody has taken.
UNOWNED = "unowned"
# Of lines that count: the fact they count, and where it names the person.
_FACTS = {"given": ("case_assigned", "data__to"), "returned": ("case_returned", "data__from")}
_CALLED = re.compile(r"(?<![\w@])@([\w.+-]*\w)")


def mentioned(text: str, brand: int, *, but: User) -> list[int]:
    """The colleagues a note calls by @username, as far as they may see the brand; not the writer."""
    names = {name.lower() for name in _CALLED.findall(text)}
    if not names:
        return []
    people = User.objects.filter(brand_access__brand=brand, is_active=True).exclude(pk=but.pk)
    return sorted(pk for pk, name in people.values_list("pk", "username") if name.lower() in names)


def supervisors(brand: int) -> list[int]:
    """Who supervises a brand."""
    people = User.objects.filter(brand_access__brand=brand, is_active=True)
    return sorted(people.filter(role__in=[Role.SUPERVISOR, Role.ADMINISTRATOR]).values_list("pk", flat=True))


def takers(brand: int, team: int | None) -> list[int]:
    """Who could take a case that nobody has: the people of its team who take cases now, else who supervises."""
    if team is None:
        return supervisors(brand)
    people = User.objects.filter(teams=team, brand_access__brand=brand, is_active=True, agent__available=True)
    return sorted(people.values_list("pk", flat=True)) or supervisors(brand)


def tell(
    people: Iterable[int], kind: str, case: Case | None, *, by: User | None, now: datetime, text: str = ""
) -> None:
    """Put a line into these people's lists. Call it in a transaction."""
    short = " ".join(text.split())[:300]
    Notification.objects.bulk_create(
        Notification(person_id=person, kind=kind, case=case, actor=by, text=short, at=now)
        for person in people
    )


def count(people: Iterable[int], kind: str, cases: Sequence[Case], *, by: User | None, now: datetime) -> None:
    """One line for each of these people about all of these cases of one brand, however many; an unread one of the
    last ten minutes goes on counting. Its text is the number. Call it in a transaction, with the accounts loaded.
    """
    if not cases:
        return
    wanted, brand = list(people), cases[0].account.brand_id
    open_lines = Notification.objects.filter(
        person__in=wanted, kind=kind, actor=by, read_at__isnull=True, at__gt=now - GATHERS,
        case__account__brand=brand,
    ).exclude(text="")  # fmt: skip
    counting = {line.person_id: line for line in open_lines.select_for_update(of=("self",)).order_by("pk")}
    for line in counting.values():
        line.text, line.case, line.at = str(int(line.text) + len(cases)), cases[0], now
    Notification.objects.bulk_update(counting.values(), ["text", "case", "at"])
    fresh = [person for person in wanted if person not in counting]
    tell(fresh, kind, cases[0], by=by, now=now, text=str(len(cases)))


def uncount(person: int, kind: str, case: Case, *, by: User | None, at: datetime) -> None:
    """Take a case that was counted at a time out of this person's line, if it is unread; an empty line goes.

    The line that counted it is the first one that was still counting then. Call it in a transaction.
    """
    lines = Notification.objects.filter(
        person=person, kind=kind, actor=by, at__gte=at, case__account__brand=case.account.brand_id
    )
    line = lines.exclude(text="").select_for_update(of=("self",)).order_by("pk").first()
    if line is None or line.read_at is not None:
        return
    if int(line.text) <= 1:
        line.delete()
    else:
        line.text = str(int(line.text) - 1)
        if line.case_id == case.pk and (other := _counted_too(line)) is not None:
            line.case_id = other
        line.save(update_fields=["text", "case"])


def _counted_too(line: Notification) -> int | None:
    """Another case that the line counted, the newest."""
    fact, role = _FACTS[line.kind]
    told = Event.objects.filter(kind=fact, actor=line.actor_id, at__lte=line.at, **{role: line.person_id})
    return told.exclude(case=line.case_id).order_by("-pk").values_list("case", flat=True).first()


def call(cases: Sequence[Case], *, now: datetime) -> None:
    """Tell those who could take what nobody has: one line each, which says how many are left whenever it is read.

    Call it in a transaction, with the accounts loaded.
    """
    unowned = {(case.account.brand_id, case.team_id): case for case in cases if case.assignee_id is None}
    wanted: dict[int, Case] = {}
    for (brand, team), case in unowned.items():
        wanted |= dict.fromkeys(takers(brand, team), case)
    Notification.objects.filter(person__in=wanted, kind=UNOWNED).delete()
    for person, case in wanted.items():
        tell([person], UNOWNED, case, by=None, now=now)


def read(person: User, ids: Sequence[int] | None, *, now: datetime) -> int:
    """The person has seen these lines, or all of them. Returns how many were unread."""
    with transaction.atomic(durable=True):
        lines = Notification.objects.filter(person=person, read_at__isnull=True)
        if ids is not None:
            lines = lines.filter(pk__in=ids)
        return lines.update(read_at=now)
