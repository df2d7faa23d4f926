"""Two people at one setting, and what ends with a setting that others name."""

import html

import pytest
from django.test import Client
from tests.factories import brand, person
from tests.web.setup.forms import fields_of

from hark.accounts.models import Role, Team, User
from hark.store.models import Account, Brand, BusinessCalendar, Macro, QueuePolicy, SlaPolicy, TeamRule

pytestmark = pytest.mark.django_db


def history(page: Client) -> str:
    return html.unescape(page.get("/settings/changes").content.decode())


def opened(page: Client, path: str) -> dict[str, object]:
    """What the form sends, with what it saw."""
    return fields_of(page, path) | {"seen": page.get(path).context["form"].seen}


def test_who_saves_second_is_told_and_may_save_again(care: Account, page: Client) -> None:
    path = f"/settings/brands/{care.brand_id}"
    first = second = opened(page, path)
    assert page.post(path, first | {"first_reply_minutes": "45"}).status_code == 302
    refused = page.post(path, second | {"industry": "telecom"})
    assert refused.status_code == 422
    assert "Somebody has changed this since you opened it" in refused.content.decode()
    assert Brand.objects.get().first_reply_minutes == 45
    again = second | {"industry": "telecom", "seen": refused.context["form"].seen}
    assert page.post(path, again).status_code == 302
    assert Brand.objects.get().first_reply_minutes == 30


def test_what_was_seen_is_kept_through_another_error(care: Account, page: Client) -> None:
    path = f"/settings/brands/{care.brand_id}"
    sent = opened(page, path)
    page.post(path, sent | {"first_reply_minutes": "45"})
    both = page.post(path, sent | {"name": ""})
    assert set(both.context["form"].errors) == {"__all__", "name"}


@pytest.fixture
def nights(care: Account) -> Team:
    """A team with a rule, a macro and the calls out of hours."""
    team = Team.objects.create(name="Nights")
    TeamRule.objects.create(brand=care.brand, team=team, topics=["billing"])
    Macro.objects.create(brand=care.brand, team=team, name="Nightly", text="Good night")
    QueuePolicy.objects.create(brand=care.brand, on_call_team=team)
    return team


def test_what_ends_with_a_team_is_said_before_and_kept_after(
    care: Account, page: Client, nights: Team
) -> None:
    shown = page.get(f"/settings/teams/{nights.pk}").context["goes"]
    assert shown == [
        "1 team rule goes with it.", "1 macro goes with it.", "Out of hours nobody is called for Curlew then.",
    ]  # fmt: skip
    assert page.post(f"/settings/teams/{nights.pk}/removal").status_code == 302
    told = history(page)
    assert 'removed <span class="what">macro</span> <strong><bdi>Nightly</bdi></strong>' in told
    assert 'removed <span class="what">team rule</span> <strong><bdi>Nights</bdi></strong>' in told
    assert "<dt>On-call team</dt><dd><del>Nights</del> <ins>–</ins></dd>" in told


def test_a_team_that_works_for_a_brand_one_does_not_see_stays(care: Account, nights: Team) -> None:
    heron = brand("Heron", "HeronHelp", "9100").brand
    client = Client()
    client.force_login(person("boss", heron, role=Role.SUPERVISOR))
    assert client.post(f"/settings/teams/{nights.pk}/removal").status_code == 403
    assert Macro.objects.filter(team=nights).exists()


def test_whose_hours_change_with_a_calendar_is_said_and_kept(care: Account, page: Client) -> None:
    hours = {"zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}}
    office = BusinessCalendar.objects.create(brand=care.brand, name="Office", document=hours)
    SlaPolicy.objects.create(brand=care.brand, name="Fast", calendar=office)
    QueuePolicy.objects.create(brand=care.brand, calendar=office)
    path = f"/settings/calendars/{office.pk}"
    assert page.get(path).context["goes"] == [
        "1 SLA policy falls back to the brand's hours.", "The queue of Curlew is open day and night then.",
    ]  # fmt: skip
    page.post(f"{path}/removal")
    assert history(page).count("<dt>Business calendar</dt><dd><del>Office</del> <ins>–</ins></dd>") == 2


def test_a_brand_that_is_added_stands_in_the_history_with_an_address_of_its_own(
    care: Account, admin: User, page: Client
) -> None:
    new = {"zone": "UTC", "first_reply_minutes": "30", "scoreboard": "on"}
    for name in ("日本電信", "日本放送"):
        assert page.post("/settings/brands/new", new | {"name": name}).status_code == 302
    assert set(Brand.objects.exclude(slug=None).values_list("slug", flat=True)) == {"brand", "brand-2"}
    assert 'added <span class="what">brand</span> <strong><bdi>日本放送</bdi></strong>' in history(page)
