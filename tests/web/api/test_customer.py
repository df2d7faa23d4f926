"""The customer of a case by a program: notes, consent, covered personal data, and what triage got wrong."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import person
from tests.web.api.conftest import Api, ask

from hark.accounts.models import User
from hark.store.models import Account, Consent, Correction, CustomerNote, Event

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def test_notes_about_a_customer_stand_on_each_of_their_cases(care: Account, api: Api, lena: User) -> None:
    first, second = ask(care), ask(care, minutes=90.0)
    made = api("POST", f"cases/{first.pk}/customer/notes", {"text": " Prefers mornings "})
    assert (made.status_code, made.json()["text"]) == (201, "Prefers mornings")
    told = api("GET", f"cases/{second.pk}/customer").json()
    assert [note["text"] for note in told["notes"]] == ["Prefers mornings"]
    assert [one["id"] for one in told["cases"]] == [first.pk]
    assert told["author"]["handle"] == "kim"
    path = f"cases/{second.pk}/customer/notes/{made.json()['id']}"
    assert Api(lena)("DELETE", path).status_code == 404, "another's note"
    assert api("DELETE", path).json()["notes"] == []
    assert api("POST", f"cases/{first.pk}/customer/notes", {"text": "  "}).status_code == 422


def test_a_note_is_taken_back_within_ten_minutes_only(care: Account, api: Api) -> None:
    case = ask(care)
    made = api("POST", f"cases/{case.pk}/customer/notes", {"text": "x"}).json()["id"]
    CustomerNote.objects.update(created_at=NOW - timedelta(minutes=11))
    late = api("DELETE", f"cases/{case.pk}/customer/notes/{made}")
    assert (late.status_code, late.json()["detail"]) == (409, "That was more than ten minutes ago.")


def test_consent_has_a_purpose_and_evidence_and_alone_joins_a_customer_number(
    care: Account, api: Api
) -> None:
    path = f"cases/{ask(care).pk}/customer/consents"
    given = {"purpose": "join_records", "evidence": "Wrote yes", "customer_number": "K-1"}
    told = api("POST", path, given)
    assert told.status_code == 201
    (consent,) = told.json()["consents"]
    assert (consent["customer_number"], consent["withdrawn_at"]) == ("K-1", None)
    for wrong in (
        {**given, "purpose": "sell"}, {**given, "evidence": ""}, {**given, "evidence": " "},
        {**given, "purpose": "private_messages"}, {"purpose": "join_records"},
    ):  # fmt: skip
        assert api("POST", path, wrong).status_code == 422, wrong
    (withdrawn,) = api("DELETE", f"{path}?purpose=join_records").json()["consents"]
    assert (withdrawn["customer_number"], withdrawn["withdrawn_at"] is None) == ("", False)
    assert api("DELETE", f"{path}?purpose=sell").status_code == 422
    assert api("DELETE", path).status_code == 422
    assert [*Event.objects.filter(kind__startswith="consent_").values_list("kind", flat=True)] == [
        "consent_recorded",
        "consent_withdrawn",
    ]
    assert Consent.objects.count() == 1


def test_personal_data_is_shown_when_asked_for_and_that_is_kept(care: Account, api: Api, ana: User) -> None:
    case = ask(care, text="call me on +34 612 345 678", post_id="100")
    other = ask(care, "omar", "mine too, +34 612 111 222", post_id="200")
    assert "612 345" not in api("GET", f"cases/{case.pk}").content.decode()
    told = api("POST", f"cases/{case.pk}/reveals", {"post": "100"})
    assert "+34 612 345 678" in told.json()["text"]
    seen = Event.objects.get(kind="personal_data_revealed")
    assert (seen.case_id, seen.actor_id, seen.data) == (case.pk, ana.pk, {"post": "100"})
    assert api("POST", f"cases/{case.pk}/reveals", {"post": "200"}).status_code == 404, "of another case"
    assert api("POST", f"cases/{other.pk}/reveals", {"post": "9"}).status_code == 404
    assert Event.objects.filter(kind="personal_data_revealed").count() == 1
    assert "612 345" not in api("GET", f"cases/{case.pk}").content.decode(), (
        "covered again for the next reader"
    )


def test_what_triage_said_is_corrected_and_kept(care: Account, api: Api) -> None:
    case = ask(care, post_id="100")
    path = f"cases/{case.pk}/corrections"
    told = api("POST", path, {"task": "topic", "value": "billing"})
    assert told.status_code == 201
    assert [(one["task"], one["corrected"], one["post"]) for one in told.json()["corrections"]] == [
        ("topic", "billing", "100")
    ]
    assert api("GET", f"cases/{case.pk}").json()["topic"] == "billing"
    assert api("POST", path, {"task": "priority", "value": "high", "post": "100"}).status_code == 201
    assert api("GET", f"cases/{case.pk}").json()["priority"] == 80.0
    assert len(api("GET", path).json()["corrections"]) == 2
    for wrong in (
        {"task": "priority", "value": "7"}, {"task": "weather", "value": "x"}, {"task": "sentiment", "value": "sad"},
        {"task": "topic", "value": "x" * 81}, {"task": "topic", "value": " "},
    ):  # fmt: skip
        assert api("POST", path, wrong).status_code == 422, wrong
    assert api("POST", path, {"task": "topic", "value": "x", "post": "7"}).status_code == 404
    assert Correction.objects.count() == 2


def test_a_case_tells_its_story_and_why_it_stands_where_it_stands(care: Account, api: Api, ana: User) -> None:
    case = ask(care, text="my line is dead since Monday, I am furious!")
    api("PUT", f"cases/{case.pk}/assignment", {"to": ana.pk})
    api("PUT", f"cases/{case.pk}/tags", {"tags": ["vip"]})
    events = api("GET", f"cases/{case.pk}/story").json()["events"]
    assert [one["kind"] for one in events] == ["case_opened", "case_assigned", "tag_added"]
    assert (events[1]["says"], events[1]["by"]["id"], events[0]["by"]) == ("Ana took the case", ana.pk, None)
    told = api("GET", f"cases/{case.pk}/evidence").json()
    assert told["priority"] == api("GET", f"cases/{case.pk}").json()["priority"]
    weights = [abs(term["weight"]) for term in told["terms"]]
    assert weights
    assert weights == sorted(weights, reverse=True)
    assert told["reasons"]


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_what_no_text_can_hold_is_refused(text: str, care: Account, api: Api) -> None:
    case = f"cases/{ask(care).pk}"
    for path, body in (
        ("customer/notes", {"text": text}), ("customer/consents", {"purpose": "join_records", "evidence": text}),
        ("reveals", {"post": text}), ("corrections", {"task": "topic", "value": text}),
    ):  # fmt: skip
        assert api("POST", f"{case}/{path}", body).status_code in (400, 422), path


def test_a_huge_body_is_refused_and_no_fault_of_ours(care: Account, api: Api) -> None:
    said = api("POST", f"cases/{ask(care).pk}/notes", {"text": "x" * 3_000_000})
    assert said.status_code == 413, json.loads(said.content)


def test_the_number_of_a_stranger_is_nobody(care: Account, api: Api) -> None:
    person("zed")
    for number in (0, 2**63, 10**30):
        assert api("GET", f"cases/{number}/customer").status_code == 404
        assert api("DELETE", f"cases/{ask(care).pk}/customer/notes/{number}").status_code == 404
        assert api("PUT", f"cases/{ask(care).pk}/assignment", {"to": number}).status_code == 422
