"""Rows of fields and long lists in the settings: by the keyboard, wrong where they are wrong, plain without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.conftest import Demo, SignIn
from tests.browser.hand import fits, press
from tests.browser.steps import fill_span, hours
from tests.browser.test_settings import check, save

pytestmark = pytest.mark.browser


def fill_day(page: Page, day: str, name: str, is_: str) -> Locator:
    """The last row of special days."""
    row = page.get_by_role("group", name="Holidays and special days").last
    row.get_by_label("Date").fill(day)
    row.get_by_label("Name").fill(name)
    row.get_by_label("Is").select_option(is_)
    return row


@pytest.mark.parametrize("phone", [False, True])
def test_special_days_are_rows_filled_by_the_keyboard(phone: bool, demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", phone=phone, path="/settings/calendars/new")
    name = f"Shop {phone:d}"
    page.get_by_role("textbox", name="Name", exact=True).first.fill(name)
    page.get_by_role("combobox", name="Language").select_option("da" if phone else "nb")
    page.get_by_label("Time zone").fill("Europe/Oslo")
    christmas = fill_day(page, "2026-12-25", "Christmas", "closed all day")
    expect(christmas.get_by_label("From")).to_be_hidden()
    page.get_by_role("button", name="Add day").press("Enter")
    expect(page.get_by_label("Date").last).to_be_focused()
    eve = fill_day(page, "2026-12-24", "Christmas Eve", "open only")
    fill_span(eve, 0, "09:00", "13:00")
    eve.get_by_role("button", name="Add hours").press("Enter")
    expect(eve.locator(".span:visible").nth(1).get_by_label("From")).to_be_focused()
    fill_span(eve, 1, "12:00", "15:00")
    page.get_by_role("button", name="Save").press("Enter")
    wrong = page.locator(".fields").nth(1)
    expect(wrong.get_by_role("alert")).to_have_text("These hours overlap 09:00-13:00.")
    expect(wrong.get_by_label("Name")).to_have_value("Christmas Eve")
    expect(wrong.locator(".span:visible").nth(1).get_by_label("Until")).to_have_value("15:00")
    check(page, "a row with an error")
    fits(page)
    wrong.locator(".span:visible").nth(1).get_by_role("checkbox", name="Remove").press(" ")
    expect(wrong.get_by_role("button", name="Add hours")).to_be_focused()
    save(page)
    page.get_by_role("link", name=name).click()
    first = page.locator(".fields").first
    expect(first.locator(".span:visible").get_by_label("Until")).to_have_value("13:00")
    first.get_by_role("checkbox", name="Remove").first.press(" ")
    save(page)
    page.get_by_role("link", name=name).click()
    trail = page.get_by_role("complementary", name="Who changed what")
    expect(trail).to_contain_text(
        "2026-12-24 Christmas Eve open only 09:00-13:00; 2026-12-25 Christmas closed all day"
    )
    expect(page.get_by_label("Date")).to_have_count(2)


def without_scripts(browser: Browser, signed: Page) -> Page:
    """A page of the same person in a browser that runs no scripts."""
    state = signed.context.storage_state()
    return browser.new_context(java_script_enabled=False, storage_state=state).new_page()


def test_without_scripts_a_row_can_be_added_and_taken_away(
    demo: Demo, sign_in: SignIn, browser: Browser
) -> None:
    page = without_scripts(browser, sign_in("ruth", path="/settings/topics/1"))
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


@pytest.mark.parametrize("phone", [False, True])
def test_hours_of_a_week_are_rows(phone: bool, demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", phone=phone, path="/settings/brands/1")
    zone = page.get_by_label("Time zone").input_value()
    page.goto(f"{demo.url}/settings/calendars/new")
    expect(page.get_by_label("Time zone")).to_have_value(zone)
    expect(page.get_by_text("It begins as the brand's")).to_be_visible()
    page.get_by_role("textbox", name="Name", exact=True).first.fill(f"Week {phone:d}")
    page.get_by_role("combobox", name="Language").select_option("et" if phone else "lv")
    monday, friday, sunday = (hours(page, day) for day in ("Monday", "Friday", "Sunday"))
    expect(sunday.get_by_text("Closed")).to_be_visible()
    expect(monday.get_by_text("Closed")).to_be_hidden()
    fill_span(monday, 0, "08:00", "12:00")
    press(monday.get_by_role("button", name="Add hours"))
    fill_span(monday, 1, "11:30", "17:00")
    press(sunday.get_by_role("button", name="Add hours"))
    night = sunday.locator(".span:visible").get_by_label("next day")
    expect(night).to_be_hidden()
    fill_span(sunday, 0, "22:00", "06:00")
    expect(night).to_be_visible()
    fits(page)

    press(page.get_by_role("button", name="Save"))
    expect(monday.get_by_role("alert")).to_have_text("These hours overlap 08:00-12:00.")
    expect(sunday.get_by_role("alert")).to_have_text(
        "06:00 is not after 22:00. If the next day is meant, tick it."
    )
    check(page, "hours with errors")
    fits(page)
    fill_span(monday, 1, "13:00", "00:00")
    night.check()
    copy = page.get_by_role("button", name="Copy Monday to Tuesday–Friday")
    press(copy)
    expect(friday.locator(".span:visible")).to_have_count(2)
    expect(friday.locator(".span:visible").nth(1).get_by_label("From")).to_have_value("13:00")
    expect(page.get_by_text("Tuesday to Friday are as Monday now.")).to_be_attached()
    press(friday.locator(".drop:visible").first)
    press(friday.locator(".drop:visible").first)
    expect(friday.get_by_text("Closed")).to_be_visible()
    save(page)

    page.get_by_role("link", name=f"Week {phone:d}").click()
    expect(hours(page, "Thursday").locator(".span:visible").nth(1).get_by_label("Until")).to_have_value(
        "00:00"
    )
    expect(night).to_be_checked()
    trail = page.get_by_role("complementary", name="Who changed what")
    expect(trail).to_contain_text("08:00-12:00, 13:00-24:00")
    expect(trail).not_to_contain_text("Friday")
    page.get_by_label("Open day and night").check()
    expect(monday).to_be_hidden()
    save(page)


def test_without_scripts_hours_are_added_and_taken_away(
    demo: Demo, sign_in: SignIn, browser: Browser
) -> None:
    page = without_scripts(browser, sign_in("ruth", path="/settings/calendars"))
    page.goto(f"{demo.url}/settings/calendars/new")
    page.get_by_role("textbox", name="Name", exact=True).first.fill("Plain")
    page.get_by_role("combobox", name="Language").select_option("ga")
    expect(page.get_by_role("button", name="Add hours")).to_have_count(0)
    fill_span(hours(page, "Monday"), 1, "20:00", "02:00")
    hours(page, "Monday").locator(".span").nth(1).get_by_label("next day").check()
    hours(page, "Tuesday").locator(".drop").first.click()
    save(page)
    page.get_by_role("link", name="Plain").click()
    monday = hours(page, "Monday")
    expect(monday.locator(".span").nth(1).get_by_label("Until")).to_have_value("02:00")
    expect(hours(page, "Tuesday").get_by_text("Closed")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("phone", [False, True])
def test_the_history_names_a_team_that_is_gone(phone: bool, demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", phone=phone, path="/settings/teams/new")
    page.get_by_role("textbox", name="Name", exact=True).fill(f"Larks {phone:d}")
    save(page)
    page.goto(f"{demo.url}/settings/team-rules/new")
    page.get_by_label("Team", exact=True).select_option(f"Larks {phone:d}")
    page.get_by_role("spinbutton", name="Order").fill("99")
    save(page)
    page.goto(f"{demo.url}/settings/teams")
    press(page.get_by_role("link", name=f"Larks {phone:d}"))
    press(page.locator(".remove summary"))
    press(page.get_by_role("button", name="Remove for good"))
    expect(page.get_by_role("status").filter(has_text="Removed")).to_be_visible()
    page.goto(f"{demo.url}/settings/changes")
    rule = (
        page.get_by_role("region", name="Changes").get_by_role("listitem").filter(has_text="team rule").first
    )
    expect(rule.locator("del").filter(has_text=f"Larks {phone:d}")).to_be_visible()
    fits(page)


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
