"""The case page and what is done to a case, through the pages' own addresses."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests import factories
from tests.factories import NOON, hear, ours, post

from hark.accounts.models import User
from hark.actions import cases
from hark.domain.post import Media, Withheld
from hark.store.models import Account, Author, Case, Draft, Event, Outbox

pytestmark = pytest.mark.django_db

FRAGMENT = {"HX-Request": "true"}


class Desk:
    """A brand, two colleagues of it, a stranger to it, and one case."""

    def __init__(self, client: Callable[[User], Client]) -> None:
        self.account: Account = factories.brand()
        other = factories.brand("Plover", "PloverCare", "9002")
        self.lena = factories.person("lena", self.account.brand)
        self.tomas = factories.person("tomas", self.account.brand)
        self.stranger = factories.person("sam", other.brand)
        User.objects.filter(pk=self.lena.pk).update(initials="LM")
        hear(post("ana", "@CurlewCare my phone is +44 7700 900123 and it is dead", tags=[self.account]))
        self.case = Case.objects.get()
        self.client = client

    def get(self, path: str, who: User | None = None, **headers: str) -> HttpResponse:
        return self.client(who or self.lena).get(path, headers=headers)  # type: ignore[return-value]

    def act(self, method: str, what: str, who: User | None = None, **data: Any) -> HttpResponse:
        caller = getattr(self.client(who or self.lena), method)
        return caller(f"/cases/{self.case.pk}/{what}", data, headers=FRAGMENT)  # type: ignore[no-any-return]


@pytest.fixture
def desk() -> Desk:
    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return Desk(signed_in)


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_foreign_case_does_not_exist(desk: Desk) -> None:
    for path in ("", "/pulse"):
        assert desk.get(f"/cases/{desk.case.pk}{path}", desk.stranger).status_code == 404
    for method, what, data in (
        ("post", "closure", {"outcome": "resolved"}),
        ("delete", "closure", {}),
        ("post", "assignment", {}),
        ("post", "snooze", {"until": "2999-01-01T00:00:00Z"}),
        ("post", "notes", {"text": "hello"}),
        ("post", "answers", {"text": "hello", "lane": "public"}),
        ("post", "reveals", {"post": "1"}),
    ):
        assert desk.act(method, what, desk.stranger, **data).status_code == 404, what
    desk.case.refresh_from_db()
    assert (desk.case.state, desk.case.assignee, Outbox.objects.count()) == ("new", None, 0)


def test_personal_data_is_covered_until_it_is_looked_at(desk: Desk) -> None:
    covered = text(desk.get(f"/cases/{desk.case.pk}"))
    assert "900123" not in covered
    assert "phone number" in covered
    post_id = desk.case.account.brand and covered.partition('data-post="')[2].partition('"')[0]
    shown = text(desk.act("post", "reveals", post=post_id))
    assert "+44 7700 900123" in shown
    event = Event.objects.get(kind="personal_data_revealed")
    assert (event.actor, event.data) == (desk.lena, {"post": post_id})
    assert "900123" not in text(desk.get(f"/cases/{desk.case.pk}", desk.tomas))


def test_an_answer_is_signed_and_queued(desk: Desk) -> None:
    sent = desk.act("post", "answers", text="We are on it.", lane="public")
    assert sent.status_code == 204  # the page shows it already, and looks at the case once more
    assert sent["HX-Trigger"] == "hark:changed, hark:touched"
    row = Outbox.objects.get()
    assert (row.text, row.writer, row.state, row.lane) == ("We are on it. ^LM", desk.lena, "queued", "public")
    assert "Queued" in text(desk.get(f"/cases/{desk.case.pk}/pulse"))
    desk.case.refresh_from_db()
    assert desk.case.assignee == desk.lena


def test_the_second_of_two_answers_is_told_whose_was_first(desk: Desk) -> None:
    desk.act("post", "answers", text="We are on it.", lane="public")
    refused = desk.act("post", "answers", desk.tomas, text="So are we.", lane="public")
    assert refused.status_code == 409
    assert "Lena is already answering this post" in text(refused)
    assert Outbox.objects.count() == 1


def test_an_answer_the_network_would_not_take_is_not_queued(desk: Desk) -> None:
    refused = desk.act("post", "answers", text="word " * 1500, lane="public")
    assert refused.status_code == 409
    assert "Not sent. The answer takes" in text(refused)
    assert Outbox.objects.count() == 0


def test_drafts_are_kept_by_person_and_lane(desk: Desk) -> None:
    client = desk.client(desk.lena)
    for lane, words in (("public", "half a"), ("private", "thought"), ("note", "n")):
        body = f"lane={lane}&text={words}"
        kept = client.put(
            f"/cases/{desk.case.pk}/draft", body, content_type="application/x-www-form-urlencoded"
        )
        assert kept.status_code == 204
    assert dict(Draft.objects.values_list("lane", "text")) == {
        "public": "half a",
        "private": "thought",
        "note": "n",
    }
    assert "half a" in text(desk.get(f"/cases/{desk.case.pk}"))
    assert "half a" not in text(desk.get(f"/cases/{desk.case.pk}", desk.tomas))


def test_closing_says_so_and_offers_the_way_back(desk: Desk) -> None:
    closed = text(desk.act("post", "closure", outcome="resolved"))
    assert "Case closed" in closed
    assert 'hx-post="/undo"' in closed
    assert "Case reopened" in text(desk.act("delete", "closure"))
    desk.case.refresh_from_db()
    assert desk.case.state == "open"


def test_what_the_state_does_not_allow_is_said(desk: Desk) -> None:
    cases.close(desk.case.pk, "resolved", by=desk.tomas, now=NOON)
    refused = desk.act("post", "snooze", until="2999-01-01T00:00:00Z")
    assert refused.status_code == 409
    assert "moved on" in text(refused)


def test_a_case_is_only_given_to_people_of_its_brand(desk: Desk) -> None:
    assert desk.act("post", "assignment", to=desk.stranger.pk).status_code == 422
    assert desk.act("post", "assignment", to=desk.tomas.pk).status_code == 200
    desk.case.refresh_from_db()
    assert desk.case.assignee == desk.tomas


def test_hostile_text_is_shown_not_run(desk: Desk) -> None:
    hostile = '<script>alert(1)</script> \u202egnp.exe javascript:alert(1) http://evil.com/"onmouseover=x'
    hear(post("mallory", f"@CurlewCare {hostile}", tags=[desk.account], minutes=2))
    case = Case.objects.get(author__handle="mallory")
    shown = text(desk.get(f"/cases/{case.pk}"))
    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown
    assert "\u202e" not in shown
    assert "U+202E" in shown
    assert "noopener noreferrer nofollow" in shown


def test_third_parties_are_badged_and_strangers_to_the_case_counted(desk: Desk) -> None:
    root = desk.case.root_id
    hear(post("bob", "@ana same here", parent_id=root, conversation_id=root, minutes=3))
    hear(post("cleo", "@bob shut up", parent_id="77", conversation_id=root, minutes=4))
    shown = text(desk.get(f"/cases/{desk.case.pk}"))
    assert "third party" in shown
    assert "same here" in shown
    assert "shut up" not in shown
    assert "1 more post of this thread" in shown
    assert "shut up" in text(desk.get(f"/cases/{desk.case.pk}?whole"))


def test_our_post_takes_the_place_of_the_answer_it_is(desk: Desk) -> None:
    desk.act("post", "answers", text="We are on it.", lane="public")
    row = Outbox.objects.get()
    Outbox.objects.update(state="sent", external_post_id="555")
    assert f'id="answer-{row.pk}"' in text(desk.get(f"/cases/{desk.case.pk}"))
    hear(ours(desk.account, "@ana We are on it. ^LM", post_id="555", parent_id=desk.case.root_id, minutes=5))
    shown = text(desk.get(f"/cases/{desk.case.pk}"))
    assert f'id="answer-{row.pk}"' not in shown
    assert 'data-post="555"' in shown


def test_more_than_can_be_kept_is_said_and_never_called_nothing(desk: Desk) -> None:
    said, long = "More than 20,000 characters can be neither kept nor sent.", "x" * 20_001
    shown = text(desk.act("post", "guards", text=long, lane="public"))
    assert said in shown and 'class="guard blocks" id="guard-too_long"' in shown
    for room, given in (("answers", {"lane": "public"}), ("notes", {})):
        refused = desk.act("post", room, text=long, **given)
        assert refused.status_code == 422 and said in text(refused)
    form = "application/x-www-form-urlencoded"
    client = desk.client(desk.lena)
    unkept = client.put(f"/cases/{desk.case.pk}/draft", f"lane=public&text={long}", content_type=form)
    assert (unkept.status_code, text(unkept)) == (422, said)


def test_a_post_leads_to_itself_on_its_network_with_what_it_shows(desk: Desk) -> None:
    shows = (
        Media("photo", "https://pbs.twimg.com/1.jpg", "Card 4111 1111 1111 1111\u202e"),
        Media("video", "u"),
    )
    hear(
        post(
            "bo",
            "@CurlewCare look",
            post_id="777",
            parent_id="100",
            tags=[desk.account],
            media=shows,
            minutes=3,
        )
    )
    case = Case.objects.get(author__handle="bo")
    page = text(desk.get(f"/cases/{case.pk}"))
    post_of = page[page.index('data-post="777"') :].split("</article>")[0]
    link = 'href="https://x.com/i/web/status/777" target="_blank" rel="noopener noreferrer"'
    assert post_of.count(link) == 2
    assert "Look at it on X</a>" in post_of and "Video" in post_of
    assert "4111 1111" not in post_of and "U+202E" in post_of


def test_a_name_cannot_turn_titles_and_fields_around(desk: Desk) -> None:
    Author.objects.filter(pk=desk.case.author_id).update(name="Evil\u202elive")
    page = text(desk.get(f"/cases/{desk.case.pk}"))
    assert "\u202e" not in page
    assert "<title>Evillive" in page and 'placeholder="Answer Evillive"' in page


def test_guards_say_what_stands_against_the_words(desk: Desk) -> None:
    shown = text(desk.act("post", "guards", text="Your card 4111 1111 1111 1111 was charged", lane="public"))
    assert "Everybody could read a card number." in shown
    assert 'class="guard blocks"' in shown
    refused = desk.act("post", "answers", text="Your card 4111 1111 1111 1111 was charged", lane="public")
    assert refused.status_code == 409
    assert "Not sent. Everybody could read a card number." in text(refused)
    assert Outbox.objects.count() == 0
    assert 'class="guard ' not in text(desk.act("post", "guards", text="We are on it.", lane="public"))


def test_what_one_cannot_overrule_is_told_first_and_the_rest_folds_away(desk: Desk) -> None:
    words = "As we already said, that idiot shut it. See https://example.com/status"
    shown = text(desk.act("post", "guards", text=words, lane="public"))
    kinds = re.findall(r'class="guard (\w+)" id="guard-(\w+)"', shown)
    assert kinds == [("blocks", "profanity"), ("warns", "defensiveness"), ("warns", "link_price")]
    assert "2 more" in shown
    assert "more-guards" not in text(desk.act("post", "guards", text="That idiot.", lane="public"))


def test_a_warning_is_overruled_with_a_reason_that_is_kept(desk: Desk) -> None:
    words = "We are on it. See https://example.com/status"
    assert 'name="why-link_price"' in text(desk.act("post", "guards", text=words, lane="public"))
    assert desk.act("post", "answers", text=words, lane="public").status_code == 409
    sent = desk.act("post", "answers", text=words, lane="public", **{"why-link_price": "the page helps"})
    assert sent.status_code == 204
    assert Event.objects.get(kind="guard_overruled").data["reason"] == "the page helps"


def test_an_answer_to_words_that_changed_is_stopped(desk: Desk) -> None:
    refused = desk.act("post", "answers", text="We are on it.", lane="public", seen="1")
    assert refused.status_code == 409
    assert "was edited since you opened it" in text(refused)


@pytest.mark.parametrize(
    ("withheld", "says"),
    [
        (Withheld(("DE", "FR")), "withheld in DE, FR"),
        (Withheld(("TR",), author=True), "withholds everything this author writes there"),
        (Withheld((), copyright=True), "withheld everywhere"),
    ],
)
def test_a_withheld_post_says_where(desk: Desk, withheld: Withheld, says: str) -> None:
    address = f"/cases/{desk.case.pk}"
    assert "withheld" not in text(desk.get(address))
    hear(
        post("ana", "@CurlewCare hello", tags=[desk.account], parent_id=desk.case.root_id, withheld=withheld)
    )
    assert says in text(desk.get(address))
