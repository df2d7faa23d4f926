"""Settings in one hand: added, changed, removed, with who changed what; a watch, listening, a key for the API."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Demo, SignIn
from tests.browser.hand import fits
from tests.browser.steps import fill_span, hours, save

pytestmark = [pytest.mark.browser, pytest.mark.patient]


def section(page: Page, name: str) -> None:
    """To a section of the settings, by the row of names that moves under the thumb."""
    page.get_by_role("navigation", name="Settings").get_by_role("link", name=name, exact=True).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    fits(page)


def add(page: Page, name: str, button: str, called: str) -> None:
    section(page, name)
    page.get_by_role("link", name=button).tap()
    page.get_by_role("textbox", name=re.compile("^(Name|Title)$")).first.fill(called)
    fits(page)


def removed(page: Page, name: str, called: str) -> None:
    section(page, name)
    page.get_by_role("link", name=called).tap()
    expect(page.get_by_role("complementary", name="Who changed what")).to_contain_text("Ruth")
    fits(page)
    page.locator(".remove summary").tap()
    page.get_by_role("button", name="Remove for good").tap()
    expect(page.get_by_role("status").filter(has_text="Removed")).to_be_visible()


def test_what_is_promised_and_said_is_set_up_with_a_thumb(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", phone=True, path="/settings/brands")
    add(page, "Business calendars", "Add business calendar", "Pocket hours")
    page.get_by_role("combobox", name="Language").select_option("lt")
    page.get_by_label("Time zone").fill("Europe/Madrid")
    save(page)
    add(page, "SLA policies", "Add SLA policy", "Pocket promise")
    page.get_by_label("Lane").select_option("private")
    page.get_by_label("Priority from").fill("100")
    page.get_by_label("First reply, minutes").fill("600")
    save(page)
    add(page, "Macros", "Add macro", "Pocket sorry")
    page.get_by_label("Shortcut").fill("pocketsorry")
    page.get_by_label("Text").fill("Sorry, {handle}. We look at once.")
    save(page)
    page.get_by_role("link", name="Pocket sorry").tap()
    page.get_by_role("textbox", name="Name", exact=True).fill("Pocket apology")
    save(page)
    page.get_by_role("link", name="Pocket apology").tap()
    trail = page.get_by_role("complementary", name="Who changed what")
    expect(trail).to_contain_text("Ruth changed")
    expect(trail.locator("del")).to_have_text("Pocket sorry")
    add(page, "Knowledge base", "Add article", "Pocket umbrella stand")
    page.get_by_label("Text").fill("Please let the umbrella drip.")
    save(page)
    for name, called in (
        ("Knowledge base", "Pocket umbrella stand"),
        ("Macros", "Pocket apology"),
        ("SLA policies", "Pocket promise"),
        ("Business calendars", "Pocket hours"),
    ):
        removed(page, name, called)
    page.get_by_role("link", name="Who changed what").tap()
    changes = page.get_by_role("region", name="Changes")
    for called in ("Pocket hours", "Pocket promise", "Pocket apology", "Pocket umbrella stand"):
        expect(changes).to_contain_text(called)
    fits(page)


def test_hours_of_a_special_day_are_filled_in_with_a_thumb(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", phone=True, path="/settings/calendars")
    add(page, "Business calendars", "Add business calendar", "Pocket days")
    page.get_by_role("combobox", name="Language").select_option("sl")
    page.get_by_role("button", name="Copy Monday to Tuesday–Friday").tap()
    day = page.get_by_role("group", name="Holidays and special days").last
    day.get_by_label("Date").fill("2026-12-31")
    day.get_by_label("Is").select_option("open only")
    fill_span(day, 0, "09:00", "12:00")
    day.get_by_role("button", name="Add hours").tap()
    fill_span(day, 1, "22:00", "00:00")
    fits(page)
    save(page)
    page.get_by_role("link", name="Pocket days").tap()
    first = page.get_by_role("group", name="Holidays and special days").first
    expect(first.locator(".span:visible")).to_have_count(2)
    expect(page.get_by_role("complementary", name="Who changed what")).to_contain_text(
        "2026-12-31 open only 09:00-12:00, 22:00-24:00"
    )
    hours(page, "Monday").locator(".drop:visible").tap()
    expect(hours(page, "Monday").get_by_text("Closed")).to_be_visible()
    fits(page)
    page.locator(".remove summary").tap()
    page.get_by_role("button", name="Remove for good").tap()
    expect(page.get_by_role("status").filter(has_text="Removed")).to_be_visible()


def test_a_guard_is_set_a_topic_is_followed_and_a_watch_listened_to(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", phone=True, path="/settings/guards/1")
    minutes = page.get_by_label("Minutes for an approval")
    fits(page)
    for value in ("14", "15"):
        minutes.fill(value)
        save(page)
        page.goto(f"{demo.url}/settings/guards/1")
        expect(minutes).to_have_value(value)
    section(page, "Topics")
    page.locator(".setup-main .lines a").first.tap()
    expect(page.get_by_role("region", name="What open cases are about")).to_be_visible()
    fits(page)
    page.locator(".written a").first.tap()
    expect(page.locator("#rows .row").first).to_be_visible()

    page.goto(f"{demo.url}/settings/watches/new")
    page.get_by_role("textbox", name="Name", exact=True).fill("Pocket box")
    page.get_by_label("What becomes of it").select_option("product")
    page.get_by_label("Query").fill("pocketbox grumble:")
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_role("alert")).to_be_visible()
    fits(page)
    page.get_by_label("Query").fill("pocketbox")
    save(page)
    expect(page.get_by_role("link", name=re.compile("Pocket box"))).to_contain_text("nothing heard this week")
    page.get_by_role("link", name="Wall").tap()
    page.get_by_role("link", name="Listening").tap()
    expect(page.get_by_role("link", name="Pocket box")).to_be_visible()
    fits(page)
    page.get_by_role("navigation", name="What became of it").get_by_role("link", name="Cases").tap()
    expect(page).to_have_url(re.compile("fate=case"))
    fits(page)
    page.get_by_role("link", name="Pocket box").tap()
    page.locator(".remove summary").tap()
    page.get_by_role("button", name="Remove for good").tap()
    expect(page.get_by_role("status").filter(has_text="Removed")).to_be_visible()


def test_a_key_is_made_and_revoked_by_thumb_and_the_scoreboard_fits(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", phone=True, path="/settings/brands/1")
    page.get_by_label("Publish the scoreboard").check()
    page.get_by_label("Address of the scoreboard").fill("curlew")
    save(page)
    page.locator("#me").tap()
    page.get_by_role("link", name="API keys").last.tap()
    page.get_by_label("What is it for").fill("A pocket")
    page.get_by_role("button", name="Make a key").tap()
    secret = page.locator(".secret code").inner_text()
    fits(page)
    asked = page.context.request.get(
        f"{demo.url}/api/me", headers={"Authorization": f"Bearer {secret}", "Cookie": ""}
    )
    assert asked.json()["username"] == "ruth"
    page.get_by_role("button", name="Revoke A pocket").tap()
    expect(page.get_by_text("A pocket is revoked")).to_be_visible()
    fits(page)
    page.goto(f"{demo.url}/score/curlew")
    expect(page.get_by_role("heading", level=1)).to_have_text("We answer within 30 minutes.")
    fits(page)
