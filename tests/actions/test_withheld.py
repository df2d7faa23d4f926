"""Posts the network shows in some countries only: kept, marked, and answered where there is somebody to read it."""

from dataclasses import replace

import pytest
from tests.factories import NOON, brand, hear, person, post

from hark.actions import submitting
from hark.actions.guarding import Blocked, Opened
from hark.domain.outbox import SendState
from hark.domain.post import Lane, Withheld
from hark.store.models import Account, Case, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def care() -> Account:
    return brand()


def heard(care: Account, *withheld: Withheld | None) -> Post:
    """A customer's post, heard once for each state the network gave it."""
    said = post("kim", "@CurlewCare my line is dead, help", post_id="1", tags=[care])
    for where in withheld:
        hear(replace(said, withheld=where))
    return Post.objects.get()


def test_it_is_kept_where_a_post_is_withheld_and_that_it_is_not_any_more(care: Account) -> None:
    assert heard(care, Withheld(("DE", "FR"))).withholding == Withheld(("DE", "FR"))
    assert heard(care, Withheld(("DE",), author=True)).withholding == Withheld(("DE",), author=True)
    assert heard(care, None).withholding is None


def test_a_post_that_is_withheld_later_is_marked_and_has_not_changed(care: Account) -> None:
    row = heard(care, None, Withheld(("TR",)))
    assert row.withholding == Withheld(("TR",))
    assert (row.text, row.latest_id, row.versions) == ("@CurlewCare my line is dead, help", "1", [])
    lena = person("lena", care.brand)
    case = Case.objects.get()
    sent = submitting.submit(
        case.pk,
        "We look at it.",
        Lane.PUBLIC,
        target_post_id="1",
        by=lena,
        now=NOON,
        opened=Opened(post_version="1"),
    )
    assert sent.state == SendState.QUEUED


def test_a_post_nobody_is_shown_is_not_answered_in_public(care: Account) -> None:
    heard(care, Withheld(("XX",)))
    lena = person("lena", care.brand)
    with pytest.raises(Blocked) as caught:
        submitting.submit(
            Case.objects.get().pk, "We look at it.", Lane.PUBLIC, target_post_id="1", by=lena, now=NOON
        )
    assert "withholds this post" in str(caught.value.guards[0].why)
