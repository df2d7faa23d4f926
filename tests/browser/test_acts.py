"""What is said after an act, and keys pressed faster than the desk answers."""

import pytest
from playwright.sync_api import Page, Route, expect
from tests.browser.conftest import Demo, SignIn
from tests.browser.steps import until

pytestmark = pytest.mark.browser
# How long what is said stands there, in milliseconds of the page's own clock: a busy machine looks too late.
WATCH = """() => {
    const came = new Map();
    window.stood = [];
    new MutationObserver((changes) => {
        for (const { addedNodes, removedNodes } of changes) {
            for (const node of addedNodes) came.set(node, performance.now());
            for (const node of removedNodes)
                if (node.matches("[data-toast]")) window.stood.push(performance.now() - came.get(node));
        }
    }).observe(document.getElementById("toasts"), { childList: true });
}"""


def opened(demo: Demo, page: Page, username: str, text: str) -> None:
    """A new case of a new customer, open on this page."""
    demo.alarm(username, text)
    show(page, text)


def show(page: Page, text: str) -> None:
    page.locator("#rows .row", has_text=text).get_by_role("link").click()
    page.locator("#lanes").hover()  # a pointer in the list holds new rows back
    expect(page.locator("#lanes")).to_contain_text(text)


class Held:
    """Requests to an address stay on their way, as on a bad line, until they are let through or lost."""

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        self._waiting: list[Route] = []
        self._passes = False
        page.route(address, self._hold)

    def _hold(self, route: Route) -> None:
        if self._passes:
            route.continue_()
        else:
            self._waiting.append(route)

    def let_through(self) -> None:
        """What has left arrives, and so does everything after it."""
        for route in self._left():
            route.continue_()

    def lose(self) -> None:
        """What has left does not arrive; what comes after it does."""
        for route in self._left():
            route.abort()

    def _left(self) -> list[Route]:
        until(self._page, lambda: bool(self._waiting))
        self._passes = True
        return self._waiting


def test_a_key_pressed_before_the_desk_has_answered_waits_for_it(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    opened(demo, page, "hasty", "the lamp post hums")
    line = Held(page, "**/closure")
    state = page.locator("#case-head .state")
    page.keyboard.press("e")
    expect(state).to_have_text("Closed")
    expect(page.locator("#act-reopen")).to_have_count(0)  # the desk has not answered
    page.keyboard.press("u")
    expect(state).to_have_text("Closed")
    line.let_through()
    expect(page.locator("#toasts")).to_contain_text("Case reopened")
    expect(state).to_have_text("Open")


def test_taking_back_means_the_act_on_its_way_not_the_one_before(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    opened(demo, page, "hastier", "the manhole cover rattles and sparks")
    head, undo = page.locator("#case-head"), page.locator("#toasts [data-undo]")
    page.keyboard.press("a")
    expect(head).to_contain_text("yours")
    expect(undo).to_have_count(1)
    line = Held(page, "**/closure")
    page.keyboard.press("e")
    page.keyboard.press("z")
    expect(head.locator(".state")).to_have_text("Closed")
    line.let_through()
    expect(page.locator("#toasts")).to_contain_text("Taken back")
    expect(head.locator(".state")).to_have_text("Open")
    expect(head).to_contain_text("yours")


def test_an_act_that_failed_takes_the_keys_that_counted_on_it_along(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    opened(demo, page, "failing", "the wire is loose again")
    page.keyboard.press("a")
    expect(page.locator("#toasts [data-undo]")).to_have_count(1)
    line = Held(page, "**/closure")
    page.keyboard.press("e")
    page.keyboard.press("z")
    expect(page.locator("#case-head .state")).to_have_text("Closed")
    line.lose()
    expect(page.locator("#toasts")).to_contain_text("This did not reach the desk")
    page.wait_for_timeout(800)
    expect(page.locator("#case-head")).to_contain_text("yours")
    expect(page.locator("#toasts")).not_to_contain_text("Taken back")


def test_the_answer_to_an_act_changes_nothing_of_the_case_opened_meanwhile(
    demo: Demo, sign_in: SignIn
) -> None:
    page = sign_in("lena", path="/inbox?view=all")
    demo.alarm("leftcase", "the first mast leans")
    opened(demo, page, "nextcase", "the second mast leans")
    show(page, "the first mast leans")
    line = Held(page, "**/closure")
    page.keyboard.press("e")
    page.locator("#rows .row", has_text="the second mast leans").get_by_role("link").click()
    head = page.locator("#case-head")
    expect(head).to_contain_text("Nextcase")
    line.let_through()
    expect(page.locator("#toasts")).to_contain_text("Case closed")
    expect(head).to_contain_text("Nextcase")
    expect(head.locator(".state")).to_have_text("New")
    expect(page.locator("#lanes")).to_contain_text("the second mast leans")
    expect(page.locator("#lanes")).not_to_contain_text("the first mast leans")


@pytest.mark.parametrize("phone", [False, True])
def test_a_toast_leaves_by_itself_and_leaves_nothing_behind(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    page = sign_in("lena", phone=phone)
    opened(demo, page, f"toasted{phone:d}", f"the attic antenna {phone:d} fell")
    toast = page.locator("#toasts [data-toast]")
    if not phone:
        page.mouse.move(160, 860)  # where it will come up
    page.evaluate(WATCH)
    page.evaluate("document.querySelector('#act-assign').click()")
    expect(toast).to_contain_text("Assigned to you")
    if phone:
        toast.tap(position={"x": 20, "y": 20})
    expect(toast).to_have_count(0)
    expect(page.locator("#toasts > *")).to_have_count(0)
    (stood,) = page.evaluate("window.stood")
    assert 7_900 < stood < 16_000


def test_a_toast_waits_under_a_pointer_that_moves_and_under_the_focus(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    opened(demo, page, "waited", "the balcony cable sparks")
    toast = page.locator("#toasts [data-toast]")
    page.keyboard.press("a")
    expect(toast).to_contain_text("Assigned to you")
    toast.hover(position={"x": 30, "y": 20})
    page.mouse.move(120, 862)
    page.wait_for_timeout(9_000)
    expect(toast).to_be_visible()
    toast.get_by_role("button", name="Undo").focus()
    page.mouse.move(700, 300)
    page.wait_for_timeout(3_000)
    expect(toast).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#case-head")).not_to_contain_text("yours")
