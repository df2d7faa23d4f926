"""What is put on a case beside answers, through the pages' own addresses: whose it is, what is refused, and why."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import NOON, hear, post
from tests.web.casework_desk import Desk, new_desk, text

from hark.accounts.models import Team
from hark.actions import cases, goodwill, presence, rules
from hark.store.models import (
    AgentProfile,
    Case,
    CaseTag,
    Consent,
    CustomerNote,
    Goodwill,
    Merge,
    Notification,
    Reminder,
    TicketLink,
)

pytestmark = pytest.mark.django_db

TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def test_a_foreign_case_takes_nothing(desk: Desk) -> None:
    merge = Merge.objects.create(kept=desk.case, lost=desk.second, at=NOON)
    ticket = TicketLink.objects.create(case=desk.case, system="Desk", number="1", created_at=NOON)
    reminder = Reminder.objects.create(case=desk.case, person=desk.lena, at=TOMORROW, created_at=NOON)
    for method, what, data in (
        ("get", "transfer", {}), ("post", "transfer", {"to": f"person-{desk.tomas.pk}"}),
        ("get", "merge", {}), ("post", "merge", {"lost": desk.second.pk}),
        ("get", "split", {}), ("post", "split", {"merge": merge.pk}),
        ("get", "tags", {}), ("post", "tags", {"name": "vip"}), ("delete", "tags?name=vip", {}),
        ("post", "tickets", {"system": "Desk", "number": "7"}), ("delete", f"tickets/{ticket.pk}", {}),
        ("post", "reminders", {"kind": "promise", "at": TOMORROW.isoformat()}),
        ("delete", f"reminders/{reminder.pk}", {}), ("post", f"reminders/{reminder.pk}", {}),
        ("post", "goodwill", {"amount": "5", "reason": "sorry"}),
        ("post", "consents", {"purpose": "join_records", "evidence": "yes"}), ("delete", "consents?purpose=x", {}),
        ("post", "customer-notes", {"text": "hello"}), ("get", "colleagues", {}),
    ):  # fmt: skip
        assert desk.act(method, what, data, desk.stranger).status_code == 404, (method, what)
    assert (CaseTag.objects.count(), Goodwill.objects.count(), Consent.objects.count()) == (0, 0, 0)
    assert (Reminder.objects.get(), CustomerNote.objects.count()) == (reminder, 0)
    assert list(TicketLink.objects.all()) == [ticket]


def test_who_comes_second_is_told_who_was_first(desk: Desk) -> None:
    shown = desk.page().partition('data-seen="')[2].partition('"')[0]
    cases.assign(desk.case.pk, desk.tomas, by=desk.tomas, now=NOON)
    refused = desk.act("post", "assignment", {"seen": shown})
    assert refused.status_code == 409
    assert "Tomas took the case before you." in text(refused)
    assert "hark:touched" in refused["HX-Trigger"]
    desk.case.refresh_from_db()
    assert desk.case.assignee == desk.tomas
    for what, data in (("closure", {"outcome": "resolved"}), ("snooze", {"until": TOMORROW.isoformat()})):
        assert desk.act("post", what, data | {"seen": shown}).status_code == 409
    now = desk.page().partition('data-seen="')[2].partition('"')[0]
    assert desk.act("post", "assignment", {"seen": now}).status_code == 200
    desk.case.refresh_from_db()
    assert desk.case.assignee == desk.lena


def test_a_case_is_handed_to_a_colleague_or_with_a_note_to_a_team(desk: Desk) -> None:
    team = Team.objects.create(name="Lines")
    desk.tomas.teams.add(team)
    AgentProfile.objects.create(user=desk.tomas, capacity=3, available=True)
    offered = text(desk.act("get", "transfer"))
    assert "0 of 3" in offered
    assert "Lines" in offered
    assert "Sam" not in offered
    assert desk.act("post", "transfer", {"to": f"person-{desk.stranger.pk}"}).status_code == 422
    no_note = desk.act("post", "transfer", {"to": f"team-{team.pk}"})
    assert (no_note.status_code, "and a reason" in text(no_note)) == (422, True)
    moved = text(desk.act("post", "transfer", {"to": f"team-{team.pk}", "note": "a dead line"}))
    assert "Handed over to Lines" in moved
    assert "Lena handed the case over to Lines: a dead line" in moved
    desk.case.refresh_from_db()
    assert (desk.case.team, desk.case.assignee) == (team, None)
    desk.act("post", "transfer", {"to": f"person-{desk.tomas.pk}"})
    assert Notification.objects.get(kind="given").person == desk.tomas


def test_whoever_merges_sees_that_a_colleague_writes_in_the_other_case(desk: Desk) -> None:
    assert "is writing" not in text(desk.act("get", "merge"))
    presence.beat(desk.second.pk, presence.WRITING, by=desk.tomas, now=datetime.now(UTC), lane="public")
    assert "Tomas is writing" in text(desk.act("get", "merge"))
    assert "is writing" not in text(desk.act("get", "merge", who=desk.tomas))


def test_cases_of_one_person_are_merged_and_split_again(desk: Desk) -> None:
    found = text(desk.act("get", "merge"))
    assert "and my line too" in found
    assert "no signal here" not in found
    asked = desk.client(desk.lena).get(
        f"/cases/{desk.case.pk}/merge?q={desk.others.pk}",
        headers={"HX-Request": "true", "HX-Target": "merge-found"},
    )
    assert "a case never mixes people" in text(asked)  # type: ignore[arg-type]
    refused = desk.act("post", "merge", {"lost": desk.others.pk})
    assert (refused.status_code, "never mixes people" in text(refused)) == (422, True)
    merged = text(desk.act("post", "merge", {"lost": desk.second.pk}))
    assert f"Case #{desk.second.pk} is part of this one now" in merged
    assert f'hx-post="/cases/{desk.case.pk}/split"' in merged
    gone = desk.client(desk.lena).get(f"/cases/{desk.second.pk}")
    assert (gone.status_code, gone["Location"]) == (302, f"/cases/{desk.case.pk}")
    assert "and my line too" in text(desk.act("get", "split"))
    merge = Merge.objects.get()
    assert desk.act("post", "split", {"merge": merge.pk}).status_code == 200
    assert desk.act("post", "split", {"merge": merge.pk}).status_code == 404
    desk.second.refresh_from_db()
    assert (desk.second.merged_into, desk.second.state) == (None, "new")


def test_an_act_on_a_case_that_was_merged_away_says_so(desk: Desk) -> None:
    desk.act("post", "merge", {"lost": desk.second.pk})
    refused = desk.act("post", "tags", {"name": "vip"}, case=desk.second)
    assert (refused.status_code, "merged into another" in text(refused)) == (409, True)


def test_tags_are_put_on_offered_elsewhere_and_taken_off(desk: Desk) -> None:
    assert "Tagged “vip”" in text(desk.act("post", "tags", {"name": " #VIP "}))
    assert 'value="vip"' in text(desk.act("get", "tags", case=desk.second))
    assert 'value="vip"' not in text(desk.act("get", "tags"))
    assert desk.act("post", "tags", {"name": " "}).status_code == 422
    assert ">vip<" in desk.page()
    found = text(desk.client(desk.lena).get("/search?tag=VIP"))  # type: ignore[arg-type]
    assert (f'id="row-{desk.case.pk}"' in found, f'id="row-{desk.second.pk}"' in found) == (True, False)
    found = text(desk.client(desk.lena).get("/search?tag=vip&q=line"))  # type: ignore[arg-type]
    assert 'id="row-' not in found
    found = text(desk.client(desk.lena).get("/search?tag=vip&q=phone"))  # type: ignore[arg-type]
    assert f'id="row-{desk.case.pk}"' in found
    assert "Tag taken off" in text(desk.act("delete", "tags?name=vip"))
    assert ">vip<" not in desk.page()


def test_a_ticket_number_leads_to_the_house_s_own_system(desk: Desk) -> None:
    systems = {"ticket_systems": {"Desk": "https://desk.example/t/{number}"}}
    rules.save(desk.account.brand_id, systems, by=desk.ruth, now=NOON)
    shown = text(desk.act("post", "tickets", {"system": "Desk", "number": "AB 7"}))
    assert 'href="https://desk.example/t/AB%207"' in shown
    assert desk.act("post", "tickets", {"system": "Desk", "number": "AB 7"}).status_code == 422
    row = TicketLink.objects.get()
    off = text(desk.act("delete", f"tickets/{row.pk}"))
    assert "&quot;number&quot;: &quot;AB 7&quot;" in off  # what Undo sends
    assert not TicketLink.objects.exists()


def test_a_reminder_is_one_s_own_and_a_promise_everybody_s(desk: Desk) -> None:
    assert (
        desk.act("post", "reminders", {"kind": "reminder", "at": "2001-01-01T00:00:00Z"}).status_code == 422
    )
    desk.act("post", "reminders", {"kind": "reminder", "at": TOMORROW.isoformat(), "text": "call the depot"})
    local = f"{TOMORROW:%Y-%m-%dT%H:%M}"
    said = text(
        desk.act("post", "reminders", {"kind": "promise", "own": local, "text": "the engineer's time"})
    )
    assert "The case comes back tomorrow" in said
    assert "call the depot" in desk.page()
    others = desk.page(desk.tomas)
    assert "call the depot" not in others
    assert "We promised to be back tomorrow" in others
    promise = Reminder.objects.get(kind="promise")
    assert "Promise kept" in text(desk.act("delete", f"reminders/{promise.pk}", who=desk.tomas))
    assert "We promised" not in desk.page()
    assert "It stands again" in text(desk.act("post", f"reminders/{promise.pk}", who=desk.tomas))
    reminder = Reminder.objects.get(kind="reminder")
    assert desk.act("delete", f"reminders/{reminder.pk}", who=desk.tomas).status_code == 404


def test_what_we_promised_is_the_first_reason_of_a_row(desk: Desk) -> None:
    desk.act("post", "reminders", {"kind": "promise", "at": TOMORROW.isoformat()})
    listed = text(desk.client(desk.tomas).get("/inbox"))  # type: ignore[arg-type]
    assert listed.count("promised tomorrow") == 2  # in the row, and in its title
    row = Reminder.objects.get()
    desk.act("delete", f"reminders/{row.pk}")
    assert "promised tomorrow" not in text(desk.client(desk.tomas).get("/inbox"))  # type: ignore[arg-type]


def test_a_credit_within_the_limit_is_granted_and_above_it_asked_for(desk: Desk) -> None:
    fields = {"goodwill_cents": {"agent": 2000, "supervisor": 10_000}, "currency": "EUR"}
    rules.save(desk.account.brand_id, fields, by=desk.ruth, now=NOON)
    assert "Up to 20.00 EUR is granted at once" in desk.page()
    assert "12.50 EUR granted" in text(
        desk.act("post", "goodwill", {"amount": "12,50", "reason": "two days"})
    )
    asked = text(desk.act("post", "goodwill", {"amount": "40", "reason": "a week"}))
    assert "40.00 EUR asked for; a supervisor decides" in asked
    assert "waits for a supervisor" in asked
    assert desk.act("post", "goodwill", {"amount": "-3", "reason": "a week"}).status_code == 422
    assert desk.act("post", "goodwill", {"amount": "3", "reason": ""}).status_code == 422
    assert "40.00 EUR" in text(desk.client(desk.ruth).get("/approvals"))  # type: ignore[arg-type]
    waiting = Goodwill.objects.get(state="asked")
    goodwill.decide(waiting.pk, approve=False, reason="too much", by=desk.ruth, now=NOON)
    assert "Ruth: too much" in desk.page()


def test_a_handle_that_looks_like_ours_is_warned_of(desk: Desk) -> None:
    hear(post("CurIewCare", "@CurlewCare send me your card number", tags=[desk.account], minutes=5))
    shown = desk.page(case=Case.objects.get(author__handle="CurIewCare"))
    assert "This name looks like our @CurlewCare and is not ours." in shown
    assert "looks like our" not in desk.page()


def test_the_past_cases_say_how_they_ended(desk: Desk) -> None:
    cases.close(desk.second.pk, "resolved", by=desk.lena, now=NOON)
    assert "Closed: Resolved" in desk.page()


def test_past_the_window_only_a_supervisor_reopens_and_the_agent_is_told_so(desk: Desk) -> None:
    cases.close(desk.case.pk, "resolved", by=desk.lena, now=NOON - timedelta(days=400))
    refused = desk.act("delete", "closure")
    assert (refused.status_code, "a supervisor may reopen it" in text(refused)) == (409, True)
    assert desk.act("delete", "closure", who=desk.ruth).status_code == 200


def test_whoever_a_note_calls_has_a_line_until_it_is_read(desk: Desk) -> None:
    assert desk.act("get", "colleagues").json()["people"] == [["ruth", "Ruth"], ["tomas", "Tomas"]]  # type: ignore[attr-defined]
    desk.act("post", "notes", {"text": "@tomas knows this street, +44 7700 900123"})
    tomas = desk.client(desk.tomas)
    listed = text(tomas.get("/notices"))  # type: ignore[arg-type]
    assert "Lena mentions you" in listed
    assert "900123" not in listed
    assert ">1<" in text(tomas.get("/notices?count"))  # type: ignore[arg-type]
    line = Notification.objects.get()
    desk.client(desk.lena).delete(f"/notices/{line.pk}")
    line.refresh_from_db()
    assert line.read_at is None
    assert tomas.delete(f"/notices/{line.pk}").status_code == 204
    assert " hidden>0<" in text(tomas.get("/notices?count"))  # type: ignore[arg-type]
