"""Two people on one desk: each sees what the other does, and never do two answers leave."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Demo, SignIn
from tests.browser.hand import fits, press, show, to_list
from tests.browser.steps import send_button

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("phone", [False, True])
def test_two_browsers_see_each_others_changes(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    lena, tomas = sign_in("lena", phone=phone), sign_in("tomas")
    words = f"gas leak smell near street cabinet {phone:d}, dangerous"
    demo.alarm(f"pairwise{phone:d}", words)
    for page in (lena, tomas):
        show(page, words)

    press(lena.get_by_role("button", name="Assign to me"))
    expect(tomas.locator("#case-head")).to_contain_text("Lena")
    expect(tomas.locator("#thread")).to_contain_text("Lena took the case")

    tomas.get_by_role("button", name="Add note").click()
    tomas.get_by_label("Note text").fill("The gas people are informed")
    tomas.get_by_role("button", name="Save note").click()
    expect(lena.locator("#thread .note")).to_contain_text("The gas people are informed")
    fits(lena)


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


@pytest.mark.parametrize("phone", [False, True])
def test_typing_is_not_disturbed_by_what_others_do(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    lena, tomas = sign_in("lena", phone=phone), sign_in("tomas")
    words = f"electric shock from phone socket {phone:d}"
    demo.alarm(f"typist{phone:d}", words)
    for page in (lena, tomas):
        show(page, words)
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


@pytest.mark.parametrize(
    ("hers", "theirs"),
    [(False, False), (True, False), (False, True)],
    ids=["two desks", "Lena's phone", "Ruth's phone"],
)
def test_one_pen_for_two_people(demo: Demo, sign_in: SignIn, hers: bool, theirs: bool) -> None:
    lena, ruth = sign_in("lena", phone=hers), sign_in("ruth", phone=theirs)
    words = f"water is running into junction box {hers:d}{theirs:d}"
    demo.alarm(f"onepen{hers:d}{theirs:d}", words)
    show(lena, words)
    expect(ruth.locator("#rows .row", has_text=words).locator("[data-here]")).to_have_text("LM")
    show(ruth, words)
    expect(lena.locator("#here")).to_contain_text("Ruth is looking")
    lena.get_by_label("Reply text").press_sequentially("Please keep away")
    expect(ruth.locator("#here")).to_contain_text("Lena is writing")
    ruth.get_by_label("Reply text").press_sequentially("Do not touch it")
    expect(ruth.locator("#pen")).to_contain_text("Lena is answering this")
    expect(send_button(ruth)).to_be_disabled()
    fits(ruth)
    press(ruth.get_by_role("button", name="Take over"))
    expect(ruth.locator("#pen")).to_be_hidden()
    expect(send_button(ruth)).to_be_enabled()
    fits(lena)


def test_a_phone_that_is_back_at_its_list_has_left_the_case(demo: Demo, sign_in: SignIn) -> None:
    phone, desk = sign_in("lena", phone=True), sign_in("tomas")
    demo.alarm("backatlist", "the gutter of the depot burns")
    for page in (phone, desk):
        show(page, "the gutter of the depot burns")
    phone.get_by_label("Reply text").press_sequentially("Please keep away")
    expect(desk.locator("#here")).to_contain_text("Lena is writing")
    desk.get_by_label("Reply text").press_sequentially("Do not go near it")
    expect(desk.locator("#pen")).to_contain_text("Lena is answering this")
    to_list(phone)
    expect(desk.locator("#here")).to_be_hidden()
    expect(desk.locator("#pen")).to_be_hidden()
    # What was begun is there when the case is opened again, and so is the one who looks at it.
    show(phone, "the gutter of the depot burns")
    expect(phone.get_by_label("Reply text")).to_have_value("Please keep away")
    expect(desk.locator("#here")).to_contain_text("Lena is looking")


@pytest.mark.parametrize("phone", [False, True])
def test_who_waits_for_the_pen_has_it_as_soon_as_the_other_has_sent(
    demo: Demo, sign_in: SignIn, phone: bool
) -> None:
    lena, tomas = sign_in("lena"), sign_in("tomas", phone=phone)
    words = f"fuse board {phone:d} sparks under the stairs"
    demo.alarm(f"penfree{phone:d}", words)
    for page in (lena, tomas):
        show(page, words)
    lena.get_by_label("Reply text").press_sequentially(f"Please keep away from board {phone:d}.")
    expect(tomas.locator("#here")).to_contain_text("Lena is writing")
    tomas.get_by_label("Reply text").press_sequentially("Do not touch it")
    expect(tomas.locator("#pen")).to_contain_text("Lena is answering this")
    send_button(lena).click()
    # Not when her minute is over, nor when he types again.
    expect(tomas.locator("#pen")).to_be_hidden(timeout=12_000)
    expect(tomas.get_by_label("Reply text")).to_have_value("Do not touch it")
