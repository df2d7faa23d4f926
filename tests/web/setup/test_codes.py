"""What the core knows by a code is chosen by name; what a row holds already is never lost."""

import html
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation
from tests.factories import person

from hark.accounts.models import Role, Team, User
from hark.actions import brands
from hark.domain.prices import Item
from hark.store.models import Account, TeamRule
from hark.triage.topic_tree import starter
from hark.web import words

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def ruth(care: Account) -> User:
    return person("ruth", care.brand, role=Role.SUPERVISOR)


@pytest.fixture
def page(ruth: User) -> Client:
    client = Client()
    client.force_login(ruth)
    return client


@pytest.fixture
def rule(care: Account) -> TeamRule:
    team = Team.objects.create(name="Billing")
    return TeamRule.objects.create(
        brand=care.brand,
        team=team,
        topics=["refund", "retired_topic"],
        languages=["es", "gsw"],
        networks=["x"],
    )


def shown(page: Client, address: str) -> str:
    return html.unescape(page.get(address).content.decode())


def options(text: str, name: str) -> list[tuple[str, str]]:
    """Code and name of each box that is ticked."""
    found = re.findall(
        rf'<input type="checkbox" name="{name}" value="(\w+)"[^>]*checked>\s*<span>([^<]+)', text
    )
    return [(code, said.strip()) for code, said in found]


def test_boxes_have_names_and_hold_what_the_row_holds(page: Client, rule: TeamRule) -> None:
    text = shown(page, f"/settings/team-rules/{rule.pk}")
    assert options(text, "topics") == [("refund", "Refund"), ("retired_topic", "Retired topic")]
    assert options(text, "languages") == [("gsw", "gsw"), ("es", "Spanish")]
    assert options(text, "networks") == [("x", "X")]
    assert "Refund, Retired topic, Spanish, gsw, X" in shown(page, "/settings/team-rules")
    text = shown(page, f"/settings/team-rules/{rule.pk}") and html.unescape(
        page.get(f"/settings/team-rules/{rule.pk}", headers={"Accept-Language": "es"}).content.decode()
    )
    assert ("es", "Español") in options(text, "languages")
    assert "Hebreo" in text, "Django names the languages we do not"


def test_what_is_held_survives_a_change_and_what_nobody_knows_is_refused(
    page: Client, rule: TeamRule
) -> None:
    sent = {"brand": rule.brand_id, "team": rule.team_id, "position": "0"}
    kept = sent | {"topics": ["retired_topic", "outage"], "languages": ["gsw", "he"]}
    assert page.post(f"/settings/team-rules/{rule.pk}", kept).status_code == 302
    rule.refresh_from_db()
    assert (rule.topics, rule.languages, rule.networks) == (["retired_topic", "outage"], ["gsw", "he"], [])
    assert page.post("/settings/team-rules/new", sent | {"topics": ["bilings"]}).status_code == 422


def test_the_brands_own_topics_are_offered(care: Account, ruth: User, page: Client, rule: TeamRule) -> None:
    brands.save(care.brand_id, {"topics": {"bird_watch": ["heron tower"]}}, by=ruth, now=NOW)
    assert "Bird watch" in shown(page, f"/settings/team-rules/{rule.pk}")


def test_zones_are_completed_and_languages_chosen(page: Client) -> None:
    text = shown(page, "/settings/calendars/new")
    assert 'list="id_zone_known"' in text
    assert '<option value="Europe/Madrid">' in text
    assert re.search(r'<option value="he">Hebrew</option>', text)


def test_an_industry_is_one_that_triage_has_topics_for(care: Account, page: Client) -> None:
    assert set(words.INDUSTRY) == {branch for branch, _ in starter().values()} - {"shared"}
    care.brand.industry = "falconry"
    care.brand.save()
    text = shown(page, f"/settings/brands/{care.brand_id}")
    assert '<option value="falconry" selected>falconry</option>' in text
    assert '<option value="rail">Railway</option>' in text


def test_everything_that_costs_has_a_name() -> None:
    assert set(words.COST) == {item.value for item in Item}
    with translation.override("es"):
        assert words.cost("post_read") == "Publicaciones leídas"
