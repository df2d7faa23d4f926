"""Whatever order posts come in, and in whatever batches: the same cases with the same times."""

import random
from datetime import datetime

import pytest
from tests.factories import NOON, brand, hear, ours, post

from hark.domain.post import Post as DomainPost
from hark.store.models import Account, Case, Participant, Post

pytestmark = pytest.mark.django_db

Shown = tuple[set[tuple[object, ...]], set[tuple[str, str, str]]]


def shown() -> Shown:
    """Every case with what the posts say of it, and every participant."""
    cases = {
        (c.account.handle, c.author.handle, c.root_id, c.inbound, c.outbound, c.first_inbound_at,
         c.first_response_at, c.last_inbound_at, c.last_outbound_at)
        for c in Case.objects.select_related("account", "author")
    }  # fmt: skip
    third = Participant.objects.select_related("case__author", "author")
    return cases, {(p.case.author.handle, p.case.root_id, p.author.handle) for p in third}


def forget() -> None:
    for table in (Participant, Case, Post):
        table.objects.all().delete()


def minute(count: float) -> datetime:
    return post("nobody", "", minutes=count).created_at


def crowd(care: Account, pipit: Account) -> list[DomainPost]:
    """One conversation whose first post is gone, an edited question in it, and two brands and three people in it."""
    return [
        post("ana", "and nothing works", post_id="11", parent_id="10", minutes=0),
        ours(care, "@ana since when", post_id="12", parent_id="11", minutes=4),
        post("bo", "@CurlewCare mine too", post_id="13", parent_id="12", minutes=6, tags=[care]),
        post("ana", "monday", post_id="14", parent_id="12", minutes=7, versions=("14",), later=("140",)),
        post("ana", "sunday", post_id="140", parent_id="12", minutes=9, versions=("14", "140")),
        ours(care, "@ana 1/2", post_id="15", parent_id="140", minutes=11),
        ours(care, "@ana 2/2", post_id="16", parent_id="15", minutes=12),
        post("cy", "what a mess", post_id="17", parent_id="15", minutes=13),
        post("bo", "@PipitHelp you then", post_id="18", parent_id="13", minutes=20, tags=[pipit]),
        ours(pipit, "@bo not us", post_id="19", parent_id="18", minutes=21),
        ours(care, "@PipitHelp sorry", post_id="20", parent_id="19", minutes=22),
        post("cy", "@CurlewCare well", post_id="21", parent_id="20", minutes=30, tags=[care]),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_arrival_changes_no_case_and_no_time(care: Account, seed: int) -> None:
    pipit = brand("Pipit", "PipitHelp", "9002")
    posts = crowd(care, pipit)
    hear(*posts, live=False)
    at_once = shown()
    assert len(at_once[0]) == 4
    forget()
    chance = random.Random(seed)
    chance.shuffle(posts)
    while posts:
        size = chance.choice((1, 1, 2, 5))
        hear(*posts[:size], live=False)
        del posts[:size]
    assert shown() == at_once


def test_a_reply_in_the_same_second_is_a_response(care: Account) -> None:
    hear(
        post("ana", "@CurlewCare help", post_id="1", tags=[care]),
        ours(care, "@ana yes?", post_id="2", parent_id="1"),
    )
    assert Case.objects.get().first_response_at == NOON


def test_a_case_counts_posts_of_a_conversation_that_turns_out_to_be_its_own(care: Account) -> None:
    hear(post("ana", "@CurlewCare still dead", post_id="5", parent_id="1", minutes=9, tags=[care]))
    hear(post("ana", "it began like this", post_id="3", parent_id="2", minutes=2))
    hear(post("bo", "go on", post_id="2", parent_id="1", minutes=1))
    case = Case.objects.get()
    assert (case.root_id, case.inbound, case.first_inbound_at) == ("1", 2, minute(2))


def test_an_answer_finds_its_customer_when_their_conversations_turn_out_to_be_one(care: Account) -> None:
    hear(ours(care, "@ana hello", post_id="4", parent_id="1", parent_author_id="u-ana", minutes=5))
    hear(post("ana", "nobody there?", post_id="3", parent_id="2"))
    assert not Case.objects.exists()
    hear(post("bo", "well", post_id="2", parent_id="1", minutes=-1))
    case = Case.objects.get()
    assert (case.author.handle, case.root_id, case.first_response_at) == ("ana", "1", minute(5))


@pytest.mark.parametrize("theirs", ["brand", "customer"])
def test_a_parent_that_arrives_late_knows_better_than_a_handle_whom_we_answered(
    care: Account, theirs: str
) -> None:
    pipit = brand("Pipit", "PipitHelp", "9002")
    hear(post("ana", "@CurlewCare dead", post_id="2", parent_id="1", tags=[care]))
    hear(ours(care, "@ana hello", post_id="4", parent_id="3", parent_author_id="u-ana", minutes=5))
    hear(post("bo", "what", post_id="6", parent_id="4", minutes=7))
    text = "@CurlewCare all of us"
    parent = {"post_id": "3", "parent_id": "1", "minutes": 4}
    hear(ours(pipit, text, **parent) if theirs == "brand" else post("bo", text, tags=[care], **parent))
    ana = Case.objects.get(author__handle="ana")
    assert (ana.outbound, ana.first_response_at) == (0, None)
    answered = Case.objects.filter(author__handle="bo").values_list("outbound", "first_response_at")
    assert list(answered) == ([(0, None)] if theirs == "brand" else [(1, minute(5))])


def test_a_third_party_of_a_conversation_that_joins_is_a_participant(care: Account) -> None:
    hear(post("ana", "@CurlewCare dead", post_id="5", parent_id="1", tags=[care]))
    hear(post("bo", "mine too", post_id="4", parent_id="3", minutes=2))
    hear(post("ana", "like so", post_id="3", parent_id="2", minutes=1))
    hear(post("cy", "go on", post_id="2", parent_id="1"))
    assert [p.author.handle for p in Participant.objects.all()] == ["bo"]


def test_a_post_was_said_when_its_first_version_was(care: Account) -> None:
    hear(post("ana", "@CurlewCare my line", post_id="32", tags=[care], versions=("31", "32"), minutes=8))
    hear(post("ana", "@CurlewCare my lime", post_id="31", tags=[care], later=("32",), minutes=3))
    case, stored = Case.objects.get(), Post.objects.get()
    assert (case.first_inbound_at, stored.created_at) == (minute(3), minute(3))
    assert stored.text == "@CurlewCare my line"


def test_a_first_version_beside_the_last_heard_again_tells_when_it_was_said(care: Account) -> None:
    last = post("ana", "@CurlewCare my line", post_id="32", tags=[care], versions=("31", "32"), minutes=8)
    hear(last)
    hear(post("ana", "@CurlewCare my lime", post_id="31", tags=[care], minutes=3), last)
    assert Case.objects.get().first_inbound_at == minute(3)


def test_an_answer_to_a_version_nobody_has_heard_yet_waits_for_it(care: Account) -> None:
    hear(post("ana", "@CurlewCare my lime", post_id="31", tags=[care]))
    hear(ours(care, "@ana hello", post_id="40", parent_id="32", conversation_id="32", minutes=5))
    assert Case.objects.get().first_response_at is None
    hear(post("ana", "@CurlewCare my line", post_id="32", tags=[care], versions=("31", "32"), minutes=3))
    case = Case.objects.get()
    assert (case.root_id, case.first_response_at, case.state) == ("31", minute(5), "waiting")
    assert Post.objects.get(post_id="40").parent_id == "31"


def test_x_names_the_conversation_of_an_edited_post_after_its_last_version(care: Account) -> None:
    newest = {"versions": ("31", "32"), "conversation_id": "32", "minutes": 3}
    hear(
        post("ana", "@CurlewCare my line", post_id="32", tags=[care], **newest),
        ours(care, "@ana hello", post_id="40", parent_id="32", conversation_id="32", minutes=5),
    )
    assert {row.root_id for row in Post.objects.all()} == {"31"}
    assert Case.objects.get().first_response_at == minute(5)
