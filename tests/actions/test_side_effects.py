"""What undoing an act takes along: the unread line in a colleague's list, the cases an absence sent back."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import NOON, hear, person, post

from hark.accounts.models import Role, User
from hark.actions import agents, cases, notify, queues, routing, undo
from hark.store.models import Account, AgentProfile, Case, Event, Notification

pytestmark = pytest.mark.django_db


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def boss(care: Account) -> User:
    return person("boss", care.brand, role=Role.SUPERVISOR)


@pytest.fixture
def lena(care: Account) -> User:
    user = person("lena", care.brand)
    AgentProfile.objects.create(user=user, available=True, seen_at=NOON)
    return user


def asked(care: Account, *names: str) -> list[Case]:
    """Customers ask; their cases."""
    hear(*(post(name, f"@CurlewCare my line is dead, {name}", tags=[care]) for name in names))
    return [Case.objects.get(author__handle=name) for name in names]


def taken_back(by: User, minutes: float) -> None:
    undo.undo(Event.objects.filter(actor=by).latest("pk").pk, by=by, now=after(minutes))


def lines(person_: User) -> list[tuple[str, str]]:
    unread = Notification.objects.filter(person=person_, read_at__isnull=True).order_by("pk")
    return list(unread.values_list("kind", "text"))


def test_an_assignment_taken_back_leaves_no_line(care: Account, boss: User, lena: User) -> None:
    one, two = asked(care, "kim", "joe")
    cases.assign(one.pk, lena, by=boss, now=after(1))
    cases.assign(two.pk, lena, by=boss, now=after(2))
    assert lines(lena) == [("given", "2")]
    taken_back(boss, 3)
    assert lines(lena) == [("given", "1")]
    line = Notification.objects.get()
    assert line.case == one, "the line leads to a case that is still theirs"
    cases.assign(two.pk, lena, by=boss, now=after(4))
    Notification.objects.update(read_at=after(5))
    taken_back(boss, 6)
    assert Notification.objects.get().text == "2", "what was read stays as it was read"


def test_a_handover_taken_back_leaves_no_line(care: Account, boss: User, lena: User) -> None:
    (case,) = asked(care, "kim")
    cases.transfer(case.pk, team=None, to=lena, reason="she knows them", by=boss, now=after(1))
    assert lines(lena) == [("assigned", "she knows them")]
    taken_back(boss, 2)
    assert lines(lena) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["give", "undo", "read", "wait"]), max_size=12))
def test_unread_lines_count_what_was_given_and_not_taken_back(
    care: Account, boss: User, lena: User, acts: list[str]
) -> None:
    Notification.objects.all().delete()
    Case.objects.all().delete()
    pool = asked(care, *(f"c{n}" for n in range(12)))
    minute, unread, given_ = 0.0, set[int](), list[tuple[int, int]]()
    for act in acts:
        minute += 11 if act == "wait" else 0.1
        if act == "give":
            case = pool.pop()
            cases.assign(case.pk, lena, by=boss, now=after(minute))
            given_.append((case.pk, Event.objects.latest("pk").pk))
            unread.add(case.pk)
        elif act == "undo" and given_:
            case_id, event = given_.pop()
            try:
                undo.undo(event, by=boss, now=after(minute))
            except undo.TooLate:
                continue
            unread.discard(case_id)
        elif act == "read":
            Notification.objects.update(read_at=after(minute))
            unread.clear()
    assert sum(int(text) for _kind, text in lines(lena)) == len(unread)


def absent(care: Account, boss: User, lena: User, *names: str) -> tuple[list[Case], datetime]:
    """Cases of Lena's that went back because she was set away, and when she was."""
    queues.save_policy(care.brand_id, {"mode": "claim", "away_minutes": 1}, by=boss, now=NOON)
    found = asked(care, *names)
    for case in found:
        cases.assign(case.pk, lena, by=lena, now=after(1))
    since = agents.away(lena, now=after(2), by=boss).away_since
    assert since is not None
    routing.route_due(after(2))
    routing.route_due(after(3.1))
    assert not Case.objects.filter(assignee=lena).exists()
    assert lines(lena) == [("returned", str(len(names)))]
    return found, since


def test_an_absence_taken_back_gives_back_what_nobody_has_touched(
    care: Account, boss: User, lena: User
) -> None:
    (one, taken, closed, given_up), since = absent(care, boss, lena, "kim", "joe", "eve", "zoe")
    tomas = person("tomas", care.brand)
    cases.assign(taken.pk, tomas, by=tomas, now=after(4))
    cases.close(closed.pk, "solved", by=tomas, now=after(4))
    cases.assign(given_up.pk, tomas, by=tomas, now=after(4))
    cases.assign(given_up.pk, None, by=tomas, now=after(5))
    agents.back(lena, since, by=boss, now=after(6))
    owners = [Case.objects.get(pk=case.pk).assignee for case in (one, taken, closed, given_up)]
    assert owners == [lena, tomas, None, None]
    assert lines(lena) == [("returned", "3")]
    told = Event.objects.filter(kind="case_assigned", case=one).latest("pk")
    assert (told.actor, told.data["to"]) == (boss, lena.pk)


def test_a_line_of_one_goes_and_a_case_of_another_brand_stays(care: Account, boss: User, lena: User) -> None:
    (case,), since = absent(care, boss, lena, "kim")
    agents.back(lena, since, by=boss, now=after(4))
    assert Case.objects.get().assignee == lena
    assert lines(lena) == []
    notify.uncount(lena.pk, "returned", case, by=None, at=after(0))
    assert lines(lena) == []
