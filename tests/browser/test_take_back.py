"""One's own last act is taken back by `z`, also when its toast has gone: anywhere in the tab, for ten minutes."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Demo, SignIn
from tests.browser.test_acts import opened, show

pytestmark = pytest.mark.browser


def dismiss(page: Page) -> None:
    """What was said is read and put away."""
    expect(page.locator("#toasts [data-toast]").first).to_be_visible()
    page.evaluate("for (const one of document.querySelectorAll('#toasts [data-dismiss]')) one.click()")
    expect(page.locator("#toasts [data-toast]")).to_have_count(0)


def test_the_last_acts_are_taken_back_after_their_toasts_have_gone(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    toasts, head = page.locator("#toasts"), page.locator("#case-head")
    opened(demo, page, "latecomer", "the weather vane squeaks")
    page.keyboard.press("a")
    expect(head).to_contain_text("yours")
    dismiss(page)
    page.keyboard.press("e")
    expect(head.locator(".state")).to_contain_text("Closed")
    dismiss(page)
    opened(demo, page, "elsewhere", "the flag pole leans")
    page.keyboard.press("z")
    expect(toasts).to_contain_text("Taken back: Case closed")
    expect(page.locator("#lanes")).to_contain_text("the flag pole leans")
    expect(head).not_to_contain_text("yours")
    page.goto(f"{demo.url}/inbox?view=unassigned")
    page.keyboard.press("z")
    expect(toasts).to_contain_text("Taken back: Assigned to you")
    show(page, "weather vane")
    expect(head.locator(".state")).to_contain_text("New")
    expect(head).not_to_contain_text("yours")
    page.keyboard.press("z")
    expect(toasts).to_contain_text("Nothing of the last ten minutes can be taken back.")


def test_an_act_that_a_colleague_built_upon_stays_and_it_is_said_why(demo: Demo, sign_in: SignIn) -> None:
    lena = sign_in("lena")
    opened(demo, lena, "contested", "the sundial is wrong")
    lena.keyboard.press("a")
    expect(lena.locator("#case-head")).to_contain_text("yours")
    dismiss(lena)
    ruth = sign_in("ruth", path="/search?q=sundial")
    show(ruth, "sundial")
    ruth.keyboard.press("e")
    expect(ruth.locator("#case-head .state")).to_contain_text("Closed")
    expect(lena.locator("#case-head .state")).to_contain_text("Closed")
    lena.goto(f"{demo.url}/settings/keys")
    lena.keyboard.press("Control+k")
    lena.get_by_role("combobox", name="Command").fill("undo")
    lena.keyboard.press("Enter")
    expect(lena.locator("#toasts .alarm")).to_contain_text("Something else has happened on this case since.")
    ruth.keyboard.press("u")
    expect(ruth.locator("#case-head .state")).to_contain_text("Open")
    lena.keyboard.press("z")
    expect(lena.locator("#toasts")).to_contain_text("Nothing of the last ten minutes can be taken back.")


def test_what_is_no_move_is_taken_back_too_and_not_done_again(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    opened(demo, page, "labeller", "the bird bath overflows")
    page.keyboard.press("a")
    expect(page.locator("#case-head")).to_contain_text("yours")
    page.keyboard.press("l")
    page.locator("#tag-form [name=name]").fill("bath")
    page.locator("#tag-form [name=name]").press("Enter")
    chips = page.locator("#work-tags .chips")
    expect(chips).to_contain_text("bath")
    expect(page.locator("#toasts")).to_contain_text("Tagged")
    expect(page.locator("#add-tag summary")).to_be_focused()
    dismiss(page)
    page.keyboard.press("z")
    expect(page.locator("#toasts")).to_contain_text("Taken back: Tagged “bath”")
    expect(chips).to_have_count(0)
    page.keyboard.press("z")
    expect(page.locator("#case-head")).not_to_contain_text("yours")
    expect(chips).to_have_count(0)
