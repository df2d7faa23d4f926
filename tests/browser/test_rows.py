"""Rows of fields and long lists in the settings: by the keyboard, wrong where they are wrong, plain without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Demo, SignIn
from tests.browser.test_settings import check, save

pytestmark = pytest.mark.browser


def fill_day(page: Page, day: str, name: str, is_: str, hours: str) -> None:
    """The last row of special days."""
    days = page.get_by_role("group", name="Holidays and special days").first
    days.get_by_label("Date").last.fill(day)
    days.get_by_label("Name").last.fill(name)
    days.get_by_label("Is").last.select_option(is_)
    days.get_by_label("Hours").last.fill(hours)


@pytest.mark.parametrize("phone", [False, True])
def test_special_days_are_rows_filled_by_the_keyboard(phone: bool, demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", phone=phone, path="/settings/calendars/new")
    name = f"Shop {phone:d}"
    page.get_by_role("textbox", name="Name", exact=True).first.fill(name)
    page.get_by_role("combobox", name="Language").select_option("da" if phone else "nb")
    page.get_by_label("Time zone").fill("Europe/Oslo")
    fill_day(page, "2026-12-25", "Christmas", "closed all day", "")
    page.get_by_role("button", name="Add day").press("Enter")
    expect(page.get_by_label("Date").last).to_be_focused()
    fill_day(page, "2026-12-24", "Christmas Eve", "open only", "nine to one")
    page.get_by_role("button", name="Save").press("Enter")
    wrong = page.locator(".fields", has_text="“nine to one” is no hours")
    expect(wrong.get_by_label("Name")).to_have_value("Christmas Eve")
    check(page, "a row with an error")
    wrong.get_by_label("Hours").fill("09:00-13:00")
    save(page)
    page.get_by_role("link", name=name).click()
    first = page.locator(".fields").first
    expect(first.get_by_label("Hours")).to_have_value("09:00-13:00")
    first.get_by_role("checkbox", name="Remove").press(" ")
    save(page)
    page.get_by_role("link", name=name).click()
    trail = page.get_by_role("complementary", name="Who changed what")
    expect(trail).to_contain_text(
        "2026-12-24 Christmas Eve open only 09:00-13:00; 2026-12-25 Christmas closed all day"
    )
    expect(page.get_by_label("Date")).to_have_count(2)


def test_without_scripts_a_row_can_be_added_and_taken_away(
    demo: Demo, sign_in: SignIn, browser: Browser
) -> None:
    signed = sign_in("ruth", path="/settings/topics/1")
    page = browser.new_context(
        java_script_enabled=False, storage_state=signed.context.storage_state()
    ).new_page()
    page.goto(f"{demo.url}/settings/policies/new")
    expect(page.get_by_role("searchbox")).to_have_count(0)
    page.goto(f"{demo.url}/settings/topics/1")
    expect(page.get_by_role("button", name="Add topic")).to_have_count(0)
    page.get_by_role("textbox", name="Topic").fill("Bird watch")
    page.get_by_label("Phrases, one a line").fill("heron tower\ncurlew nest")
    save(page)
    page.get_by_role("link", name="Curlew").click()
    expect(page.get_by_role("textbox", name="Topic").first).to_have_value("bird watch")
    page.get_by_role("checkbox", name="Remove").first.check(force=True)
    save(page)
    expect(page.get_by_role("link", name="Curlew")).to_contain_text("the shipped topics")
    page.context.close()


def test_a_long_list_is_narrowed_by_typing(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", path="/settings/policies/new")
    languages = page.get_by_role("group", name="Languages")
    languages.locator("summary").press("Enter")
    boxes = languages.get_by_role("checkbox")
    expect(boxes.nth(50)).to_be_attached()
    first = [box.get_attribute("value") for box in boxes.all()[:8]]
    assert "en" in first, "what customers write stands first"
    find = languages.get_by_role("searchbox", name="Find in Languages")
    find.fill("ISH")
    expect(languages.get_by_role("status")).to_have_text(re.compile(r"^\d+ found$"))
    find.fill("span")
    expect(languages.get_by_role("status")).to_have_text("1 found")
    find.press("Enter")
    expect(languages.get_by_label("Spanish")).to_be_checked()
    expect(languages.locator(".chosen")).to_have_text("Spanish")
    find.fill("Klingon")
    expect(languages.get_by_text("Nothing by that name")).to_be_visible()
    find.fill("")
    expect(boxes.nth(50)).to_be_visible()
    check(page, "a long list")
