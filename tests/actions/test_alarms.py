"""Whom the clocks wake: owners by the case, supervisors by one line that counts, nobody for what broke long ago."""

from datetime import datetime, timedelta

import pytest
from tests.factories import NOON, brand, hear, person, post

from hark.accounts.models import Role, User
from hark.actions import alarms, cases, clocks, notify
from hark.store.models import Account, Case, Notification

pytestmark = pytest.mark.django_db


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def ask(care: Account, name: str) -> Case:
    hear(post(name, "@CurlewCare dead", tags=[care]))
    return Case.objects.select_related("account").get(author__handle=name)


def lines(reader: User) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(person=reader).order_by("pk").values_list("kind", "text"))


def test_the_owner_is_warned_and_both_hear_of_the_breach(care: Account, boss: User) -> None:
    lena, case = person("lena", care.brand), ask(care, "kim")
    cases.assign(case.pk, lena, by=lena, now=after(1))
    clocks.warn_due(after(23))
    assert (lines(lena), lines(boss)) == ([("at_risk", "")], [])
    clocks.breach_due(after(30.1))
    assert (lines(lena), lines(boss)) == ([("at_risk", ""), ("escalated", "")], [("escalated", "1")])


def test_a_crowd_is_one_line_until_it_is_read(care: Account, boss: User) -> None:
    for name in ("a1", "a2"):
        ask(care, name)
    clocks.breach_due(after(30.1))
    assert lines(boss) == [("escalated", "2")]
    hear(post("a3", "@CurlewCare dead", tags=[care], minutes=5), minutes=5)
    clocks.breach_due(after(35.1))
    assert lines(boss) == [("escalated", "3")]
    notify.read(boss, None, now=after(36))
    hear(post("a4", "@CurlewCare dead", tags=[care], minutes=6), minutes=6)
    clocks.breach_due(after(36.1))
    assert lines(boss) == [("escalated", "3"), ("escalated", "1")]


def test_brands_are_counted_apart(care: Account, boss: User) -> None:
    other = brand("Plover", "PloverCare", "9002")
    chief = person("chief", other.brand, role=Role.SUPERVISOR)
    ask(care, "kim")
    hear(post("pam", "@PloverCare dead", tags=[other]))
    clocks.breach_due(after(30.1))
    assert (lines(boss), lines(chief)) == ([("escalated", "1")], [("escalated", "1")])


def test_what_broke_long_ago_wakes_nobody(care: Account, boss: User) -> None:
    case = ask(care, "kim")
    clocks.breach_due(after(30) + alarms.FRESH + timedelta(seconds=1))
    case.refresh_from_db()
    assert (lines(boss), case.overdue_at is not None) == ([], True)
