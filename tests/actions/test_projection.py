"""Projected breaches: whose turn would come too late is told in time, once, and only when there is a pace."""

from datetime import datetime, timedelta

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import NOON, hear, ours, post

from hark.accounts.models import User
from hark.actions import projection, promises
from hark.domain.sla import SlaPolicy
from hark.store.models import Account, Case, Event
from hark.store.models import Post as PostRow
from hark.web.inbox.rows import page
from hark.web.inbox.saved import VIEWS, counts
from hark.web.wall import figures

pytestmark = pytest.mark.django_db


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def answered(care: Account, count: int) -> None:
    """So many customers were answered in the minutes before noon."""
    for n in range(count):
        hear(
            post(f"old{n}", "@CurlewCare help", post_id=f"7{n}1", tags=[care], minutes=-20),
            ours(care, f"@old{n} done", post_id=f"7{n}2", parent_id=f"7{n}1", minutes=-10),
            minutes=0,
        )


def quick(care: Account, count: int, first: int = 0) -> None:
    """So many more were answered a moment ago."""
    for n in range(first, first + count):
        hear(
            post(f"quick{n}", "@CurlewCare help", post_id=f"8{n}1", tags=[care], minutes=-20),
            ours(care, f"@quick{n} done", post_id=f"8{n}2", parent_id=f"8{n}1", minutes=-1),
            minutes=0,
        )


def waiting(care: Account, count: int) -> None:
    for n in range(count):
        hear(post(f"new{n}", "@CurlewCare my line is dead, help", tags=[care]), minutes=0)
    Case.objects.filter(state="new").update(priority=50)


def test_who_would_be_answered_too_late_is_told_once(care: Account) -> None:
    answered(care, 3)  # three in half an hour: ten minutes each
    waiting(care, 5)
    assert projection.project(after(0)) == 2  # the fourth and fifth would wait 40 and 50 of 30 minutes
    assert projection.project(after(0)) == 0
    told = Event.objects.filter(kind="clock_at_risk")
    assert [event.data["projected"] for event in told] == [True, True]


def test_who_is_projected_late_stands_in_at_risk_and_on_the_wall_until_answered(
    care: Account, lena: User
) -> None:
    answered(care, 3)
    waiting(care, 5)
    projection.project(after(0))
    late = Case.objects.filter(Q(author__handle="new3") | Q(author__handle="new4"))
    assert {row.case for row in page(VIEWS["at-risk"], lena, after(0)).rows} == set(late)
    assert counts(lena, after(0))["at-risk"] == 2
    assert figures.standing([care.brand_id], after(0)).total.at_risk == 2
    asked = late[0]
    root = PostRow.objects.get(root_id=asked.root_id)
    hear(ours(care, "done", parent_id=root.post_id, parent_author_id="u-new3", minutes=1), minutes=1)
    assert counts(lena, after(1))["at-risk"] == 1


def test_who_was_projected_late_leaves_at_risk_when_the_pace_recovers(care: Account, lena: User) -> None:
    answered(care, 3)
    waiting(care, 5)
    projection.project(after(0))
    assert counts(lena, after(0))["at-risk"] == 2
    quick(care, 3)  # six in half an hour: the fifth waits 25 of 29 minutes, too near to be called safe
    assert projection.project(after(1)) == 0
    quick(care, 9, first=3)  # twelve: the fifth waits 12.5
    assert projection.project(after(1)) == 2
    assert counts(lena, after(1))["at-risk"] == 0
    assert Event.objects.filter(kind="clock_recovered").count() == 2
    assert projection.project(after(1)) == 0
    assert projection.project(after(25)) == 3  # nobody since: five minutes left, two and a half for each


def test_a_warning_at_its_own_time_is_not_taken_back(care: Account) -> None:
    answered(care, 12)
    waiting(care, 1)
    Case.objects.filter(state="new").update(warned_at=after(25))
    assert projection.project(after(26)) == 0


def test_no_projection_looks_further_than_four_hours(care: Account) -> None:
    answered(care, 3)
    waiting(care, 2)
    Case.objects.filter(state="new").update(due_at=after(241), priority=50)
    hear(post("soon", "@CurlewCare dead", tags=[care]), minutes=0)
    rate = projection.pace(care.brand_id, after(0)) / 100
    cases = list(Case.objects.filter(state="new").select_related("account").order_by("pk"))
    found = projection.too_late(cases, rate, promises.load([care.brand_id]), after(0))
    assert found == [cases[-1].pk]


def test_without_a_pace_nothing_is_said(care: Account) -> None:
    answered(care, 2)
    waiting(care, 5)
    assert projection.pace(care.brand_id, after(0)) == 0.0
    assert projection.project(after(0)) == 0


def test_a_good_pace_warns_of_nobody(care: Account) -> None:
    answered(care, 12)
    waiting(care, 5)
    assert projection.project(after(0)) == 0


@given(count=st.integers(1, 40), per_minute=st.floats(0.05, 10), gone=st.integers(0, 29))
def test_around_the_clock_it_is_plain_division(count: int, per_minute: float, gone: int) -> None:
    pledge = SlaPolicy("p", {promises.ClockKind.FIRST_REPLY: timedelta(minutes=30)})
    promised = promises.Promises({1: pledge}, {}, {})
    cases = [
        Case(
            pk=n, account=Account(brand_id=1), first_inbound_at=NOON, last_inbound_at=NOON, unanswered_since=NOON,
            due_at=after(30), due_kind="first_reply",
        )
        for n in range(1, count + 1)
    ]  # fmt: skip
    found = projection.too_late(cases, per_minute / 60, promised, after(gone))
    expected = [
        n
        for n in range(1, count + 1)
        if timedelta(seconds=n / (per_minute / 60)) > timedelta(minutes=30 - gone)
    ]
    assert found == expected
