"""What people do to a case: hand over, undo, many at once, tags, tickets, notes that call colleagues."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.factories import NOON, hear, ours, person, post

from hark.accounts.models import Role, Team, User
from hark.actions import cases, many, notify, rules, tags, undo
from hark.actions.house import NotAllowed
from hark.domain.graph import IllegalMove
from hark.store.models import Account, Case, CaseTag, Event, Notification

pytestmark = pytest.mark.django_db


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def tomas(care: Account) -> User:
    return person("tomas", care.brand)


def ask(name: str, care: Account, **given: object) -> Case:
    hear(post(name, "@CurlewCare my line is dead, help", tags=[care], **given))  # type: ignore[arg-type]
    return Case.objects.get(author__handle=name)


def last(kind: str) -> Event:
    return Event.objects.filter(kind=kind).latest("pk")


def test_a_transfer_names_where_to_and_why_and_tells_the_colleague(
    care: Account, lena: User, tomas: User
) -> None:
    team = Team.objects.create(name="Billing")
    case = ask("kim", care)
    for wrong in ({"team": None, "to": None, "reason": "x"}, {"team": team, "to": None, "reason": " "}):
        with pytest.raises(ValueError, match="names"):
            cases.transfer(case.pk, **wrong, by=lena, now=after(1))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not in Billing"):
        cases.transfer(case.pk, team=team, to=tomas, reason="a bill", by=lena, now=after(1))
    tomas.teams.add(team)
    moved = cases.transfer(case.pk, team=team, to=tomas, reason="a bill", by=lena, now=after(1))
    assert (moved.team, moved.assignee, moved.state) == (team, tomas, "open")
    assert last("case_transferred").data["reason"] == "a bill"
    assert Notification.objects.get().person == tomas
    back = cases.transfer(case.pk, team=team, to=None, reason="not mine", by=tomas, now=after(2))
    assert (back.team, back.assignee) == (team, None)


def test_nobody_is_given_a_case_they_may_not_see(care: Account, lena: User) -> None:
    case, stranger = ask("kim", care), person("stranger")
    with pytest.raises(NotAllowed):
        cases.assign(case.pk, stranger, by=lena, now=after(1))
    with pytest.raises(NotAllowed):
        cases.transfer(case.pk, team=None, to=stranger, reason="x", by=lena, now=after(1))
    with pytest.raises(Case.DoesNotExist):
        cases.assign(case.pk, stranger, by=stranger, now=after(1))


@pytest.mark.parametrize("verb", ["assign", "close", "snooze", "transfer"])
def test_an_act_and_its_undo_leave_the_case_as_it_was(
    care: Account, lena: User, tomas: User, verb: str
) -> None:
    case = ask("kim", care)
    cases.assign(case.pk, tomas, by=tomas, now=after(1))
    watched = (
        "state",
        "assignee_id",
        "team_id",
        "outcome",
        "closed_at",
        "snoozed_until",
        "due_at",
        "warn_at",
    )
    case.refresh_from_db()
    before = {name: getattr(case, name) for name in watched}
    match verb:
        case "assign":
            cases.assign(case.pk, lena, by=lena, now=after(2))
        case "close":
            cases.close(case.pk, "solved", by=lena, now=after(2))
        case "snooze":
            cases.snooze(case.pk, after(90), by=lena, now=after(2))
        case _:
            team = Team.objects.create(name="Billing")
            cases.transfer(case.pk, team=team, to=None, reason="a bill", by=lena, now=after(2))
    event = Event.objects.filter(actor=lena, kind__startswith="case_").latest("pk")
    undo.undo(event.pk, by=lena, now=after(3))
    case.refresh_from_db()
    assert {name: getattr(case, name) for name in watched} == before
    assert last("case_undone").data == {"undid": event.kind, "event": event.pk}
    with pytest.raises(undo.TooLate):
        undo.undo(event.pk, by=lena, now=after(4))


def test_undo_is_for_ones_own_act_while_nothing_came_after(care: Account, lena: User, tomas: User) -> None:
    case = ask("kim", care)
    cases.close(case.pk, "solved", by=lena, now=after(1))
    event = last("case_closed")
    with pytest.raises(Event.DoesNotExist):
        undo.undo(event.pk, by=tomas, now=after(2))
    with pytest.raises(undo.TooLate, match="ten minutes"):
        undo.undo(event.pk, by=lena, now=after(12))
    hear(post("kim", "@CurlewCare it is dead again", tags=[care], minutes=3, parent_id=case.root_id))
    with pytest.raises(undo.TooLate, match="since"):
        undo.undo(event.pk, by=lena, now=after(4))


def test_acts_are_taken_back_one_after_the_other_and_each_once(care: Account, lena: User) -> None:
    case = ask("kim", care)
    cases.assign(case.pk, lena, by=lena, now=after(1))
    taken = last("case_assigned").pk
    cases.snooze(case.pk, after(90), by=lena, now=after(2))
    acts = [last("case_snoozed").pk, taken]
    for event in acts:
        undo.undo(event, by=lena, now=after(3))
    case.refresh_from_db()
    assert (case.assignee, case.state, case.snoozed_until) == (None, "new", None)
    for event in acts:
        with pytest.raises(undo.TooLate, match="since"):
            undo.undo(event, by=lena, now=after(4))


def test_many_at_once_answer_for_each_case(care: Account, lena: User) -> None:
    first, second = ask("a1", care), ask("a2", care)
    cases.close(second.pk, "spam", by=lena, now=after(1))
    found = many.close([first.pk, second.pk, 999_999, first.pk], "solved", by=lena, now=after(2))
    assert [(outcome.case, outcome.done) for outcome in found] == [
        (first.pk, True), (second.pk, False), (999_999, False),
    ]  # fmt: skip
    assert "not possible while closed" in found[1].why
    assert found[0].event is not None
    undo.undo(found[0].event, by=lena, now=after(3))
    first.refresh_from_db()
    assert first.state == "new"
    with pytest.raises(ValueError, match="500"):
        many.assign(range(501), lena, by=lena, now=after(3))


def test_many_can_be_given_tagged_and_put_aside(care: Account, lena: User) -> None:
    ids = [ask(name, care).pk for name in ("a1", "a2")]
    assert all(one.done for one in many.assign(ids, lena, by=lena, now=after(1)))
    assert all(one.done for one in many.tag(ids, "Outage", by=lena, now=after(1)))
    assert all(one.done for one in many.snooze(ids, after(90), by=lena, now=after(2)))
    assert all(one.done for one in many.close(ids, "solved", by=lena, now=after(3)))
    assert all(one.done for one in many.reopen(ids, by=lena, now=after(4)))
    assert Case.objects.filter(assignee=lena, tags__name="outage", state="open").count() == 2


def test_a_note_tells_the_colleagues_it_calls_and_only_them(care: Account, lena: User, tomas: User) -> None:
    case = ask("kim", care)
    person("stranger")
    text = "@Tomas please look; @stranger @lena mail me@tomas.example @nobody"
    note = cases.add_note(case.pk, text, by=lena, now=after(1))
    told = Notification.objects.get()
    assert (told.person, told.kind, told.actor, told.case) == (tomas, "mention", lena, case)
    assert last("note_added").data == {"note": note.pk, "mentions": [tomas.pk]}
    assert (notify.read(tomas, None, now=after(2)), notify.read(tomas, None, now=after(3))) == (1, 0)


def test_tags_are_words_kept_once(care: Account, lena: User) -> None:
    case = ask("kim", care)
    tags.add(case.pk, "#Big  Outage", by=lena, now=after(1))
    tags.add(case.pk, "big outage", by=lena, now=after(2))
    assert [tag.name for tag in CaseTag.objects.all()] == ["big outage"]
    assert Event.objects.filter(kind="tag_added").count() == 1
    assert tags.remove(case.pk, "BIG OUTAGE", by=lena, now=after(3))
    assert not tags.remove(case.pk, "big outage", by=lena, now=after(4))
    for wrong in ("", "  # ", "x" * 41):
        with pytest.raises(ValueError, match="characters"):
            tags.add(case.pk, wrong, by=lena, now=after(5))


def test_ticket_numbers_are_linked_with_an_address_that_is_one(care: Account, lena: User) -> None:
    case = ask("kim", care)
    link = tags.link_ticket(case.pk, "Jira", " NET-12 ", "https://jira.example/NET-12", by=lena, now=after(1))
    assert link.number == "NET-12"
    for url in ("javascript:alert(1)", "not an address"):
        with pytest.raises(ValidationError):
            tags.link_ticket(case.pk, "Jira", "NET-13", url, by=lena, now=after(1))
    tags.unlink_ticket(link.pk, by=lena, now=after(2))
    assert last("ticket_unlinked").data["number"] == "NET-12"


def test_past_the_reopen_window_a_supervisor_reopens(care: Account, lena: User) -> None:
    boss = person("boss", care.brand, role=Role.SUPERVISOR)
    rules.save(care.brand_id, {"reopen_hours": 24}, by=boss, now=NOON)
    case = ask("kim", care)
    cases.close(case.pk, "solved", by=lena, now=after(1))
    cases.reopen(case.pk, by=lena, now=after(23 * 60))
    cases.close(case.pk, "solved", by=lena, now=after(1))
    with pytest.raises(NotAllowed, match="24 h"):
        cases.reopen(case.pk, by=lena, now=after(25 * 60))
    assert cases.reopen(case.pk, by=boss, now=after(25 * 60)).state == "open"


@pytest.mark.parametrize(("hours", "owner"), [(2, "lena"), (30, None)])
def test_a_customer_who_comes_back_in_time_has_the_same_owner(
    care: Account, lena: User, hours: int, owner: str | None
) -> None:
    boss = person("boss", care.brand, role=Role.SUPERVISOR)
    rules.save(care.brand_id, {"reopen_hours": 24}, by=boss, now=NOON)
    case = ask("kim", care, post_id="1")
    cases.assign(case.pk, lena, by=lena, now=after(1))
    hear(ours(care, "@kim done", post_id="2", parent_id="1", minutes=2))
    cases.close(case.pk, "solved", by=lena, now=after(3))
    again = post("kim", "@CurlewCare it is dead again, help", parent_id="2", tags=[care], minutes=60 * hours)
    hear(again, minutes=60 * hours)
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.outcome) == ("open", None, "")
    assert (case.assignee.username if case.assignee else None) == owner


def test_a_closed_case_cannot_be_closed_again(care: Account, lena: User) -> None:
    case = ask("kim", care)
    cases.close(case.pk, "solved", by=lena, now=after(1))
    with pytest.raises(IllegalMove):
        cases.close(case.pk, "solved", by=lena, now=after(2))
