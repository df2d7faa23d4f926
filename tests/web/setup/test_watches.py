"""Settings of watches and of the knowledge base."""

import pytest
from django.test import Client
from tests.factories import NOON, person

from hark.accounts.models import Role
from hark.bootstrap import watching
from hark.store.models import Account, Article, Watch, WatchedPost

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(care: Account) -> Client:
    client = Client()
    client.force_login(person("ruth", care.brand, role=Role.SUPERVISOR))
    return client


def sent(care: Account, **given: str) -> dict[str, str]:
    return {
        "brand": str(care.brand_id),
        "name": "Box",
        "kind": "product",
        "query": "kestrel",
        "on": "on",
        **given,
    }


def test_a_watch_is_added_changed_shown_and_removed(
    care: Account, page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    monkeypatch.setattr(watching, "refusal", lambda _brand, query: tried.append(query) or "")
    assert page.post("/settings/watches/new", sent(care)).status_code == 302
    row = Watch.objects.get()
    address = f"/settings/watches/{row.pk}"
    assert page.post(address, sent(care, name="Boxes")).status_code == 302
    assert page.post(address, sent(care, query="heron", on="")).status_code == 302
    assert tried == ["kestrel"], "a query that is the same, or off, is not tried again"
    row.refresh_from_db()
    assert (row.name, row.query, row.on) == ("Box", "heron", False)
    WatchedPost.objects.create(watch=row, post_id="1", at=NOON)
    Watch.objects.update(refused="X refused a stream rule: no viable alternative")
    shown = page.get(address).content.decode()
    assert "no viable alternative" in shown
    assert "<del>kestrel</del>" in shown
    assert "refused by X" in page.get("/settings/watches").content.decode()
    page.post(f"{address}/removal")
    assert not Watch.objects.exists()


def test_what_x_refuses_is_said_at_the_field(
    care: Account, page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "refusal", lambda _brand, _query: "X refused a stream rule: missing EOF")
    answer = page.post("/settings/watches/new", sent(care))
    assert answer.status_code == 422
    assert "missing EOF" in answer.content.decode()
    assert page.post("/settings/watches/new", sent(care, query='"open')).status_code == 422
    assert not Watch.objects.exists()


def test_without_a_connected_account_nobody_is_asked(care: Account) -> None:
    Account.objects.update(connected=False)
    assert watching.refusal(care.brand, "kestrel (") == ""
    Account.objects.update(connected=True)
    assert watching.refusal(care.brand, "kestrel (") == "", "credentials that cannot be opened refuse nothing"


def test_an_article_is_added_changed_and_removed(care: Account, page: Client) -> None:
    given = {
        "brand": care.brand_id, "title": "Router blinks red", "text": "Restart it.", "topics": "internet",
        "link": "curlew.example/router",
    }  # fmt: skip
    assert page.post("/settings/articles/new", given).status_code == 302
    row = Article.objects.get()
    assert (row.link, row.topics) == ("https://curlew.example/router", ["internet"])
    assert page.post("/settings/articles/new", given).status_code == 422
    assert page.post(f"/settings/articles/{row.pk}", {**given, "text": "Hold reset."}).status_code == 302
    shown = page.get(f"/settings/articles/{row.pk}").content.decode()
    assert "<ins>Hold reset.</ins>" in shown
    page.post(f"/settings/articles/{row.pk}/removal")
    assert not Article.objects.exists()
