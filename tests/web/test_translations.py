"""Translation on the case: only when asked, without anybody's data, marked as a machine's."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client
from tests.factories import hear, person, post

from hark.accounts.models import Role
from hark.bootstrap import translation
from hark.networks.port import NetworkError
from hark.networks.translate import Translation
from hark.store.models import Account, Case
from hark.store.models import Post as PostRow

pytestmark = pytest.mark.django_db
SAID = "@CurlewCare mi número es +34 612 345 678 y el router no funciona https://example.com/a <b>"


class Service:
    """Shouts; remembers what it was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.say: Callable[[str], str] = str.upper

    def __call__(self, text: str, *, source: str, target: str) -> Translation:
        self.sent.append((text, source, target))
        return Translation(self.say(text), source)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    found = Service()
    monkeypatch.setattr(translation, "translate", found)
    monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, translate_url="http://127.0.0.1:5000"))
    return found


@pytest.fixture
def case(care: Account) -> Case:
    hear(post("ana", SAID, tags=[care]))
    Case.objects.update(language="es")
    return Case.objects.get()


@pytest.fixture
def lena(care: Account) -> Client:
    client = Client()
    client.force_login(person("lena", care.brand))
    return client


def address(case: Case) -> str:
    return f"/cases/{case.pk}/posts/{PostRow.objects.get().post_id}/translation"


def test_a_post_leaves_without_data_handles_and_links_and_stays_covered(
    case: Case, lena: Client, service: Service
) -> None:
    shown = lena.post(address(case)).content.decode()
    ((sent, source, target),) = service.sent
    assert sent == "[1] mi número es [2] y el router no funciona [3] <b>"
    assert (source, target) == ("es", "en")
    assert "612" not in shown
    assert "@CurlewCare MI NÚMERO ES •••••••• Y EL ROUTER" in shown
    assert "https://example.com/a &lt;B&gt;" in shown
    assert "Translated by a machine from Spanish" in shown


def test_nothing_is_translated_unasked(case: Case, lena: Client, service: Service) -> None:
    shown = lena.get(f"/cases/{case.pk}").content.decode()
    assert f'hx-post="{address(case)}"' in shown
    assert "Translate into Spanish" in shown
    assert service.sent == []
    assert lena.get(address(case)).status_code == 405


def test_a_gap_in_a_draft_is_still_one_in_another_language(
    case: Case, lena: Client, service: Service
) -> None:
    draft = {"text": "Hi […], we call [… phone number]"}
    said = lena.post(f"/cases/{case.pk}/draft/translation", draft).json()["text"]
    assert said == "HI […], WE CALL [… phone number]"


def test_a_post_in_the_readers_own_language_offers_none(case: Case, lena: Client, service: Service) -> None:
    lena.cookies["hark_language"] = "es"
    shown = lena.get(f"/cases/{case.pk}").content.decode()
    assert "data-translate=" not in shown
    assert f'hx-post="{address(case)}"' not in shown


def test_a_draft_comes_back_in_the_customers_language_with_its_own_data(
    case: Case, lena: Client, service: Service
) -> None:
    answer = lena.post(f"/cases/{case.pk}/draft/translation", {"text": "write to help@curlew.example, @ana"})
    assert answer.json() == {"text": "WRITE TO help@curlew.example, @ana"}
    assert service.sent == [("write to [1], [2]", "", "es")]
    service.say = lambda _text: "sin marcas"
    answer = lena.post(f"/cases/{case.pk}/draft/translation", {"text": "hello @ana"})
    assert answer.json() == {"text": "sin marcas @ana"}
    assert lena.post(f"/cases/{case.pk}/draft/translation", {"text": " "}).status_code == 422


def test_a_service_that_fails_changes_nothing_and_says_so(case: Case, lena: Client, service: Service) -> None:
    def away(_text: str) -> str:
        raise NetworkError("timeout", "POST /translate: no answer in time", permanent=False)

    service.say = away
    said = "The translation service did not translate this. Nothing was changed."
    assert said in lena.post(address(case)).content.decode()
    answer = lena.post(f"/cases/{case.pk}/draft/translation", {"text": "hello"})
    assert (answer.status_code, answer.json()) == (502, {"trouble": said})


def test_without_a_service_only_an_administrator_is_told_how_to_set_one_up(
    care: Account, case: Case, lena: Client
) -> None:
    boss = Client()
    boss.force_login(person("admin", care.brand, role=Role.ADMINISTRATOR))
    path = f"/cases/{case.pk}"
    assert "HARK_TRANSLATE_URL" in boss.get(path).content.decode()
    for shown in (lena.get(path).content.decode(), boss.get(path).content.decode()):
        assert "data-translate=" not in shown
        assert "/translation" not in shown
    assert "HARK_TRANSLATE_URL" not in lena.get(path).content.decode()
    assert "No translation service is set up." in lena.post(address(case)).content.decode()


def test_posts_of_other_threads_and_foreign_cases_are_not_there(
    care: Account, case: Case, lena: Client, service: Service
) -> None:
    mine = address(case)
    hear(post("ben", "otra cosa", post_id="777"))
    assert lena.post(f"/cases/{case.pk}/posts/777/translation").status_code == 404
    stranger = Client()
    stranger.force_login(person("sam"))
    assert stranger.post(mine).status_code == 404
    assert stranger.post(f"/cases/{case.pk}/draft/translation", {"text": "x"}).status_code == 404
    assert service.sent == []
