"""Settings pages: each section round trip, what is refused and how it is said, and who changed what."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.factories import brand, person

from hark.accounts.models import ApiToken, Role, Team, User
from hark.actions.roster import load
from hark.store.models import (
    Account,
    AgentProfile,
    Brand,
    BrandAccess,
    BrandRules,
    BusinessCalendar,
    Cost,
    Cursor,
    Event,
    Gap,
    Macro,
    QueuePolicy,
    SlaPolicy,
    TeamRule,
)
from hark.web.setup.sections import SECTIONS

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def admin(care: Account) -> User:
    return person("admin", care.brand, role=Role.ADMINISTRATOR)


@pytest.fixture
def page(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def fields_of(client: Client, path: str) -> dict[str, Any]:
    """What the form on a page would send if nobody touched it."""
    form = client.get(path).context["form"]
    found: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if isinstance(value, bool):
            value = "on" if value else None
        if value is not None and value != [] and not field.field.disabled:
            found[field.name] = value
    return found


def test_a_brand_is_changed_and_the_change_is_told(care: Account, page: Client) -> None:
    path = f"/settings/brands/{care.brand_id}"
    sent = fields_of(page, path) | {
        "names": "Curlew\ncurlew\n\nCurlew", "patterns": "order: [0-9]{8}", "first_reply_minutes": "45",
        "scoreboard": "on",
    }  # fmt: skip
    assert page.post(path, sent, follow=True).redirect_chain == [("/settings/brands", 302)]
    row = Brand.objects.get()
    assert (row.names, row.patterns, row.first_reply_minutes) == (
        ["Curlew", "curlew"],
        {"order": "[0-9]{8}"},
        45,
    )
    assert (row.slug, row.scoreboard) == ("curlew", True)
    event = Event.objects.get(kind="settings_changed")
    assert event.data["before"]["first_reply_minutes"] == 30
    assert event.data["after"]["first_reply_minutes"] == 45
    for shown in (page.get(path), page.get("/settings/changes")):
        text = shown.content.decode()
        assert "<del>30</del>" in text
        assert "<ins>45</ins>" in text
        assert "<strong>Admin</strong>" in text


def test_saving_what_is_there_changes_and_tells_nothing(care: Account, page: Client) -> None:
    path = f"/settings/brands/{care.brand_id}"
    assert page.post(path, fields_of(page, path)).status_code == 302
    assert not Event.objects.filter(kind="settings_changed").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("zone", "Nowhere/Land"),
        ("patterns", "order: ["),
        ("patterns", "order"),
        ("first_reply_minutes", "0"),
        ("name", ""),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(field: str, value: str, care: Account, page: Client) -> None:
    path = f"/settings/brands/{care.brand_id}"
    answer = page.post(path, fields_of(page, path) | {field: value})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Event.objects.filter(kind="settings_changed").exists()


def test_two_brands_of_one_name_are_refused(care: Account, page: Client) -> None:
    sent = {"name": "Curlew", "zone": "UTC", "first_reply_minutes": "30"}
    assert page.post("/settings/brands/new", sent).status_code == 422
    assert page.post("/settings/brands/new", sent | {"name": "Heron"}).status_code == 302
    assert BrandAccess.objects.filter(brand__name="Heron", user__username="admin").exists()


def test_accounts_show_how_well_they_hear_and_can_be_frozen(care: Account, page: Client) -> None:
    Cursor.objects.create(account=care, source="mentions:CurlewCare", last_heard_at=NOW, error="rate limited")
    Gap.objects.create(account=care, source="stream", start=NOW, end=NOW, reason="the line was cut")
    Cost.objects.create(account=care, at=NOW, item="post_read", units=100, micros=500_000)
    shown = page.get(f"/settings/accounts/{care.pk}").content.decode()
    for text in ("mentions:CurlewCare", "rate limited", "the line was cut", "post_read", "$0.50 this month"):
        assert text in shown
    assert "1 gap" in page.get("/settings/accounts").content.decode()
    page.post(f"/settings/accounts/{care.pk}/freeze", {"frozen": "yes"})
    care.refresh_from_db()
    assert care.frozen
    assert "says nothing" in page.get(f"/settings/accounts/{care.pk}").content.decode()
    page.post(f"/settings/accounts/{care.pk}/freeze", {"frozen": "no"})
    care.refresh_from_db()
    assert not care.frozen
    assert Event.objects.filter(kind="settings_changed", data__what="account").count() == 2


def test_people_are_added_changed_and_one_administrator_stays(
    care: Account, admin: User, page: Client
) -> None:
    team = Team.objects.create(name="Care")
    sent = {
        "username": "nora", "first_name": "Nora", "initials": "NB", "role": "agent", "zone": "Europe/Madrid",
        "brands": [care.brand_id], "teams": [team.pk], "is_active": "on", "password": "a long enough one",
    }  # fmt: skip
    assert page.post("/settings/people/new", sent).status_code == 302
    nora = User.objects.get(username="nora")
    assert nora.check_password("a long enough one")
    assert list(nora.teams.all()) == [team]
    told = Event.objects.get(kind="settings_changed", data__id=nora.pk).data
    assert told["after"]["brands"] == ["Curlew"]
    assert "a long enough one" not in str(told)
    path = f"/settings/people/{nora.pk}"
    unchanged = {key: value for key, value in sent.items() if key not in ("password", "brands")}
    assert page.post(path, unchanged).status_code == 302
    assert User.objects.get(username="nora").check_password("a long enough one")
    assert not nora.brand_access.exists()
    me = f"/settings/people/{admin.pk}"
    assert page.post(me, fields_of(page, me) | {"role": "agent"}).status_code == 422
    assert page.post("/settings/people/new", sent).status_code == 422


def test_teams_live_and_end(care: Account, admin: User, page: Client) -> None:
    page.post("/settings/teams/new", {"name": "Nights", "members": [admin.pk]})
    team = Team.objects.get()
    assert list(team.members.all()) == [admin]
    page.post(f"/settings/teams/{team.pk}", {"name": "Nights", "members": []})
    assert not team.members.exists()
    page.post(f"/settings/teams/{team.pk}/removal")
    assert not Team.objects.exists()
    assert Event.objects.filter(kind="settings_changed", data__what="team").count() == 3


def test_skills_of_an_agent(care: Account, admin: User, page: Client) -> None:
    ana = person("ana", care.brand)
    page.post(f"/settings/agents/{ana.pk}", {"level": "senior", "capacity": "4", "languages": "es\nen"})
    profile = AgentProfile.objects.get(user=ana)
    assert (profile.level, profile.capacity, profile.languages, profile.topics) == (
        "senior",
        4,
        ["es", "en"],
        None,
    )


def test_opening_hours_round_trip(care: Account, page: Client) -> None:
    sent = {
        "brand": care.brand_id, "name": "Office", "language": "", "zone": "Europe/Madrid",
        "weekly": "mon 9:00-13:00, 14:00-17:30\nfri 09:00-15:00", "holidays": "2026-12-25",
        "extra": "2026-12-24 09:00-12:00",
    }  # fmt: skip
    assert page.post("/settings/calendars/new", sent).status_code == 302
    row = BusinessCalendar.objects.get()
    assert row.document["weekly"]["mon"] == [["09:00", "13:00"], ["14:00", "17:30"]]
    assert row.document["holidays"] == ["2026-12-25"]
    assert page.post("/settings/calendars/new", sent).status_code == 422
    path = f"/settings/calendars/{row.pk}"
    assert "mon 09:00-13:00, 14:00-17:30" in page.get(path).content.decode()
    untouched = fields_of(page, path)
    assert page.post(path, untouched).status_code == 302
    row.refresh_from_db()
    assert row.version == 1
    for wrong in ("noday 09:00-10:00", "mon nine to five", "mon"):
        assert page.post(path, untouched | {"weekly": wrong}).status_code == 422, wrong
    page.post(f"{path}/removal")
    assert not BusinessCalendar.objects.exists()


def test_promises_are_in_minutes_here_and_in_seconds_there(care: Account, page: Client) -> None:
    sent = {"brand": care.brand_id, "name": "Fast", "lane": "public", "priority_from": "50",
            "first_reply_seconds": "15", "warn_share": "0.25", "position": "0", "topics": "billing"}  # fmt: skip
    assert page.post("/settings/policies/new", sent).status_code == 302
    row = SlaPolicy.objects.get()
    assert (row.first_reply_seconds, row.next_reply_seconds, row.topics) == (900, None, ["billing"])
    shown = page.get(f"/settings/policies/{row.pk}").content.decode()
    assert 'name="first_reply_seconds" value="15"' in shown
    assert row.pauses == {"next_reply": [], "resolution": []}
    path = f"/settings/policies/{row.pk}"
    still = {"next_pauses": ["waiting"], "resolution_pauses": ["snoozed", "closed"]}
    assert page.post(path, sent | still).status_code == 302
    row.refresh_from_db()
    assert row.pauses == {"next_reply": ["waiting"], "resolution": ["closed", "snoozed"]}
    assert page.get(path).context["form"]["resolution_pauses"].value() == ["closed", "snoozed"]
    usual = page.get("/settings/policies/new").context["form"]
    assert usual["resolution_pauses"].value() == ["closed", "waiting"]
    heron = brand("Heron", "HeronHelp", "9100").brand
    assert page.post("/settings/policies/new", sent | {"brand": heron.pk}).status_code == 422


def test_queue_rules_guards_and_limits(care: Account, page: Client) -> None:
    team = Team.objects.create(name="Care")
    queue = {"mode": "push", "method": "round_robin", "after_hours": "wait", "idle_minutes": "20",
             "acknowledgements": "*: We read it at {time}.\nes: Lo leemos a las {time}."}  # fmt: skip
    assert page.post(f"/settings/queues/{care.brand_id}", queue).status_code == 302
    policy = QueuePolicy.objects.get()
    assert (policy.mode, policy.away_minutes) == ("push", None)
    assert policy.acknowledgements == {"": "We read it at {time}.", "es": "Lo leemos a las {time}."}
    rule = {"brand": care.brand_id, "team": team.pk, "languages": "es", "position": "1"}
    assert page.post("/settings/team-rules/new", rule).status_code == 302
    assert TeamRule.objects.get().languages == ["es"]
    guards = {
        "approve_levels": ["trainee"],
        "approve_guards": ["money"],
        "approve_minutes": "7",
        "forbidden_words": "whatever",
    }
    assert page.post(f"/settings/guards/{care.brand_id}", guards).status_code == 302
    limits = {
        "reopen_hours": "24",
        "currency": "EUR",
        "trainee": "0",
        "agent": "5.50",
        "senior": "20",
        "supervisor": "100",
    }
    assert page.post(f"/settings/limits/{care.brand_id}", limits).status_code == 302
    rules = BrandRules.objects.get()
    assert rules.goodwill_cents == {"trainee": 0, "agent": 550, "senior": 2000, "supervisor": 10000}
    assert (rules.approve_levels, rules.approve_minutes, rules.currency) == (["trainee"], 7, "EUR")
    assert rules.forbidden_words == ["whatever"]


def test_macros_know_their_variables(care: Account, page: Client) -> None:
    sent = {
        "brand": care.brand_id,
        "name": "Sorry",
        "shortcut": "sorry",
        "text": "Sorry, {handle}. ^{initials}",
        "tags": "a",
    }
    assert page.post("/settings/macros/new", sent | {"text": "Dear {name}"}).status_code == 422
    assert page.post("/settings/macros/new", sent).status_code == 302
    row = Macro.objects.get()
    assert (row.text, row.tags, row.team) == ("Sorry, {handle}. ^{initials}", ["a"], None)
    assert page.post("/settings/macros/new", sent).status_code == 422
    assert "/sorry" in page.get("/settings/macros").content.decode()
    page.post(f"/settings/macros/{row.pk}/removal")
    assert not Macro.objects.exists()


def test_topics_of_a_brand_reach_triage(care: Account, page: Client) -> None:
    path = f"/settings/brands/{care.brand_id}"
    sent = fields_of(page, path)
    assert page.post(path, sent | {"topics": "billing:"}).status_code == 422
    assert page.post(path, sent | {"topics": "Bird watch: heron tower, curlew nest"}).status_code == 302
    care.brand.refresh_from_db()
    assert care.brand.topics == {"bird_watch": ["heron tower", "curlew nest"]}
    roster = load("x")
    assert roster.profiles[care.brand_id].topics == {"bird_watch": ("heron tower", "curlew nest")}
    assert roster.triage(care.brand_id) is not roster.anybody
    assert "Bird watch" not in page.get(path).content.decode()
    assert "bird_watch: heron tower, curlew nest" in page.get(path).content.decode()


@pytest.mark.parametrize("key", sorted(SECTIONS))
def test_every_section_shows_its_rows_and_their_history(key: str, care: Account, page: Client) -> None:
    assert page.get(f"/settings/{key}").status_code == 200
    for row in SECTIONS[key].rows(User.objects.get(username="admin")):
        assert page.get(f"/settings/{key}/{row.pk}").status_code == 200


def test_a_row_that_can_be_removed_says_so_and_another_does_not(care: Account, page: Client) -> None:
    team = Team.objects.create(name="Nights")
    assert f"/settings/teams/{team.pk}/removal" in page.get(f"/settings/teams/{team.pk}").content.decode()
    assert "/removal" not in page.get(f"/settings/brands/{care.brand_id}").content.decode()


def test_addresses_that_are_none(page: Client) -> None:
    for path in (
        "/settings/nothing",
        "/settings/brands/999999",
        "/settings/accounts/new",
        "/settings/agents/new",
    ):
        assert page.get(path).status_code == 404, path
    assert page.post("/settings/brands/1/removal").status_code == 404


def test_a_supervisor_is_not_told_of_people(care: Account, admin: User, page: Client) -> None:
    page.post("/settings/people/new", {"username": "nora", "role": "agent", "zone": "UTC", "is_active": "on"})
    page.post("/settings/teams/new", {"name": "Nights"})
    client = Client()
    client.force_login(person("boss", care.brand, role=Role.SUPERVISOR))
    shown = client.get("/settings/changes").content.decode()
    assert "Nights" in shown
    assert "nora" not in shown
    assert "nora" in page.get("/settings/changes").content.decode()


def test_a_key_is_shown_once(page: Client, admin: User) -> None:
    made = page.post("/settings/keys", {"name": "Our CRM"}).content.decode()
    secret = made.partition("<code>")[2].partition("</code>")[0]
    assert secret.startswith("hark_")
    again = page.get("/settings/keys").content.decode()
    assert secret not in again
    assert "Our CRM" in again
    assert (
        Client().get("/api/me", headers={"Authorization": f"Bearer {secret}"}).json()["username"] == "admin"
    )
    row = ApiToken.objects.get()
    other = Client()
    other.force_login(person("other"))
    assert other.post(f"/settings/keys/{row.pk}/revocation").status_code == 404
    assert page.post(f"/settings/keys/{row.pk}/revocation").status_code == 302
    assert Client().get("/api/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert page.post("/settings/keys", {"name": " "}).status_code == 422
