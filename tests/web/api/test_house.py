"""The bell, availability, the search's filters, the wall and what is heard, by a program."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import brand, person
from tests.web.api.conftest import Api, ask

from hark.accounts.models import Role, Team, User
from hark.actions import cases, tags
from hark.store.models import Account, AgentProfile, Case, Gap, Notification, Watch

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def bo(boss: User) -> Api:
    return Api(boss)


def test_the_views_of_the_inbox_are_counted(care: Account, api: Api, ana: User) -> None:
    cases.assign(ask(care).pk, ana, by=ana, now=NOW)
    ask(care, "leo")
    told = {one["key"]: one["cases"] for one in api("GET", "views").json()["views"]}
    assert (told["mine"], told["unassigned"], told["all"], told["done"]) == (1, 1, 2, None)


def test_the_bell_tells_what_it_tells_on_the_desk(care: Account, api: Api, ana: User, lena: User) -> None:
    case = ask(care)
    cases.assign(case.pk, ana, by=lena, now=NOW)
    cases.add_note(case.pk, "@ana please", by=lena, now=NOW)
    told = api("GET", "notices").json()
    assert (told["unread"], [(one["kind"], one["case"]) for one in told["notices"]]) == (
        2, [("mention", case.pk), ("given", case.pk)],
    )  # fmt: skip
    assert told["notices"][0]["says"] == "Lena mentions you"
    number = told["notices"][0]["id"]
    assert Api(lena)("DELETE", f"notices/{number}").status_code == 404
    assert api("DELETE", f"notices/{number}").json()["unread"] == 1
    assert api("DELETE", "notices").json()["unread"] == 0
    assert Notification.objects.filter(read_at__isnull=True).count() == 0


def test_a_program_takes_cases_for_its_person_and_gives_signs_of_life(api: Api, ana: User) -> None:
    assert api("GET", "availability").json() == {"here": False, "away_since": None}
    assert api("PUT", "availability", {"here": True}).json()["here"] is True
    AgentProfile.objects.update(seen_at=NOW - timedelta(minutes=1))
    api("PUT", "availability", {"here": True})
    assert AgentProfile.objects.get(user=ana).seen_at > NOW - timedelta(seconds=30)
    away = api("PUT", "availability", {"here": False}).json()
    assert (away["here"], away["away_since"] is not None) == (False, True)
    assert api("PUT", "availability", {"here": "yes"}).status_code == 422


def test_the_search_has_the_desks_filters(care: Account, api: Api, ana: User) -> None:
    mine, other = ask(care, "kim", "router dead"), ask(care, "leo", "router slow")
    cases.assign(mine.pk, ana, by=ana, now=NOW)
    tags.add(other.pk, "vip", by=ana, now=NOW)
    Case.objects.filter(pk=mine.pk).update(topic="billing", language="en", sentiment="negative")
    Case.objects.filter(pk=other.pk).update(topic="outage", language="es", sentiment="positive")

    def found(query: str) -> list[int]:
        return sorted(case["id"] for case in api("GET", f"search?{query}").json()["cases"])

    assert found("q=router") == sorted([mine.pk, other.pk])
    assert found("q=router&state=unfinished&lane=public") == sorted([mine.pk, other.pk])
    for query in ("topic=billing", "language=en", "sentiment=negative", f"assignee={ana.pk}", "state=open"):
        assert found(query) == found(f"q=router&{query}") == [mine.pk], query
    assert found("tag=VIP") == [other.pk]
    assert found("q=router&lane=private") == found(f"assignee={10**17}") == []
    for wrong in ("", "q=", "q=router&state=x", "lane=loud", "language=xx", "sentiment=sad", "assignee=me"):
        assert api("GET", f"search?{wrong}").status_code == 422, wrong
    assert api("GET", "search?q=router&topic=%00").status_code == 422


def test_each_number_of_the_wall_leads_to_its_cases(care: Account, bo: Api, ana: User) -> None:
    held, free = ask(care), ask(care, "leo")
    cases.assign(held.pk, ana, by=ana, now=NOW)
    team = Team.objects.create(name="Billing")
    ana.teams.add(team)
    AgentProfile.objects.create(user=ana, available=True, seen_at=NOW)
    wall = bo("GET", "wall").json()
    assert (wall["total"]["open"], wall["total"]["unassigned"], wall["nobody"]["open"]) == (2, 1, 1)
    by_name = {one["person"]["name"]: one for one in wall["people"]}
    assert (by_name["Ana"]["presence"], by_name["Ana"]["counts"]["open"]) == ("here", 1)
    assert [(one["team"]["name"], one["here"]) for one in wall["teams"]] == [("Billing", 1)]
    assert len(wall["flow"]) == 24
    for query, wanted in (
        ("count=open", [held.pk, free.pk]), (f"count=open&person={ana.pk}", [held.pk]),
        ("count=unassigned", [free.pk]), ("count=open&person=nobody", [free.pk]), (f"count=open&team={team.pk}", []),
    ):  # fmt: skip
        told = bo("GET", f"wall/cases?{query}").json()
        assert sorted(one["id"] for one in told["cases"]) == sorted(wanted), query
        assert told["total"] == len(wanted)
    start = NOW.replace(microsecond=0).isoformat()
    assert bo("GET", f"wall/cases?count=arrived&at={start}").json() == {"total": 0, "cases": []}
    for wrong in ("count=x", "person=x", f"team={2**63}", "count=arrived", "count=answered&at=soon"):
        assert bo("GET", f"wall/cases?{wrong}").status_code == 422, wrong


def test_the_wall_is_a_supervisors_and_shows_no_other_brand(care: Account, api: Api, bo: Api) -> None:
    heron = brand("Heron", "HeronHelp", "9100")
    ask(heron, "zoe")
    for path in ("wall", "wall/cases", "listening"):
        told = api("GET", path)
        assert (told.status_code, told.json()["detail"]) == (
            403, "This page is for supervisors and administrators.",
        )  # fmt: skip
    assert bo("GET", "wall").json()["total"]["open"] == 0
    assert bo("GET", f"wall?brand={heron.brand_id}").status_code == 404
    assert bo("GET", f"wall?brand={care.brand_id}").status_code == 200


def test_a_colleague_is_set_away_and_that_is_taken_back(
    care: Account, api: Api, bo: Api, ana: User, lena: User
) -> None:
    AgentProfile.objects.create(user=ana, available=True, seen_at=NOW)
    path = f"wall/people/{ana.pk}/absence"
    assert api("PUT", f"wall/people/{lena.pk}/absence").status_code == 403
    away = bo("PUT", path).json()
    assert away["here"] is False
    since = away["away_since"]
    assert bo("DELETE", path).status_code == 422
    assert bo("DELETE", f"{path}?since={NOW:%Y-%m-%dT%H:%M:%SZ}").status_code == 409, "another moment"
    assert bo("DELETE", f"{path}?since={since}").json()["here"] is True
    assert bo("PUT", f"wall/people/{person('zed').pk}/absence").status_code == 404


def test_what_is_heard_is_told_with_personal_data_covered(care: Account, bo: Api) -> None:
    case = ask(care, text="call me on +34 612 345 678")
    Watch.objects.create(brand=care.brand, name="Rivals", query="heron", kind="competitor")
    Gap.objects.create(account=care, source="search", start=NOW - timedelta(hours=1), end=NOW, reason="x")
    told = bo("GET", "listening").json()
    assert [(one["case"], one["fate"]) for one in told["heard"]] == [(case.pk, "case")]
    assert "612 345" not in json.dumps(told)
    assert [(one["name"], one["a_day"], one["usd_a_month"]) for one in told["watches"]] == [
        ("Rivals", None, "0")
    ]
    assert [one["source"] for one in told["gaps"]] == ["search"]
    assert bo("GET", "listening?fate=none").json()["heard"] == []
    assert bo("GET", "listening?fate=x").status_code == 422


def test_an_analyst_sees_no_wall(care: Account) -> None:
    assert Api(person("an", care.brand, role=Role.ANALYST))("GET", "wall").status_code == 403
