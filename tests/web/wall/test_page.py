"""The wall as a page: who may see it, what it shows, and moving cases."""

import re

import pytest
from django.test import Client
from tests.factories import brand, hear, person, post

from hark.accounts.models import Team, User
from hark.store.models import Account, Case, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def wall(boss: User) -> Client:
    client = Client()
    client.force_login(boss)
    return client


def ask(care: Account, name: str = "kim", text: str = "my line is dead") -> Case:
    hear(post(name, f"@{care.handle} {text}", tags=[care]))
    return Case.objects.get(author__handle=name)


def test_every_number_links_to_as_many_rows(care: Account, wall: Client) -> None:
    ana = person("ana", care.brand)
    for name in ("kim", "leo", "mia"):
        ask(care, name)
    Case.objects.filter(author__handle="kim").update(assignee=ana, state="open")
    page = wall.get("/wall").content.decode()
    links = set(re.findall(r'href="(\?count=[^"]+)" data-pick[^>]*>(?:<span class="number">)?(\d+)', page))
    assert len(links) >= 10
    for address, number in links:
        listed = wall.get("/wall" + address.replace("&amp;", "&")).content.decode()
        assert listed.count('id="wall-') == int(number), address


def test_a_fragment_is_the_board_alone(care: Account, wall: Client) -> None:
    ask(care)
    part = wall.get("/wall", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="board"')
    assert "<html" not in part


@pytest.mark.parametrize(
    "query",
    ["count=nonsense", "count=arrived", "count=arrived&at=x", "person=-1", "person=9" * 30, "brand=777"],
)
def test_addresses_that_make_no_sense_show_the_usual_wall(query: str, care: Account, wall: Client) -> None:
    ask(care)
    assert wall.get(f"/wall?{query}").status_code == 200


def test_moving_a_case_and_taking_it_back(care: Account, wall: Client, boss: User) -> None:
    ana, case = person("ana", care.brand), ask(care)
    answer = wall.post(f"/wall/moves/{case.pk}?count=open", {"to": ana.pk})
    assert answer.status_code == 200
    case.refresh_from_db()
    assert case.assignee == ana
    event = Event.objects.get(kind="case_assigned")
    assert (event.actor, event.data["to"]) == (boss, ana.pk)
    said = answer.content.decode()
    assert "Moved to Ana" in said
    assert 'hx-post="/undo"' in said
    wall.post("/undo", {"events": str(event.pk)})
    case.refresh_from_db()
    assert (case.assignee, case.state) == (None, "new")


def test_moving_to_a_team_and_to_everybody(care: Account, wall: Client) -> None:
    team, case = Team.objects.create(name="Billing"), ask(care)
    assert (
        "Moved to Billing" in wall.post(f"/wall/moves/{case.pk}", {"to": f"team-{team.pk}"}).content.decode()
    )
    case.refresh_from_db()
    assert (case.team, case.assignee) == (team, None)
    ana = person("ana", care.brand)
    wall.post(f"/wall/moves/{case.pk}", {"to": ana.pk})
    wall.post(f"/wall/moves/{case.pk}", {"to": ""})
    case.refresh_from_db()
    assert case.assignee is None


def test_a_stranger_to_the_brand_gets_no_case(care: Account, wall: Client) -> None:
    other = person("omar", brand("Heron", "HeronHelp", "9100").brand)
    case = ask(care)
    for to in (other.pk, 999_999, "x", "team-999", "team-"):
        assert wall.post(f"/wall/moves/{case.pk}", {"to": to}).status_code == 422
    case.refresh_from_db()
    assert case.assignee is None


def test_other_brands_are_neither_seen_nor_moved(care: Account, wall: Client) -> None:
    foreign = ask(brand("Heron", "HeronHelp", "9100"), "zoe", "a heron's secret")
    ask(care)
    page = wall.get("/wall?count=open").content.decode()
    assert "secret" not in page
    assert wall.get(f"/wall?brand={foreign.account.brand_id}").content.decode().count('id="wall-') == 1
    assert "secret" not in wall.get(f"/wall?brand={foreign.account.brand_id}").content.decode()
    assert wall.post(f"/wall/moves/{foreign.pk}", {"to": ""}).status_code == 404


def test_personal_data_is_covered(care: Account, wall: Client) -> None:
    ask(care, text="my number is +34 612 345 678 please call")
    page = wall.get("/wall").content.decode()
    assert "612 345 678" not in page


def test_private_messages_do_not_flow_by(care: Account, wall: Client) -> None:
    ask(care, text="between us two")
    Case.objects.update(lane="private")
    Case.objects.get().author.posts.update(lane="private")
    flow = wall.get("/wall").content.decode().partition('id="flow-title"')[2]
    assert "between us two" not in flow
