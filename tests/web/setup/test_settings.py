"""Settings of brands, accounts and people: round trips, what is refused and how it is said, and who changed what."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.factories import person
from tests.web.setup.forms import fields_of, rows

from hark.accounts.models import ApiToken, Role, Team, User
from hark.store.models import (
    Account,
    AgentProfile,
    Brand,
    BrandAccess,
    Cost,
    Cursor,
    Event,
    Gap,
    Macro,
    SlaPolicy,
    Watch,
)
from hark.web.setup.sections import SECTIONS

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def test_a_brand_is_changed_and_the_change_is_told(care: Account, page: Client) -> None:
    path = f"/settings/brands/{care.brand_id}"
    sent = fields_of(page, path) | {
        "names": "Curlew\ncurlew\n\nCurlew", "first_reply_minutes": "45", "scoreboard": "on",
    } | rows("patterns", {"kind": "order", "pattern": "[0-9]{8}"})  # fmt: skip
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
        ("patterns-0-kind", "order"),
        ("patterns-0-pattern", "[0-9]{8}"),
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


def test_an_account_that_the_network_signed_out_is_not_called_connected(care: Account, page: Client) -> None:
    assert "signed out by the network" not in page.get("/settings/accounts").content.decode()
    Account.objects.update(token_lost=True)
    assert "signed out by the network: connect it again" in page.get("/settings/accounts").content.decode()


def test_accounts_show_how_well_they_hear_and_can_be_frozen(care: Account, page: Client) -> None:
    Cursor.objects.create(account=care, source="mentions:CurlewCare", last_heard_at=NOW, error="rate limited")
    Gap.objects.create(account=care, source="stream", start=NOW, end=NOW, reason="the line was cut")
    Cost.objects.create(account=care, at=NOW, item="post_read", units=100, micros=500_000)
    shown = page.get(f"/settings/accounts/{care.pk}").content.decode()
    for text in (
        "Mentions of @CurlewCare",
        "rate limited",
        "the line was cut",
        "Posts read",
        "$0.50 this month",
    ):
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
    page.post(f"/settings/agents/{ana.pk}", {"level": "senior", "capacity": "4", "languages": ["es", "en"]})
    profile = AgentProfile.objects.get(user=ana)
    assert (profile.level, profile.capacity, profile.languages, profile.topics) == (
        "senior",
        4,
        ["es", "en"],
        None,
    )


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


def test_codes_are_told_by_their_names(care: Account, page: Client) -> None:
    macro = {"brand": care.brand_id, "name": "Lo miramos", "text": "Lo miramos.", "language": "es"}
    assert page.post("/settings/macros/new", macro).status_code == 302
    assert "<dt>Language</dt><dd> <ins>Spanish</ins>" in page.get("/settings/changes").content.decode()
    listed = page.get("/settings/macros").content.decode()
    assert "<span>Spanish</span>" in listed
    assert "<span>es</span>" not in listed


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


@pytest.mark.parametrize(
    ("path", "field", "value", "said"),
    [
        ("policies", "first_reply_seconds", "9" * 20, "less than or equal to 527040"),
        ("policies", "name", "Fast", "There is one by that name already."),
        ("macros", "shortcut", "look", "The macro Look has this shortcut."),
        ("macros", "shortcut", "n!", "Only the letters a to z, digits, - and _, without spaces."),
        ("macros", "tags", "y" * 41, "A tag has 1 to 40 characters."),
        ("watches", "query", "router (lang:en", "The brackets do not match."),
        ("articles", "title", "Bill\u202e", "There is an invisible or direction-changing character here."),
    ],
)
def test_an_error_stands_at_its_field_in_words_that_help(
    path: str, field: str, value: str, said: str, care: Account, page: Client
) -> None:
    SlaPolicy.objects.create(brand=care.brand, name="Fast")
    Macro.objects.create(brand=care.brand, name="Look", shortcut="look", text="We look.")
    fresh = {"name": "New", "title": "New", "text": "Words", "query": "router", "kind": "product", "on": "on"}
    sent = fields_of(page, f"/settings/{path}/new") | fresh | {"brand": care.brand_id, field: value}
    answer = page.post(f"/settings/{path}/new", sent)
    assert answer.status_code == 422
    assert [said in one for one in answer.context["form"].errors[field]] == [True]


def test_a_source_of_an_account_has_a_name_and_a_watch_that_is_gone_has_none(
    care: Account, page: Client
) -> None:
    watch = Watch.objects.create(brand=care.brand, name="Routers", query="router", kind="product")
    for source in (f"search:watch:{watch.pk}", "search:watch:999999"):
        Cursor.objects.create(account=care, source=source)
    names = [each["name"] for each in page.get(f"/settings/accounts/{care.pk}").context["cursors"]]
    assert len(names) == 1
    assert "Routers" in names[0]
