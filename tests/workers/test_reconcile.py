"""Answers of unknown fate: found, sent again once, or given to a person; never said twice."""

import asyncio
import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.factories import NOON, hear, person, post
from tests.workers.simulation import FakeX, Plan, deliver, echo, random_plans

from hark.accounts.models import Role, User
from hark.actions import outbox, reconcile
from hark.domain.outbox import SendState
from hark.domain.post import Lane
from hark.store.models import Account, Case, Event, Outbox
from hark.store.models import Post as PostRow
from hark.text import split
from hark.workers.reconcile import look_once

pytestmark = pytest.mark.django_db
QUIET = 180.0


@pytest.fixture
def network(care: Account) -> FakeX:
    return FakeX(care)


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as found:
        yield found


def say(network: FakeX, lena: User, text: str, *plans: Plan, customer: str = "kim") -> Outbox:
    """A customer asks, Lena answers, and the network will treat the attempts like this."""
    asked = f"q-{customer}"
    hear(post(customer, "@CurlewCare my line is dead", post_id=asked, tags=[network.account]))
    case = Case.objects.get(author__handle=customer)
    network.plans[text] = list(plans)
    return outbox.submit(case.pk, text, Lane.PUBLIC, target_post_id=None, by=lena, now=NOON)


def copies(network: FakeX, row: Outbox) -> int:
    return sum(found.text == row.text for _, found in network.posts)


@pytest.mark.parametrize("late", [0.0, 14.0, 60.0, 150.0])
def test_a_success_whose_receipt_was_lost_is_found_not_repeated(
    network: FakeX, lena: User, runner: asyncio.Runner, late: float
) -> None:
    row = say(network, lena, "We look at it.", Plan("late", late))
    deliver(network, runner, until=600)
    row.refresh_from_db()
    assert (row.state, row.attempt, copies(network, row)) == (SendState.SENT, 1, 1)
    assert row.external_post_id == network.posts[0][1].post_id
    assert row.look_at is None


def test_what_was_processed_and_then_reset_is_found_within_seconds(
    network: FakeX, lena: User, runner: asyncio.Runner
) -> None:
    row = say(network, lena, "We look at it.", Plan("reset"))
    deliver(network, runner, until=600)
    row.refresh_from_db()
    assert (row.state, copies(network, row)) == (SendState.SENT, 1)
    assert row.sent_at is not None
    assert row.doubted_at is not None
    assert row.sent_at - row.doubted_at <= timedelta(seconds=3)


def test_what_never_arrived_is_sent_again_once_after_the_quiet_period(
    network: FakeX, lena: User, runner: asyncio.Runner
) -> None:
    row = say(network, lena, "We look at it.", Plan("not_processed"))
    deliver(network, runner, until=600)
    row.refresh_from_db()
    assert (row.state, row.attempt, row.resent, copies(network, row)) == (SendState.SENT, 2, 1, 1)
    assert network.posts[0][0] >= NOON + timedelta(seconds=20 + QUIET)


def test_the_second_doubt_goes_to_a_person(network: FakeX, lena: User, runner: asyncio.Runner) -> None:
    row = say(network, lena, "We look at it.", Plan("not_processed"), Plan("not_processed"))
    deliver(network, runner, until=900)
    row.refresh_from_db()
    assert (row.state, row.reason, row.attempt) == (SendState.NEEDS_HUMAN, "not_found", 2)
    assert copies(network, row) == 0
    assert Event.objects.filter(kind="answer_needs_person").count() == 1


def test_a_duplicate_refusal_of_the_second_attempt_is_evidence_of_the_first(
    network: FakeX, lena: User, runner: asyncio.Runner
) -> None:
    """The first attempt shows only after the quiet period, but the filter knows it: the re-send meets it."""
    row = say(network, lena, "We look at it.", Plan("late", QUIET + 30))
    deliver(network, runner, until=900)
    row.refresh_from_db()
    assert (row.state, copies(network, row)) == (SendState.SENT, 1)
    assert row.attempt == 2


def test_a_duplicate_refusal_of_the_first_attempt_is_the_writers_business(
    network: FakeX, lena: User, runner: asyncio.Runner
) -> None:
    network.posts.append((NOON, post("x", "We look at it.", post_id="77")))
    row = say(network, lena, "We look at it.")
    deliver(network, runner, until=60)
    row.refresh_from_db()
    assert (row.state, row.reason) == (SendState.FAILED_PERMANENT, "duplicate")


@pytest.mark.parametrize("text", ["See https://example.com/help", "We pay you 10 EUR."])
def test_links_and_sums_are_never_sent_again_by_themselves(
    network: FakeX, lena: User, runner: asyncio.Runner, text: str
) -> None:
    hear(post("kim", "@CurlewCare my line is dead", post_id="1", tags=[network.account]))
    network.plans[text] = [Plan("not_processed")]
    why = {"link_price": "asked for", "money": "agreed"}
    boss = person("boss", network.account.brand, role=Role.SUPERVISOR)
    case = Case.objects.get()
    row = outbox.submit(case.pk, text, Lane.PUBLIC, target_post_id=None, by=boss, now=NOON, overrides=why)
    Outbox.objects.filter(pk=row.pk).update(state=SendState.QUEUED, approved_hash="")
    deliver(network, runner, until=900)
    row.refresh_from_db()
    assert (row.state, row.attempt) == (SendState.NEEDS_HUMAN, 1)


def test_without_evidence_nothing_is_sent_and_a_person_is_asked_in_the_end(
    network: FakeX, lena: User, runner: asyncio.Runner
) -> None:
    row = say(network, lena, "We look at it.", Plan("not_processed"))
    network.down = True
    deliver(network, runner, until=800)
    row.refresh_from_db()
    assert (row.state, row.attempt) == (SendState.RECONCILING, 1)
    deliver(network, runner, until=1200)
    row.refresh_from_db()
    assert (row.state, row.reason, row.attempt) == (SendState.NEEDS_HUMAN, "cannot_look", 1)


def test_evidence_that_comes_back_lets_it_go_on(network: FakeX, lena: User, runner: asyncio.Runner) -> None:
    row = say(network, lena, "We look at it.", Plan("not_processed"))
    network.down = True
    deliver(network, runner, until=400)
    network.down = False
    deliver(network, runner, until=600)
    row.refresh_from_db()
    assert (row.state, row.attempt, copies(network, row)) == (SendState.SENT, 2, 1)


def test_an_echo_between_the_decision_and_the_second_attempt_ends_it(
    network: FakeX, lena: User, runner: asyncio.Runner
) -> None:
    row = say(network, lena, "We look at it.", Plan("late", QUIET + 25))
    deliver(network, runner, until=20 + QUIET - 1)
    network.now = NOON + timedelta(seconds=20 + QUIET + 1)
    assert look_once(network.own_posts, runner, lambda: network.now)
    row.refresh_from_db()
    assert (row.state, row.resent) == (SendState.QUEUED, 1)
    network.now += timedelta(seconds=30)
    echo(network)
    row.refresh_from_db()
    assert (row.state, row.external_post_id) == (SendState.SENT, network.posts[0][1].post_id)
    assert outbox.claim("late worker") is None


def test_the_one_residual_is_told(network: FakeX, lena: User, runner: asyncio.Runner) -> None:
    """Later than the quiet period, on a network that does not refuse duplicates: two copies, and an alarm."""
    network.refuses_duplicates = False
    row = say(network, lena, "We look at it.", Plan("late", QUIET + 60))
    deliver(network, runner, until=900)
    echo(network)
    echo(network)
    row.refresh_from_db()
    assert (row.state, copies(network, row)) == (SendState.SENT, 2)
    assert Event.objects.filter(kind="answer_twice").count() == 1


def test_an_answer_to_an_edited_post_is_recognised_by_any_version(
    network: FakeX, lena: User, runner: asyncio.Runner
) -> None:
    first = post("kim", "@CurlewCare my line is ded", post_id="1", tags=[network.account])
    edited = post(
        "kim", "@CurlewCare my line is dead", post_id="2", tags=[network.account], versions=("1", "2")
    )
    hear(first)
    hear(edited)
    network.plans["We look."] = [Plan("reset")]
    case = Case.objects.get()
    row = outbox.submit(case.pk, "We look.", Lane.PUBLIC, target_post_id=None, by=lena, now=NOON)
    assert row.target_post_id == "2"
    deliver(network, runner, until=60)
    row.refresh_from_db()
    assert row.state == SendState.SENT
    assert PostRow.objects.get(post_id=row.external_post_id).parent_id == "1"


def test_a_person_decides_what_nobody_knows(network: FakeX, lena: User, runner: asyncio.Runner) -> None:
    def doubtful(name: str) -> Outbox:
        row = say(
            network, lena, f"We look, {name}.", Plan("not_processed"), Plan("not_processed"), customer=name
        )
        network.now = NOON
        deliver(network, runner, until=900)
        row.refresh_from_db()
        assert row.state == SendState.NEEDS_HUMAN
        return row

    there, again, dropped = doubtful("a1"), doubtful("a2"), doubtful("a3")
    with pytest.raises(ValueError, match="address"):
        reconcile.it_is_there(there.pk, "https://x.com/CurlewCare", by=lena, now=network.now)
    hear(post("mo", "@CurlewCare mine is dead too", post_id="77", tags=[network.account]))
    with pytest.raises(ValueError, match="not one of this account"):
        reconcile.it_is_there(there.pk, "https://x.com/mo/status/77", by=lena, now=network.now)
    with pytest.raises(Outbox.DoesNotExist):
        reconcile.drop(there.pk, by=person("stranger"), now=network.now)
    link = "https://x.com/CurlewCare/status/424242?s=20"
    assert reconcile.it_is_there(there.pk, link, by=lena, now=network.now).external_post_id == "424242"
    with pytest.raises(ValueError, match="another answer"):
        reconcile.it_is_there(dropped.pk, "424242", by=lena, now=network.now)
    assert reconcile.drop(dropped.pk, by=lena, now=network.now).state == SendState.CANCELLED
    reconcile.send_again(again.pk, by=lena, now=network.now)
    deliver(network, runner, until=1000)
    again.refresh_from_db()
    assert (again.state, copies(network, again)) == (SendState.SENT, 1)


def test_a_failed_answer_does_not_block_the_next_one(
    network: FakeX, lena: User, runner: asyncio.Runner
) -> None:
    failed = say(network, lena, "First.", Plan("gone"))
    deliver(network, runner, until=10)
    failed.refresh_from_db()
    assert failed.state == SendState.FAILED_PERMANENT
    second = outbox.submit(failed.case_id, "Second.", Lane.PUBLIC, target_post_id=None, by=lena, now=NOON)
    deliver(network, runner, until=20)
    second.refresh_from_db()
    assert second.state == SendState.SENT


def _storm(network: FakeX, lena: User, runner: asyncio.Runner, sends: int, seed: int) -> None:
    """Every answer ends, known or with a person; not one is there twice; nearly all doubts end by themselves."""
    dice = random.Random(seed)
    rows = [
        say(network, lena, f"We look at number {n}.", *random_plans(dice, late_most=60.0), customer=f"c{n}")
        for n in range(sends)
    ]
    doubted = 0
    deliver(network, runner, until=3600 + sends * 40)
    for row in rows:
        row.refresh_from_db()
        doubted += Event.objects.filter(kind="answer_in_doubt", data__outbox=row.pk).exists()
        assert copies(network, row) <= 1
        assert row.state in (SendState.SENT, SendState.NEEDS_HUMAN)
        assert (row.state == SendState.SENT) == (copies(network, row) == 1)
    assert doubted >= 0.3 * sends
    left = [row for row in rows if row.state == SendState.NEEDS_HUMAN]
    assert all(row.resent == 1 for row in left)
    assert not Event.objects.filter(kind="answer_twice").exists()


def test_a_storm_of_doubts_says_nothing_twice(network: FakeX, lena: User, runner: asyncio.Runner) -> None:
    _storm(network, lena, runner, sends=25, seed=7)


@pytest.mark.parametrize("seed", [1, 2, 5, 8])
def test_a_thread_in_a_storm_is_said_in_order_and_nothing_of_it_twice(
    network: FakeX, lena: User, runner: asyncio.Runner, seed: int
) -> None:
    dice = random.Random(seed)
    text = "Please hold the small button on the back until the light turns green. " * 12
    for part in split(text.strip()):
        network.plans[part] = random_plans(dice, late_most=60.0)
    first = say(network, lena, text.strip(), customer="kim")
    for end in range(120, 3600, 120):
        deliver(network, runner, until=end)
        states = set(Outbox.objects.values_list("state", flat=True))
        if states == {SendState.SENT} or SendState.NEEDS_HUMAN in states:
            break
    rows = list(Outbox.objects.order_by("seq"))
    assert len(rows) == 4
    out = [row for row in rows if copies(network, row)]
    assert all(copies(network, row) <= 1 for row in rows)
    assert out == rows[: len(out)], "a part went out before the one it follows"
    above = ["q-kim", *(str(row.external_post_id) for row in out)]
    parents = {post.text: post.parent_id for _, post in network.posts}
    assert [parents[row.text] for row in out] == above[: len(out)]
    stopped = rows[len(out)] if len(out) < len(rows) else None
    assert stopped is None or stopped.state == SendState.NEEDS_HUMAN
    assert first.pk == rows[0].pk


@pytest.mark.slow
def test_a_longer_storm_of_doubts_says_nothing_twice(
    network: FakeX, lena: User, runner: asyncio.Runner
) -> None:
    _storm(network, lena, runner, sends=150, seed=11)
