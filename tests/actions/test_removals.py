"""Posts of ours that go off the network: asked once, tried until it is known, gone here too."""

from datetime import timedelta

import pytest
from tests.factories import NOON, brand, hear, ours, person

from hark.accounts.models import User
from hark.actions import outbox, removals
from hark.actions.house import NotAllowed
from hark.actions.removals import NotOurs
from hark.domain.post import Lane
from hark.networks.port import NetworkError
from hark.store.models import Account, AgentProfile, Case, Event, Outbox, Post, Removal

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(case: Case, care: Account) -> Case:
    """We have answered it."""
    hear(ours(care, "@bo We look.", post_id="200", parent_id="100", minutes=1))
    return case


def error(reason: str, *, permanent: bool = False) -> NetworkError:
    return NetworkError(reason, "no", permanent=permanent, processed=None)


def test_a_confirmed_removal_empties_the_post_here(case: Case, ana: User) -> None:
    removals.ask(case.pk, "200", by=ana, now=NOON)
    claim = removals.claim()
    assert claim is not None
    assert removals.done(claim, now=NOON)
    gone = Post.objects.get(post_id="200")
    assert (gone.text, gone.deleted_at) == ("", NOON)
    told = Event.objects.filter(case=case).order_by("id").values_list("kind", flat=True)
    assert list(told)[-3:] == ["removal_asked", "removal_done", "post_deleted"]


def test_asked_twice_is_asked_once(case: Case, ana: User) -> None:
    assert removals.ask(case.pk, "200", by=ana, now=NOON) == removals.ask(case.pk, "200", by=ana, now=NOON)
    assert removals.claim() is not None
    assert removals.claim() is None


def test_only_posts_of_ours_go(case: Case, ana: User) -> None:
    for post_id in ("100", "999"):
        with pytest.raises(NotOurs):
            removals.ask(case.pk, post_id, by=ana, now=NOON)
    stranger = person("zoe", brand("Pipit", "PipitHelp", "9002").brand)
    with pytest.raises(Case.DoesNotExist):
        removals.ask(case.pk, "200", by=stranger, now=NOON)


def test_a_trainee_deletes_what_they_sent_and_nothing_else(case: Case, ana: User, lena: User) -> None:
    AgentProfile.objects.create(user=ana, level="trainee")
    with pytest.raises(NotAllowed):
        removals.ask(case.pk, "200", by=ana, now=NOON)
    row = outbox.submit(case.pk, "We look.", Lane.PUBLIC, target_post_id=None, by=lena, now=NOON)
    Outbox.objects.filter(pk=row.pk).update(state="sent", external_post_id="200")
    with pytest.raises(NotAllowed):
        removals.ask(case.pk, "200", by=ana, now=NOON)
    Outbox.objects.filter(pk=row.pk).update(writer=ana)
    assert removals.ask(case.pk, "200", by=ana, now=NOON).state == "asked"


def test_what_is_gone_already_is_done(case: Case, ana: User) -> None:
    removals.ask(case.pk, "200", by=ana, now=NOON)
    claim = removals.claim()
    assert claim is not None
    removals.failed(claim, error("not_found", permanent=True), now=NOON)
    assert Removal.objects.get().state == "done"


def test_an_unknown_fate_is_tried_again_and_a_refusal_is_told(case: Case, ana: User) -> None:
    removals.ask(case.pk, "200", by=ana, now=NOON)
    claim = removals.claim()
    assert claim is not None
    removals.failed(claim, error("timeout"), now=NOON)
    row = Removal.objects.get()
    assert (row.state, row.not_before) == ("asked", NOON + timedelta(seconds=5))
    again = removals.claim()
    assert again is not None
    assert not removals.done(claim, now=NOON)
    removals.failed(again, error("forbidden", permanent=True), now=NOON)
    assert Removal.objects.get().state == "refused"
    assert Post.objects.get(post_id="200").deleted_at is None
    assert removals.ask(case.pk, "200", by=ana, now=NOON).state == "asked"
