"""Who may see the supervisor's rooms: every page against every kind of person."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import NOON, brand, hear, person, post

from hark.accounts.models import Role, Team
from hark.actions import sla
from hark.store.models import Brand, Case

pytestmark = pytest.mark.django_db

SUPERVISE = [Role.SUPERVISOR, Role.ADMINISTRATOR]
OTHERS = [Role.AGENT, Role.COMMUNICATIONS, Role.ANALYST]
SECTIONS = [
    "brands", "accounts", "teams", "agents", "calendars", "policies", "queues", "team-rules",
    "macros", "guards", "limits",
]  # fmt: skip
PAGES = ["/wall", "/approvals", "/settings/changes", *(f"/settings/{key}" for key in SECTIONS)]
NEW = [f"/settings/{key}/new" for key in ("teams", "calendars", "policies", "team-rules")]


def signed_in(role: Role, *brands: Brand) -> Client:
    client = Client()
    client.force_login(person(f"the-{role}", *brands, role=role))
    return client


@pytest.mark.parametrize("path", [*PAGES, *NEW, "/settings/people", "/settings/keys", "/wall/moves/1"])
def test_strangers_are_sent_to_the_door(path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in?next={path}")


@pytest.mark.parametrize("role", OTHERS)
def test_who_does_not_supervise_is_told_so(role: Role) -> None:
    client = signed_in(role, brand().brand)
    assert {
        path: client.get(path).status_code for path in [*PAGES, *NEW, "/settings", "/settings/people"]
    } == dict.fromkeys([*PAGES, *NEW, "/settings", "/settings/people"], 403)
    acts = [
        "/wall/moves/1",
        "/approvals/1/decision",
        "/approvals/answers/1/text",
        "/approvals/goodwill/1/decision",
    ]
    acts += ["/settings/accounts/1/freeze", "/settings/teams/1/removal", "/settings/teams/new"]
    assert [client.post(path).status_code for path in acts] == [403] * len(acts)
    assert client.get("/settings/keys").status_code == 200


@pytest.mark.parametrize("role", SUPERVISE)
def test_who_supervises_sees_them(role: Role) -> None:
    client = signed_in(role, brand().brand)
    assert {path: client.get(path).status_code for path in [*PAGES, *NEW]} == dict.fromkeys(
        [*PAGES, *NEW], 200
    )
    people = client.get("/settings/people").status_code
    assert people == (200 if role == Role.ADMINISTRATOR else 403)


def test_the_rows_of_another_brand_do_not_exist() -> None:
    mine, theirs = brand(), brand("Heron", "HeronHelp", "9100")
    boss = person("heron-boss", theirs.brand, role=Role.SUPERVISOR)
    hours = {"zone": "UTC", "weekly": "always", "name": "Always"}
    calendar = sla.save_calendar(theirs.brand_id, "", hours, by=boss, now=NOON)
    policy = sla.save_policy(
        theirs.brand_id, None, {"name": "Fast", "first_reply_seconds": 60}, by=boss, now=NOON
    )
    client = signed_in(Role.SUPERVISOR, mine.brand)
    rows = {
        "brands": theirs.brand_id, "accounts": theirs.pk, "agents": boss.pk, "calendars": calendar.pk,
        "policies": policy.pk, "queues": theirs.brand_id, "guards": theirs.brand_id, "limits": theirs.brand_id,
    }  # fmt: skip
    for key, pk in rows.items():
        assert client.get(reverse("settings-row", args=[key, pk])).status_code == 404, key
        assert client.post(reverse("settings-row", args=[key, pk]), {"name": "x"}).status_code == 404, key
        assert client.post(reverse("settings-removal", args=[key, pk])).status_code == 404, key
    assert client.post(reverse("settings-freeze", args=[theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert not theirs.frozen
    assert "Heron" not in client.get("/settings/changes").content.decode()


def test_the_rail_shows_each_person_their_rooms() -> None:
    care = brand()
    hear(post("kim", "@CurlewCare help", tags=[care]))
    assert Case.objects.exists()
    agent = signed_in(Role.AGENT, care.brand).get("/inbox").content.decode()
    boss = signed_in(Role.SUPERVISOR, care.brand).get("/inbox").content.decode()
    for name in ("Wall", "Approvals", "Settings"):
        assert f'aria-label="{name}"' in boss
        assert f'aria-label="{name}"' not in agent


def test_teams_belong_to_the_house() -> None:
    Team.objects.create(name="Nights")
    assert "Nights" in signed_in(Role.SUPERVISOR, brand().brand).get("/settings/teams").content.decode()
