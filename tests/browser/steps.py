"""What stories do again and again: open a case, answer it, change a setting, look at the bell."""

import calendar
import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import PATIENCE, Demo


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for what no page shows: which requests were made, what another machine has done."""
    for _ in range(PATIENCE // 50):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("waited in vain")


def open_case(page: Page, words: str) -> None:
    """The case of the list that says these words."""
    page.locator("#rows .row", has_text=words).get_by_role("link").click()
    page.locator("#lanes").hover()  # a pointer in the list holds new rows back
    expect(page.locator("#lanes")).to_contain_text(words)


def find_case(page: Page, demo: Demo, username: str) -> Locator:
    """The row of a customer, found by handle wherever it stands in the queue."""
    row = page.locator("#rows .row", has_text=f"@{username}").first
    for _ in range(30):
        page.goto(f"{demo.url}/search?q=@{username}")
        if row.count():
            break
        page.wait_for_timeout(1000)
    return row


def send_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Send", exact=True)


def answer(page: Page, text: str) -> None:
    """Write an answer and send it."""
    page.get_by_label("Reply text").fill(text)
    expect(send_button(page)).to_be_enabled()
    send_button(page).click()
    expect(page.get_by_label("Reply text")).not_to_have_value(text)


def toast(page: Page, text: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(text)


def save(page: Page) -> None:
    """Save the settings form that is open."""
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def take_cases(page: Page, yes: bool = True) -> None:
    """Turn the switch in one's own menu."""
    page.locator("#me").click()
    switch = page.get_by_role("switch", name="I take cases")
    expect(switch).to_be_enabled()  # it knows how things stand
    if (switch.get_attribute("aria-checked") == "true") != yes:
        switch.click()
    expect(switch).to_have_attribute("aria-checked", str(yes).lower())
    page.keyboard.press("Escape")
    expect(page.locator("#me")).to_have_class(re.compile(r"\bhere\b" if yes else r"^rail-link me$"))


def bell(page: Page, says: str | re.Pattern[str], *, within: float = 20) -> Locator:
    """The line of the bell that says this, waited for; the menu is left open."""
    menu = page.locator("#notice-menu")
    if not menu.is_visible():
        page.get_by_role("button", name="For you").click()
    line = menu.locator(".notice", has_text=says).first
    expect(line).to_be_visible(timeout=within * 1000)
    return line


def hours(page: Page, day: str) -> Locator:
    """The hours of a weekday of a business calendar."""
    return page.get_by_role("group", name=day, exact=True)


def fill_span(day: Locator, place: int, opens: str, closes: str) -> None:
    """From and until of the stretch at this place."""
    span = day.locator(".span:visible").nth(place)
    span.get_by_label("From").fill(opens)
    span.get_by_label("Until").fill(closes)


def open_only_on(page: Page, day: str) -> None:
    """Fill in the week of a business calendar: an hour on one day, and no other."""
    for name in calendar.day_name:
        there = hours(page, name)
        for _ in there.locator(".span:visible").all():
            there.locator(".drop:visible").first.click()
        expect(there.get_by_text("Closed")).to_be_visible()
    hours(page, day).get_by_role("button", name="Add hours").click()
    fill_span(hours(page, day), 0, "09:00", "10:00")
