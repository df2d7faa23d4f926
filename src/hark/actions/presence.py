"""Who looks, who writes, who may send: presence ends by itself, and one person answers at a time.

Presence is no event of the spine: it goes out by NOTIFY on a channel of its own, only when something changed.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from hark.accounts.models import User
from hark.actions import lanes
from hark.actions.case_rows import tell
from hark.actions.house import NotAllowed
from hark.store import bulk
from hark.store.compiled import CompiledQuery
from hark.store.models import AgentProfile, Case, Presence, SendLock

CHANNEL = "hark_presence"
LOOKING, WRITING = "looking", "writing"
# An open page says so every fifteen seconds; two missed beats are an end.
LASTS = timedelta(seconds=40)
LOCK_LASTS = timedelta(seconds=60)
MOST_NAMED = 8


_HERE = CompiledQuery(
    lambda cases, now: (
        Presence.objects.filter(case__pk__anyof=cases, expires_at__gt=now)
        .select_related("person")
        .order_by("case", "-doing", "pk")
    ),
    cases=list,
    now=datetime,
)


class LockHeld(Exception):
    """Somebody else is the writer of this case and lane; `holder` says who, `until` how long at least."""

    def __init__(self, holder: User, until: datetime) -> None:
        super().__init__(f"{holder.short_name} is answering this.")
        self.holder = holder
        self.until = until


@dataclass(frozen=True, slots=True)
class Here:
    """A colleague on a case."""

    person: int
    name: str
    initials: str
    doing: str
    lane: str


def beat(case_id: int, doing: str, *, by: User, now: datetime, lane: str = "") -> bool:
    """The person's page shows this case, or they write on it. True when that is news.

    Raises Case.DoesNotExist, ValueError for doing anything else.
    """
    if doing not in (LOOKING, WRITING):
        raise ValueError(f"nobody can be {doing!r} on a case")
    with transaction.atomic(durable=True):
        case = Case.objects.for_person(by).select_related("account").get(pk=case_id)
        found = bulk.rows(
            "beat", case=case.pk, person=by.pk, doing=doing, lane=lane, now=now, expires=now + LASTS
        )
        news = bool(found[0][0])
        if news:
            _notify(case.pk, case.account.brand_id, now)
        if doing == WRITING:
            Case.objects.filter(pk=case.pk, assignee=by).update(owner_acted_at=now)
            SendLock.objects.filter(case=case, lane=lane, holder=by).update(expires_at=now + LOCK_LASTS)
        alive(by, now=now)
    return news


def alive(person: User, *, now: datetime) -> None:
    """A sign of life of an open page; written at most every twenty seconds."""
    recent = now - timedelta(seconds=20)
    AgentProfile.objects.filter(user=person).exclude(seen_at__gt=recent).update(seen_at=now)


def leave(case_id: int, *, by: User, now: datetime) -> None:
    """The person's page shows something else; what they held for sending, in either of its lanes, is free."""
    with transaction.atomic(durable=True):
        case = Case.objects.for_person(by).select_related("account").filter(pk=case_id).first()
        if case is None:
            return
        gone, _ = Presence.objects.filter(case=case, person=by).delete()
        SendLock.objects.filter(case__in=[case, lanes.counterpart(case) or case], holder=by).delete()
        if gone:
            _notify(case.pk, case.account.brand_id, now)


def who(cases: Iterable[int], *, now: datetime) -> dict[int, list[Here]]:
    """Who is on these cases now, writers first. The caller has seen to it that the reader may see the cases."""
    found: dict[int, list[Here]] = {}
    for row in _HERE.all(cases=list(cases), now=now):
        person = row.person
        here = Here(person.pk, person.short_name, person.initials, row.doing, row.lane)
        found.setdefault(row.case_id, []).append(here)
    return found


def take_lock(case_id: int, lane: str, *, by: User, now: datetime, over: bool = False) -> SendLock:
    """Become the writer of a case and lane, or stay it. `over`: a supervisor takes it from whoever has it.

    Raises LockHeld, NotAllowed, Case.DoesNotExist.
    """
    if over and not by.supervises:
        raise NotAllowed("Only supervisors take the pen from somebody.")
    with transaction.atomic(durable=True):
        case = Case.objects.for_person(by).select_related("account").get(pk=case_id)
        before = SendLock.objects.filter(case=case, lane=lane, expires_at__gt=now).exclude(holder=by).first()
        ends = now + LOCK_LASTS
        taken = bulk.rows(
            "take_lock", case=case.pk, lane=lane, person=by.pk, now=now, expires=ends, over=over
        )
        held = SendLock.objects.select_related("holder").get(case=case, lane=lane)
        if not taken:
            raise LockHeld(held.holder, held.expires_at)
        if over and before is not None:
            tell(case, "lock_taken_over", by, now, {"lane": lane, "from": before.holder_id})
    return held


def release_lock(case_id: int, lane: str, *, by: User) -> bool:
    """Stop being the writer. False when one was not."""
    with transaction.atomic(durable=True):
        gone, _ = SendLock.objects.filter(case=case_id, lane=lane, holder=by).delete()
    return bool(gone)


def sweep(now: datetime) -> int:
    """Strike out who has gone silent, and say so. Returns how many."""
    with transaction.atomic(durable=True):
        gone = bulk.rows("sweep_presence", now=now)
        for case, brand in sorted({(case, brand) for case, brand in gone}):
            _notify(case, brand, now)
    return len(gone)


def _notify(case: int, brand: int, now: datetime) -> None:
    """Say who is on a case to every page that may know; it goes out when the transaction commits."""
    people: Sequence[Here] = who([case], now=now).get(case, [])
    named = [
        [here.person, here.initials or here.name[:2], here.doing, here.lane] for here in people[:MOST_NAMED]
    ]
    payload = json.dumps(
        {"brand": brand, "case": case, "people": named, "more": max(0, len(people) - MOST_NAMED)}
    )
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, payload])
