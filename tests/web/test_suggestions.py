"""Suggested answers: from cases like this one and from articles, without anybody's data."""

import pytest
from django.test import Client
from tests import factories
from tests.factories import NOON, hear, ours, person, post

from hark.accounts.models import Role
from hark.actions import articles, outbox, submitting
from hark.actions.guarding import Guard
from hark.actions.hear import forget_posts
from hark.domain.post import Lane
from hark.networks.port import Deletion
from hark.store.models import Account, Case, Draft, Event, Outbox
from hark.store.models import Post as PostRow
from hark.web.cases import suggestions
from hark.web.cases.suggestions import Suggestion, suggested

pytestmark = pytest.mark.django_db
ASKED = "@CurlewCare my router blinks red since the storm"


def answered(care: Account, by: str, question: str, answer: str, minutes: float = 0.0) -> None:
    asked = post(by, question, tags=[care], minutes=minutes)
    hear(asked)
    said = {"parent_id": asked.post_id, "parent_author_id": asked.author.author_id}
    hear(ours(care, answer, minutes=minutes + 5, **said))


def now_asks(care: Account, question: str = ASKED) -> Case:
    hear(post("zoe", question, tags=[care], minutes=50))
    return Case.objects.get(author__handle="zoe")


def offered(case: Case) -> list[Suggestion]:
    return suggested(case, NOON)


def test_the_answer_to_a_like_question_is_offered_with_its_case(care: Account) -> None:
    answered(care, "ana", "@CurlewCare router blinks red all day", "Hold reset for ten seconds. ^LM")
    answered(care, "ben", "@CurlewCare you charged me twice", "We pay it back today. ^LM")
    (one,) = offered(now_asks(care))
    assert one.text == "Hold reset for ten seconds."
    assert one.case_id == Case.objects.get(author__handle="ana").pk
    assert {"router", "blinks", "red"} == set(one.words)


def test_nothing_of_the_other_customer_comes_along(care: Account) -> None:
    answered(
        care, "ana", "@CurlewCare router blinks red all day",
        "@ana Hi Ana, we call +44 7700 900123 or write to ana.b@example.com, @ana. ^LM",
    )  # fmt: skip
    (one,) = offered(now_asks(care))
    assert one.text == "Hi […], we call [… phone number] or write to [… email address], @zoe."


def test_what_was_said_about_a_third_person_is_not_offered(care: Account) -> None:
    answered(care, "ana", "@CurlewCare router blinks red all day", "@ana What @ben_87 says is right. ^LM")
    assert offered(now_asks(care)) == []


def test_our_own_handles_may_stand_in_an_answer(care: Account) -> None:
    answered(
        care, "ana", "@CurlewCare router blinks red all day", "@ana @leo Write to @CurlewCare again. ^LM"
    )
    (one,) = offered(now_asks(care))
    assert one.text == "Write to @CurlewCare again."


def test_the_same_words_are_offered_once_and_the_newest_wins(care: Account) -> None:
    for place, name in enumerate(("ana", "ben", "cleo")):
        answered(
            care, name, "@CurlewCare router blinks red", f"@{name} Hold reset, please! ^LM", place * 10.0
        )
    (one,) = offered(now_asks(care))
    assert one.case_id == Case.objects.get(author__handle="cleo").pk


def test_only_what_stands_in_public_in_their_language_and_is_ours_counts(care: Account) -> None:
    heron = factories.brand("Heron", "HeronHelp", "9100")
    answered(heron, "ana", "@HeronHelp router blinks red", "Another brand's words. ^HH")
    answered(care, "ben", "@CurlewCare router blinks red", "Taken back later. ^LM")
    hear(post("cleo", "router blinks red for me too"), ours(care, "No answer to anybody: router blinks red"))
    case = now_asks(care)
    assert [one.text for one in offered(case)] == ["Taken back later."]
    gone = Case.objects.get(author__handle="ben")
    answer = gone.account.posts.get(answers=gone.author)
    forget_posts([Deletion("x", answer.post_id, NOON, "deleted")], now=NOON)
    assert offered(case) == []
    case.language = "es"
    answered(care, "dora", "@CurlewCare router blinks red", "Fresh words. ^LM")
    assert offered(case) == []


def test_praise_is_not_answered_like_a_complaint(care: Account) -> None:
    answered(care, "ana", "@CurlewCare router blinks red", "Thank you, we pass it on. ^LM")
    case = now_asks(care)
    case.sentiment = "negative"
    PostRow.objects.filter(author__handle="ana").update(sentiment="positive")
    assert offered(case) == []
    PostRow.objects.filter(author__handle="ana").update(sentiment="neutral")
    assert len(offered(case)) == 1


@pytest.mark.parametrize("part", [0, 1])
@pytest.mark.parametrize(
    ("kind", "left"),
    [("profanity", 0), ("money", 0), ("personal_data", 0), ("link_price", 1), ("duplicate", 1)],
)
def test_what_left_over_an_objection_to_its_words_is_no_example(
    care: Account, monkeypatch: pytest.MonkeyPatch, kind: str, left: int, part: int
) -> None:
    answered(care, "ana", "@CurlewCare router blinks red all day", "You get $90 from us, clown.")
    said = PostRow.objects.get(account=care)
    first = outbox.submit(
        Case.objects.get().pk, "The words matter not here.", Lane.PUBLIC,
        target_post_id=None, by=person("lena", care.brand), now=NOON,
    )  # fmt: skip
    submitting.note_overruled(first, [Guard(kind, "", "")], {kind: "they asked"}, first.writer, NOON)
    if part:
        first.pk, first.first_id, first.seq = None, first.pk, part
        first.save()
    Outbox.objects.filter(pk=first.pk).update(state="sent", external_post_id=said.post_id)
    case = now_asks(care)
    assert len(offered(case)) == left
    monkeypatch.setattr(suggestions, "_NEWEST", 0)  # found by its rare words alone
    assert len(offered(case)) == left


def test_articles_come_first_and_only_those_of_the_brand_and_language(care: Account) -> None:
    boss = person("ruth", care.brand, role=Role.SUPERVISOR)
    given = {
        "title": "Router blinks red",
        "text": "Restart it.",
        "link": "https://curlew.example/r",
        "topics": [],
    }
    articles.save(care.brand_id, None, {**given, "language": ""}, by=boss, now=NOON)
    articles.save(care.brand_id, None, {**given, "language": "es", "text": "Reinicia."}, by=boss, now=NOON)
    answered(care, "ana", "@CurlewCare router blinks red all day", "Hold reset. ^LM")
    found = offered(now_asks(care))
    assert [(one.title, one.text) for one in found] == [
        ("Router blinks red", "Restart it. https://curlew.example/r"),
        ("", "Hold reset."),
    ]


SMALL = {
    "en": ("the neighbour says it is you, and what about them", "the router is with you and not with them"),
    "es": ("el vecino dice que todo esto es para ellos", "el paquete que todo esto tiene es para nosotros"),
    "de": (
        "der Nachbar sagt, dass sie nicht immer hier sind",
        "das Paket, dass sie nicht immer bringen, und hier",
    ),
    "pl": ("sąsiad mówi, że jest tylko dla was", "paczka jest tylko dla mnie, bardzo proszę"),
    "": ("the neighbour says it is you, and what about them", "the router is with you and not with them"),
}


@pytest.mark.parametrize("language", SMALL)
def test_what_shares_only_small_words_is_no_suggestion(care: Account, language: str) -> None:
    """PostgreSQL knows the stop words of English, Spanish and German; of Polish it has no configuration."""
    said, asks = SMALL[language]
    answered(care, "ana", f"@CurlewCare {said}", "We ask them.")
    articles.save(
        care.brand_id, None, {"title": said[:60], "text": said, "link": "", "topics": [], "language": ""},
        by=person("ruth", care.brand, role=Role.SUPERVISOR), now=NOON,
    )  # fmt: skip
    case = now_asks(care, f"@CurlewCare {asks}")
    case.language = language
    PostRow.objects.filter(author__handle="ana").update(language=language)
    assert offered(case) == []


@pytest.mark.parametrize(
    ("language", "said", "asks", "shared"),
    [
        ("en", "the router blinks red", "why is the router red", {"router", "red"}),
        ("es", "el router parpadea en rojo", "por qué está el router en rojo", {"router", "rojo"}),
        ("de", "der Router blinkt rot", "warum ist der Router denn rot", {"router", "rot"}),
        ("pl", "ruter miga na czerwono", "dlaczego ruter jest na czerwono", {"ruter", "czerwono"}),
        ("ja-JP", "ルーター 点滅 赤色", "ルーター です 赤色", {"ルーター"}),
    ],
)
def test_words_that_carry_meaning_make_a_suggestion_in_any_language(
    care: Account, language: str, said: str, asks: str, shared: set[str]
) -> None:
    answered(care, "ana", f"@CurlewCare {said}", "Hold reset. ^LM")
    case = now_asks(care, f"@CurlewCare {asks}")
    case.language, case.topic = language, "internet"
    PostRow.objects.filter(author__handle="ana").update(language=language, topic="internet")
    (one,) = offered(case)
    assert set(one.words) == shared


def test_a_question_without_words_and_one_with_signs_break_nothing(care: Account) -> None:
    answered(care, "ana", "@CurlewCare router blinks red", "Hold reset. ^LM")
    assert offered(now_asks(care, "@CurlewCare ?!")) == []
    hear(post("yan", "@CurlewCare ' & | ! :* <-> ''); drop table; l'été \\ blinks", tags=[care]))
    offered(Case.objects.get(author__handle="yan"))


def test_the_fragment_is_for_those_who_may_see_the_case(care: Account) -> None:
    answered(care, "ana", "@CurlewCare router blinks red", "Hold <b>reset</b>. ^LM")
    case, client = now_asks(care), Client()
    client.force_login(person("lena", care.brand))
    shown = client.get(f"/cases/{case.pk}/suggestions").content.decode()
    assert 'data-suggest="Hold &lt;b&gt;reset&lt;/b&gt;."' in shown
    assert "<b>reset" not in shown
    client.force_login(person("sam"))
    assert client.get(f"/cases/{case.pk}/suggestions").status_code == 404


def test_a_draft_remembers_that_its_words_were_suggested(care: Account) -> None:
    case, client = now_asks(care), Client()
    client.force_login(person("lena", care.brand))
    address, kind = f"/cases/{case.pk}/draft", "application/x-www-form-urlencoded"
    client.put(address, "lane=public&text=Hold+reset.&origin=suggested", content_type=kind)
    assert 'data-origin-public="suggested"' in client.get(f"/cases/{case.pk}").content.decode()
    client.put(address, "lane=public&text=Hold+it.&origin=", content_type=kind)
    assert Draft.objects.get().origin == ""
    assert client.put(address, "lane=public&text=x&origin=mine", content_type=kind).status_code == 422


@pytest.mark.parametrize("origin", ["suggested", "translated", ""])
@pytest.mark.parametrize("lane", ["public", "private"])
def test_an_answer_tells_where_unchanged_words_came_from(care: Account, lane: str, origin: str) -> None:
    message = {"lane": Lane.PRIVATE, "conversation_id": "9001-zoe", "parent_author_id": care.network_id}
    hear(post("zoe", ASKED, tags=[care]), post("zoe", "It is me", tags=[care], **message))
    case, client = Case.objects.get(lane=lane), Client()
    client.force_login(person("lena", care.brand))
    given = {"text": "Hold reset.", "lane": lane, "origin": origin}
    assert client.post(f"/cases/{case.pk}/answers", given, headers={"HX-Request": "true"}).status_code == 204
    assert Event.objects.get(kind="answer_queued").data.get("origin", "") == origin
