"""Ready words, answers' fates and one verb on many cases, by a program."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.factories import hear, ours, person, post
from tests.web.api.conftest import Api

from hark.accounts.models import Role, User
from hark.actions import articles, macros
from hark.bootstrap import translation
from hark.networks.port import NetworkError
from hark.networks.translate import Translation
from hark.store.models import Account, AgentLevel, AgentProfile, Case, Macro, Outbox, Prepared, Removal

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
TOMORROW = (NOW + timedelta(days=1)).isoformat()


def ask(care: Account, name: str = "kim", text: str = "my router blinks red", **given: Any) -> Case:
    hear(post(name, f"@{care.handle} {text}", tags=[care], **given))
    return Case.objects.filter(author__handle=name).latest("pk")


@pytest.fixture
def case(care: Account) -> str:
    return f"cases/{ask(care, post_id='100').pk}"


def test_macros_come_filled_in_for_the_case(care: Account, case: str, api: Api, boss: User) -> None:
    fields = {"name": "Hello", "shortcut": "hi", "text": "{handle}, {ticket}: {agent}", "lane": "public"}
    macro = macros.save(care.brand_id, None, fields, by=boss, now=NOW)
    (told,) = api("GET", f"{case}/macros").json()["macros"]
    assert (told["text"], told["missing"], told["shortcut"]) == ("@kim, {ticket}: Ana", ["ticket"], "hi")
    assert api("GET", f"{case}/macros?lane=private").json()["macros"] == []
    assert api("GET", f"{case}/macros?lane=loud").status_code == 422
    assert api("POST", f"{case}/macros/{macro.pk}").json()["text"] == "@kim, {ticket}: Ana"
    assert Macro.objects.get().used == 1
    assert api("POST", f"{case}/macros/{macro.pk + 1}").status_code == 404


def test_suggestions_come_from_articles_and_like_cases(care: Account, api: Api, boss: User) -> None:
    before = post("cleo", "@CurlewCare router blinks red all day", tags=[care], post_id="50")
    hear(before)
    hear(ours(care, "@cleo Hold reset. ^LM", minutes=5, parent_id="50", parent_author_id="u-cleo"))
    fields = {
        "title": "The router blinks",
        "text": "Hold the button.",
        "link": "",
        "language": "",
        "topics": [],
    }
    articles.save(care.brand_id, None, fields, by=boss, now=NOW)
    case = ask(care, minutes=30)
    told = api("GET", f"cases/{case.pk}/suggestions").json()["suggestions"]
    assert [(one["title"], one["text"], one["case"] is None) for one in told] == [
        ("The router blinks", "Hold the button.", True),
        ("", "Hold reset.", False),
    ]


def test_a_prepared_word_is_sent_once_or_dropped(case: str, api: Api) -> None:
    row = Case.objects.get()
    first, second = (
        Prepared.objects.create(case=row, kind="acknowledgement", text=text, created_at=NOW)
        for text in ("We open at nine.", "Later")
    )
    assert [one["id"] for one in api("GET", f"{case}/prepared").json()["prepared"]] == [first.pk, second.pk]
    assert api("DELETE", f"{case}/prepared/{second.pk}").status_code == 200
    sent = api("POST", f"{case}/prepared/{first.pk}")
    assert (sent.status_code, sent.json()["text"]) == (202, "We open at nine.")
    assert api("POST", f"{case}/prepared/{first.pk}").status_code == 409
    assert api("GET", f"{case}/prepared").json()["prepared"] == []
    assert Outbox.objects.count() == 1


def test_a_post_and_a_draft_are_translated_without_personal_data(
    care: Account, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = f"cases/{ask(care, text='mi línea, +34 612 345 678', post_id='100').pk}"
    asked = {"post": "100", "to": "en"}
    none = api("POST", f"{case}/translations", asked)
    assert (none.status_code, none.json()["detail"]) == (409, "No translation service is set up.")
    heard: list[str] = []

    def service(text: str, **_named: str) -> Translation:
        heard.append(text)
        return Translation(text.upper(), "es")

    monkeypatch.setattr(translation, "translate", service)
    told = api("POST", f"{case}/translations", asked)
    assert told.status_code == 200
    assert "MI LÍNEA" in told.json()["text"]
    assert "612" not in told.content.decode() + heard[0]
    assert api("POST", f"{case}/drafts/translation", {"text": "soon"}).json()["text"] == "SOON"
    assert api("POST", f"{case}/translations", {"post": "7", "to": "en"}).status_code == 404
    assert api("POST", f"{case}/translations", {"post": "100", "to": "../x"}).status_code == 422

    def broken(*_given: object, **_named: object) -> None:
        raise NetworkError("unavailable", "down", permanent=False)

    monkeypatch.setattr(translation, "translate", broken)
    assert api("POST", f"{case}/translations", asked).status_code == 502


def test_the_fate_of_an_answer_is_settled_by_a_person(case: str, api: Api) -> None:
    sent = api("POST", f"{case}/answers", {"text": "Hi", "lane": "public"}, **{"Idempotency-Key": "f"}).json()
    path = f"answers/{sent['id']}/fate"
    assert api("PUT", path, {"fate": "dropped"}).status_code == 404, "nobody doubts it"
    Outbox.objects.update(state="needs_human")
    assert api("PUT", path, {"fate": "there", "link": "nowhere"}).status_code == 422
    there = api("PUT", path, {"fate": "there", "link": "https://x.com/CurlewCare/status/900"}).json()
    assert (there["state"], there["network_id"]) == ("sent", "900")


def test_a_post_of_ours_is_deleted_on_the_network(case: str, care: Account, api: Api, ana: User) -> None:
    hear(ours(care, "@kim on it", minutes=5, post_id="900", parent_id="100", parent_author_id="u-kim"))
    root = Case.objects.get().root_id
    hear(ours(care, "@kim done", minutes=6, post_id="901", parent_id="100", conversation_id=root))
    assert api("POST", f"{case}/removals", {"post": "100"}).status_code == 422, "theirs"
    AgentProfile.objects.update_or_create(user=ana, defaults={"level": AgentLevel.TRAINEE})
    assert api("POST", f"{case}/removals", {"post": "901"}).status_code == 403
    AgentProfile.objects.update(level=AgentLevel.AGENT)
    asked = api("POST", f"{case}/removals", {"post": "901"})
    assert (asked.status_code, asked.json()["state"]) == (202, "asked")
    assert Removal.objects.get().asked_by == ana


def test_a_verb_on_many_cases_is_answered_case_by_case_and_taken_back(
    care: Account, api: Api, ana: User
) -> None:
    cases = [ask(care, name).pk for name in ("kim", "leo")]
    foreign = 2**62
    told = api("POST", "batch", {"verb": "close", "cases": [*cases, foreign]}).json()["outcomes"]
    assert [(one["case"], one["done"]) for one in told] == [
        *((case, True) for case in cases), (foreign, False),
    ]  # fmt: skip
    acts = [one["act"] for one in told[:2]]
    undone = api("POST", "undo", {"acts": [*acts, foreign]}).json()["acts"]
    assert [one["case"] for one in undone] == [*cases, None]
    assert undone[2]["why"] == "There is nothing to take back."
    api("POST", "batch", {"verb": "assign", "cases": cases})
    assert set(Case.objects.values_list("assignee", flat=True)) == {ana.pk}
    assert api("POST", "batch", {"verb": "snooze", "cases": cases}).status_code == 422
    assert api("POST", "batch", {"verb": "snooze", "cases": cases, "until": TOMORROW}).status_code == 200
    assert set(Case.objects.values_list("state", flat=True)) == {"snoozed"}
    for wrong in ([], [0], [10**30], list(range(1, 502))):
        assert api("POST", "batch", {"verb": "assign", "cases": wrong}).status_code == 422


def test_nobody_acts_on_many_cases_of_another_brand_or_takes_back_another_s_acts(
    care: Account, api: Api
) -> None:
    case = ask(care)
    told = api("POST", "batch", {"verb": "close", "cases": [case.pk]}).json()["outcomes"]
    stranger, boss = Api(person("zed")), Api(person("bo", care.brand, role=Role.SUPERVISOR))
    assert stranger("POST", "batch", {"verb": "close", "cases": [case.pk]}).json()["outcomes"][0] == {
        "case": case.pk, "done": False, "why": "There is no such case.", "act": None,
    }  # fmt: skip
    for other in (stranger, boss):
        undone = other("POST", "undo", {"acts": [told[0]["act"]]}).json()["acts"]
        assert undone[0]["why"] == "There is nothing to take back."


def test_a_reminder_that_was_dealt_with_stands_again(case: str, api: Api) -> None:
    made = api("POST", f"{case}/reminders", {"kind": "promise", "at": TOMORROW}).json()["reminders"][0]
    path = f"{case}/reminders/{made['id']}"
    assert api("PUT", path).status_code == 404, "it was never done"
    assert api("DELETE", path).json()["reminders"] == []
    assert [one["id"] for one in api("PUT", path).json()["reminders"]] == [made["id"]]
