"""Replies in our conversations, hidden and shown again by a program."""

from datetime import UTC, datetime

import pytest
from tests.factories import hear, ours, post
from tests.web.api.conftest import Api

from hark.actions import hidings
from hark.store.models import Account, Case

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def test_a_reply_in_our_conversation_is_hidden_and_shown_again(care: Account, api: Api) -> None:
    hear(
        ours(care, "New masts", post_id="100", conversation_id="100"),
        post("kim", "you thieves", post_id="200", parent_id="100", conversation_id="100", minutes=1),
    )
    case = Case.objects.get()
    path = f"cases/{case.pk}/posts/200/hidden"
    asked = api("PUT", path)
    assert (asked.status_code, asked.json()) == (
        202, {"post": "200", "hidden": True, "state": "asked", "error": ""},
    )  # fmt: skip
    claim = hidings.claim()
    assert claim is not None
    hidings.done(claim, now=NOW)
    assert [one["hidden"] for one in api("GET", f"cases/{case.pk}").json()["posts"]] == [False, True]
    assert api("DELETE", path).json()["hidden"] is False
    assert api("PUT", f"cases/{case.pk}/posts/100/hidden").status_code == 422
