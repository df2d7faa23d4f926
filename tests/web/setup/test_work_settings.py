"""Settings of the work: hours, promises, queues, guards, macros, topics."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.factories import brand, hear, post
from tests.web.setup.forms import fields_of, rows, spans

from hark.accounts.models import Team
from hark.actions.roster import load
from hark.store.models import (
    Account,
    BrandRules,
    BusinessCalendar,
    Case,
    Macro,
    QueuePolicy,
    SlaPolicy,
    TeamRule,
)

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def test_opening_hours_round_trip(care: Account, page: Client) -> None:
    sent = {
        "brand": care.brand_id, "name": "Office", "language": "", "zone": "Europe/Madrid",
        **rows("mon", *spans("9:00-13:00", "14:00-17:30")), **rows("fri", *spans("09:00-00:00")), **rows("wed"),
        **rows("days", {"day": "2026-12-25", "name": "Christmas", "open": "closed"},
               {"day": "2026-12-24", "open": "also", "hours": spans("09:00-12:00")}, {"open": "closed"}),
    }  # fmt: skip
    assert page.post("/settings/calendars/new", sent).status_code == 302
    row = BusinessCalendar.objects.get()
    assert row.document["weekly"]["mon"] == [["09:00", "13:00"], ["14:00", "17:30"]]
    assert (row.document["weekly"]["wed"], row.document["weekly"]["fri"]) == ([], [["09:00", "24:00"]])
    assert row.document["holidays"] == ["2026-12-25"]
    assert row.document["extra"] == {"2026-12-24": [["09:00", "12:00"]]}
    assert row.document["names"] == {"2026-12-25": "Christmas"}
    assert page.post("/settings/calendars/new", sent).status_code == 422
    path = f"/settings/calendars/{row.pk}"
    assert 'name="mon-1-closes" value="17:30"' in page.get(path).content.decode()
    untouched = fields_of(page, path)
    assert page.post(path, untouched).status_code == 302
    row.refresh_from_db()
    assert row.version == 1
    for wrong in (
        rows("tue", *spans("nine-five")),
        rows("tue", *spans("25:00-26:00")),
        rows("tue", *spans("09:00-")),
        {name: value for day in ("mon", "tue", "thu", "fri") for name, value in rows(day).items()},
        rows("days", {"day": "2026-12-24", "open": "only", "hours": []}),
        rows("days", {"day": "2026-12-24", "open": "closed", "hours": spans("09:00-12:00")}),
        rows("days", {"day": "24 December", "open": "closed"}),
    ):
        assert page.post(path, untouched | wrong).status_code == 422, wrong
    assert page.post(path, untouched | {"always": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.document["weekly"]["sun"] == [["00:00", "24:00"]]
    assert fields_of(page, path).get("always") == "on"
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
    queue = {"mode": "push", "method": "round_robin", "after_hours": "wait", "idle_minutes": "20"}  # fmt: skip
    queue |= rows(
        "acknowledgements",
        {"language": "", "text": "We read it at {time}."},
        {"language": "es", "text": "Lo leemos a las {time}."},
    )
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
    shown = page.get(f"/settings/limits/{care.brand_id}").content.decode()
    assert 'name="agent" value="5.50"' in shown, "money has its cents"
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
    path = f"/settings/topics/{care.brand_id}"
    sent = fields_of(page, path)
    assert "the shipped topics" in page.get("/settings/topics").content.decode()
    assert page.post(path, sent | rows("topics", {"topic": "billing"})).status_code == 422
    birds = rows("topics", {"topic": "Bird watch", "phrases": "heron tower\ncurlew nest"})
    assert page.post(path, sent | birds).status_code == 302
    care.brand.refresh_from_db()
    assert care.brand.topics == {"bird_watch": ["heron tower", "curlew nest"]}
    roster = load("x")
    assert roster.profiles[care.brand_id].topics == {"bird_watch": ("heron tower", "curlew nest")}
    assert roster.triage(care.brand_id) is not roster.anybody
    assert "1 topic of its own" in page.get("/settings/topics").content.decode()
    assert 'value="bird watch"' in page.get(path).content.decode()
    brand = f"/settings/brands/{care.brand_id}"
    page.post(brand, fields_of(page, brand))
    care.brand.refresh_from_db()
    assert care.brand.topics, "a change of the brand leaves its topics alone"


def test_topics_show_what_open_cases_are_about(care: Account, page: Client) -> None:
    path = f"/settings/topics/{care.brand_id}"
    assert "No open case has a topic." in page.get(path).content.decode()
    hear(
        post("kim", "@CurlewCare my bill is wrong", tags=[care]),
        post("joe", "@CurlewCare bill again", tags=[care]),
    )
    Case.objects.update(topic="billing")
    assert re.search(
        r'/search\?topic=billing">Billing <span class="count">2<', page.get(path).content.decode()
    )
    Case.objects.update(state="closed")
    assert "No open case has a topic." in page.get(path).content.decode()
