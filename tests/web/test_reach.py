"""The private lane says whether a first message can be sent: asked once, when somebody turns to it."""

import pytest
from django.test import Client
from tests import factories
from tests.factories import hear, post

from hark.bootstrap import reaching
from hark.store.models import Account, Case

pytestmark = pytest.mark.django_db(transaction=True)


class Asking:
    """Stands for the network; remembers who was asked about."""

    def __init__(self, takes: bool | None) -> None:
        self.takes, self.asked = takes, list[str]()

    def __call__(self, account: Account, author_id: str) -> bool | None:
        self.asked.append(author_id)
        return self.takes


@pytest.fixture
def case() -> Case:
    account = factories.brand()
    hear(post("ana", "@CurlewCare my phone is dead", tags=[account]))
    return Case.objects.get()


def page(case: Case) -> Client:
    client = Client()
    client.force_login(factories.person("lena", case.account.brand))
    return client


@pytest.mark.parametrize(
    ("takes", "verdict", "says"),
    [
        (True, "send", "Ana can be answered here."),
        (False, "no", "takes no direct messages from @CurlewCare"),
        (None, "prepare", "has not said whether Ana takes direct messages"),
    ],
)
def test_the_composer_says_what_the_network_said_and_asks_once(
    case: Case, monkeypatch: pytest.MonkeyPatch, takes: bool | None, verdict: str, says: str
) -> None:
    asking = Asking(takes)
    monkeypatch.setattr(reaching, "takes_messages", asking)
    client, address = page(case), f"/cases/{case.pk}/reach"
    assert f'data-ask="{address}"' in client.get(f"/cases/{case.pk}").content.decode()
    for _ in range(2):
        answer = client.post(address, headers={"HX-Request": "true"}).content.decode()
        assert f'data-private="{verdict}"' in answer and says in answer
        assert ("data-ask" in answer) is (takes is None)
        assert ('id="public-word"' in answer) is (takes is True)
        assert ('id="act-invite"' in answer) is (takes is not True)
    assert asking.asked == ["u-ana"]


def test_nobody_asks_about_a_foreign_case(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Asking(True)
    monkeypatch.setattr(reaching, "takes_messages", asking)
    client = Client()
    client.force_login(factories.person("sam", factories.brand("Plover", "PloverCare", "9002").brand))
    assert client.post(f"/cases/{case.pk}/reach").status_code == 404
    assert client.get(f"/cases/{case.pk}/reach").status_code == 405
    assert asking.asked == []
