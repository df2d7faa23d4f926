"""The wall as a page: who may see it, what it shows, and moving cases."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.factories import brand, hear, person, post

from hark.accounts.models import Team, User
from hark.actions import agents
from hark.actions.house import NotAllowed
from hark.store.models import Account, AgentProfile, Case, Event

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


def here(name: str, care: Account) -> User:
    user = person(name, care.brand)
    agents.here(user, now=datetime.now(UTC))
    return user


def is_here(user: User) -> bool:
    return AgentProfile.objects.get(user=user).available


def test_a_colleague_is_set_away_and_it_is_written_down_and_taken_back(
    care: Account, wall: Client, boss: User
) -> None:
    ana = here("ana", care)
    assert (
        f'hx-post="/wall/people/{ana.pk}/absence?count=open"' in wall.get("/wall?count=open").content.decode()
    )
    said = wall.post(f"/wall/people/{ana.pk}/absence?count=open").content.decode()
    assert "Ana takes no more cases" in said and f'id="away-{ana.pk}"' not in said
    assert not is_here(ana)
    gone = Event.objects.get(kind="agent_away")
    assert (gone.actor, gone.data["person"]) == (boss, ana.pk)
    changed = wall.get("/settings/changes").content.decode()
    assert "takes cases" in changed and "<bdi>Ana</bdi>" in changed
    address, since = re.findall(r'hx-delete="([^"]+)"[^>]*name="since" value="([^"]+)"', said)[0]
    assert wall.delete(f"{address}&{urlencode({'since': since})}").status_code == 200
    assert is_here(ana)


def test_taking_back_undoes_that_absence_and_no_other(care: Account, wall: Client) -> None:
    ana = here("ana", care)
    said = wall.post(f"/wall/people/{ana.pk}/absence").content.decode()
    since = re.findall(r'name="since" value="([^"]+)"', said)[0]
    agents.here(ana, now=datetime.now(UTC))
    agents.away(ana, now=datetime.now(UTC))
    address = f"/wall/people/{ana.pk}/absence"
    answer = wall.delete(f"{address}?{urlencode({'since': since})}")
    assert (answer.status_code, "Ana has come or gone since" in answer.content.decode()) == (409, True)
    long_ago = datetime.now(UTC) - timedelta(minutes=11)
    AgentProfile.objects.update(away_since=long_ago)
    assert wall.delete(f"{address}?{urlencode({'since': long_ago.isoformat()})}").status_code == 409
    for nonsense in ("", "?since=x", "?since=2026-99-99T00:00:00"):
        assert wall.delete(f"{address}{nonsense}").status_code == 422
    assert not is_here(ana)


def test_nobody_sets_a_stranger_or_as_an_agent_somebody_away(care: Account, wall: Client) -> None:
    omar = person("omar", brand("Heron", "HeronHelp", "9100").brand)
    agents.here(omar, now=datetime.now(UTC))
    assert wall.post(f"/wall/people/{omar.pk}/absence").status_code == 404
    ana, ben = here("ana", care), Client()
    ben.force_login(person("ben", care.brand))
    assert ben.post(f"/wall/people/{ana.pk}/absence").status_code == 403
    with pytest.raises(NotAllowed):
        agents.away(omar, now=datetime.now(UTC), by=User.objects.get(username="boss"))
    assert is_here(ana) and is_here(omar)


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


def test_people_begin_with_who_may_need_a_hand(care: Account, wall: Client) -> None:
    for name in ("abe", "bea", "cyd", "dan"):
        person(name, care.brand)
    Case.objects.filter(pk=ask(care).pk).update(assignee=User.objects.get(username="cyd"), state="open")
    agents.here(User.objects.get(username="dan"), now=datetime.now(UTC))
    page = wall.get("/wall").content.decode()
    rows = re.findall(r'<tr data-taker="[^"]*".*?class="who">(\w[\w ]*)', page, flags=re.DOTALL)
    assert rows[:5] == ["Nobody yet", "Dan", "Cyd", "Abe", "Bea"]
