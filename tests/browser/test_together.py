"""Two people on one desk: each sees what the other does, and never do two answers leave."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Demo, SignIn

pytestmark = pytest.mark.browser


def test_two_browsers_see_each_others_changes(demo: Demo, sign_in: SignIn) -> None:
    lena, tomas = sign_in("lena"), sign_in("tomas")
    demo.alarm("pairwise", "gas leak smell near the street cabinet, dangerous")
    for page in (lena, tomas):
        page.locator("#rows .row", has_text="gas leak smell").get_by_role("link").click()
        expect(page.locator("#thread")).to_contain_text("gas leak smell")

    lena.get_by_role("button", name="Assign to me").click()
    expect(tomas.locator("#case-head")).to_contain_text("Lena")
    expect(tomas.locator("#thread")).to_contain_text("Lena took the case")

    tomas.get_by_role("button", name="Add note").click()
    tomas.get_by_label("Note text").fill("The gas people are informed")
    tomas.get_by_role("button", name="Save note").click()
    expect(lena.locator("#thread .note")).to_contain_text("The gas people are informed")


def hinted(page: Page, *events: object) -> int:
    """How often the case is fetched after a hint of these events; "known" is one that the page has."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/pulse" in request.url else None)
    page.evaluate(
        """(events) => {
            const head = document.getElementById("case-head");
            const known = Number(head.dataset.known.split(" ")[0]);
            const cases = new Map([[Number(document.getElementById("case").dataset.case),
                events.map((one) => one === "known" ? known : one)]]);
            document.dispatchEvent(new CustomEvent("hark:hints", { detail: { cases, kinds: new Set(), all: false } }));
        }""",
        list(events),
    )
    page.wait_for_timeout(700)
    return len(asked)


def test_a_hint_of_what_the_page_shows_fetches_nothing_and_of_anything_else_does(
    demo: Demo, sign_in: SignIn
) -> None:
    lena, tomas = sign_in("lena"), sign_in("tomas")
    demo.alarm("onlyonce", "the meter cupboard hums and burns")
    for page in (lena, tomas):
        page.locator("#rows .row", has_text="meter cupboard").get_by_role("link").click()
    lena.evaluate("document.addEventListener('hark:hints', () => document.body.classList.add('hinted'))")
    asked: list[str] = []
    lena.on("request", lambda request: asked.append(request.url) if "/pulse" in request.url else None)
    lena.get_by_role("button", name="Assign to me").click()
    expect(lena.locator("#thread")).to_contain_text("Lena took the case")
    expect(lena.locator("body")).to_have_class(re.compile(r"\bhinted\b"))
    lena.wait_for_timeout(700)
    assert asked == []

    assert hinted(lena, "known") == 0
    assert hinted(lena, "known", 2**50) == 1
    assert hinted(lena, 2**50 + 1) >= 1
    tomas.get_by_role("button", name="Add note").click()
    tomas.get_by_label("Note text").fill("The fuse is out")
    tomas.get_by_role("button", name="Save note").click()
    expect(lena.locator("#thread .note")).to_contain_text("The fuse is out")


def test_typing_is_not_disturbed_by_what_others_do(demo: Demo, sign_in: SignIn) -> None:
    lena, tomas = sign_in("lena"), sign_in("tomas")
    demo.alarm("typist", "electric shock from the phone socket")
    for page in (lena, tomas):
        page.locator("#rows .row", has_text="electric shock").get_by_role("link").click()
    field = lena.get_by_label("Reply text")
    field.press_sequentially("Keep away from")
    tomas.get_by_role("button", name="Add note").click()
    tomas.get_by_label("Note text").fill("Calling them")
    tomas.get_by_role("button", name="Save note").click()
    expect(lena.locator("#thread .note")).to_contain_text("Calling them")
    field.press_sequentially(" the socket")
    expect(field).to_have_value("Keep away from the socket")
    expect(field).to_be_focused()


def test_the_list_does_not_move_under_the_pointer(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    first = page.locator("#rows .row").first
    first.hover()
    before = first.get_attribute("id")
    demo.alarm("pillow", "the ambulance cannot be called")
    pill = page.locator("[data-pill]")
    expect(pill).to_be_visible()
    assert page.locator("#rows .row").first.get_attribute("id") == before
    pill.click()
    expect(page.locator("#rows .row", has_text="ambulance cannot be called")).to_be_visible()


def test_one_pen_for_two_people(demo: Demo, sign_in: SignIn) -> None:
    lena, ruth = sign_in("lena"), sign_in("ruth")
    demo.alarm("onepen", "water is running into the junction box")
    for page in (lena, ruth):
        page.locator("#rows .row", has_text="junction box").get_by_role("link").click()
    expect(lena.locator("#here")).to_contain_text("Ruth is looking")
    lena.get_by_label("Reply text").press_sequentially("Please keep away")
    expect(ruth.locator("#here")).to_contain_text("Lena is writing")
    expect(ruth.locator("#rows .row", has_text="junction box").locator("[data-here]")).to_have_text("LM")
    ruth.get_by_label("Reply text").press_sequentially("Do not touch it")
    expect(ruth.locator("#pen")).to_contain_text("Lena is answering this")
    expect(ruth.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    ruth.get_by_role("button", name="Take over").click()
    expect(ruth.locator("#pen")).to_be_hidden()
    expect(ruth.get_by_role("button", name="Send", exact=True)).to_be_enabled()


def test_who_waits_for_the_pen_has_it_as_soon_as_the_other_has_sent(demo: Demo, sign_in: SignIn) -> None:
    lena, tomas = sign_in("lena"), sign_in("tomas")
    demo.alarm("penfree", "the fuse board sparks under the stairs")
    for page in (lena, tomas):
        page.locator("#rows .row", has_text="fuse board").get_by_role("link").click()
    lena.get_by_label("Reply text").press_sequentially("Please keep away from it.")
    expect(tomas.locator("#here")).to_contain_text("Lena is writing")
    tomas.get_by_label("Reply text").press_sequentially("Do not touch it")
    expect(tomas.locator("#pen")).to_contain_text("Lena is answering this")
    lena.get_by_role("button", name="Send", exact=True).click()
    # Not when her minute is over, nor when he types again.
    expect(tomas.locator("#pen")).to_be_hidden(timeout=12_000)
    expect(tomas.get_by_label("Reply text")).to_have_value("Do not touch it")
