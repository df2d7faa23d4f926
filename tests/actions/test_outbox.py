"""What we say: one answer per post, truth about its fate, echoes bound to the answers they are."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import NOON, brand, ours, person, post

from hark.accounts.models import User
from hark.actions import drafts, outbox
from hark.actions.hear import forget_posts, hear
from hark.actions.outbox import AnotherAnswer, Claim
from hark.actions.roster import load
from hark.domain.graph import IllegalMove
from hark.domain.outbox import SendState
from hark.domain.post import Lane
from hark.networks.port import Deletion
from hark.store.models import Account, Case, Outbox, Post

pytestmark = pytest.mark.django_db


def queued(case: Case, by: User, text: str = "We are on it. ^AN") -> Outbox:
    return outbox.submit(case.pk, text, Lane.PUBLIC, target_post_id=None, by=by, now=NOON)


def claimed(case: Case, by: User) -> Claim:
    queued(case, by)
    claim = outbox.claim("worker-1")
    assert claim is not None
    return claim


def kinds(case: Case) -> list[str]:
    return list(case.events.order_by("id").values_list("kind", flat=True))


def test_an_answer_freezes_whom_and_what_it_answers(case: Case, ana: User) -> None:
    row = queued(case, ana)
    assert (row.state, row.target_post_id, row.target_author_id) == ("queued", "100", "u-bo")
    assert row.account_id == case.account_id
    case.refresh_from_db()
    assert case.assignee == ana


def test_a_second_answer_to_the_same_post_is_told_who_was_first(case: Case, ana: User, care: Account) -> None:
    queued(case, ana)
    with pytest.raises(AnotherAnswer, match="Ana is already answering"):
        queued(case, person("bea", care.brand), "Another answer")
    assert Outbox.objects.count() == 1


def test_an_empty_answer_is_refused(case: Case, ana: User) -> None:
    with pytest.raises(ValueError, match="Write something"):
        queued(case, ana, " \n")


def test_a_colleague_of_another_brand_cannot_answer(case: Case) -> None:
    other = person("zoe", brand("Pipit", "PipitHelp", "9002").brand)
    with pytest.raises(Case.DoesNotExist):
        queued(case, other)


def test_one_worker_takes_an_answer_and_nobody_else(case: Case, ana: User) -> None:
    claim = claimed(case, ana)
    assert (claim.row.state, claim.row.attempt, claim.fence) == ("sending", 1, 1)
    assert outbox.claim("worker-2") is None


def test_a_receipt_settles_it_and_the_echo_is_bound_once(case: Case, ana: User, care: Account) -> None:
    claim = claimed(case, ana)
    assert outbox.confirm(claim, "200", now=NOON)
    echo = ours(care, "@bo We are on it. ^AN", post_id="200", parent_id="100", minutes=1)
    hear([echo], load("x"), now=NOON)
    hear([echo], load("x"), now=NOON)
    row = Outbox.objects.get()
    assert (row.state, row.external_post_id, row.echoed_at is not None) == ("sent", "200", True)
    assert kinds(case).count("answer_sent") == 1
    case.refresh_from_db()
    assert case.state == "waiting"


def test_a_claim_that_is_too_late_changes_nothing(case: Case, ana: User) -> None:
    claim = claimed(case, ana)
    Outbox.objects.update(lease_until=datetime.now(UTC) - timedelta(seconds=1))
    assert outbox.doubt_expired(now=NOON) == 1
    assert not outbox.confirm(claim, "200", now=NOON)
    assert Outbox.objects.get().state == SendState.AMBIGUOUS


def test_an_unknown_fate_is_doubt_until_the_echo_is_seen(case: Case, ana: User, care: Account) -> None:
    claim = claimed(case, ana)
    state = outbox.refuse(
        claim,
        reason="timeout",
        message="no answer",
        permanent=False,
        processed=None,
        retry_after=None,
        now=NOON,
    )
    assert state is SendState.AMBIGUOUS
    assert outbox.claim("worker-2") is None
    hear([ours(care, "@bo We are on it. ^AN", post_id="201", parent_id="100")], load("x"), now=NOON)
    row = Outbox.objects.get()
    assert (row.state, row.external_post_id) == ("sent", "201")


def test_somebody_elses_words_are_not_our_echo(case: Case, ana: User, care: Account) -> None:
    claim = claimed(case, ana)
    outbox.refuse(
        claim,
        reason="timeout",
        message="no answer",
        permanent=False,
        processed=None,
        retry_after=None,
        now=NOON,
    )
    hear([ours(care, "@bo Something else", post_id="202", parent_id="100")], load("x"), now=NOON)
    assert Outbox.objects.get().state == SendState.AMBIGUOUS


def test_what_was_certainly_not_done_is_tried_again_later(case: Case, ana: User) -> None:
    claim = claimed(case, ana)
    state = outbox.refuse(
        claim,
        reason="rate_limited",
        message="later",
        permanent=False,
        processed=False,
        retry_after=90,
        now=NOON,
    )
    row = Outbox.objects.get()
    assert (state, row.not_before) == (SendState.QUEUED, NOON + timedelta(seconds=90))


def test_a_refusal_for_good_frees_the_post_for_another_answer(case: Case, ana: User) -> None:
    claim = claimed(case, ana)
    outbox.refuse(
        claim,
        reason="not_summoned",
        message="X said no",
        permanent=True,
        processed=False,
        retry_after=None,
        now=NOON,
    )
    assert Outbox.objects.get().state == SendState.FAILED_PERMANENT
    queued(case, ana, "Another way of saying it")


def test_what_is_taken_back_is_its_writers_draft_again(case: Case, ana: User, boss: User) -> None:
    row = queued(case, ana, "We are on our way ^AN")
    outbox.cancel(row.pk, by=boss, now=NOON)
    assert drafts.kept(case.pk, "public", by=ana) == "We are on our way"
    assert drafts.kept(case.pk, "public", by=boss) == ""
    row = queued(case, ana, "In an hour")
    drafts.keep(case.pk, "public", "I had begun this", by=ana)
    outbox.cancel(row.pk, by=ana, now=NOON)
    assert drafts.kept(case.pk, "public", by=ana) == "I had begun this\n\nIn an hour"


def test_only_what_has_not_left_can_be_taken_back(case: Case, ana: User) -> None:
    row = queued(case, ana)
    assert outbox.cancel(row.pk, by=ana, now=NOON).state == SendState.CANCELLED
    claim = claimed(case, ana)
    with pytest.raises(IllegalMove):
        outbox.cancel(claim.row.pk, by=ana, now=NOON)


def test_answers_in_one_conversation_keep_their_order(case: Case, ana: User, care: Account) -> None:
    first = claimed(case, ana)
    hear([post("bo", "hello?", post_id="101", parent_id="100", tags=[care], minutes=2)], load("x"), now=NOON)
    queued(case, ana, "And here is more. ^AN")
    assert outbox.claim("worker-2") is None
    outbox.confirm(first, "200", now=NOON)
    second = outbox.claim("worker-2")
    assert second is not None
    assert second.row.target_post_id == "101"


def test_a_message_goes_in_the_private_lane_and_its_echo_joins_the_case(care: Account, ana: User) -> None:
    dm = post(
        "bo", "my number is below", post_id="300", lane=Lane.PRIVATE, conversation_id="9001-u-bo", tags=[care],
        parent_author_id=care.network_id,
    )  # fmt: skip
    hear([dm], load("x"), now=NOON)
    case = Case.objects.get()
    assert (case.lane, case.root_id) == ("private", "9001-u-bo")
    outbox.submit(case.pk, "Thank you. ^AN", Lane.PRIVATE, target_post_id=None, by=ana, now=NOON)
    claim = outbox.claim("worker-1")
    assert claim is not None
    assert (claim.row.lane, claim.row.target_post_id, claim.row.target_author_id) == ("private", None, "u-bo")
    outbox.confirm(claim, "301", now=NOON)
    answer = ours(
        care, "Thank you. ^AN", post_id="301", lane=Lane.PRIVATE, conversation_id="9001-u-bo",
        parent_author_id="u-bo", minutes=1,
    )  # fmt: skip
    hear([answer], load("x"), now=NOON)
    case.refresh_from_db()
    assert (case.state, case.outbound, Outbox.objects.get().echoed_at is not None) == ("waiting", 1, True)


def test_a_message_of_unknown_fate_is_recognised_by_its_reader_and_words(care: Account, ana: User) -> None:
    dm = post(
        "bo", "my number is below", post_id="300", lane=Lane.PRIVATE, conversation_id="9001-u-bo", tags=[care],
        parent_author_id=care.network_id,
    )  # fmt: skip
    hear([dm], load("x"), now=NOON)
    case = Case.objects.get()
    outbox.submit(case.pk, "Thank you. ^AN", Lane.PRIVATE, target_post_id=None, by=ana, now=NOON)
    claim = outbox.claim("worker-1")
    assert claim is not None
    outbox.refuse(
        claim, reason="timeout", message="", permanent=False, processed=None, retry_after=None, now=NOON
    )
    answer = ours(
        care, "Thank you. ^AN", post_id="301", lane=Lane.PRIVATE, conversation_id="9001-u-bo",
        parent_author_id="u-bo", minutes=1,
    )  # fmt: skip
    hear([answer], load("x"), now=NOON)
    row = Outbox.objects.get()
    assert (row.state, row.external_post_id) == ("sent", "301")


def test_deleted_there_means_deleted_here(case: Case, care: Account) -> None:
    assert forget_posts([Deletion("x", "100", NOON)], now=NOON) == 1
    row = Post.objects.get(post_id="100")
    assert (row.text, row.verdict, row.deleted_at) == ("", None, NOON)
    case.refresh_from_db()
    assert case.snippet == ""
    assert "post_deleted" in kinds(case)
    assert forget_posts([Deletion("x", "100", NOON)], now=NOON) == 0
