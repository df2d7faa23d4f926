"""Replies hidden in conversations of ours: asked by somebody who may, tried until it is known, shown again."""

from datetime import timedelta

import pytest
from tests.factories import NOON, brand, hear, ours, person, post

from hark.accounts.models import User
from hark.actions import hidings
from hark.actions.hidings import Claim, NotHideable
from hark.actions.house import NotAllowed
from hark.networks.port import NetworkError
from hark.store.models import Account, AgentProfile, Case, Event, Hiding, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def care() -> Account:
    return brand()


@pytest.fixture
def ana(care: Account) -> User:
    return person("ana", care.brand)


@pytest.fixture
def case(care: Account) -> Case:
    """A customer's reply (200) to what we announced (100), and what a third person says to it (300)."""
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
        post("kim", "@bo indeed", post_id="300", parent_id="200", conversation_id="100", minutes=2),
    )
    return Case.objects.get(author__handle="bo")


def error(reason: str, *, permanent: bool = False) -> NetworkError:
    return NetworkError(reason, "no", permanent=permanent, processed=None)


def claimed() -> Claim:
    found = hidings.claim()
    assert found is not None
    return found


def hide(case: Case, by: User, post_id: str = "200", *, wanted: bool = True) -> Hiding:
    return hidings.ask(case.pk, post_id, wanted=wanted, by=by, now=NOON)


def told(case: Case) -> list[tuple[str, bool]]:
    rows = Event.objects.filter(case=case, kind__startswith="hiding").order_by("pk")
    return [(row.kind, row.data["hidden"]) for row in rows]


def test_a_reply_is_hidden_and_shown_again(case: Case, ana: User) -> None:
    hide(case, ana)
    assert hidings.done(claimed(), now=NOON)
    assert Post.objects.get(post_id="200").hidden_at == NOON
    hide(case, ana, wanted=False)
    claim = claimed()
    assert claim.wanted is False
    assert hidings.done(claim, now=NOON)
    assert Post.objects.get(post_id="200").hidden_at is None
    assert told(case) == [
        ("hiding_asked", True), ("hiding_done", True), ("hiding_asked", False), ("hiding_done", False),
    ]  # fmt: skip
    assert Event.objects.get(kind="hiding_done", data__hidden=True).actor == ana


def test_asked_twice_is_asked_once(case: Case, ana: User) -> None:
    assert hide(case, ana) == hide(case, ana)
    assert hidings.done(claimed(), now=NOON)
    hide(case, ana)
    assert hidings.claim() is None
    assert len(told(case)) == 2


def test_third_parties_can_be_hidden_our_own_posts_and_other_conversations_cannot(
    care: Account, case: Case, ana: User
) -> None:
    hide(case, ana, "300")
    hear(post("zoe", "@CurlewCare dead line", post_id="400", tags=[care], conversation_id="400"))
    hear(post("bo", "@zoe me too", post_id="401", parent_id="400", conversation_id="400", minutes=4))
    theirs = Case.objects.get(author__handle="zoe")
    for where, post_id in ((case, "100"), (case, "999"), (case, "401"), (theirs, "400"), (theirs, "401")):
        with pytest.raises(NotHideable):
            hide(where, ana, post_id)
    with pytest.raises(NotHideable):
        hide(case, ana, wanted=False)
    stranger = person("sam", brand("Pipit", "PipitHelp", "9002").brand)
    with pytest.raises(Case.DoesNotExist):
        hide(case, stranger)


def test_a_trainee_hides_nothing(case: Case, ana: User) -> None:
    AgentProfile.objects.create(user=ana, level="trainee")
    with pytest.raises(NotAllowed):
        hide(case, ana)
    AgentProfile.objects.update(level="agent")
    assert hide(case, ana).state == "asked"


def test_who_changes_their_mind_while_it_is_on_its_way_has_the_last_word(case: Case, ana: User) -> None:
    hide(case, ana)
    first = claimed()
    hide(case, ana, wanted=False)
    assert hidings.claim() is None, "two attempts at once could arrive in the wrong order"
    assert hidings.done(first, now=NOON)
    assert ("hiding_done", True) not in told(case)
    second = claimed()
    assert (second.wanted, hidings.done(second, now=NOON)) == (False, True)
    assert Post.objects.get(post_id="200").hidden_at is None
    assert not hidings.done(first, now=NOON)


def test_a_refusal_of_what_is_wanted_no_more_refuses_nothing(case: Case, ana: User) -> None:
    hide(case, ana)
    first = claimed()
    hide(case, ana, wanted=False)
    assert hidings.failed(first, error("forbidden", permanent=True), now=NOON)
    assert Hiding.objects.get().state == "asked"
    assert "hiding_refused" not in [kind for kind, _ in told(case)]
    assert claimed().wanted is False


def test_an_unknown_fate_is_tried_again_and_a_refusal_is_told(case: Case, ana: User) -> None:
    hide(case, ana)
    hidings.failed(claimed(), error("timeout"), now=NOON)
    row = Hiding.objects.get()
    assert (row.state, row.not_before) == ("asked", NOON + timedelta(seconds=5))
    hidings.failed(claimed(), error("forbidden", permanent=True), now=NOON)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("refused", "forbidden")
    assert Post.objects.get(post_id="200").hidden_at is None
    assert told(case)[-1] == ("hiding_refused", True)
    assert hide(case, ana).state == "asked"
