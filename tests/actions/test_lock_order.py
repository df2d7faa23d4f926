"""One order of locks: the case before what hangs on it. A merge at the same moment waits; nobody is ended."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.models import F
from tests.factories import NOON, hear, post

from hark.accounts.models import User
from hark.actions import agents, approvals, goodwill, merging, outbox, reminders, rules
from hark.domain.post import Lane
from hark.store.models import Account, Approval, Case, Goodwill, Outbox, Reminder

pytestmark = pytest.mark.django_db(transaction=True)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def two(care: Account, boss: User) -> tuple[Case, Case]:
    """Two cases of one customer, of a brand whose agents' answers are read by a second person."""
    fields = {"approve_levels": ["agent"], "goodwill_cents": {"supervisor": 5000}}
    rules.save(care.brand_id, fields, by=boss, now=NOON)
    hear(
        post("kim", "@CurlewCare my line is dead", post_id="1", tags=[care]),
        post("kim", "@CurlewCare still dead, help", post_id="10", tags=[care], minutes=20),
        minutes=21,
    )
    return Case.objects.get(root_id="1"), Case.objects.get(root_id="10")


def waiting_answer(case: Case, lena: User) -> Approval:
    row = outbox.submit(case.pk, "We look at it", Lane.PUBLIC, target_post_id=None, by=lena, now=after(22))
    return Approval.objects.get(outbox=row)


@contextmanager
def beside(act: Callable[[], object]) -> Iterator[list[Exception]]:
    """Run the act in a connection of its own; what it raised is there when it has ended."""
    raised: list[Exception] = []

    def run() -> None:
        try:
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    yield raised
    thread.join(20)
    assert not thread.is_alive()


def until_somebody_waits() -> None:
    """Until a connection waits for a lock this one holds."""
    for _ in range(400):
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
            if cursor.fetchone()[0]:
                return
            cursor.execute("select pg_sleep(0.025)")
    raise AssertionError("nobody waits for the case")


Act = Callable[[User, User, Case], tuple[Callable[[], object], type[Outbox | Goodwill | Reminder], int]]


def approving(lena: User, boss: User, case: Case) -> tuple[Callable[[], object], type[Outbox], int]:
    asked = waiting_answer(case, lena)
    return lambda: approvals.approve(asked.pk, by=boss, now=after(23)), Outbox, asked.outbox_id


def editing(lena: User, boss: User, case: Case) -> tuple[Callable[[], object], type[Outbox], int]:
    asked = waiting_answer(case, lena)
    return lambda: approvals.edit(asked.outbox_id, "We see", by=lena, now=after(23)), Outbox, asked.outbox_id


def deciding(lena: User, boss: User, case: Case) -> tuple[Callable[[], object], type[Goodwill], int]:
    row = goodwill.ask(case.pk, 900, "two days without a line", by=lena, now=after(22))
    return (
        lambda: goodwill.decide(row.pk, approve=True, reason="", by=boss, now=after(23)),
        Goodwill,
        row.pk,
    )


def finishing(lena: User, boss: User, case: Case) -> tuple[Callable[[], object], type[Reminder], int]:
    row = reminders.remind(case.pk, after(60), by=lena, now=after(22))
    return lambda: reminders.done(row.pk, by=lena, now=after(23)), Reminder, row.pk


@pytest.mark.parametrize("act", [approving, editing, deciding, finishing])
def test_who_waits_for_the_case_holds_nothing_that_hangs_on_it(
    two: tuple[Case, Case], lena: User, boss: User, act: Act
) -> None:
    case = two[1]
    verb, model, row = act(lena, boss, case)
    held = threading.Event()
    with beside(lambda: held.wait(10) and verb()) as raised, transaction.atomic():
        Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        held.set()
        until_somebody_waits()
        # OperationalError here: it holds the row while it waits for the case.
        model.objects.select_for_update(nowait=True).get(pk=row)
    assert raised == []


def test_a_persons_cases_are_held_by_id_as_those_of_a_batch_are(two: tuple[Case, Case], lena: User) -> None:
    Case.objects.update(assignee=lena)
    first, second = sorted(case.pk for case in two)
    # Written again, the first one lies behind the second, where whoever reads along the table finds it last.
    Case.objects.filter(pk=first).update(priority=F("priority") + 1)
    held = threading.Event()
    with beside(lambda: held.wait(10) and agents.here(lena, now=after(23))) as raised, transaction.atomic():
        Case.objects.select_for_update(no_key=True).get(pk=first)
        held.set()
        until_somebody_waits()
        Case.objects.select_for_update(no_key=True, nowait=True).get(pk=second)
    assert raised == []
    assert set(Case.objects.values_list("route_at", flat=True)) == {after(23)}


def test_an_approval_and_a_merge_at_once_both_end(two: tuple[Case, Case], lena: User, boss: User) -> None:
    kept, lost = two
    asked = waiting_answer(lost, lena)
    gate = threading.Barrier(2)

    def approve() -> None:
        gate.wait(10)
        approvals.approve(asked.pk, by=boss, now=after(23))

    with beside(approve) as raised:
        gate.wait(10)
        merging.merge(kept.pk, lost.pk, by=lena, now=after(23))
    row = Outbox.objects.get()
    assert row.case_id == kept.pk
    if raised:
        assert isinstance(raised[0], approvals.Outdated)
        assert row.state == "pending_approval"
        again = Approval.objects.get(outbox=row, decided_at__isnull=True)
        approvals.approve(again.pk, by=boss, now=after(24))
    else:
        assert row.state == "queued"


def test_a_reminder_of_a_case_somebody_holds_comes_with_the_next_round(
    two: tuple[Case, Case], lena: User
) -> None:
    reminders.remind(two[0].pk, after(30), by=lena, now=after(22))
    told: list[int] = []
    with transaction.atomic():
        Case.objects.select_for_update(no_key=True).get(pk=two[0].pk)
        with beside(lambda: told.append(reminders.fire_due(after(31)))) as raised:
            pass
    assert (raised, told) == ([], [0])
    assert reminders.fire_due(after(32)) == 1
