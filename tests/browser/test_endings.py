"""How a case ends and comes back: outcomes, the reopen window, reminders that ring, credits within one's limit."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import fits
from tests.browser.steps import answer, bell, open_case, save

pytestmark = pytest.mark.browser


def more(page: Page, name: str) -> None:
    page.get_by_role("button", name="More", exact=True).click()
    page.locator("#more-menu").get_by_role("button", name=name).click()


def test_a_case_is_closed_with_an_outcome_and_the_customer_opens_it_again(
    demo: Demo, sign_in: SignIn
) -> None:
    page = sign_in("lena")
    said = demo.alarm("returner", "the doorbell glows")
    open_case(page, "the doorbell glows")
    number = page.locator("#case").get_attribute("data-case")
    page.get_by_role("button", name="Assign to me").click()
    expect(page.locator("#case-head")).to_contain_text("yours")
    page.get_by_role("button", name="Other outcomes").click()
    menu = page.locator("#close-menu")
    for outcome in ("Resolved", "No answer needed", "Handled elsewhere", "Duplicate", "Spam"):
        expect(menu.get_by_role("button", name=outcome)).to_be_visible()
    menu.get_by_role("button", name="Handled elsewhere").click()
    expect(page.locator("#case-head")).to_contain_text("Closed: Handled elsewhere")
    expect(page.locator("#lanes")).to_contain_text("Lena closed the case: Handled elsewhere")
    # Within the window the customer's next word brings the case back to whoever had it.
    demo.post("returner", f"@CurlewCare {ALARM} it glows again", reply_to=said)
    expect(page.locator("#lanes")).to_contain_text("it glows again")
    expect(page.locator("#case-head")).not_to_contain_text("Closed")
    expect(page.locator("#case-head")).to_contain_text("yours")
    assert page.locator("#case").get_attribute("data-case") == number


def test_past_the_window_only_a_supervisor_reopens(demo: Demo, sign_in: SignIn) -> None:
    ruth, lena = sign_in("ruth", path="/settings/limits/1"), sign_in("lena")
    ruth.get_by_label("Reopen window in hours").fill("0")
    save(ruth)
    try:
        demo.alarm("toolate", "the letter box sparks")
        open_case(lena, "the letter box sparks")
        lena.get_by_role("button", name="Close case", exact=True).click()
        lena.get_by_role("button", name="Reopen").click()
        expect(lena.locator("#toasts")).to_contain_text("a supervisor may reopen it")
        expect(lena.locator("#case-head")).to_contain_text("Closed")
        ruth.goto(lena.url)
        ruth.get_by_role("button", name="Reopen").click()
        expect(ruth.locator("#lanes")).to_contain_text("Ruth reopened the case")
        expect(lena.locator("#case-head")).not_to_contain_text("Closed")
    finally:
        ruth.goto(f"{demo.url}/settings/limits/1")
        ruth.get_by_label("Reopen window in hours").fill("168")
        save(ruth)


@pytest.mark.patient
def test_a_reminder_rings_and_a_promise_opens_the_case(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("ringing", "the bell tower hums")
    open_case(page, "the bell tower hums")
    for name, what in (("Remind me", "ask the sexton"), ("Keep a promise in mind", "call the parish")):
        more(page, name)
        form = page.locator("#reminder-form")
        form.get_by_label("When").select_option(label="Another time")
        own = form.get_by_label("Date and time")
        own.evaluate("(field) => { field.step = 1; }")
        own.fill((datetime.now(UTC) + timedelta(seconds=75)).strftime("%Y-%m-%dT%H:%M:%S"))
        form.get_by_label("What for").fill(what)
        form.get_by_role("button", name="Save").click()
        expect(page.locator("#work-awaited")).to_contain_text(what)
    page.get_by_role("button", name="Close case", exact=True).click()
    expect(page.locator("#case-head")).to_contain_text("Closed")
    line = bell(page, "You wanted to be reminded", within=120)
    expect(line).to_contain_text("ask the sexton")
    bell(page, "A promise to a customer is due")
    expect(page.locator("#lanes")).to_contain_text("A promise to the customer came due")
    expect(page.locator("#case-head")).not_to_contain_text("Closed")  # open again, whatever became of it
    pocket = sign_in("lena", phone=True)
    line = bell(pocket, "You wanted to be reminded")
    fits(pocket)
    line.tap()
    expect(pocket.locator("#lanes")).to_contain_text("A promise to the customer came due")
    fits(pocket)


def test_a_credit_within_ones_limit_is_granted_at_once(demo: Demo, sign_in: SignIn) -> None:
    ruth, lena = sign_in("ruth", path="/settings/limits/1"), sign_in("lena")
    ruth.get_by_label("Goodwill limit, agent").fill("20")
    save(ruth)
    demo.alarm("smallsum", "the fridge died with the power")
    open_case(lena, "the fridge died")
    more(lena, "Ask for a goodwill credit")
    lena.locator("#goodwill-form").get_by_label(re.compile("Amount in")).fill("12,50")
    lena.locator("#goodwill-form").get_by_label("Reason").fill("spoiled food")
    lena.get_by_role("button", name="Ask for the credit").click()
    expect(lena.locator("#work-goodwill")).to_contain_text("12.50")
    expect(lena.locator("#work-goodwill")).to_contain_text("granted")
    expect(lena.locator("#lanes")).to_contain_text("Lena granted a credit of 12.50")


def test_macros_are_typed_after_a_stroke_and_filled_in(demo: Demo, sign_in: SignIn) -> None:
    ruth, lena = sign_in("ruth", path="/settings/macros/new"), sign_in("lena")
    ruth.get_by_role("textbox", name="Name", exact=True).fill("Power cut")
    ruth.get_by_label("Shortcut").fill("power")
    ruth.get_by_label("Text").fill("{handle} the power in your street is back at {ticket}. {agent}, {brand}")
    save(ruth)
    demo.alarm("macroed", "the whole street is dark")
    open_case(lena, "the whole street is dark")
    field = lena.get_by_label("Reply text")
    field.focus()
    lena.keyboard.type("/")
    dialog = lena.get_by_role("dialog", name="Macros")
    expect(dialog).to_be_visible()
    lena.keyboard.type("power")
    expect(dialog.get_by_role("option")).to_have_count(1)
    lena.keyboard.press("Enter")
    expect(field).to_have_value(re.compile("@macroed the power in your street is back at .*Lena, Curlew"))
    # The case has no ticket: the variable stands there and is not sent.
    expect(lena.locator("#guards")).to_contain_text("“{ticket}” is still to be filled in.")
    expect(lena.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    answer(lena, "The power in your street is back at noon. Lena, Curlew")
    expect(lena.locator("#lanes .post.us[data-post]")).to_contain_text("back at noon")
