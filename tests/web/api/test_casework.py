"""Casework and approvals by a program: the desk's own acts, with the desk's own limits."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import person
from tests.web.api.conftest import Api, ask

from hark.accounts.models import Role, Team, User
from hark.actions import rules
from hark.store.models import Account, Event, Outbox
from hark.web.api import answers

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
TOMORROW = (NOW + timedelta(days=1)).isoformat()


@pytest.fixture
def case(care: Account) -> str:
    return f"cases/{ask(care).pk}"


@pytest.fixture
def boss(care: Account) -> User:
    return person("boss", care.brand, role=Role.SUPERVISOR)


def test_a_case_is_put_aside_and_brought_back(case: str, api: Api) -> None:
    assert api("PUT", f"{case}/snooze", {"until": TOMORROW}).json()["state"] == "snoozed"
    assert api("DELETE", f"{case}/snooze").json()["state"] == "open"
    assert api("DELETE", f"{case}/snooze").status_code == 409


@pytest.mark.parametrize(
    "until",
    ["2020-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "2027-01-01T00:00:00", "tomorrow", None],
)
def test_a_snooze_names_a_time_that_comes(until: str | None, case: str, api: Api) -> None:
    assert api("PUT", f"{case}/snooze", {"until": until}).status_code == 422


def test_a_case_is_handed_over_with_a_reason(
    care: Account, case: str, api: Api, ana: User, lena: User
) -> None:
    team = Team.objects.create(name="Billing")
    lena.teams.add(team)
    takers = api("GET", f"{case}/takers").json()
    assert {one["person"]["id"] for one in takers["people"]} == {ana.pk, lena.pk}
    assert takers["teams"] == [{"id": team.pk, "name": "Billing"}]
    given = api("POST", f"{case}/transfer", {"team": team.pk, "reason": "A bill"}).json()
    assert (given["team"], given["assignee"]) == ("Billing", None)
    given = api("POST", f"{case}/transfer", {"to": lena.pk, "team": team.pk, "reason": "Knows it"}).json()
    assert given["assignee"]["id"] == lena.pk
    for wrong in (
        {"reason": "Nowhere"}, {"to": lena.pk, "reason": ""}, {"to": 0, "reason": "x"}, {"team": 0, "reason": "x"},
        {"to": ana.pk, "team": team.pk, "reason": "Not in it"},
    ):  # fmt: skip
        assert api("POST", f"{case}/transfer", wrong).status_code == 422


def test_tags_are_set_and_keep_who_put_them(case: str, api: Api) -> None:
    assert api("PUT", f"{case}/tags", {"tags": ["Router ", "#vip"]}).json()["tags"] == ["router", "vip"]
    assert api("PUT", f"{case}/tags", {"tags": ["vip", "late"]}).json()["tags"] == ["late", "vip"]
    told = Event.objects.filter(kind__startswith="tag_").order_by("pk")
    assert [(row.kind, row.data["tag"]) for row in told] == [
        ("tag_added", "router"), ("tag_added", "vip"), ("tag_removed", "router"), ("tag_added", "late"),
    ]  # fmt: skip
    assert api("PUT", f"{case}/tags", {"tags": [" # "]}).status_code == 422


def test_tickets_and_reminders_come_and_go(care: Account, case: str, api: Api, lena: User) -> None:
    made = api("POST", f"{case}/tickets", {"system": "jira", "number": "C-7", "url": "https://j.example/C-7"})
    assert made.status_code == 201
    ticket = made.json()["tickets"][0]
    assert (ticket["system"], ticket["number"], ticket["url"]) == ("jira", "C-7", "https://j.example/C-7")
    assert api("POST", f"{case}/tickets", {"system": "jira", "number": "C-7"}).status_code == 422
    assert (
        api("POST", f"{case}/tickets", {"system": "a", "number": "1", "url": "javascript:x"}).status_code
        == 422
    )
    assert api("DELETE", f"{case}/tickets/{ticket['id']}").json()["tickets"] == []

    api("POST", f"{case}/reminders", {"kind": "reminder", "at": TOMORROW, "text": "Call them"})
    kept = api("POST", f"{case}/reminders", {"kind": "promise", "at": TOMORROW}).json()["reminders"]
    assert [(one["kind"], one["text"]) for one in kept] == [("reminder", "Call them"), ("promise", "")]
    theirs = Api(lena)("GET", f"{case}/casework").json()["reminders"]
    assert [one["kind"] for one in theirs] == ["promise"], "a reminder is its person's"
    assert Api(lena)("DELETE", f"{case}/reminders/{kept[0]['id']}").status_code == 404
    assert api("DELETE", f"cases/{ask(care, 'omar').pk}/reminders/{kept[1]['id']}").status_code == 404
    assert len(api("DELETE", f"{case}/reminders/{kept[1]['id']}").json()["reminders"]) == 1


def test_a_credit_is_asked_for_and_decided_by_somebody_else(
    care: Account, case: str, api: Api, boss: User
) -> None:
    rules.save(care.brand_id, {"goodwill_cents": {"agent": 500, "supervisor": 5000}}, by=boss, now=NOW)
    small, large = ({"cents": cents, "reason": "A lost evening"} for cents in (400, 2000))
    assert api("POST", f"{case}/credits", small).json()["credits"][0]["state"] == "approved"
    asked = api("POST", f"{case}/credits", large).json()["credits"][1]
    assert (asked["state"], asked["decided_by"]) == ("asked", None)
    decision = f"credits/{asked['id']}/decision"
    assert api("PUT", decision, {"decision": "approve"}).status_code == 403
    by_boss = Api(boss)
    assert [one["id"] for one in by_boss("GET", "approvals").json()["credits"]] == [asked["id"]]
    assert by_boss("PUT", decision, {"decision": "reject"}).status_code == 422, "a refusal has a reason"
    assert by_boss("PUT", decision, {"decision": "approve"}).json()["state"] == "approved"
    assert by_boss("PUT", decision, {"decision": "approve"}).status_code == 404
    assert by_boss("DELETE", f"{case}/credits/{asked['id']}").status_code == 422
    assert by_boss("DELETE", f"{case}/credits/{asked['id']}?reason={'x' * 301}").status_code == 422
    gone = by_boss("DELETE", f"{case}/credits/{asked['id']}?reason=Paid+twice").json()["credits"][1]
    assert gone["state"] == "withdrawn"


def test_cases_of_one_person_become_one_and_two_again(care: Account, case: str, api: Api) -> None:
    other = ask(care, minutes=90.0)
    assert api("POST", f"{case}/merges", {"case": ask(care, "omar").pk}).status_code == 422
    merged = api("POST", f"{case}/merges", {"case": other.pk}).json()["merges"]
    assert [one["case"] for one in merged] == [other.pk]
    assert api("PUT", f"cases/{other.pk}/tags", {"tags": ["x"]}).status_code == 409
    assert api("DELETE", f"{case}/merges/{merged[0]['id']}").json()["merges"] == []
    assert api("GET", f"cases/{other.pk}").json()["state"] == "new"


def test_an_answer_is_approved_by_a_supervisor_who_did_not_write_it(
    care: Account, case: str, api: Api, boss: User
) -> None:
    rules.save(care.brand_id, {"approve_levels": ["agent", "supervisor"]}, by=boss, now=NOW)
    key = {"Idempotency-Key": "a-1"}
    asked = api("POST", f"{case}/answers", {"text": "We look into it.", "lane": "public"}, **key).json()
    assert asked["state"] == "pending_approval"
    assert api("GET", "approvals").status_code == 403
    by_boss = Api(boss)
    waits = by_boss("GET", "approvals").json()["answers"]
    assert [(one["answer"]["id"], one["why"], one["yours"]) for one in waits] == [
        (asked["id"], ["level:agent"], False)
    ]
    decision = f"approvals/{waits[0]['id']}/decision"
    assert api("PUT", decision, {"decision": "approve"}).status_code == 403
    assert by_boss("PUT", decision, {"decision": "reject"}).status_code == 422
    assert by_boss("PUT", decision, {"decision": "approve"}).json()["state"] == "queued"
    assert by_boss("PUT", decision, {"decision": "approve"}).status_code == 409
    assert by_boss("GET", "approvals").json()["answers"] == []


def test_a_waiting_answer_is_changed_and_then_decided_by_yet_another(
    care: Account, case: str, api: Api, boss: User
) -> None:
    rules.save(care.brand_id, {"approve_levels": ["agent"]}, by=boss, now=NOW)
    body = {"text": "We look into it.", "lane": "public"}
    number = api("POST", f"{case}/answers", body, **{"Idempotency-Key": "e"}).json()["id"]
    by_boss = Api(boss)
    changed = by_boss("PUT", f"answers/{number}/text", {"text": "We look into it now."})
    assert (changed.status_code, changed.json()["text"]) == (200, "We look into it now.")
    (waiting,) = by_boss("GET", "approvals").json()["answers"]
    assert waiting["yours"] is True
    assert by_boss("PUT", f"approvals/{waiting['id']}/decision", {"decision": "approve"}).status_code == 403
    assert [one["text"] for one in api("GET", f"{case}/answers").json()["answers"]] == [
        "We look into it now."
    ]
    other = Api(person("lea", care.brand))
    assert other("PUT", f"answers/{number}/text", {"text": "Mine"}).status_code == 403
    stopped = api("PUT", f"answers/{number}/text", {"text": "Call +34 612 345 678"})
    assert (stopped.status_code, stopped.json()["guards"][0]["kind"]) == (422, "personal_data")


def test_a_refused_answer_says_why_and_what_to_do(case: str, api: Api) -> None:
    body = {"text": "We look into it.", "lane": "public"}
    number = api("POST", f"{case}/answers", body, **{"Idempotency-Key": "r"}).json()["id"]
    Outbox.objects.update(state="refused", reason="blocked", error="POST /2/tweets: 403 no")
    told = api("GET", f"answers/{number}").json()
    assert told["trouble"] == "The author has blocked our account."


def test_a_nul_is_refused_and_a_fault_of_ours_is_told_as_one(
    case: str, api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    key = {"Idempotency-Key": "n-1"}
    for body in ({"text": "a\0b"}, {"text": "x", "target": "\0"}, {"text": "x", "overrides": {"\0": ""}}):
        said = api("POST", f"{case}/answers", {"lane": "public", **body}, **key)
        assert (said.status_code, said.json()["detail"]) == (422, "A text holds a NUL character.")
    assert api("GET", "search?q=%00").status_code == 422

    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError("out of cheese")

    monkeypatch.setattr(answers.moving, "write", broken)
    said = api("POST", f"{case}/answers", {"lane": "public", "text": "x"}, **key)
    assert (said.status_code, said["Content-Type"]) == (500, "application/problem+json")
    assert "cheese" not in said.content.decode()
    assert "out of cheese" in caplog.text
