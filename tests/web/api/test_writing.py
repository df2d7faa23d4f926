"""Before an answer is sent, by a program: permission, guards, drafts, pictures, who else is there."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.factories import person
from tests.pictures import jpeg, png
from tests.web.api.conftest import Api, ask

from hark.accounts.models import Role, User
from hark.actions import messageable
from hark.bootstrap import reaching
from hark.store.models import Account, Case, Draft, Outbox, Picture

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def case(care: Account) -> str:
    return f"cases/{ask(care, post_id='100').pk}"


def test_what_may_be_answered_is_known_before_anybody_types(care: Account, case: str, api: Api) -> None:
    told = api("GET", f"{case}/lanes").json()
    assert (told["public"]["verdict"], told["target"], told["private_case"]) == ("send", "100", None)
    assert told["public"]["sentence"] == "Kim tagged @CurlewCare."
    assert told["move"]["opening"]
    Account.objects.update(frozen=True)
    told = api("GET", f"{case}/lanes").json()
    assert (told["public"]["verdict"], told["public"]["price"]) == ("no", None)
    assert "stopped" in told["public"]["sentence"]


def test_the_network_is_asked_once_about_private_messages(
    case: str, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(reaching, "takes_messages", lambda *given: asked.append(given) or False)
    assert api("POST", f"{case}/reach").json()["private"]["verdict"] == "no"
    assert api("POST", f"{case}/reach").status_code == 200
    assert len(asked) == 1


def test_guards_speak_before_anything_is_sent(case: str, api: Api) -> None:
    fine = {"text": "We look into it.", "lane": "public"}
    assert api("POST", f"{case}/guards", fine).json()["guards"] == []
    against = api("POST", f"{case}/guards", {**fine, "text": "Send your card 4111 1111 1111 1111"}).json()
    assert "personal_data" in {guard["kind"] for guard in against["guards"]}
    assert api("POST", f"{case}/guards", {**fine, "target": "9"}).status_code == 409
    assert Outbox.objects.count() == 0


def test_the_desks_sentences_follow_the_readers_language(case: str, api: Api) -> None:
    spanish = {"Accept-Language": "es"}
    told = api("GET", f"{case}/lanes", **spanish).json()
    assert told["public"]["sentence"] == "Kim etiquetó a @CurlewCare."
    body = {"text": " ", "lane": "public"}
    said = api("POST", f"{case}/answers", body, **{"Idempotency-Key": "s"}, **spanish)
    assert (said.status_code, said.json()["detail"]) == (422, "Hay que escribir algo primero.")


def test_unsent_words_are_their_writers_own(case: str, api: Api, lena: User) -> None:
    api("PUT", f"{case}/drafts", {"lane": "public", "text": "We are"})
    told = api("PUT", f"{case}/drafts", {"lane": "note", "text": "Ask Omar"}).json()["drafts"]
    assert [(one["lane"], one["text"]) for one in told] == [("note", "Ask Omar"), ("public", "We are")]
    assert Api(lena)("GET", f"{case}/drafts").json()["drafts"] == []
    assert len(api("PUT", f"{case}/drafts", {"lane": "note", "text": ""}).json()["drafts"]) == 1
    for wrong in ({"lane": "x", "text": ""}, {"lane": "note", "text": "x" * 20_001}, {"lane": "note"}):
        assert api("PUT", f"{case}/drafts", wrong).status_code == 422
    assert Draft.objects.count() == 1


def test_a_picture_goes_with_an_answer(case: str, api: Api, lena: User) -> None:
    made = api("POST", f"{case}/pictures?alt=A+mast", png())
    assert (made.status_code, made.json()["media_type"], made.json()["alt"]) == (201, "image/png", "A mast")
    number = made.json()["id"]
    assert Api(lena)("PUT", f"pictures/{number}", {"alt": "x"}).status_code == 404
    assert api("PUT", f"pictures/{number}", {"alt": "A red mast"}).json()["alt"] == "A red mast"
    second = api("POST", f"{case}/pictures", jpeg()).json()["id"]
    assert [one["id"] for one in api("DELETE", f"pictures/{second}").json()["pictures"]] == [number]
    body: dict[str, Any] = {"text": "Here it is.", "lane": "public", "pictures": [number]}
    for wrong, why in (
        ({**body, "pictures": [second]}, "A picture is no longer there. Look at the answer again."),
        ({**body, "lane": "private"}, "Pictures are shown with public answers only."),
    ):
        said = api("POST", f"{case}/answers", wrong, **{"Idempotency-Key": "p-1"})
        assert (said.status_code, said.json()["detail"]) == (422, why)
    assert api("POST", f"{case}/answers", body, **{"Idempotency-Key": "p-1"}).status_code == 202
    assert Picture.objects.get().outbox == Outbox.objects.get()
    assert api("GET", f"{case}/pictures").json()["pictures"] == []


def test_what_is_no_picture_is_refused_with_words(case: str, api: Api) -> None:
    said = api("POST", f"{case}/pictures", b"no picture")
    assert (said.status_code, said.json()["detail"]) == (422, "This is no JPEG, PNG or WebP picture.")
    assert api("POST", f"{case}/pictures", {"picture": "x"}).status_code == 400
    assert api("POST", f"{case}/pictures", b"x" * (10 * 1024**2 + 1)).status_code == 413
    assert api("POST", f"{case}/pictures", b"x" * (6 * 1024**2)).status_code == 422
    assert api("POST", f"{case}/pictures?alt={'x' * 1001}", png()).status_code == 422
    assert Picture.objects.count() == 0
    for _ in range(4):
        assert api("POST", f"{case}/pictures", png()).status_code == 201
    assert api("POST", f"{case}/pictures", png()).json()["detail"] == "An answer takes at most 4 pictures."


def test_a_public_word_goes_with_a_private_message(case: str, api: Api, ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(initials="AB")
    messageable.note(Case.objects.get(), True, now=NOW)
    body = {"text": "Hello", "lane": "private", "word": "We have sent you a message."}
    sent = api("POST", f"{case}/answers", body, **{"Idempotency-Key": "w-1"})
    assert sent.status_code == 202, sent.content
    assert sorted(Outbox.objects.values_list("lane", "text")) == [
        ("private", "Hello"),
        ("public", "We have sent you a message. ^AB"),
    ]
    assert api("GET", f"{case}/lanes").json()["move"] is None


def test_one_person_has_the_pen(care: Account, case: str, api: Api, lena: User) -> None:
    other, boss = Api(lena), Api(person("bo", care.brand, role=Role.SUPERVISOR))
    assert api("PUT", f"{case}/pen", {"lane": "public"}).json()["holder"]["name"] == "Ana"
    held = other("PUT", f"{case}/pen", {"lane": "public"})
    assert (held.status_code, held.json()["detail"]) == (409, "Ana is answering this.")
    assert other("PUT", f"{case}/pen", {"lane": "public", "over": True}).status_code == 403
    assert boss("PUT", f"{case}/pen", {"lane": "public", "over": True}).json()["holder"]["name"] == "Bo"
    assert boss("DELETE", f"{case}/pen?lane=public").status_code == 200
    assert other("PUT", f"{case}/pen", {"lane": "public"}).status_code == 200
    assert other("DELETE", f"{case}/pen").status_code == 422


def test_who_is_on_a_case_is_seen(case: str, api: Api, lena: User) -> None:
    other = Api(lena)
    api("PUT", f"{case}/presence", {"doing": "looking"})
    told = other("PUT", f"{case}/presence", {"doing": "writing", "lane": "public"}).json()["people"]
    assert [(one["person"]["name"], one["doing"], one["lane"]) for one in told] == [
        ("Lena", "writing", "public"),
        ("Ana", "looking", ""),
    ]
    assert [one["person"]["name"] for one in other("DELETE", f"{case}/presence").json()["people"]] == ["Ana"]
    assert api("PUT", f"{case}/presence", {"doing": "sleeping"}).status_code == 422
