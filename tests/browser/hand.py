"""The same step at both widths: a tap on a phone, a click at a desk, and the ways between list, case and person."""

from playwright.sync_api import Locator, Page, expect

NARROW = 800  # pixels; below it list, case and person are steps

# What can be seen and tapped and is smaller than a thumb, which wants 44 pixels. Links within a sentence are as tall as
# its line, and a tick stands in a row that is the target itself.
TOO_SMALL = """() => {
    const seen = (it) => {
        const at = it.getBoundingClientRect();
        const over = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
        return at.width > 1 && over && (it.contains(over) || over.contains(it));
    };
    // What lies around a word and belongs to it is touched as well as the word.
    const around = (it) => {
        const style = getComputedStyle(it, "::after");
        return style.position === "absolute" ? [parseFloat(style.width) || 0, parseFloat(style.height) || 0] : [0, 0];
    };
    const small = (it) => {
        const [width, height] = around(it), at = it.getBoundingClientRect();
        return Math.max(at.width, width) < 43.5 || Math.max(at.height, height) < 43.5;
    };
    const targets = "a, button, summary, select, textarea, input:not([type=hidden]), label:has(input), [role=option]";
    return [...document.querySelectorAll(targets)]
        .filter((it) => !it.matches(".tick, p a, .text a, .event a, label input") && seen(it) && small(it))
        .map((it) => (it.getAttribute("aria-label") || it.id || it.textContent).trim());
}"""

MET = """(it) => {
    const at = it.getBoundingClientRect();
    return it.contains(document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2));
}"""


def narrow(page: Page) -> bool:
    """Whether this is a phone."""
    assert page.viewport_size
    return page.viewport_size["width"] < NARROW


def fits(page: Page) -> None:
    """On a phone nothing is wider than the screen, and everything one taps has the size of a thumb."""
    if not narrow(page):
        return
    page.wait_for_load_state()  # a page that has just been gone to may not have its styles yet
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(TOO_SMALL) == []


def uncovered(it: Locator) -> None:
    """A tap in its middle meets it, and nothing that lies upon it or cuts it off."""
    it.scroll_into_view_if_needed()
    assert it.evaluate(MET), it


def press(it: Locator) -> None:
    """A tap on a phone, a click at a desk."""
    if narrow(it.page):
        it.tap()
    else:
        it.click()


def drag(page: Page, up: int) -> None:
    """A thumb moves up by this many pixels from the middle of a phone, and rests: what lies under it scrolls or not."""
    thumb = page.context.new_cdp_session(page)
    middle = 422
    thumb.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 195, "y": middle}]})
    for step in range(1, 11):
        at = {"x": 195, "y": middle - up * step / 10}
        thumb.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    page.wait_for_timeout(
        200
    )  # lifted at once it would fling the list, and the next tap would only stop that
    thumb.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    thumb.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    thumb.detach()


def show(page: Page, words: str) -> None:
    """From the list to the case that says these words."""
    press(page.locator("#rows .row", has_text=words).get_by_role("link"))
    if narrow(page):
        expect(page.get_by_label("Reply text")).to_be_in_viewport()
    else:
        page.locator("#lanes").hover()  # a pointer in the list holds new rows back
    expect(page.locator("#lanes")).to_contain_text(words)
    fits(page)


def to_list(page: Page) -> None:
    """From the case to the list it was opened from; at a desk both are in sight."""
    if narrow(page):
        page.get_by_role("link", name="Back to the list").tap()
        fits(page)


def about(page: Page) -> Locator:
    """What is known of the person: beside the case, on a phone a step behind it."""
    if narrow(page):
        page.get_by_role("button", name="About the person").tap()
    panel = page.locator("#context")
    expect(panel).to_be_in_viewport()
    fits(page)
    return panel


def to_case(page: Page) -> None:
    """From what is known of the person to the case."""
    if narrow(page):
        page.get_by_role("button", name="Back to the case").tap()
