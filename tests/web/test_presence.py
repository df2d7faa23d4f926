"""Who is on a case, who has the pen, and macros, through the pages' addresses."""

import pytest
from django.test import Client
from tests import factories
from tests.factories import NOON, hear, post

from hark.accounts.models import Role
from hark.actions import macros
from hark.store.models import Case, Presence

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def case() -> Case:
    account = factories.brand()
    hear(post("ana", "@CurlewCare broken", tags=[account]))
    return Case.objects.get()


def desk(case: Case, username: str, role: Role = Role.AGENT) -> Client:
    client = Client()
    client.force_login(factories.person(username, case.account.brand, role=role))
    return client


def put(client: Client, case: Case, body: str):
    return client.put(f"/cases/{case.pk}/presence", body, content_type=FORM)


def test_looking_is_seen_and_leaving_too(case: Case) -> None:
    lena = desk(case, "lena")
    assert put(lena, case, "doing=looking&lane=").status_code == 204
    assert Presence.objects.get().person.username == "lena"
    assert lena.delete(f"/cases/{case.pk}/presence").status_code == 204
    assert not Presence.objects.exists()
    assert put(lena, case, "doing=dancing").status_code == 422


def test_one_pen_and_a_supervisor_may_take_it(case: Case) -> None:
    lena, tomas, ruth = desk(case, "lena"), desk(case, "tomas"), desk(case, "ruth", Role.SUPERVISOR)
    assert put(lena, case, "doing=writing&lane=public").status_code == 204
    refused = put(tomas, case, "doing=writing&lane=public")
    assert (refused.status_code, refused.json()) == (409, {"holder": "Lena", "mayTake": False})
    assert put(tomas, case, "doing=writing&lane=private").status_code == 204
    assert put(tomas, case, "doing=writing&lane=public&over=1").status_code == 403
    assert put(ruth, case, "doing=writing&lane=public").json()["mayTake"] is True
    assert put(ruth, case, "doing=writing&lane=public&over=1").status_code == 204


def test_who_has_sent_lays_the_pen_down_and_nobody_elses(case: Case) -> None:
    lena, tomas = desk(case, "lena"), desk(case, "tomas")
    put(lena, case, "doing=writing&lane=public")
    assert put(tomas, case, "doing=looking&lane=public&down=1").status_code == 204
    assert put(tomas, case, "doing=writing&lane=public").status_code == 409
    assert put(lena, case, "doing=looking&lane=public&down=1").status_code == 204
    assert put(tomas, case, "doing=writing&lane=public").status_code == 204


def test_a_stranger_is_not_there(case: Case) -> None:
    other = factories.brand("Plover", "PloverCare", "9002")
    client = Client()
    client.force_login(factories.person("sam", other.brand))
    assert put(client, case, "doing=looking&lane=").status_code == 404
    assert client.get(f"/cases/{case.pk}/macros").status_code == 404


def test_macros_are_offered_filled_in(case: Case) -> None:
    boss = factories.person("ruth", case.account.brand, role=Role.SUPERVISOR)
    fields = {"name": "Greeting", "shortcut": "hi", "text": "Hello {handle}, {agent} here. Ticket {ticket}"}
    macro = macros.save(case.account.brand_id, None, fields, by=boss, now=NOON)
    lena = desk(case, "lena")
    offered = lena.get(f"/cases/{case.pk}/macros?lane=public").content.decode()
    assert "Hello @ana, Lena here." in offered
    assert "No value here for ticket" in offered
    used = lena.post(f"/cases/{case.pk}/macros/{macro.pk}").json()
    assert used == {"text": "Hello @ana, Lena here. Ticket {ticket}", "missing": ["ticket"]}
    assert lena.post(f"/cases/{case.pk}/macros/999").status_code == 404
