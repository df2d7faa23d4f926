"""A thread of more posts than a page reads: the case of whoever wrote early in it still shows what they said."""

import pytest
from django.test import Client
from tests import factories
from tests.factories import hear, ours, post

from hark.store.models import Account, Case
from hark.web.cases import conversation

pytestmark = pytest.mark.django_db


@pytest.fixture
def care(monkeypatch: pytest.MonkeyPatch) -> Account:
    """An account in whose thread ana wrote first, bo answered her, and many others wrote since."""
    monkeypatch.setattr(conversation, "MOST_POSTS", 3)
    care = factories.brand()
    inside = {"conversation_id": "100", "tags": [care]}
    hear(
        ours(care, "New masts on Mill Lane", post_id="100", conversation_id="100"),
        post("cleo", "@CurlewCare which lane", post_id="101", parent_id="100", minutes=1, **inside),
        post("ana", "@cleo ours, and I am cut off", post_id="102", parent_id="101", minutes=2, **inside),
        post("bo", "@ana me too", post_id="103", parent_id="102", minutes=3, **inside),
        *(post("dora", f"@CurlewCare no {n}", parent_id="100", minutes=4 + n, **inside) for n in range(6)),
    )
    return care


def shown(care: Account, handle: str, query: str = "") -> str:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(factories.person(f"lena{handle}{len(query)}", care.brand))
    return client.get(f"/cases/{Case.objects.get(author__handle=handle).pk}{query}").content.decode()


def test_what_concerns_the_case_is_shown_however_much_was_said_since(care: Account) -> None:
    page = shown(care, "ana")
    assert [f'data-post="{number}"' in page for number in (100, 101, 102, 103)] == [True] * 4
    assert "@CurlewCare no" not in page
    assert "6 more posts of this thread" in page


def test_of_all_of_it_the_newest_are_read_and_the_rest_is_counted(care: Account) -> None:
    page = shown(care, "ana", "?whole")
    assert "cut off" in page
    assert [f"no {n}" in page for n in range(6)] == [False] * 3 + [True] * 3
    assert "3 more posts of this thread are not shown here" in page
