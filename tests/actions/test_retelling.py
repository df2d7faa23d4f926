"""A stored post that changes on the network: deleted, edited, withheld. Whoever has its case sees it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import NOON, hear, ours, post

from hark.accounts.models import User
from hark.actions import merging, presence
from hark.actions.hear import forget_posts
from hark.domain.post import Withheld
from hark.networks.port import Deletion
from hark.store.models import Account, Case, Event, Presence
from hark.web.cases.happenings import sentence

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=60)


@pytest.fixture
def kept(care: Account, lena: User) -> Case:
    """A case that another one of the same customer was merged into: its newest words came with the other."""
    hear(
        post("kim", "@CurlewCare my line is dead", post_id="1", tags=[care]),
        post("kim", "@CurlewCare at 4 Mill Lane", post_id="10", tags=[care], minutes=5),
    )
    kept, lost = Case.objects.get(root_id="1"), Case.objects.get(root_id="10")
    merging.merge(kept.pk, lost.pk, by=lena, now=NOON)
    kept.refresh_from_db()
    return kept


def told(kind: str, case: Case) -> list[object]:
    return list(Event.objects.filter(kind=kind, case=case).values_list("data", flat=True))


def test_a_deletion_reaches_the_case_that_has_the_post_now_and_its_words_leave_the_list(kept: Case) -> None:
    before = kept.version
    forget_posts([Deletion("x", "10", LATER, "deleted")], now=LATER)
    kept.refresh_from_db()
    assert told("post_deleted", kept) == [{"post": "10", "reason": "deleted"}]
    assert (kept.snippet, kept.version > before) == ("@CurlewCare my line is dead", True)


def test_an_edit_reaches_the_case_that_has_the_post_now(care: Account, kept: Case) -> None:
    hear(post("kim", "@CurlewCare at 5", post_id="11", tags=[care], versions=("10", "11"), minutes=6))
    kept.refresh_from_db()
    assert told("post_edited", kept) == [{"post": "10", "version": "11"}]
    assert kept.snippet == "@CurlewCare at 5"


def test_a_post_that_is_withheld_now_and_then_shown_again_is_told_each_time_and_once(care: Account) -> None:
    said = post("kim", "@CurlewCare my line is dead", post_id="1", tags=[care])
    hear(said)
    case = Case.objects.get()
    for where in (Withheld(("DE",)), Withheld(("DE",)), None):
        hear(replace(said, withheld=where))
    events = Event.objects.filter(kind="post_withheld").order_by("pk")
    assert [event.data["withheld"] for event in events] == [True, False]
    assert [sentence(event) for event in events] == [
        "The network withholds a post",
        "The network shows a post again",
    ]
    before = case.version
    case.refresh_from_db()
    assert case.version == before + 2


def test_an_archive_tells_nobody_that_a_post_is_withheld(care: Account) -> None:
    said = post("kim", "@CurlewCare my line is dead", post_id="1", tags=[care])
    hear(said, replace(said, withheld=Withheld(("DE",))), live=False)
    hear(replace(said, withheld=Withheld(("FR",))), live=False)
    assert not Event.objects.exists()


def test_the_thread_of_a_case_somebody_looks_at_grows_before_their_eyes(care: Account, lena: User) -> None:
    hear(
        post("kim", "@CurlewCare no signal", post_id="1", tags=[care]),
        post("bo", "@CurlewCare same", post_id="2", parent_id="1", tags=[care], minutes=1),
    )
    kim, bo = Case.objects.get(author__handle="kim"), Case.objects.get(author__handle="bo")
    presence.beat(kim.pk, presence.LOOKING, by=lena, now=LATER)
    hear(post("cy", "me too", post_id="3", parent_id="2", minutes=2))
    assert told("thread_grew", kim) == [{}] and told("thread_grew", bo) == []
    before = kim.version, bo.version
    kim.refresh_from_db()
    bo.refresh_from_db()
    assert (kim.version > before[0], bo.version == before[1]) == (True, True)
    Presence.objects.update(expires_at=LATER)
    hear(post("dee", "and me", post_id="4", parent_id="3", minutes=3))
    assert len(told("thread_grew", kim)) == 1


def test_it_grows_for_the_case_that_others_were_merged_into(kept: Case, lena: User) -> None:
    presence.beat(kept.pk, presence.LOOKING, by=lena, now=LATER)
    hear(post("cy", "me too", post_id="13", parent_id="10", minutes=7))
    assert told("thread_grew", kept) == [{}]


def test_the_customer_and_we_are_told_as_ever(care: Account, lena: User) -> None:
    hear(post("kim", "@CurlewCare no signal", post_id="1", tags=[care]))
    case = Case.objects.get()
    presence.beat(case.pk, presence.LOOKING, by=lena, now=LATER)
    hear(ours(care, "@kim we look", post_id="2", parent_id="1", minutes=2))
    hear(post("kim", "@CurlewCare thanks", post_id="3", parent_id="2", tags=[care], minutes=4))
    kinds = list(Event.objects.filter(case=case).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["case_opened", "post_echoed", "post_heard"]
