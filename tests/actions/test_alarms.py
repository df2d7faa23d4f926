"""Whom the clocks wake: owners by the case, supervisors by one line that counts, nobody for what broke long ago."""

from datetime import datetime, timedelta

import pytest
from tests.factories import NOON, brand, hear, person, post

from hark.accounts.models import Role, Team, User
from hark.actions import agents, alarms, cases, clocks, notify
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


def ready(name: str, care: Account, *teams: Team) -> User:
    """Somebody who takes cases."""
    user = person(name, care.brand)
    user.teams.set(teams)
    agents.here(user, now=NOON)
    return user


def test_what_nobody_has_rings_the_people_of_its_team_who_take_cases(care: Account, boss: User) -> None:
    night = Team.objects.create(name="Night")
    lena, tomas = ready("lena", care, night), ready("tomas", care)
    sam = ready("sam", care, night)
    agents.away(sam, now=after(1))
    for name in ("kim", "kam"):
        Case.objects.filter(pk=ask(care, name).pk).update(team=night)
    clocks.warn_due(after(23))
    assert [lines(each) for each in (lena, tomas, sam, boss)] == [[("unowned", "")], [], [], []]


@pytest.mark.parametrize("team", ["", "Night"])
def test_without_a_team_that_is_there_the_supervisors_are_rung(care: Account, boss: User, team: str) -> None:
    lena, case = ready("lena", care), ask(care, "kim")
    if team:
        Case.objects.filter(pk=case.pk).update(team=Team.objects.create(name=team))
    clocks.warn_due(after(23))
    assert (lines(boss), lines(lena)) == ([("unowned", "")], [])
    assert clocks.warn_due(after(24)) == 0


def test_a_later_warning_rings_again_by_the_same_line(care: Account, boss: User) -> None:
    ask(care, "kim")
    clocks.warn_due(after(23))
    notify.read(boss, None, now=after(24))
    hear(post("kam", "@CurlewCare dead", tags=[care], minutes=5), minutes=5)
    clocks.warn_due(after(28))
    line = Notification.objects.get(person=boss)
    assert (line.kind, line.at, line.read_at) == ("unowned", after(28), None)


def test_what_is_past_by_the_time_it_is_noticed_is_no_warning(care: Account, boss: User) -> None:
    ask(care, "kim")
    clocks.warn_due(after(31))
    assert lines(boss) == []


def test_one_who_gives_many_cases_tells_of_them_in_one_line(care: Account, boss: User) -> None:
    lena = person("lena", care.brand)
    for name in ("a1", "a2", "a3"):
        cases.assign(ask(care, name).pk, lena, by=boss, now=after(1))
    cases.transfer(ask(care, "a4").pk, team=None, to=lena, reason="3", by=boss, now=after(2))
    assert lines(lena) == [("given", "3"), ("assigned", "3")]
    cases.assign(ask(care, "a5").pk, lena, by=boss, now=after(20))
    assert lines(lena)[2:] == [("given", "1")]


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
