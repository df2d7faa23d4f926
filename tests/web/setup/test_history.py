"""Who changed what: rows that a change speaks of have their names, as they were then."""

import html
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.web.setup.forms import fields_of, rows, spans

from hark.accounts.models import Team, User
from hark.store.models import Account, BusinessCalendar, Event, SlaPolicy, TeamRule

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def history(page: Client) -> str:
    return html.unescape(page.get("/settings/changes").content.decode())


def early(care: Account, by: User, **data: Any) -> None:
    """A change as it was kept when rows were numbers."""
    Event.objects.create(kind="settings_changed", at=NOW, brand=care.brand, actor=by, data=data)


def test_a_row_has_the_name_it_had_then_also_when_it_is_gone(care: Account, page: Client) -> None:
    nights, days = Team.objects.create(name="Nights"), Team.objects.create(name="Days")
    rule = {"brand": care.brand_id, "position": "0"}
    page.post("/settings/team-rules/new", rule | {"team": nights.pk})
    path = f"/settings/team-rules/{TeamRule.objects.get().pk}"
    page.post(path, rule | {"team": days.pk})
    page.post(f"/settings/teams/{days.pk}", {"name": "Mornings"})
    page.post(f"/settings/teams/{nights.pk}/removal")
    assert "<dt>Team</dt><dd><del>Nights</del> <ins>Days</ins></dd>" in history(page)
    assert "<dt>Team</dt><dd> <ins>Nights</ins></dd>" in history(page)


def test_calendars_of_queues_and_policies_are_named(care: Account, page: Client) -> None:
    calendar = BusinessCalendar.objects.create(
        brand=care.brand, name="Office", document={"zone": "UTC", "weekly": {}}
    )
    policy = SlaPolicy.objects.create(brand=care.brand, name="Fast", calendar=calendar)
    queue = f"/settings/queues/{care.brand_id}"
    page.post(queue, fields_of(page, queue) | {"calendar": calendar.pk} | rows("acknowledgements"))
    page.post(f"/settings/policies/{policy.pk}/removal")
    page.post(f"/settings/calendars/{calendar.pk}/removal")
    told = history(page)
    assert "<dt>Business calendar</dt><dd> <ins>Office</ins>" in told
    assert "<dt>Business calendar</dt><dd><del>Office</del>" in told
    assert '<span class="what">queue</span> <strong><bdi>Curlew</bdi></strong>' in told


def test_an_early_change_has_the_name_of_today_or_the_last_there_was(
    care: Account, admin: User, page: Client
) -> None:
    here, gone = Team.objects.create(name="Here"), Team.objects.create(name="Gone")
    early(care, admin, what="teamrule", id=1, name="rule", before={"team": gone.pk}, after={"team": here.pk})
    early(care, admin, what="macro", id=2, name="macro", before={"team": None}, after={"team": 999_999})
    page.post(f"/settings/teams/{gone.pk}/removal")
    told = history(page)
    assert "<del>Gone</del> <ins>Here</ins>" in told
    assert "<del>–</del> <ins>999999</ins>" in told, "nothing is known of it"


def test_names_are_text(care: Account, page: Client) -> None:
    team = Team.objects.create(name="<script>alert(1)</script>")
    page.post("/settings/team-rules/new", {"brand": care.brand_id, "position": "0", "team": team.pk})
    text = page.get("/settings/changes").content.decode()
    assert "<ins>&lt;script&gt;alert(1)&lt;/script&gt;</ins>" in text
    assert "<script>alert" not in text


def test_a_change_is_told_as_the_form_says_it(care: Account, page: Client) -> None:
    sent = {"brand": care.brand_id, "name": "Fast", "priority_from": "0", "first_reply_seconds": "10",
            "warn_share": "0.25", "position": "0"}  # fmt: skip
    page.post("/settings/policies/new", sent)
    page.post(
        f"/settings/policies/{SlaPolicy.objects.get().pk}",
        sent | {"first_reply_seconds": "15", "resolution_pauses": ["snoozed"]},
    )
    limits = f"/settings/limits/{care.brand_id}"
    page.post(
        limits, fields_of(page, limits) | {"agent": "10.05", "currency": "EUR"} | rows("ticket_systems")
    )
    queue = f"/settings/queues/{care.brand_id}"
    words = [{"language": "es", "text": "Hola"}, {"language": "", "text": "Hello"}]
    page.post(queue, fields_of(page, queue) | rows("acknowledgements", *words))
    told = history(page)
    assert "<dt>First reply, minutes</dt><dd><del>10</del> <ins>15</ins></dd>" in told
    assert "<dt>The resolution clock stands still</dt><dd><del>–</del> <ins>Snoozed</ins></dd>" in told
    assert "<dt>Goodwill limit, agent</dt><dd> <ins>10.05</ins></dd>" in told
    assert "Spanish: Hola" in told
    assert "All others: Hello" in told
    for code in ("next_reply", "Goodwill cents", "es: Hola", "600"):
        assert code not in told


def test_a_new_setting_tells_what_it_says_and_no_more(care: Account, admin: User, page: Client) -> None:
    page.post("/settings/teams/new", {"name": "Nights", "members": [admin.pk]})
    hours = rows("mon", *spans("09:00-17:00"))
    page.post("/settings/calendars/new", {"brand": care.brand_id, "name": "Office", "zone": "UTC"} | hours)
    page.post("/settings/articles/new", {"brand": care.brand_id, "title": "Bill", "text": "It is due."})
    told = history(page)
    assert "<dt>People</dt><dd> <ins>Admin</ins></dd>" in told
    assert told.count("<dt>Name</dt><dd> <ins>Office</ins></dd>") == 1
    assert "Version" not in told
    assert "<dt>Topics</dt>" not in told, "an article about anything says nothing of topics"
