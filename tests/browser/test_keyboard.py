"""Hands never leave the keys: signing in, searching, moving to private, approving, changing a setting."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Demo, SignIn
from tests.browser.steps import answer, open_case, toast, until
from tests.browser.test_supervisor import second_look

pytestmark = pytest.mark.browser
__all__ = ["second_look"]

# What the focus stands on, by name; the page itself is nothing.
NAME = """(() => {
    const at = document.activeElement;
    if (!at.matches("a, button, input, textarea, select, summary")) return "";
    return (at.getAttribute("aria-label") || at.labels?.[0]?.textContent || at.textContent).trim();
})()"""


def tab_to(page: Page, name: str, *, most: int = 120) -> None:
    """Tab until the focus, which is always to be seen, stands on a control of this name."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if re.search(name, page.evaluate(NAME)):
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            return
    raise AssertionError(f"{name} is not reached by Tab")


def test_signing_in_and_out(demo: Demo, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{demo.url}/")
    tab_to(page, "Username")
    page.keyboard.type("tomas")
    tab_to(page, "Password")
    page.keyboard.type(demo.passwords["tomas"])
    page.keyboard.press("Enter")
    expect(page.locator("#rows .row").first).to_be_visible()
    tab_to(page, "your menu")  # the rail comes before the list
    switch = page.locator("#take-cases")
    expect(switch).to_be_enabled()  # it knows how things stand
    page.keyboard.press("Enter")
    expect(page.get_by_role("switch", name="I take cases")).to_be_focused()
    page.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-checked", "true")
    tab_to(page, "Sign out")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Username")).to_be_visible()
    context.close()


def test_searching_and_moving_to_private(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("keysearch", "the vermilion valve leaks")
    expect(page.locator("#rows .row", has_text="vermilion valve")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search")).to_be_focused()
    page.keyboard.type("vermilion")
    expect(page.locator("#rows .row")).to_have_count(1)
    tab_to(page, "vermilion valve")
    page.keyboard.press("Enter")
    expect(page.locator("#lanes")).to_contain_text("vermilion valve")
    page.keyboard.press("p")
    expect(page.get_by_label("Reply text")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Which valve is it, and on which floor?")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    page.keyboard.press("Control+Enter")
    private = page.get_by_role("region", name="Private conversation")
    expect(private.locator(".post.us[data-post]")).to_contain_text("Which valve is it")
    expect(page.locator("#lanes")).to_contain_text("Lena moved the case to private")


def test_approving(demo: Demo, sign_in: SignIn, second_look: Page) -> None:
    ruth, lena = second_look, sign_in("lena")
    demo.alarm("keyapprove", "the bollard leaks light")
    open_case(lena, "the bollard leaks light")
    answer(lena, "The bollard goes dark at seven.")
    waiting = ruth.get_by_role("article", name="Answer by Lena").filter(has_text="goes dark at seven")
    expect(waiting).to_be_visible()
    ruth.keyboard.press("Control+k")
    ruth.keyboard.type("approvals")
    ruth.keyboard.press("Enter")
    expect(waiting).to_be_visible()

    def reached() -> bool:
        tab_to(ruth, "^Approve$")
        return waiting.locator(":focus").count() > 0

    until(ruth, reached)
    ruth.keyboard.press("Enter")
    toast(ruth, "is on its way")
    expect(lena.locator("#lanes .post.us[data-post]")).to_contain_text("goes dark")


def test_changing_a_setting(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", path="/settings/macros")
    tab_to(page, "Add macro")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Shortcut")).to_be_visible()
    tab_to(page, "^Name")
    page.keyboard.type("By keys")
    tab_to(page, "^Text")
    page.keyboard.type("Written without a mouse.")
    tab_to(page, "^Save")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="By keys")).to_be_visible()
