"""What is shown is what the address says, by the browser's own Back and Forward; and the bell within a case."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import fits, press, show, to_list, uncovered
from tests.browser.steps import bell
from tests.browser.test_phone import tap_case
from tests.browser.test_reach import CUT

pytestmark = pytest.mark.browser

# Parts of the head that lie upon each other or are cut off by the edge of the screen.
OVERLAPS = """() => {
    const parts = [...document.querySelectorAll(
        "#case-head .back, #case-head h2, #case-bell, #case-head .context-toggle, #case-head .line, #case-head .clock"
    )].map((it) => [it.className || it.id || it.localName, it.getBoundingClientRect()]);
    const meet = (a, b) =>
        a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
    const upon = parts.flatMap(([name, at], n) =>
        parts.slice(n + 1).filter(([, other]) => meet(at, other)).map(([other]) => `${name} on ${other}`));
    return [...upon, ...parts.filter(([, at]) => at.left < 0 || at.right > innerWidth).map(([name]) => `${name} cut`)];
}"""


def stays(page: Page) -> None:
    """From here on the page is not loaded again: `stayed` says so."""
    page.evaluate("window.stayed = true")


def stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stayed"))


def at_case(page: Page, name: str) -> None:
    """This customer's case is open, and address and title say so."""
    expect(page.locator("#case-head .name")).to_have_text(name)
    expect(page.get_by_label("Reply text")).to_be_in_viewport()
    expect(page).to_have_title(f"{name} · Hark")
    number = page.locator("#case").get_attribute("data-case")
    expect(page).to_have_url(re.compile(rf"/cases/{number}\b"))


def at_list(page: Page) -> None:
    """The list stands there alone, and address and title say so."""
    expect(page.get_by_role("heading", name="Unassigned")).to_be_in_viewport()
    expect(page.get_by_label("Reply text")).not_to_be_in_viewport()
    expect(page).to_have_title("Unassigned · Hark")
    expect(page).to_have_url(re.compile(r"/inbox\?view=unassigned$"))


def test_back_and_forward_on_a_phone_show_what_the_address_says(demo: Demo, sign_in: SignIn) -> None:
    phone, desk = sign_in("lena", phone=True), sign_in("tomas")
    words = "the weir gauge smokes"
    demo.alarm("stepback", words)
    for page in (phone, desk):
        show(page, words)
    stays(phone)
    here = desk.locator("#here")
    phone.get_by_label("Reply text").press_sequentially("Please keep away")
    expect(here).to_contain_text("Lena is writing")
    to_list(phone)
    at_list(phone)
    expect(here).to_be_hidden()

    phone.go_back()
    at_case(phone, "Stepback")
    expect(phone.get_by_label("Reply text")).to_have_value("Please keep away")
    expect(here).to_contain_text("Lena is looking")
    fits(phone)
    phone.go_forward()
    at_list(phone)
    expect(here).to_be_hidden()

    # All the way back to the list that one came from, and to the case again, beside which one asked about the person.
    phone.go_back()
    phone.go_back()
    at_list(phone)
    phone.go_forward()
    at_case(phone, "Stepback")
    phone.get_by_role("button", name="About the person").tap()
    phone.go_forward()
    at_list(phone)
    phone.go_back()
    at_case(phone, "Stepback")
    expect(phone.locator("#context")).to_be_hidden()
    assert stayed(phone)


def test_three_cases_and_back_at_a_desk(demo: Demo, sign_in: SignIn) -> None:
    lena, tomas = sign_in("lena"), sign_in("tomas")
    names = ("Stepone", "Steptwo", "Stepthree")
    for name in names:
        demo.alarm(name.lower(), f"{name} sees the crane burn")
    show(tomas, "Stepthree sees the crane burn")
    for name in names:
        show(lena, f"{name} sees the crane burn")
    here = tomas.locator("#here")
    expect(here).to_contain_text("Lena is looking")
    stays(lena)
    rows = lena.locator("#rows .row").count()
    marked = lena.locator("#rows .row:has(> a[aria-current])")
    # Words of the last moment come along.
    lena.get_by_label("Reply text").press_sequentially("Stay clear of the crane")
    lena.go_back()
    lena.go_back()
    at_case(lena, "Stepone")
    expect(marked).to_contain_text("Stepone sees the crane burn")
    expect(here).to_be_hidden()
    lena.go_forward()
    at_case(lena, "Steptwo")
    expect(marked).to_contain_text("Steptwo sees the crane burn")
    lena.go_forward()
    at_case(lena, "Stepthree")
    expect(lena.get_by_label("Reply text")).to_have_value("Stay clear of the crane")
    expect(marked).to_contain_text("Stepthree sees the crane burn")
    expect(here).to_contain_text("Lena is looking")

    # As fast as one presses: what is shown in the end is what the address says in the end.
    lena.evaluate("history.go(-2)")
    lena.evaluate("history.forward()")
    lena.evaluate("history.go(-2)")
    at_list(lena)
    expect(lena.get_by_text("Choose a case")).to_be_visible()
    expect(marked).to_have_count(0)
    expect(here).to_be_hidden()
    assert lena.locator("#rows .row").count() >= rows
    assert stayed(lena)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_bell_rings_within_a_case_on_a_phone(demo: Demo, sign_in: SignIn, scheme: str) -> None:
    phone, tomas = sign_in("lena", phone=True, scheme=scheme), sign_in("tomas")
    words = f"the {scheme} beacon burns"
    author = demo.customer(f"wolkenstein_{scheme}", "Maximiliana Wolkenstein-Trostburg de la Cordillera")
    demo.post(author, f"@CurlewCare {ALARM} {words}")
    tap_case(phone, words)
    button, count = phone.get_by_role("button", name="For you"), phone.locator("#case-notices")
    uncovered(button)
    show(tomas, words)
    tomas.get_by_role("button", name="Add note").click()
    tomas.get_by_label("Note text").fill(f"can you look, @lena? {scheme}")
    tomas.get_by_role("button", name="Save note").click()
    expect(count).to_have_text(re.compile(r"^\d+\+? unread$"))
    line = bell(phone, "Tomás mentions you")
    expect(line).to_contain_text(f"can you look, @lena? {scheme}")
    fits(phone)
    press(phone.get_by_role("button", name="Mark all as read"))
    expect(count).to_be_hidden()
    phone.keyboard.press("Escape")
    press(phone.get_by_role("button", name="Close case", exact=True))
    for language in ("English", "Español"):
        if language != "English":
            to_list(phone)
            press(phone.locator("#me"))
            press(phone.get_by_role("button", name=language))
            expect(phone.locator("html")).to_have_attribute("lang", "es")
            phone.goto(f"{demo.url}/search?q=@{author}")
            press(phone.locator("#rows .row", has_text=words).get_by_role("link"))
        expect(phone.locator("#case-head .state.closed")).to_be_visible()
        assert phone.evaluate(OVERLAPS) == []
        assert phone.evaluate(CUT) == []
        fits(phone)
