"""One thing done to many cases, and taken back."""

import json

import pytest
from django.test import Client
from tests import factories
from tests.factories import hear, post

from hark.store.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    account = factories.brand()
    hear(*(post(f"p{n}", f"@CurlewCare broken {n}", tags=[account], minutes=n) for n in range(3)))
    other = factories.brand("Plover", "PloverCare", "9002")
    hear(post("far", "@PloverCare broken too", tags=[other], minutes=4))
    client = Client()
    client.force_login(factories.person("lena", account.brand))
    return client


def ours() -> list[int]:
    return list(Case.objects.filter(account__handle="CurlewCare").order_by("pk").values_list("pk", flat=True))


def test_what_may_be_done_is_done_and_the_rest_is_said(client: Client) -> None:
    foreign = Case.objects.get(account__handle="PloverCare")
    answer = client.post("/cases/batch", {"verb": "close", "case": [*ours(), foreign.pk], "outcome": "spam"})
    said = answer.content.decode()
    assert "3 cases closed. 1 could not be changed" in said
    assert answer["HX-Trigger"] == "hark:changed, hark:touched"
    assert set(Case.objects.filter(pk__in=ours()).values_list("state", "outcome")) == {("closed", "spam")}
    foreign.refresh_from_db()
    assert foreign.state == "new"
    events = said.partition('value="')[2].partition('"')[0]
    assert "Taken back" in client.post("/undo", {"events": events}).content.decode()
    assert set(Case.objects.filter(pk__in=ours()).values_list("state", flat=True)) == {"new"}
    again = client.post("/undo", {"events": events}).content.decode()
    assert "Something else has happened on this case since." in again


@pytest.mark.parametrize(
    "wrong",
    [
        {"verb": "close"},
        {"verb": "dance", "case": [1]},
        {"verb": "snooze", "case": [1]},
        {"verb": "snooze", "case": [1], "until": "2001-01-01T00:00:00Z"},
        {"verb": "close", "case": ["x"]},
        {"verb": "close", "case": list(range(1, 700))},
    ],
)
def test_nonsense_changes_nothing(client: Client, wrong: dict[str, object]) -> None:
    assert client.post("/cases/batch", wrong).status_code == 422
    assert set(Case.objects.values_list("state", flat=True)) == {"new"}


def test_nobody_takes_back_what_another_did(client: Client) -> None:
    said = client.post("/cases/batch", {"verb": "assign", "case": ours()}).content.decode()
    events = said.partition('value="')[2].partition('"')[0]
    other = Client()
    other.force_login(factories.person("tomas", Case.objects.get(pk=ours()[0]).account.brand))
    assert "nothing to take back" in other.post("/undo", {"events": events}).content.decode()
    assert "nothing to take back" in other.post("/undo", {"events": json.dumps([1])}).content.decode()
