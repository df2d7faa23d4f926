"""Cases by the rules of the product, on nasty threads. Order of arrival must never matter."""

import itertools
from datetime import timedelta

import pytest
from tests.factories import NOON, brand, hear, ours, post

from hark.domain.post import PostKind
from hark.store.models import Account, Case, Event, Participant, Post

pytestmark = pytest.mark.django_db


def cases() -> list[tuple[str, str, str]]:
    """Every case as (account, customer, conversation)."""
    rows = Case.objects.select_related("account", "author")
    return sorted((case.account.handle, case.author.handle, case.root_id) for case in rows)


def test_a_tagged_post_opens_a_case_at_the_posts_own_time(care: Account) -> None:
    hear(post("ana", "@CurlewCare my line is dead", post_id="1", tags=[care]), minutes=45)
    case = Case.objects.get()
    assert (case.author.handle, case.state, case.stage) == ("ana", "new", 1)
    assert case.first_inbound_at == NOON
    assert case.due_at == NOON + timedelta(minutes=30)


def test_the_same_posts_twice_change_nothing(care: Account) -> None:
    thread = [
        post("ana", "@CurlewCare help", post_id="1", tags=[care]),
        ours(care, "@ana on it", post_id="2", parent_id="1", minutes=5),
    ]
    first, second = hear(*thread), hear(*thread)
    assert (first.stored, first.duplicates) == (2, 0)
    assert (second.stored, second.duplicates) == (0, 2)
    assert Case.objects.get().version == 1


def test_a_third_person_who_answers_the_customer_is_a_participant(care: Account) -> None:
    hear(
        post("ana", "@CurlewCare no signal in Quillhaven", post_id="1", tags=[care]),
        post("bo", "have you tried restarting it", post_id="2", parent_id="1", minutes=2),
    )
    assert cases() == [("CurlewCare", "ana", "1")]
    assert [p.author.handle for p in Participant.objects.all()] == ["bo"]


def test_a_case_nobody_spoke_in_is_left_alone(care: Account) -> None:
    hear(
        post("ana", "@CurlewCare no signal", post_id="1", tags=[care]),
        ours(care, "@ana on it", post_id="2", parent_id="1", minutes=5),
    )
    before = Case.objects.get().version
    hear(
        post("bo", "me too", post_id="3", parent_id="1", minutes=8),
        post("ana", "@CurlewCare something else", post_id="4", minutes=9, tags=[care]),
    )
    assert Case.objects.get(root_id="1").version == before


def test_a_third_person_who_tags_us_has_a_case_of_their_own_and_stays_a_participant(care: Account) -> None:
    hear(
        post("ana", "@CurlewCare no signal", post_id="1", tags=[care]),
        post("bo", "@CurlewCare same here", post_id="2", parent_id="1", minutes=2, tags=[care]),
    )
    assert cases() == [("CurlewCare", "ana", "1"), ("CurlewCare", "bo", "1")]
    assert [(p.case.author.handle, p.author.handle) for p in Participant.objects.all()] == [("ana", "bo")]


def test_two_tagged_brands_have_a_case_each_and_answer_for_themselves(care: Account) -> None:
    other = brand("Pipit", "PipitHelp", "9002")
    hear(
        post("ana", "@CurlewCare @PipitHelp who of you broke it", post_id="1", tags=[care, other]),
        ours(other, "@ana not us", post_id="2", parent_id="1", minutes=7),
    )
    assert cases() == [("CurlewCare", "ana", "1"), ("PipitHelp", "ana", "1")]
    assert Case.objects.get(account=care).first_response_at is None
    assert Case.objects.get(account=other).first_response_at == NOON + timedelta(minutes=7)


def test_a_sibling_account_of_the_brand_answers_for_it(care: Account) -> None:
    news = brand("Curlew", "CurlewTelecom", "9003")
    hear(post("ana", "@CurlewTelecom how long does porting take", post_id="1", tags=[news]))
    hear(ours(care, "@ana one working day ^LM", post_id="2", parent_id="1", minutes=6))
    case = Case.objects.get(account=news)
    assert (case.state, case.unanswered_since, case.outbound) == ("waiting", None, 1)


def test_a_brand_that_answers_another_brand_answers_no_customer(care: Account) -> None:
    other = brand("Pipit", "PipitHelp", "9002")
    hear(
        post("ana", "@CurlewCare @PipitHelp who of you", post_id="1", tags=[care, other]),
        ours(other, "@ana not us", post_id="2", parent_id="1", minutes=7),
    )
    hear(ours(care, "@PipitHelp thank you", post_id="3", parent_id="2", minutes=9))
    assert Case.objects.get(account=care).first_response_at is None


def test_the_customer_who_answers_himself_has_one_case_and_the_clock_starts_at_his_first_post(
    care: Account,
) -> None:
    hear(
        post("ana", "@CurlewCare it is down", post_id="1", tags=[care]),
        post("ana", "still down", post_id="2", parent_id="1", minutes=10),
        ours(care, "@ana looking", post_id="3", parent_id="2", minutes=12),
    )
    case = Case.objects.get()
    assert (case.inbound, case.outbound) == (2, 1)
    assert case.first_response_at is not None
    assert case.first_response_at - case.first_inbound_at == timedelta(minutes=12)


def test_under_a_thread_the_brand_started_each_customer_has_a_case_and_the_brands_post_is_no_answer(
    care: Account,
) -> None:
    hear(
        ours(care, "Works in Thistlemoor tonight", post_id="1"),
        post("ana", "and when is it over?", post_id="2", parent_id="1", minutes=1),
        post("bo", "again??", post_id="3", parent_id="1", minutes=2),
        ours(care, "@ana by six", post_id="4", parent_id="2", minutes=9),
    )
    assert cases() == [("CurlewCare", "ana", "1"), ("CurlewCare", "bo", "1")]
    ana, bo = Case.objects.get(author__handle="ana"), Case.objects.get(author__handle="bo")
    assert ana.first_response_at == NOON + timedelta(minutes=9)
    assert bo.first_response_at is None


def thread_of(care: Account) -> list[Post]:
    return [
        post("ana", "@CurlewCare bill is wrong", post_id="11", tags=[care]),
        post("bo", "same for me", post_id="12", parent_id="11", minutes=1),
        ours(care, "@ana which month? ^LM", post_id="13", parent_id="11", minutes=4),
        ours(care, "@ana and your town? 2/2 ^LM", post_id="14", parent_id="13", minutes=5),
        post("ana", "March, in Wenlow", post_id="15", parent_id="13", minutes=8),
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(range(5)))[::7])
def test_replies_that_arrive_before_their_parents_end_in_the_same_case(
    care: Account, order: tuple[int, ...]
) -> None:
    thread = thread_of(care)
    for index in order:
        hear(thread[index])
    assert cases() == [("CurlewCare", "ana", "11")]
    case = Case.objects.get()
    assert (case.inbound, case.outbound) == (2, 2)
    assert case.first_response_at == NOON + timedelta(minutes=4)
    assert [p.author.handle for p in case.participants.all()] == ["bo"]
    assert set(Post.objects.values_list("root_id", flat=True)) == {"11"}


def test_a_loop_of_replies_is_one_conversation(care: Account) -> None:
    hear(
        post("ana", "@CurlewCare a", post_id="21", parent_id="22", tags=[care]),
        post("bo", "@CurlewCare b", post_id="22", parent_id="21", tags=[care]),
    )
    assert set(Post.objects.values_list("root_id", flat=True)) == {"21"}
    assert len(cases()) == 2


def test_a_loop_across_batches_is_one_conversation(care: Account) -> None:
    hear(post("ana", "@CurlewCare a", post_id="21", parent_id="22", tags=[care]))
    hear(post("bo", "@CurlewCare b", post_id="22", parent_id="21", tags=[care]))
    assert len(set(Post.objects.values_list("root_id", flat=True))) == 1


def test_a_post_that_answers_itself_is_its_own_conversation(care: Account) -> None:
    hear(post("ana", "@CurlewCare eh", post_id="5", parent_id="5", tags=[care]))
    assert cases() == [("CurlewCare", "ana", "5")]


def test_an_edit_replaces_the_text_and_keeps_the_old_one(care: Account) -> None:
    hear(post("ana", "@CurlewCare my lime is dead", post_id="31", tags=[care], versions=("31",)))
    edited = hear(
        post(
            "ana", "@CurlewCare my line is dead", post_id="32", tags=[care], versions=("31", "32"), minutes=3
        )
    )
    stored = Post.objects.get()
    assert (edited.stored, edited.edited) == (0, 1)
    assert (stored.post_id, stored.latest_id, stored.text) == ("31", "32", "@CurlewCare my line is dead")
    assert stored.versions == [{"id": "31", "text": "@CurlewCare my lime is dead"}]
    assert len(cases()) == 1


def test_an_edit_is_told_to_the_case_and_shown_in_its_line(care: Account) -> None:
    hear(post("ana", "@CurlewCare my lime is dead", post_id="31", tags=[care], versions=("31",)))
    case = Case.objects.get()
    hear(post("bo", "@CurlewCare mine too", post_id="33", parent_id="31", tags=[care], minutes=1))
    newer = post(
        "ana", "@CurlewCare my line &amp; lamp", post_id="32", tags=[care], versions=("31", "32"), minutes=3
    )
    hear(newer)
    told = Event.objects.get(kind="post_edited")
    assert (told.case, told.brand, told.data) == (case, care.brand, {"post": "31", "version": "32"})
    before = case.version
    case.refresh_from_db()
    assert (case.snippet, case.version > before) == ("@CurlewCare my line & lamp", True)
    hear(newer)
    assert Event.objects.filter(kind="post_edited").count() == 1  # heard twice, told once


def test_an_answer_to_an_edited_version_joins_the_thread(care: Account) -> None:
    hear(post("ana", "@CurlewCare x", post_id="32", tags=[care], versions=("31", "32")))
    hear(ours(care, "@ana hello", post_id="40", parent_id="32", minutes=2))
    assert Case.objects.get().first_response_at == NOON + timedelta(minutes=2)


def test_answers_to_a_deleted_parent_stand_together_under_its_id(care: Account) -> None:
    hear(
        post("ana", "@CurlewCare and me?", post_id="51", parent_id="50", tags=[care]),
        post("bo", "@CurlewCare and me too?", post_id="52", parent_id="50", tags=[care]),
    )
    assert set(Post.objects.values_list("root_id", flat=True)) == {"50"}


def test_the_same_customer_in_two_threads_has_two_cases(care: Account) -> None:
    hear(
        post("ana", "@CurlewCare bill", post_id="61", tags=[care]),
        post("ana", "@CurlewCare router", post_id="62", tags=[care]),
    )
    assert cases() == [("CurlewCare", "ana", "61"), ("CurlewCare", "ana", "62")]


@pytest.mark.parametrize("kind", [PostKind.QUOTE, PostKind.REPOST])
def test_quotes_and_reposts_are_signals_and_open_nothing(care: Account, kind: PostKind) -> None:
    hear(post("ana", "look at this @CurlewCare", post_id="71", kind=kind, quoted_id="70", tags=[care]))
    assert Post.objects.count() == 1
    assert cases() == []


def test_our_own_posts_are_never_inbound(care: Account) -> None:
    hear(ours(care, "@CurlewCare is open all night", post_id="81", tags=[care]))
    assert cases() == []


def test_a_customer_who_tagged_nobody_has_a_case_once_we_answer(care: Account) -> None:
    hear(post("ana", "third router this year", post_id="91"))
    assert cases() == []
    hear(ours(care, "@ana may we look into it?", post_id="92", parent_id="91", minutes=3))
    assert cases() == [("CurlewCare", "ana", "91")]


def test_conversations_that_turn_out_to_be_one_are_joined_with_what_people_did(care: Account) -> None:
    hear(post("ana", "@CurlewCare second", post_id="102", parent_id="101", tags=[care]))
    hear(post("ana", "@CurlewCare first", post_id="100", tags=[care]))
    assert len(cases()) == 2
    hear(post("bo", "in between", post_id="101", parent_id="100", minutes=1))
    assert cases() == [("CurlewCare", "ana", "100")]


def test_the_networks_own_conversation_id_is_believed(care: Account) -> None:
    hear(post("ana", "@CurlewCare hi", post_id="112", parent_id="111", conversation_id="110", tags=[care]))
    assert Post.objects.get().root_id == "110"


def test_an_archive_is_history(care: Account) -> None:
    hear(post("ana", "@CurlewCare old story", post_id="121", tags=[care]), live=False)
    case = Case.objects.get()
    assert (case.state, case.due_at) == ("closed", None)
    assert case.events.count() == 0


def test_what_ended_before_the_account_was_connected_is_history_until_the_customer_speaks_again(
    care: Account,
) -> None:
    Account.objects.update(history_before=NOON)
    hear(post("ana", "@CurlewCare last week's story", post_id="131", tags=[care], minutes=-60))
    hear(post("bo", "@CurlewCare today's story", post_id="141", tags=[care], minutes=5))
    ana, bo = Case.objects.get(author__handle="ana"), Case.objects.get(author__handle="bo")
    assert (ana.state, ana.due_at, bo.state) == ("closed", None, "new")
    hear(post("ana", "and before that, where is my refund?", post_id="130", parent_id="131", minutes=-50))
    ana.refresh_from_db()
    assert ana.state == "closed"
    hear(post("ana", "is anybody there?", post_id="132", parent_id="131", minutes=9))
    ana.refresh_from_db()
    assert (ana.state, ana.inbound) == ("open", 3)
