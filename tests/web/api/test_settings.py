"""The settings by a program: the forms of the desk, its permissions, and who changed what."""

from typing import Any

import pytest
from django.utils import translation
from tests.factories import brand, person
from tests.web.api.conftest import Api

from hark.accounts.models import ApiToken, Role, Team, User
from hark.bootstrap import watching
from hark.store.models import Account, AgentProfile, Brand, BusinessCalendar, Event, SlaPolicy
from hark.web.api.routes import ROUTES
from hark.web.api.shapes_settings import kind_of
from hark.web.setup.sections import SECTIONS

pytestmark = pytest.mark.django_db
# A row that each section takes; {brand}, {team} and {person} are numbers.
NEW: dict[str, dict[str, Any]] = {
    "brands": {"name": "Heron", "names": ["Heron", "Herons"], "patterns": [{"kind": "order", "pattern": "[0-9]{8}"}]},
    "watches": {"name": "Rivals", "kind": "competitor", "query": "heron", "on": False},
    "people": {"username": "zoe", "password": "correct horse", "role": "agent"},
    "teams": {"name": "Billing"},
    "calendars": {
        "name": "Days", "zone": "Europe/Madrid", "mon": [["09:00", "13:00"], ["14:00", "17:30"]],
        "days": [{"day": "2026-12-25", "open": "closed", "name": "Christmas"}],
    },
    "policies": {"name": "Fast", "first_reply_seconds": 600, "topics": ["billing"], "warn_share": 0.5},
    "team-rules": {"topics": ["billing"], "position": 3},
    "macros": {"name": "Hello", "text": "Hi {handle}", "tags": ["greeted"], "lane": "public"},
    "articles": {"title": "Bills", "text": "On the first.", "link": "https://curlew.example/bills"},
}  # fmt: skip
# What is changed where nothing can be added.
OTHER: dict[str, dict[str, Any]] = {
    "topics": {"topics": [{"topic": "bird watch", "phrases": ["heron", "curlew"]}]},
    "agents": {"level": "senior", "capacity": 7, "languages": ["es"]},
    "queues": {"mode": "push", "acknowledgements": [{"text": "We open at {time}."}]},
    "limits": {"currency": "EUR", "agent": 12.5, "ticket_systems": [{"name": "Desk"}]},
    "guards": {"approve_levels": ["trainee"], "forbidden_words": ["darn"], "approve_minutes": 5},
}  # fmt: skip


@pytest.fixture
def admin(care: Account) -> Api:
    return Api(person("root", care.brand, role=Role.ADMINISTRATOR))


@pytest.fixture
def bo(boss: User) -> Api:
    return Api(boss)


def made(key: str, care: Account) -> dict[str, Any]:
    """A new row of a section, complete."""
    fields = SECTIONS[key].form.base_fields  # type: ignore[union-attr]  # all of NEW have one
    more = {"brand": care.brand_id} if "brand" in fields else {}
    if key == "team-rules":
        more["team"] = Team.objects.get_or_create(name="Care")[0].pk
    return NEW[key] | more


@pytest.mark.parametrize("key", sorted(NEW))
def test_a_row_is_added_read_changed_and_told_with_its_history(key: str, care: Account, admin: Api) -> None:
    given = made(key, care)
    added = admin("POST", f"settings/{key}", given)
    assert added.status_code == 201, added.content
    told = added.json()
    kept = {name: value for name, value in given.items() if name not in ("password", "days", "patterns")}
    assert {name: told[name] for name in kept} == kept
    assert "password" not in told
    path = f"settings/{key}/{told['id']}"
    assert admin("GET", path).json() == told
    assert told in admin("GET", f"settings/{key}").json()["rows"]
    same = admin("PATCH", path, {})
    assert (same.status_code, same.json()) == (200, told), "what is left out stays"
    named = next(name for name in ("name", "title", "first_name", "position") if name in told)
    new: Any = 4 if named == "position" else "Other"
    assert admin("PATCH", path, {named: new}).json() == told | {named: new}
    changes = admin("GET", f"settings/changes?section={key}&row={told['id']}").json()["changes"]
    assert [(one["who"], len(one["differences"]) > 0) for one in changes][:1] == [("Root", True)]
    assert changes[0]["differences"][0]["after"] == str(new)
    if SECTIONS[key].removable:
        assert told["id"] not in {row["id"] for row in admin("DELETE", path).json()["rows"]}
        assert admin("GET", path).status_code == 404
    else:
        assert admin("DELETE", path).status_code == 405


@pytest.mark.parametrize("key", sorted(OTHER))
def test_what_every_brand_or_person_has_is_changed(key: str, bo: Api, boss: User) -> None:
    (row,) = bo("GET", f"settings/{key}").json()["rows"]
    told = bo("PATCH", f"settings/{key}/{row['id']}", OTHER[key])
    assert told.status_code == 200, told.content
    for name, value in OTHER[key].items():
        got = told.json()[name]
        if value and isinstance(value[0] if isinstance(value, list) else value, dict):
            got = [{part: one[part] for part in value[0]} for one in got]
        assert got == value, name
    others = set(row) - set(OTHER[key])
    assert {name: told.json()[name] for name in others} == {name: row[name] for name in others}
    assert bo("POST", f"settings/{key}", OTHER[key]).status_code == 405
    assert Event.objects.filter(kind="settings_changed", actor=boss, data__before__isnull=False).exists()


def test_every_section_of_the_desk_is_there_and_a_test_of_each() -> None:
    with_form = {key for key, section in SECTIONS.items() if section.form is not None}
    assert with_form == {*NEW, *OTHER}
    reached = {route.path.split("/")[1] for route in ROUTES if route.path.startswith("settings/")}
    assert set(SECTIONS) <= reached


def test_shapes_are_the_same_in_every_language() -> None:
    for section in SECTIONS.values():
        if section.form is None:
            continue
        for name, field in section.form.base_fields.items():
            english = kind_of(field)
            with translation.override("es"):
                assert kind_of(field) == english, name


def test_settings_are_a_supervisors_and_people_an_administrators(care: Account, api: Api, bo: Api) -> None:
    for path in ("settings", "settings/brands", "settings/accounts", "settings/changes", "settings/people"):
        assert api("GET", path).status_code == 403, path
    assert bo("GET", "settings/people").status_code == 403
    assert bo("POST", "settings/people", NEW["people"]).status_code == 403
    assert (
        bo("POST", "settings/brands", NEW["brands"]).json()["detail"] == "Brands are added by administrators."
    )
    assert api("POST", "settings/macros", made("macros", care)).status_code == 403
    keys = [one["key"] for one in bo("GET", "settings").json()["sections"]]
    assert ("people" in keys, "macros" in keys) == (False, True)
    assert bo("GET", "settings/changes?section=people&row=1").status_code == 403
    assert not User.objects.filter(username="zoe").exists()


def test_another_brands_rows_are_not_there(care: Account, bo: Api) -> None:
    heron = brand("Heron", "HeronHelp", "9100")
    for path in (f"brands/{heron.brand_id}", f"queues/{heron.brand_id}", f"accounts/{heron.pk}"):
        assert bo("GET", f"settings/{path}").status_code == 404, path
    assert bo("PUT", f"settings/accounts/{heron.pk}/freeze").status_code == 404
    wrong = bo("POST", "settings/macros", made("macros", care) | {"brand": heron.brand_id})
    assert (wrong.status_code, wrong.json()["detail"].startswith("brand: ")) == (422, True)
    assert not Account.objects.filter(frozen=True).exists()


@pytest.mark.parametrize(
    ("key", "wrong", "why"),
    [
        ("macros", {"text": "Hi {nobody}"}, "is no variable"),
        ("macros", {"name": ""}, "name: This field is required."),
        ("macros", {"name": "x" * 81}, "length <= 80"),
        ("macros", {"colour": "red"}, "unknown field"),
        ("macros", {"team": 10**12}, "team: Select a valid choice"),
        ("macros", {"team": 10**30}, "team"),
        ("macros", {"tags": "greeted"}, "Expected `array`"),
        ("policies", {"first_reply_seconds": 90}, "multiple of 60"),
        ("policies", {"priority_from": 101}, "priority_from: "),
        ("policies", {"position": 10**30}, "position"),
        ("policies", {"topics": ["nonsense"]}, "topics: Select a valid choice"),
        ("calendars", {"zone": "Mars/Crater"}, "Mars/Crater"),
        ("calendars", {"mon": [["25:00", "26:00"]]}, "mon: "),
        ("calendars", {day: [] for day in ("mon", "tue", "wed", "thu", "fri")}, "Say when you are open"),
        ("calendars", {"days": [{"day": "2026-12-25", "open": "only"}]}, "days[0].hours: Say from when to when"),
        (
            "calendars", {"days": [{"day": "2026-12-25", "open": "only", "hours": [["24:00", "24:00"]]}]},
            "days[0].hours: “24:00” is no time of day",
        ),
        ("calendars", {"days": [{"day": "yesterday", "open": "only"}]}, "Invalid RFC3339"),
        ("brands", {"patterns": [{"kind": "order", "pattern": "["}]}, "patterns[0].pattern: "),
        ("brands", {"patterns": [{"kind": "order", "pattern": "a"}] * 2}, "patterns[1].kind: Another row"),
        ("brands", {"patterns": [{"kind": "order", "pattern": "a"}] * 151}, "length <= 150"),
        ("watches", {"query": "(heron"}, "brackets"),
        ("articles", {"link": "javascript:alert(1)"}, "link: "),
        ("people", {"password": "short"}, "password: "),
    ],
)  # fmt: skip
def test_what_the_form_refuses_is_refused_with_its_words(
    key: str, wrong: dict[str, Any], why: str, care: Account, admin: Api
) -> None:
    said = admin("POST", f"settings/{key}", made(key, care) | wrong)
    assert said.status_code == 422, said.content
    assert why in said.json()["detail"]


def test_a_name_that_is_taken_and_a_brand_for_good_are_told(care: Account, bo: Api, boss: User) -> None:
    first = bo("POST", "settings/macros", made("macros", care)).json()
    twice = bo("POST", "settings/macros", made("macros", care))
    assert twice.status_code == 422, twice.content
    other = Brand.objects.create(name="Tern")
    boss.brand_access.create(brand=other)
    moved = bo("PATCH", f"settings/macros/{first['id']}", {"brand": other.pk})
    assert (moved.status_code, moved.json()["detail"]) == (
        422,
        "brand: This stays as it was when it was added.",
    )
    assert bo("PATCH", f"settings/macros/{first['id']}", {"brand": care.brand_id}).status_code == 200


def test_a_watch_is_tried_at_the_network_before_it_is_kept(
    care: Account, bo: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "refusal", lambda *_given: "X does not take this.")
    said = bo("POST", "settings/watches", made("watches", care) | {"on": True})
    assert (said.status_code, said.json()["detail"]) == (422, "query: X does not take this.")


def test_an_account_is_frozen_and_thawed(care: Account, api: Api, bo: Api) -> None:
    assert api("PUT", f"settings/accounts/{care.pk}/freeze").status_code == 403
    assert bo("PUT", f"settings/accounts/{care.pk}/freeze").json()["frozen"] is True
    assert [row["frozen"] for row in bo("GET", "settings/accounts").json()["rows"]] == [True]
    assert bo("DELETE", f"settings/accounts/{care.pk}/freeze").json()["frozen"] is False
    (newest, _) = bo("GET", f"settings/changes?section=accounts&row={care.pk}").json()["changes"]
    assert (newest["what"], newest["differences"][0]["field"]) == ("account", "Frozen")


def test_keys_are_their_persons_own(api: Api, bo: Api) -> None:
    (key,) = api("GET", "keys").json()["keys"]
    assert api.secret not in str(key)
    assert bo("DELETE", f"keys/{key['id']}").status_code == 404
    other = Api(User.objects.get(username="ana"))
    assert [one["id"] for one in other("DELETE", f"keys/{key['id']}").json()["keys"]] == [
        ApiToken.objects.get(revoked_at__isnull=True, user__username="ana").pk
    ]
    assert api("GET", "me").status_code == 401


def test_what_is_stored_otherwise_is_read_and_kept(care: Account, bo: Api) -> None:
    """A calendar of day and night, a policy without promises: rows the desk's own pages wrote."""
    always = BusinessCalendar.objects.create(
        brand=care.brand, language="", document={"zone": "UTC", "weekly": {}, "name": ""}
    )
    policy = SlaPolicy.objects.create(brand=care.brand, name="None")
    told = bo("GET", f"settings/calendars/{always.pk}").json()
    assert (told["mon"], told["days"], told["always"]) == ([], [], False)
    assert bo("GET", f"settings/policies/{policy.pk}").json()["first_reply_seconds"] is None
    assert bo("PATCH", f"settings/policies/{policy.pk}", {"next_reply_seconds": None}).status_code == 200
    assert AgentProfile.objects.count() == 0


def test_hours_that_overlap_are_taken_as_the_time_they_mean(care: Account, bo: Api) -> None:
    """People are told of an overlap where they type; a program's, and one stored before, opens what it opens."""
    given = made("calendars", care) | {
        "mon": [["9:00", "13:00"], ["12:00", "17:00"]],
        "fri": [["22:00", "06:00"]],
    }
    added = bo("POST", "settings/calendars", given).json()
    assert (added["mon"], added["fri"]) == ([["09:00", "17:00"]], [["22:00", "06:00"]])
    row = BusinessCalendar.objects.get()
    row.document["weekly"]["tue"] = [["08:00", "12:00"], ["11:00", "24:00"]]
    row.save()
    told = bo("PATCH", f"settings/calendars/{row.pk}", {"name": "Other"})
    assert (told.status_code, told.json()["tue"]) == (200, [["08:00", "24:00"]])
    special = {
        "days": [{"day": "2026-12-24", "open": "only", "hours": [["09:00", "12:00"], ["10:00", "13:00"]]}]
    }
    told = bo("PATCH", f"settings/calendars/{row.pk}", special)
    assert told.json()["days"][0]["hours"] == [["09:00", "13:00"]]


def test_a_calendar_without_a_zone_has_its_brands(care: Account, bo: Api) -> None:
    Brand.objects.update(zone="Atlantic/Azores")
    given = {name: value for name, value in made("calendars", care).items() if name != "zone"}
    assert bo("POST", "settings/calendars", given).json()["zone"] == "Atlantic/Azores"
