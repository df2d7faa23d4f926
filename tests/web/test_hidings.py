"""Hiding a reply from the page of its case, with a way back, and over the API."""

import pytest
from django.test import Client
from tests import factories
from tests.factories import NOON, hear, ours, post

from hark.accounts.models import User
from hark.actions import hidings, merging, outbox
from hark.domain.post import Lane
from hark.store.models import AgentProfile, Case, Hiding, Outbox, Post
from hark.web.cases import conversation

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    care = factories.brand()
    hear(
        ours(care, "New masts on Mill Lane", post_id="100", conversation_id="100"),
        post(
            "bo",
            "@CurlewCare you thieves",
            post_id="200",
            parent_id="100",
            conversation_id="100",
            minutes=1,
            tags=[care],
        ),
    )
    return Case.objects.get()


@pytest.fixture
def page(case: Case) -> Client:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(factories.person("lena", case.account.brand))
    return client


def shown(page: Client, case: Case) -> str:
    return page.get(f"/cases/{case.pk}").content.decode()


def settle() -> None:
    claim = hidings.claim()
    assert claim is not None
    hidings.done(claim, now=NOON)


def test_a_reply_is_hidden_after_a_question_and_shown_again(page: Client, case: Case) -> None:
    address = f"/cases/{case.pk}/hidings/200"
    before = shown(page, case)
    assert "Hide this reply on X?" in before and f'hx-post="{address}"' in before
    assert f"/cases/{case.pk}/hidings/100" not in before
    answer = page.post(address).content.decode()
    assert "Being hidden on X" in answer and f'hx-delete="{address}"' in answer
    settle()
    after = shown(page, case)
    assert "hidden on X" in after and "Lena hid a reply on the network" in after
    assert "will be seen again" in page.delete(address).content.decode()
    settle()
    assert "Hide this reply on X?" in shown(page, case)


def test_it_is_offered_however_much_was_said_since_the_first_post(
    page: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "MOST_POSTS", 1)
    Post.objects.filter(post_id="200").update(parent_id="150")  # a post that the desk has not heard
    html = shown(page, case)
    assert 'data-post="100"' not in html
    assert "Hide this reply on X?" in html


def test_of_two_conversations_of_a_case_only_the_one_we_began_is_ours_to_hide_in(
    page: Client, case: Case
) -> None:
    hear(
        post(
            "bo",
            "@CurlewCare dead line",
            post_id="600",
            tags=[case.account],
            conversation_id="600",
            minutes=3,
        ),
        post("bo", "and the phone", post_id="601", parent_id="600", conversation_id="600", minutes=4),
    )
    other, lena = Case.objects.get(root_id="600"), User.objects.get(username="lena")
    merging.merge(other.pk, case.pk, by=lena, now=NOON)
    kept = Case.objects.get(merged_into__isnull=True)
    html = shown(page, kept)
    assert 'data-post="601"' in html
    assert "hidings/200" in html and "hidings/601" not in html


def test_a_trainee_is_offered_neither_hiding_nor_the_deletion_of_others_posts(
    page: Client, case: Case
) -> None:
    hear(ours(case.account, "@bo We look.", post_id="700", parent_id="200", conversation_id="100", minutes=5))
    assert "Delete on X now" in shown(page, case)
    lena = User.objects.get(username="lena")
    AgentProfile.objects.create(user=lena, level="trainee")
    html = shown(page, case)
    assert "Hide this reply on X?" not in html and "Delete on X now" not in html
    refused = page.post(f"/cases/{case.pk}/removals", {"post": "700"})
    assert (refused.status_code, "only what they sent themselves" in refused.content.decode()) == (409, True)
    row = outbox.submit(case.pk, "We look.", Lane.PUBLIC, target_post_id=None, by=lena, now=NOON)
    Outbox.objects.filter(pk=row.pk).update(state="sent", external_post_id="700", echoed_at=NOON)
    html = shown(page, case)
    assert html.count("Delete on X now") == 1 and 'id="remove-700"' in html


def test_nothing_is_offered_where_the_conversation_is_not_ours(page: Client, case: Case) -> None:
    hear(post("kim", "@CurlewCare dead line", post_id="500", tags=[case.account], conversation_id="500"))
    hear(post("kim", "and the phone", post_id="501", parent_id="500", conversation_id="500", minutes=2))
    theirs = Case.objects.get(author__handle="kim")
    assert "hidings" not in shown(page, theirs)
    refused = page.post(f"/cases/{theirs.pk}/hidings/501")
    assert (refused.status_code, Hiding.objects.count()) == (409, 0)
    assert "a conversation this account has begun" in refused.content.decode()


def test_a_foreign_case_hides_nothing(case: Case) -> None:
    client = Client()
    client.force_login(factories.person("sam", factories.brand("Plover", "PloverCare", "9002").brand))
    assert client.post(f"/cases/{case.pk}/hidings/200").status_code == 404
    assert client.delete(f"/cases/{case.pk}/hidings/200").status_code == 404
    assert not Hiding.objects.exists()
