"""Pages in Spanish, and the language a person chooses."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from tests import factories
from tests.factories import hear, post

from hark.accounts.models import Role
from hark.actions import goodwill
from hark.store.models import Case

pytestmark = pytest.mark.django_db


def test_sign_in_and_inbox_speak_spanish() -> None:
    client = Client(headers={"Accept-Language": "es-MX,es;q=0.9"})
    html = client.get("/sign-in").content.decode()
    assert '<html lang="es"' in html
    assert "Iniciar sesión" in html
    assert "Contraseña" in html
    account = factories.brand()
    client.force_login(factories.person("lena", account.brand))
    hear(post("ana", "@CurlewCare no signal since this morning, please help", tags=[account]))
    html = client.get("/inbox?view=unassigned").content.decode()
    for text in ("Sin asignar", "En riesgo", "Bandeja", "Cerrar sesión", "Elegir un caso"):
        assert text in html
    assert not re.search(r"\b(Unassigned|Inbox|Sign out|Waiting)\b", re.sub(r"<[^>]*>", "", html))


def test_numbers_that_draw_have_no_comma_in_spanish() -> None:
    account = factories.brand()
    client = Client(headers={"Accept-Language": "es"})
    client.force_login(factories.person("lena", account.brand))
    hear(*(post(f"person{n}", f"@CurlewCare broken {n}", tags=[account], minutes=n) for n in range(9)))
    for address in ("/inbox?view=all", "/wall"):
        html = client.get(address).content.decode()
        assert re.findall(r'(?:dashoffset|\bx|\by|width|height)="-?\d+,\d+"', html) == []


def test_the_language_is_chosen_in_the_menu_and_kept() -> None:
    client = Client(headers={"Accept-Language": "en"})
    account = factories.brand()
    client.force_login(factories.person("lena", account.brand))
    menu = client.get("/inbox").content.decode()
    assert 'action="/language"' in menu
    assert re.search(r'value="en" lang="en" aria-current="true".*English', menu)
    assert re.search(r'value="es" lang="es">.*Español', menu)
    answer = client.post(
        "/language", {"language": "es"}, headers={"Referer": "http://testserver/inbox?view=all"}
    )
    assert answer.status_code == 302
    assert answer["Location"].endswith("/inbox?view=all")
    html = client.get("/inbox").content.decode()
    assert '<html lang="es"' in html
    assert re.search(r'value="es" lang="es" aria-current="true".*Español', html)
    client.post("/language", {"language": "tlh"})
    assert '<html lang="es"' in client.get("/inbox").content.decode()


def test_what_is_not_there_and_what_is_not_yours_is_said_in_spanish() -> None:
    client = Client(headers={"Accept-Language": "es"})
    client.force_login(factories.person("lena", factories.brand().brand))
    missing, refused = client.get("/cases/999"), client.get("/wall")
    assert (missing.status_code, refused.status_code) == (404, 403)
    assert "Esta página no existe" in missing.content.decode()
    assert "Esta página es para supervisores" in refused.content.decode()


def test_sums_plurals_and_refusals_are_spanish() -> None:
    account = factories.brand()
    lena, ruth = (
        factories.person("lena", account.brand),
        factories.person("ruth", account.brand, role=Role.SUPERVISOR),
    )
    hear(post("ana", "@CurlewCare no signal", tags=[account]))
    case = Case.objects.get()
    goodwill.ask(case.pk, 125_000, "broken router", by=lena, now=datetime.now(UTC))
    client = Client(headers={"Accept-Language": "es"})
    client.force_login(lena)
    page = client.get(f"/cases/{case.pk}").content.decode()
    assert "1\xa0250,00 " in page and "1250.00" not in page
    assert "1 suya, 0 nuestras" in page
    client.force_login(ruth)
    assert "Esta página es para administradores." in client.get("/settings/people").content.decode()
