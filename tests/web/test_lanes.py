"""The case page with both lanes: what it shows, for whom, and with how many questions to the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories
from tests.factories import NOON, author, hear, ours, post

from hark.actions import cases, drafts
from hark.domain.post import Lane
from hark.domain.post import Post as DomainPost
from hark.store.models import Account, Case, Draft, Event, Outbox, Post

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOON + timedelta(hours=1)


def message(account: Account, text: str, by: str = "ana", minutes: float = 5) -> DomainPost:
    return post(
        author(by), text, tags=[account], lane=Lane.PRIVATE, conversation_id=f"9001-{by}",
        parent_author_id=account.network_id, minutes=minutes,
    )  # fmt: skip


class Desk:
    """A brand, two colleagues, and a customer with a case in each lane."""

    def __init__(self) -> None:
        self.account = factories.brand()
        self.lena = factories.person("lena", self.account.brand)
        self.tomas = factories.person("tomas", self.account.brand)
        hear(post("ana", "@CurlewCare my phone is dead", tags=[self.account]))
        hear(message(self.account, "It is me, my number is +44 7700 900123"))
        self.public = Case.objects.get(lane="public")
        self.private = Case.objects.get(lane="private")
        self.page = Client()
        self.page.force_login(self.lena)

    def shown(self, case: Case | None = None, query: str = "") -> str:
        answer = self.page.get(f"/cases/{(case or self.public).pk}{query}", headers={"HX-Request": "true"})
        return answer.content.decode()

    def act(self, what: str, case: Case | None = None, **data: object) -> int:
        path = f"/cases/{(case or self.public).pk}/{what}"
        return self.page.post(path, data, headers={"HX-Request": "true"}).status_code


@pytest.fixture
def desk() -> Desk:
    return Desk()


def lane(page: str, name: str) -> str:
    """One lane's part of the page."""
    return page.partition(f'aria-label="{name} conversation"')[2].partition("</section>")[0]


def test_either_page_shows_both_lanes_and_mixes_nothing(desk: Desk) -> None:
    for case in (desk.public, desk.private):
        page = desk.shown(case)
        assert "my phone is dead" in lane(page, "Public")
        assert "It is me" in lane(page, "Private")
        assert "It is me" not in lane(page, "Public")
        assert f'data-cases="{desk.public.pk} {desk.private.pk}"' in page


def test_personal_data_of_the_other_lane_is_covered_until_it_is_looked_at(desk: Desk) -> None:
    assert "900123" not in desk.shown()
    hidden = Post.objects.get(lane="private")
    assert desk.act("reveals", post=hidden.post_id) == 200
    assert "+44 7700 900123" in lane(desk.shown(), "Private")
    assert Event.objects.get(kind="personal_data_revealed").case == desk.private


def test_a_post_of_another_conversation_cannot_be_uncovered_here(desk: Desk) -> None:
    hear(message(desk.account, "Ben here, +44 7700 900999", by="ben"))
    other = Post.objects.get(text__startswith="Ben")
    assert desk.act("reveals", post=other.post_id) == 404


def test_words_written_on_one_page_are_kept_and_sent_in_their_own_lane(desk: Desk) -> None:
    drafts.keep(desk.public.pk, "private", "Thank you, Ana", by=desk.lena)
    assert Draft.objects.get().case == desk.private
    assert "Thank you, Ana" in desk.shown(desk.private)
    newest = Post.objects.get(lane="private").latest_id
    said = {"text": "Thank you, Ana", "lane": "private", "seen": "1", "seen_private": newest}
    assert desk.act("answers", **said) == 204
    assert Outbox.objects.get().case == desk.private
    assert "Thank you, Ana" in lane(desk.shown(), "Private")


def test_a_closed_case_offers_to_close_the_lane_that_is_left(desk: Desk) -> None:
    assert "Close this one too" not in desk.shown()
    cases.close(desk.public.pk, "resolved", by=desk.lena, now=LATER)
    assert "Close this one too" in lane(desk.shown(), "Private")
    data = {"verb": "close", "outcome": "resolved", "case": desk.private.pk}
    assert desk.page.post("/cases/batch", data).status_code == 200
    assert "Close this one too" not in desk.shown()


def test_a_public_case_without_messages_keeps_its_private_lane_ready(desk: Desk) -> None:
    hear(post("cleo", "@CurlewCare there is no signal at our house today", tags=[desk.account], minutes=9))
    page = desk.shown(Case.objects.get(author__handle="cleo"))
    assert "Nothing has been said in private yet" in page
    assert 'data-opening="Hello, this is Lena from Curlew.' in page
    assert "messages/compose?recipient_id=9001" in page
    assert "data-both" not in page


def test_a_message_of_ours_that_nobody_answered_stands_in_the_private_lane(desk: Desk) -> None:
    hear(post("cleo", "@CurlewCare there is no signal at our house today", tags=[desk.account], minutes=9))
    case = Case.objects.get(author__handle="cleo")
    hear(ours(
        desk.account, "Hello Cleo", lane=Lane.PRIVATE, conversation_id="9001-cleo", parent_author_id="u-cleo",
        minutes=10,
    ))  # fmt: skip
    page = desk.shown(case)
    assert "Hello Cleo" in lane(page, "Private")
    assert "data-both" in page


def test_earlier_versions_can_be_read_and_are_covered_too(desk: Desk) -> None:
    first = Post.objects.get(lane="public")
    hear(post(
        "ana", "@CurlewCare my phone is dead, really", tags=[desk.account], post_id="2000001",
        versions=(first.post_id, "2000001"),
    ))  # fmt: skip
    Post.objects.filter(pk=first.pk).update(
        versions=[{"id": first.post_id, "text": "my phone +44 7700 900555 is dead"}]
    )
    page = lane(desk.shown(), "Public")
    assert "1 earlier version" in page
    assert "is dead, really" in page
    assert "900555" not in page


def test_reach_is_said_in_words_and_a_forecast_only_when_it_says_something(desk: Desk) -> None:
    row = Post.objects.get(lane="public")
    assert "heading for" not in desk.shown()
    spread = {"final": 240.4, "low": 90.0, "high": 610.0, "tenfold": 0.2}
    Post.objects.filter(pk=row.pk).update(
        reposts=12, quotes=1, verdict={**(row.verdict or {}), "spread": spread}
    )
    page = desk.shown()
    for words in ("12 reposts", "1 quote", "heading for 240 reposts (90 to 610)"):
        assert words in page
    Post.objects.filter(pk=row.pk).update(reposts=300)
    assert "heading for" not in desk.shown()


def test_what_is_not_kept_here_is_read_on_the_network(desk: Desk) -> None:
    hear(post("dan", "@CurlewCare me too", tags=[desk.account], parent_id="777", quoted_id="778"))
    page = desk.shown(Case.objects.get(author__handle="dan"))
    assert "https://x.com/i/web/status/777" in page
    assert "https://x.com/i/web/status/778" in page


def test_a_called_colleague_stands_out_in_a_note_and_nobody_else_does(desk: Desk) -> None:
    cases.add_note(desk.public.pk, "@tomas <b>please</b> ask @ana", by=desk.lena, now=LATER)
    page = desk.shown()
    assert '<mark class="called">@tomas</mark> &lt;b&gt;please&lt;/b&gt; ask @ana' in page


def test_the_page_asks_no_more_however_much_was_said(desk: Desk) -> None:
    desk.shown()
    with CaptureQueriesContext(connection) as few:
        desk.shown()
    for minute in range(12):
        hear(
            post(
                "ana", f"@CurlewCare again {minute}", tags=[desk.account], parent_id="5", minutes=20 + minute
            ),
            message(desk.account, f"and here {minute}", minutes=20 + minute),
        )
        cases.add_note(desk.private.pk, f"note {minute}", by=desk.lena, now=LATER)
    desk.shown()
    with CaptureQueriesContext(connection) as many:
        desk.shown()
    assert len(many) <= len(few) + 2
    assert len(many) <= 15


def test_both_lanes_open_with_few_questions(desk: Desk) -> None:
    desk.shown()
    with CaptureQueriesContext(connection) as asked:
        desk.shown()
    assert len(asked) <= 14


def test_the_word_in_public_is_held_against_the_public_lane_while_it_is_typed(desk: Desk) -> None:
    word, seen = "Idiot, write to me@home.example", Post.objects.get(lane="public").latest_id
    said = {"text": "Hello Ana", "lane": "private", "word": word, "seen": seen}
    answer = desk.page.post(f"/cases/{desk.public.pk}/guards", said).content.decode()
    of_word = answer.partition('id="word-guards"')[2].partition('id="preview"')[0]
    assert 'data-kind="profanity"' in of_word
    assert 'data-kind="personal_data"' in of_word
    assert "or say it in the private message" in of_word
    assert "data-kind" not in answer.partition('id="word-guards"')[0]
    kept = said | {"word": "We have written to you."}
    assert "data-kind" not in desk.page.post(f"/cases/{desk.public.pk}/guards", kept).content.decode()
    # In public there is no word beside the answer.
    public = desk.page.post(f"/cases/{desk.public.pk}/guards", said | {"lane": "public"}).content.decode()
    assert "data-kind" not in public


def test_what_stops_the_word_in_public_stands_under_it_and_is_overruled_by_itself(desk: Desk) -> None:
    seen = {lane: Post.objects.get(lane=lane).latest_id for lane in ("public", "private")}
    said = {"text": "Hello Ana", "lane": "private", "word": "Calm down, we have written to you."}
    said |= {"seen": seen["public"], "seen_private": seen["private"]}
    refused = desk.page.post(f"/cases/{desk.public.pk}/answers", said)
    assert refused.status_code == 409
    assert 'id="word-guards" class="guards word-guards" hx-swap-oob' in refused.content.decode()
    assert 'id="guards"' not in refused.content.decode()
    assert desk.act("answers", **said, **{"why-defensiveness": "It is what I say in private"}) == 409
    assert desk.act("answers", **said, **{"word-why-defensiveness": "They shout"}) == 204
    assert {row.lane for row in Outbox.objects.all()} == {"public", "private"}


def test_leaving_the_page_frees_the_pen_of_either_lane(desk: Desk) -> None:
    form = "application/x-www-form-urlencoded"
    others = Client()
    others.force_login(desk.tomas)
    for page, lane in ((desk.public, "private"), (desk.private, "public")):
        at, writes = f"/cases/{page.pk}/presence", f"doing=writing&lane={lane}"
        assert desk.page.put(at, writes, content_type=form).status_code == 204
        assert others.put(at, writes, content_type=form).status_code == 409
        assert desk.page.delete(at).status_code == 204
        assert others.put(at, writes, content_type=form).status_code == 204
        assert others.delete(at).status_code == 204
