"""For everybody: the keyboard alone, a thumb on a phone, every theme, and what axe-core says of it."""

import re

import pytest
from playwright.sync_api import Browser, Route, expect
from tests.browser.axe import in_every_theme
from tests.browser.conftest import Demo, SignIn
from tests.browser.hand import fits
from tests.browser.steps import open_case, until

pytestmark = pytest.mark.browser

# What must be readable whole: how the case stands, and on the button (words of CSS, which have no width to ask for)
# the lane and the account, for which it takes a line of its own.
CUT = """() => [
    document.querySelector("#case-head .state").getBoundingClientRect().right >
        document.querySelector("#case-head .line").getBoundingClientRect().right && "state",
    document.querySelector("#composer .send").getBoundingClientRect().width < 300 && "send",
].filter(Boolean)"""


def test_the_keyboard_alone(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("tomas")
    keys = page.keyboard
    demo.alarm("keyed", "my router caught fire, call me, urgent")
    expect(page.locator("#rows .row", has_text="my router caught fire")).to_be_visible()
    keys.press("j")
    for _ in range(40):
        if "caught fire" in page.evaluate("document.activeElement.textContent"):
            break
        keys.press("j")
    keys.press("Enter")
    expect(page.locator("#thread")).to_contain_text("my router caught fire")
    keys.press("a")
    expect(page.locator("#case-head")).to_contain_text("yours")
    keys.press("r")
    keys.type("Stay away from it, we are calling you now")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    keys.press("Control+Enter")
    expect(page.locator("#thread .post.us")).to_contain_text("Sent")
    keys.press("Escape")
    keys.press("n")
    keys.type("Told them to stay away")
    keys.press("Control+Enter")
    expect(page.locator("#thread .note")).to_contain_text("Told them to stay away")
    keys.press("Escape")
    keys.press("e")
    expect(page.locator("#case-head")).to_contain_text("Closed")
    expect(
        page.get_by_role("button", name="Reopen")
    ).to_be_visible()  # the close is confirmed, not only shown
    keys.press("u")
    expect(page.locator("#case-head")).not_to_contain_text("Closed")
    keys.press("g")
    keys.press("m")
    expect(page).to_have_url(re.compile("view=mine"))


def test_help_and_palette(sign_in: SignIn) -> None:
    page = sign_in("tomas")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Commands")
    expect(palette).to_be_visible()
    page.keyboard.type("waiting")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("view=waiting"))


def test_a_phone_goes_from_list_to_case_to_person_and_back(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    demo.alarm("thumbs", "dangerous cable on the pavement, someone got hurt")
    row = page.locator("#rows .row", has_text="dangerous cable on the pavement")
    expect(row).to_be_visible()
    row.get_by_role("link").tap()
    expect(page.get_by_label("Reply text")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(CUT) == []
    page.get_by_role("button", name="About the person").tap()
    expect(page.get_by_role("complementary", name="About the person")).to_be_in_viewport()
    page.get_by_role("button", name="Back to the case").tap()
    page.get_by_label("Reply text").fill("We send somebody")
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(page.locator("#thread .post.us")).to_contain_text("Sent")
    page.get_by_role("link", name="Back to the list").tap()
    expect(page.get_by_role("heading", name="Unassigned")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_a_lost_connection_says_so_and_heals(sign_in: SignIn, phone: bool) -> None:
    page = sign_in("lena", phone=phone)
    expect(page.locator("#rows .row").first).to_be_visible()
    page.route("**/live**", lambda route: route.abort())
    page.evaluate("dispatchEvent(new Event('online'))")
    banner = page.locator("#connection")
    expect(banner).to_contain_text("The live connection is lost")
    fits(page)
    if phone:
        page.get_by_role("button", name="Views").tap(trial=True)  # the banner lies on nothing
    again = page.get_by_role("button", name="Try now")
    again.click(trial=True)  # it can be reached; by itself the page may be faster than a hand
    page.unroute("**/live**")
    again.dispatch_event("click")
    expect(banner).to_be_hidden()


def test_what_could_not_be_fetched_is_asked_for_again(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    asked = demo.alarm("hoarse", "the heron stands in the router room")
    open_case(page, "the heron stands in the router room")
    refused: set[str] = set()

    def refuse(route: Route) -> None:
        refused.add("pulse" if "/pulse" in route.request.url else "list")
        route.fulfill(status=503)

    fetches = re.compile(r"/pulse|[?&]size=")
    page.route(fetches, refuse)
    demo.post("hoarse", "@CurlewCare it has eaten the cable", reply_to=asked)
    until(page, lambda: refused == {"pulse", "list"})
    page.unroute(fetches)
    expect(page.locator("#thread")).to_contain_text("it has eaten the cable")
    # The row has the focus since it was opened, and is brought up to date all the same.
    expect(page.locator("#rows .row", has_text="it has eaten the cable")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_axe_finds_nothing_serious_in_what_opens_and_beside_the_desk(
    phone: bool, demo: Demo, sign_in: SignIn, browser: Browser
) -> None:
    page = sign_in("ruth", phone=phone, path="/search")
    page.emulate_media(reduced_motion="reduce")
    found = {}
    for path in ("/search?q=router", "/search?q=nothingofthekind", "/no-such-page", "/cases/999999"):
        page.goto(f"{demo.url}{path}")
        found[path] = in_every_theme(page)
    page.goto(f"{demo.url}/inbox")
    for name, opener in (("bell", "#bell"), ("menu", "#me")):
        page.locator(opener).click()
        found[name] = in_every_theme(page)
        page.keyboard.press("Escape")
    for name, key in (("help", "?"), ("palette", "Control+k")):
        page.keyboard.press(key)
        expect(page.locator(f"#{name}")).to_be_visible()
        found[name] = in_every_theme(page)
        page.keyboard.press("Escape")
    context = browser.new_context()
    stranger = context.new_page()
    stranger.goto(f"{demo.url}/sign-in")
    found["sign-in"] = in_every_theme(stranger)
    context.close()
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("phone", [False, True])
def test_axe_finds_nothing_serious(phone: bool, demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", phone=phone)
    found = {"inbox": in_every_theme(page)}
    page.locator("#rows .row > a").first.click()
    expect(page.get_by_label("Reply text")).to_be_visible()
    found["case"] = in_every_theme(page)
    page.get_by_role("button", name="Private reply").click()
    found["private"] = in_every_theme(page)
    page.get_by_role("button", name="Snooze", exact=True).click()
    found["menu"] = in_every_theme(page)
    page.goto(f"{demo.url}/inbox?view=snoozed")
    found["empty"] = in_every_theme(page)
    assert {name: problems for name, problems in found.items() if problems} == {}
