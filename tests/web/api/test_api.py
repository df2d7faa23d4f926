"""The API: who may ask, the same rows and acts as the desk, answers once per key, every route in the document."""

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver
from tests.factories import brand, hear, ours, person, post
from tests.web.api.conftest import Api, ask

from hark.accounts.models import ApiRequest, ApiToken, Role, User
from hark.actions import once as once_action
from hark.actions import tokens
from hark.domain.post import Mention
from hark.store.models import Account, Case, Outbox
from hark.web.api.openapi import address, document
from hark.web.api.routes import ROUTES

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


# A number for each place of an address, and a body that each act takes.
PLACES = (
    "case", "answer", "post", "ticket", "reminder", "credit", "merge", "approval", "note", "picture", "macro",
    "prepared", "notice", "person", "row", "key",
)  # fmt: skip
ONE = dict.fromkeys(PLACES, 2**31)
TOMORROW = (NOW + timedelta(days=1)).isoformat()
BODIES: dict[str, Any] = {
    "assignCase": {"to": None}, "closeCase": {"outcome": "spam"}, "addNote": {"text": "x"},
    "snoozeCase": {"until": TOMORROW}, "transferCase": {"to": 1, "reason": "x"}, "setTags": {"tags": []},
    "linkTicket": {"system": "a", "number": "1"}, "setReminder": {"kind": "promise", "at": TOMORROW},
    "askCredit": {"cents": 1, "reason": "x"}, "mergeCase": {"case": 1},
    "decideAnswer": {"decision": "approve"}, "decideCredit": {"decision": "approve"},
    "writeAnswer": {"text": "x", "lane": "public"}, "addCustomerNote": {"text": "x"},
    "recordConsent": {"purpose": "join_records", "evidence": "x"}, "revealPersonalData": {"post": "1"},
    "checkAnswer": {"text": "x", "lane": "public"}, "keepDraft": {"lane": "note", "text": "x"},
    "addPicture": b"no picture", "describePicture": {"alt": "x"}, "beat": {"doing": "looking"},
    "takePen": {"lane": "public"},
    "translatePost": {"post": "1", "to": "es"}, "translateDraft": {"text": "x"}, "settleAnswer": {"fate": "dropped"},
    "removePost": {"post": "1"}, "changeManyCases": {"verb": "assign", "cases": [1]}, "takeBack": {"acts": [1]},
    "editAnswer": {"text": "x"},
    "correctVerdict": {"task": "topic", "value": "billing"},
}  # fmt: skip
# An agent is told that these are a supervisor's, whatever the number.
SUPERVISED = ("wall", "settings")
ADMINISTERED = "settings/people"
QUERIES = {
    "takeBackAway": f"?since={NOW:%Y-%m-%dT%H:%M:%SZ}",
    "withdrawConsent": "?purpose=join_records",
    "layPenDown": "?lane=public",
}


def test_without_a_key_or_with_a_wrong_one_nothing_is_told(care: Account) -> None:
    case = ask(care)
    for headers in ({}, {"Authorization": "Bearer hark_wrong"}, {"Authorization": "Basic YTpi"}):
        for route in ROUTES:
            path = address(route).format_map({**ONE, "case": case.pk})
            answer = Client().generic(route.method, path, "{}", "application/json", headers=headers)
            assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json"), path
            assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_key_is_kept_as_a_digest_and_ends_when_revoked_or_its_person_leaves(api: Api, ana: User) -> None:
    row = ApiToken.objects.get()
    assert api.secret not in f"{row.digest}{row.hint}{row.name}"
    assert api("GET", "me").json()["username"] == "ana"
    row.refresh_from_db()
    assert row.used_at is not None
    ana.is_active = False
    ana.save()
    assert api("GET", "me").status_code == 401
    User.objects.update(is_active=True)
    tokens.revoke(row.pk, by=ana, now=NOW)
    assert api("GET", "me").status_code == 401


def test_a_session_needs_the_pages_token_for_acts(care: Account, ana: User) -> None:
    case = ask(care)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ana)
    assert browser.get("/api/cases").status_code == 200
    forged = browser.put(f"/api/cases/{case.pk}/assignment", '{"to": null}', content_type="application/json")
    assert forged.status_code == 403
    browser.get("/inbox")
    token = browser.cookies["csrftoken"].value
    honest = browser.put(
        f"/api/cases/{case.pk}/assignment",
        '{"to": null}',
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert honest.status_code == 200


def test_pages_by_key_hold_every_case_once(care: Account, api: Api) -> None:
    for number in range(7):
        ask(care, f"kim{number}")
    seen, after = [], ""
    while True:
        page = api("GET", f"cases?view=all&limit=3&after={after}").json()
        seen += [case["id"] for case in page["cases"]]
        after = page["next"]
        if after is None:
            break
    assert sorted(seen) == sorted(Case.objects.values_list("pk", flat=True))
    assert api("GET", "cases?after=nonsense").status_code == 422
    for wrong in ("limit=0", "limit=201", "limit=x", "view=x", "brand=x"):
        assert api("GET", f"cases?{wrong}").status_code == 422, wrong


def test_other_brands_do_not_exist(care: Account, api: Api) -> None:
    foreign = ask(brand("Heron", "HeronHelp", "9100"), "zoe", "a heron's secret")
    assert api("GET", "cases").json()["cases"] == []
    assert api("GET", f"cases?brand={foreign.account.brand_id}").json()["cases"] == []
    assert api("GET", "search?q=secret").json()["cases"] == []
    row = Outbox.objects.create(
        account=foreign.account, case=foreign, target_author_id="x", text="x", text_hash="x", conversation_key="k",
        writer=person("zed", foreign.account.brand), not_before=NOW, created_at=NOW, state="queued",
    )  # fmt: skip
    boss = Api(person("bo", care.brand, role=Role.SUPERVISOR))
    for route in (route for route in ROUTES if "<int:" in route.path):
        path = address(route).removeprefix("/api/").format_map({**ONE, "case": foreign.pk, "answer": row.pk})
        path += QUERIES.get(route.name, "")
        body, key = BODIES.get(route.name, {}), {"Idempotency-Key": "k"}
        told = api(route.method, path, body, **key).status_code
        assert told == (403 if route.path.startswith(SUPERVISED) else 404), route.name
        told = boss(route.method, path, body, **key).status_code
        assert told == (403 if route.path.startswith(ADMINISTERED) else 404), route.name
    row.refresh_from_db()
    assert row.state == "queued"


def test_a_case_with_its_conversation_and_covered_personal_data(care: Account, api: Api) -> None:
    case = ask(care, text="call me on +34 612 345 678")
    first = Case.objects.get().author.posts.get()
    hear(ours(care, "@kim we call", minutes=5, parent_id=first.post_id, parent_author_id="u-kim"))
    told = api("GET", f"cases/{case.pk}").json()
    assert [(said["ours"], said["deleted"]) for said in told["posts"]] == [(False, False), (True, False)]
    assert "612 345" not in json.dumps(told)
    assert told["account"] == {"id": care.pk, "network": "x", "handle": "CurlewCare"}


def test_acts_are_the_desks_own(care: Account, api: Api, ana: User) -> None:
    case = ask(care)
    assert api("PUT", f"cases/{case.pk}/assignment", {"to": ana.pk}).json()["assignee"]["id"] == ana.pk
    stranger = person("omar")
    assert api("PUT", f"cases/{case.pk}/assignment", {"to": stranger.pk}).status_code == 422
    assert api("POST", f"cases/{case.pk}/notes", {"text": "called"}).status_code == 201
    assert [note["text"] for note in api("GET", f"cases/{case.pk}/notes").json()["notes"]] == ["called"]
    assert api("PUT", f"cases/{case.pk}/closure", {"outcome": "resolved"}).json()["state"] == "closed"
    assert api("PUT", f"cases/{case.pk}/closure", {"outcome": "resolved"}).status_code == 409
    assert api("DELETE", f"cases/{case.pk}/closure").json()["state"] in ("open", "new", "waiting")


@pytest.mark.parametrize(
    ("body", "status"),
    [({"to": "x"}, 422), ({"to": 1, "more": 2}, 422), ({}, 422), ([], 422)],
)
def test_bodies_that_are_not_the_shape(body: Any, status: int, care: Account, api: Api) -> None:
    assert api("PUT", f"cases/{ask(care).pk}/assignment", body).status_code == status


def test_broken_and_huge_bodies_and_wrong_methods(care: Account, api: Api) -> None:
    case = ask(care)
    path, key = f"/api/cases/{case.pk}/notes", {"Authorization": f"Bearer {api.secret}"}
    assert Client().post(path, "{", content_type="application/json", headers=key).status_code == 400
    assert Client().post(path, "text=x", content_type="text/plain", headers=key).status_code == 400
    huge = json.dumps({"text": "x" * 200_000})
    assert Client().post(path, huge, content_type="application/json", headers=key).status_code == 413
    assert api("POST", f"cases/{case.pk}/notes", {"text": ""}).status_code == 422
    wrong = api("PATCH", f"cases/{case.pk}")
    assert (wrong.status_code, wrong["Allow"]) == (405, "GET")
    assert api("GET", "nowhere").status_code == 404


def answer(
    api: Api, case: Case, text: str = "We look into it.", key: str = "k-1", lane: str = "public"
) -> Any:
    return api("POST", f"cases/{case.pk}/answers", {"text": text, "lane": lane}, **{"Idempotency-Key": key})


def test_an_answer_happens_once_per_key(care: Account, api: Api) -> None:
    case = ask(care)
    first, second = answer(api, case), answer(api, case)
    assert first.status_code == second.status_code == 202, first.content
    assert first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true"
    assert Outbox.objects.count() == 1
    other = answer(api, case, "Something else.")
    assert other.status_code == 422
    assert "Idempotency-Key" in other.json()["detail"]
    assert (
        answer(api, case, key="k-2").status_code == 409
    )  # somebody, here the same person, is answering already
    told = api("GET", f"answers/{first.json()['id']}").json()
    assert told["state"] in ("queued", "pending_approval")
    assert api("DELETE", f"answers/{told['id']}").json()["state"] == "cancelled"


def test_keys_belong_to_a_person_and_last_a_day(care: Account, api: Api) -> None:
    case, other = ask(care), ask(care, "leo")
    assert answer(api, case).status_code == 202
    ben = Api(person("ben", care.brand))
    assert answer(ben, other, "A colleague looks at it.").status_code == 202
    ApiRequest.objects.update(created_at=NOW - once_action.KEPT - timedelta(minutes=1))
    assert (
        answer(api, case, "Another day.").status_code == 409
    )  # the key is free again, the post is being answered
    assert answer(api, ask(care, "mia"), "Another day.").status_code == 202


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_an_answer_needs_a_key(key: str, care: Account, api: Api) -> None:
    assert answer(api, ask(care), key=key).status_code == 400
    assert Outbox.objects.count() == 0


def test_a_stopped_answer_says_why_and_frees_its_key(care: Account, api: Api) -> None:
    case = ask(care)
    stopped = answer(api, case, "Send your card 4111 1111 1111 1111 here.")
    assert stopped.status_code == 422
    assert "personal_data" in {guard["kind"] for guard in stopped.json()["guards"]}
    assert ApiRequest.objects.count() == 0
    assert answer(api, case, "Please write to us in private.").status_code == 202


def test_an_answer_leaves_those_untagged_it_is_told_to(care: Account, api: Api) -> None:
    tagged = (Mention("CurlewCare", "9001"), Mention("Cy", "u-cy"), Mention("di", "u-di"))
    hear(replace(post("kim", "@CurlewCare @Cy @di my line is dead", post_id="1"), mentions=tagged))
    body = {"text": "We look into it.", "lane": "public", "untagged": ["@cy"]}
    path, key = f"cases/{Case.objects.get().pk}/answers", {"Idempotency-Key": "k-1"}
    for lane, handle, why in (
        ("public", "kim", "The customer is always tagged."),
        ("public", "bo", "This answer does not tag @bo."),
        ("private", "cy", "This answer does not tag @cy."),
    ):
        refused = api("POST", path, {**body, "lane": lane, "untagged": [handle]}, **key)
        assert (refused.status_code, refused.json()["detail"]) == (422, why)
    assert api("POST", path, body, **key).status_code == 202
    assert Outbox.objects.get().untagged == ["u-cy"]


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_time_is_one_answer() -> None:
    care = brand()
    api, case = Api(person("ana", care.brand)), ask(care)
    told: list[Any] = []

    def run() -> None:
        told.append(answer(api, case))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.status_code for one in told] == [202] * 4
    assert len({one.json()["id"] for one in told}) == 1
    assert Outbox.objects.count() == 1


def test_every_route_is_in_the_document_and_the_other_way_round() -> None:
    served = {
        "/" + str(entry.pattern).replace("<int:", "{").replace(">", "}")
        for room in get_resolver().url_patterns
        for entry in getattr(room, "url_patterns", [])
        if str(entry.pattern).startswith("api/") and "<path:" not in str(entry.pattern)
    } - {"/api/openapi.json"}
    told = document()
    assert set(told["paths"]) == served
    assert {(path, method) for path, ways in told["paths"].items() for method in ways} == {
        (address(route), route.method.lower()) for route in ROUTES
    }
    names = [way["operationId"] for ways in told["paths"].values() for way in ways.values()]
    assert len(set(names)) == len(names)


def test_the_document_is_public_and_its_references_lead_somewhere() -> None:
    answer = Client().get("/api/openapi.json")
    told = answer.json()
    assert told["openapi"] == "3.1.0"
    text = answer.content.decode()
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in told["components"]["schemas"]
    writing = told["paths"]["/api/cases/{case}/answers"]["post"]
    assert "Idempotency-Key" in {param["name"] for param in writing["parameters"] if param["required"]}
