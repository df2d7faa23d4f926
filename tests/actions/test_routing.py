"""Routing stored cases: given by skill and room, taken back from the idle and the absent, never beyond capacity."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.factories import NOON, brand, hear, ours, person, post

from hark.accounts.models import Team, User
from hark.actions import acknowledge, agents, cases, queues, routing, sla
from hark.actions.house import NotAllowed
from hark.store.models import Account, AgentProfile, Case, Event, Notification, Outbox, Prepared

pytestmark = pytest.mark.django_db

OFFICE = {
    "zone": "Europe/Madrid",
    "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def agent(name: str, care: Account, **profile: Any) -> User:
    """An agent who is here."""
    user = person(name, care.brand)
    AgentProfile.objects.create(user=user, available=True, seen_at=NOON, **profile)
    return user


def ask(name: str, care: Account, text: str = "my line is dead, help", **given: Any) -> Case:
    """A customer asks; the case."""
    hear(post(name, f"@{care.handle} {text}", tags=[care], **given), minutes=given.get("minutes", 0.0))
    return Case.objects.get(author__handle=name)


def owner(case: Case) -> str:
    case.refresh_from_db()
    return case.assignee.username if case.assignee else ""


def push(care: Account, boss: User, **fields: Any) -> None:
    queues.save_policy(care.brand_id, {"mode": "push", **fields}, by=boss, now=NOON)


def test_without_a_queue_policy_nothing_is_given(care: Account) -> None:
    agent("lena", care)
    case = ask("kim", care)
    assert case.route_at is None
    assert routing.route_due(after(1)) == 0
    assert owner(case) == ""


def test_push_gives_to_whoever_has_most_room(care: Account, boss: User) -> None:
    push(care, boss)
    agent("lena", care, capacity=1)
    agent("tomas", care, capacity=2)
    asked = [ask(name, care) for name in ("a1", "a2", "a3", "a4")]
    assert routing.route_due(after(1)) == 3
    owners = sorted(owner(case) for case in asked)
    assert owners == ["", "lena", "tomas", "tomas"]
    given = Event.objects.filter(kind="case_assigned")
    assert given.count() == 3
    assert all(event.actor is None and event.data["why"] for event in given)


def test_the_most_urgent_case_is_given_first(care: Account, boss: User) -> None:
    push(care, boss)
    agent("lena", care, capacity=1)
    calm, urgent = ask("calm", care, "what are your opening hours?"), ask("kim", care)
    Case.objects.filter(pk=calm.pk).update(priority=10)
    Case.objects.filter(pk=urgent.pk).update(priority=90)
    routing.route_due(after(1))
    assert (owner(urgent), owner(calm)) == ("lena", "")


def test_skills_decide_and_a_team_rule_puts_cases_into_teams(care: Account, boss: User) -> None:
    push(care, boss)
    team = Team.objects.create(name="Español")
    queues.save_rule(care.brand_id, None, {"team": team, "languages": ["es"]}, by=boss, now=NOON)
    agent("lena", care, languages=["en"])
    tomas = agent("tomas", care, languages=["es"])
    case = ask("kim", care)
    Case.objects.filter(pk=case.pk).update(language="es-MX")
    routing.route_due(after(1))
    assert owner(case) == ""  # nobody is in the team
    assert (case.team, case.route_at) == (team, after(2))
    tomas.teams.add(team)
    routing.route_due(after(2))
    assert owner(case) == "tomas"


def test_an_idle_owner_loses_the_case_to_somebody_who_is_there(care: Account, boss: User) -> None:
    push(care, boss, idle_minutes=20)
    lena = agent("lena", care)
    case = ask("kim", care)
    routing.route_due(after(1))
    assert owner(case) == "lena"
    assert case.route_at == after(21)
    agent("tomas", care)
    cases.add_note(case.pk, "calling the depot", by=lena, now=after(15))
    routing.route_due(after(21))
    assert owner(case) == "lena"  # the note was an act
    routing.route_due(after(35))
    assert owner(case) == "tomas"
    last = Event.objects.filter(kind="case_assigned").latest("pk")
    assert (last.data["from"], last.data["reason"]) == (lena.pk, "owner_idle")


def test_who_goes_away_gives_back_after_the_queues_time_and_takes_nothing_new(
    care: Account, boss: User
) -> None:
    push(care, boss, away_minutes=5)
    lena = agent("lena", care)
    case = ask("kim", care)
    routing.route_due(after(1))
    agents.away(lena, now=after(2))
    routing.route_due(after(2))
    assert owner(case) == "lena"
    routing.route_due(after(7))
    assert owner(case) == ""
    assert Event.objects.get(kind="case_returned").data["reason"] == "owner_away"
    routing.route_due(after(7))
    assert owner(case) == ""
    agents.here(lena, now=after(7.5))
    assert routing.poke(after(7.5)) == 1
    routing.route_due(after(7.5))
    assert owner(case) == "lena"


def test_room_that_opens_is_filled_at_once(care: Account, boss: User) -> None:
    push(care, boss)
    lena = agent("lena", care, capacity=1)
    first, second = ask("a1", care), ask("a2", care, minutes=1)
    routing.route_due(after(2))
    assert {owner(first), owner(second)} == {"lena", ""}
    held, free = (first, second) if owner(first) else (second, first)
    assert routing.poke(after(2.1)) == 0
    cases.close(held.pk, "done", by=lena, now=after(2.2))
    assert routing.poke(after(2.3)) == 1
    routing.route_due(after(2.3))
    assert owner(free) == "lena"


def test_a_page_that_fell_silent_means_away(care: Account) -> None:
    lena = agent("lena", care)
    agents.alive(lena, now=after(1))
    assert agents.notice_absent(after(2.9)) == 0
    assert (agents.notice_absent(after(3.1)), agents.notice_absent(after(3.2))) == (1, 0)
    profile = AgentProfile.objects.get(user=lena)
    assert (profile.available, profile.away_since) == (False, after(1))
    assert Event.objects.get(kind="agent_away").brand == care.brand


def test_who_never_said_to_be_here_keeps_what_they_took_while_a_page_is_open(
    care: Account, boss: User
) -> None:
    queues.save_policy(care.brand_id, {"mode": "claim", "away_minutes": 5}, by=boss, now=NOON)
    lena = person("lena", care.brand)
    agents.set_profile(lena, {"capacity": 5}, by=boss, now=NOON)
    case = ask("kim", care)
    cases.assign(case.pk, lena, by=lena, now=after(1))
    agents.alive(lena, now=after(6))
    routing.route_due(after(6.1))
    assert owner(case) == "lena"
    routing.route_due(after(11.1))
    assert owner(case) == ""
    told = Notification.objects.filter(kind="returned", person=lena)
    assert told.get().case == case


def test_whoever_is_given_a_case_is_told(care: Account, boss: User) -> None:
    push(care, boss)
    lena = agent("lena", care)
    case = ask("kim", care)
    routing.route_due(after(1))
    line = Notification.objects.get(person=lena)
    assert (line.kind, line.case, line.actor) == ("given", case, None)


def test_a_queue_that_is_handed_out_is_one_line_for_each(care: Account, boss: User) -> None:
    push(care, boss)
    lena = agent("lena", care, capacity=5)
    for name in ("kim", "kam", "kom"):
        ask(name, care)
    routing.route_due(after(1))
    ask("kem", care)
    routing.route_due(after(2))
    line = Notification.objects.get(person=lena)
    assert (line.kind, line.text, line.at) == ("given", "4", after(2))
    agents.away(lena, now=after(3))
    routing.route_due(after(20))
    assert list(Notification.objects.filter(person=lena).order_by("pk").values_list("kind", "text")) == [
        ("given", "4"), ("returned", "4"),
    ]  # fmt: skip


def test_a_snoozed_case_stays_with_its_owner(care: Account, boss: User) -> None:
    push(care, boss, idle_minutes=5)
    lena = agent("lena", care)
    case = ask("kim", care)
    routing.route_due(after(1))
    cases.snooze(case.pk, after(100), by=lena, now=after(2))
    routing.route_due(after(60))
    assert owner(case) == "lena"
    assert case.route_at is None
    cases.wake_due(after(100))
    routing.route_due(after(100))
    assert owner(case) == ""  # awake again, it had been idle for too long


def test_claim_mode_pushes_nothing_but_takes_back(care: Account, boss: User) -> None:
    queues.save_policy(care.brand_id, {"mode": "claim", "idle_minutes": 10}, by=boss, now=NOON)
    lena = agent("lena", care)
    case = ask("kim", care)
    assert routing.route_due(after(1)) == 0
    cases.assign(case.pk, lena, by=lena, now=after(2))
    routing.route_due(after(2))
    assert routing.route_due(after(12)) == 1
    assert owner(case) == ""


def test_out_of_hours_one_word_is_prepared_and_a_person_sends_it(care: Account, boss: User) -> None:
    sla.save_calendar(care.brand_id, "", OFFICE, by=boss, now=NOON)
    push(care, boss, acknowledge=True, acknowledgements={"": "Back at {time} on {date}."})
    night = 8 * 60  # 20:00 UTC on Monday: closed in Madrid
    case = ask("kim", care, minutes=night)
    routing.route_due(after(night + 1))
    prepared = Prepared.objects.get()
    assert prepared.text == "Back at 09:00 on 2026-03-03."
    assert (prepared.decided_at, Outbox.objects.count()) == (None, 0)
    routing.route_due(after(night + 2))
    hear(post("kim", "@CurlewCare hello?", tags=[care], minutes=night + 3), minutes=night + 3)
    routing.route_due(after(night + 4))
    assert Prepared.objects.filter(case=case).count() == 1
    row = acknowledge.send(prepared.pk, by=boss, now=after(night + 5))
    assert (row.text, row.writer, row.case_id) == ("Back at 09:00 on 2026-03-03.", boss, case.pk)
    with pytest.raises(acknowledge.Decided):
        acknowledge.drop(prepared.pk, by=boss, now=after(night + 6))


def test_a_prepared_word_ends_when_it_is_no_longer_true(care: Account, boss: User) -> None:
    sla.save_calendar(care.brand_id, "", OFFICE, by=boss, now=NOON)
    push(care, boss, acknowledge=True)
    ask("kim", care, minutes=480)
    routing.route_due(after(481))
    prepared = Prepared.objects.get()
    assert "09:00" in prepared.text
    opens = prepared.expires_at
    assert opens is not None
    assert (acknowledge.expire(opens - timedelta(seconds=1)), acknowledge.expire(opens)) == (0, 1)
    prepared.refresh_from_db()
    assert prepared.decision == "expired"


def test_queues_and_agents_are_set_by_supervisors(care: Account, boss: User) -> None:
    lena, other = person("lena", care.brand), person("nobody", brand("Fulmar", "FulmarHelp", "9002").brand)
    with pytest.raises(NotAllowed):
        queues.save_policy(care.brand_id, {"mode": "push"}, by=lena, now=NOON)
    with pytest.raises(ValidationError):
        push(care, boss, method="lottery")
    with pytest.raises(ValueError, match="dice"):
        push(care, boss, dice=3)
    with pytest.raises(NotAllowed):
        agents.set_profile(other, {"capacity": 3}, by=boss, now=NOON)
    assert agents.set_profile(lena, {"capacity": 3}, by=boss, now=NOON).capacity == 3
    with pytest.raises(NotAllowed):
        agents.away(boss, now=NOON, by=lena)


def test_an_answered_case_leaves_the_count_of_its_owner(care: Account, boss: User) -> None:
    push(care, boss)
    agent("lena", care, capacity=1)
    first = ask("a1", care, post_id="71")
    routing.route_due(after(1))
    hear(ours(care, "@a1 on it", post_id="72", parent_id="71", minutes=2), minutes=2)
    second = ask("a2", care, minutes=3)
    routing.route_due(after(3))
    assert (owner(first), owner(second)) == ("lena", "lena")
