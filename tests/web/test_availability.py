"""Taking cases: said by a person, kept true by their pages, over when they sign out."""

import pytest
from django.test import Client
from tests import factories

from hark.accounts.models import Role, User
from hark.store.models import AgentProfile

pytestmark = pytest.mark.django_db


@pytest.fixture
def lena() -> User:
    return factories.person("lena", factories.brand().brand)


@pytest.fixture
def desk(lena: User) -> Client:
    client = Client()
    client.force_login(lena)
    return client


def test_one_says_so_and_takes_it_back(desk: Client, lena: User) -> None:
    assert desk.put("/availability").json() == {"here": False}
    assert not AgentProfile.objects.exists()  # a page alone makes nobody an agent
    assert desk.post("/availability").json() == {"here": True}
    assert AgentProfile.objects.get(user=lena).available
    assert desk.put("/availability").json() == {"here": True}
    assert desk.delete("/availability").json() == {"here": False}
    profile = AgentProfile.objects.get(user=lena)
    assert (profile.available, profile.away_since is None) == (False, False)


def test_an_open_page_is_a_sign_of_life(desk: Client, lena: User) -> None:
    desk.post("/availability")
    AgentProfile.objects.update(seen_at=factories.NOON)
    desk.put("/availability")
    seen = AgentProfile.objects.get().seen_at
    assert seen is not None and seen > factories.NOON


def test_whoever_signs_out_is_away(desk: Client, lena: User) -> None:
    desk.post("/availability")
    assert desk.post("/sign-out").status_code == 302
    assert not AgentProfile.objects.get(user=lena).available
    assert desk.put("/availability").status_code == 302  # to the sign-in page


def test_signing_out_makes_nobody_an_agent(desk: Client) -> None:
    desk.post("/sign-out")
    assert not AgentProfile.objects.exists()


def test_an_analyst_has_no_switch(lena: User) -> None:
    for role, shown in ((Role.ANALYST, False), (Role.AGENT, True)):
        User.objects.filter(pk=lena.pk).update(role=role)
        client = Client()
        client.force_login(User.objects.get(pk=lena.pk))
        assert (b'id="take-cases"' in client.get("/inbox").content) is shown
