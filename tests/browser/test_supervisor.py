"""The supervisor's day in a real browser: the wall, moving cases, approving, settings, the public page, keys."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.axe import in_every_theme, serious
from tests.browser.conftest import Demo, SignIn
from tests.browser.steps import bell, take_cases

pytestmark = pytest.mark.browser

PATHS = [
    "/wall", "/approvals", "/settings/brands", "/settings/brands/1", "/settings/accounts/1", "/settings/guards/1",
    "/settings/calendars/new", "/settings/changes", "/settings/keys",
]  # fmt: skip


def toast(page: Page, text: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(text)


def pick(page: Page, tile: str) -> None:
    page.locator(f"#tile-{tile}").click()
    expect(page.locator(f"#tile-{tile}")).to_have_attribute("aria-current", "true")


def test_the_wall_counts_live_and_each_number_opens_its_cases(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", path="/wall")
    pick(page, "unassigned")
    assert page.evaluate("document.scrollingElement.scrollHeight - innerHeight") == 0, (
        "nothing but its lists scrolls"
    )
    before = int(page.locator("#tile-unassigned .number").inner_text().replace(",", ""))
    demo.post(demo.customer("wallflower", "Wall Flower"), "@CurlewCare sparks from my router, it is burning")
    expect(page.locator("#tile-unassigned .number")).not_to_have_text(str(before))
    expect(page.locator(".flowing")).to_contain_text("sparks from my router")
    person = page.locator("tr[data-taker]", has_text="Lena").locator("a.n").first
    count = person.inner_text()
    person.click()
    expect(page.locator("#cases-title")).to_contain_text("Lena")
    expect(page.locator(".wall-row")).to_have_count(int(count))
    page.go_back()
    expect(page.locator("#cases-title")).to_have_text("Unassigned")


def test_a_case_is_moved_by_hand_by_key_and_back(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", path="/wall")
    pick(page, "unassigned")
    row = page.locator(".wall-row").first
    case = row.get_attribute("data-case")
    row.drag_to(page.locator("tr[data-taker]", has_text="Lena"))
    toast(page, "Moved to Lena")
    expect(page.locator(f"#wall-{case}")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"#wall-{case}")).to_be_visible()

    keys = page.keyboard
    page.locator(f"#wall-{case} .case-link").focus()
    keys.press("t")
    dialog = page.get_by_role("dialog", name="Move to")
    expect(dialog).to_be_visible()
    for _ in range(20):
        if "Tomás" in page.evaluate("document.activeElement.textContent"):
            break
        keys.press("ArrowDown")
    keys.press("Enter")
    toast(page, "Moved to Tomás")
    expect(page.locator(f"#wall-{case}")).to_have_count(0)
    expect(page.locator(".wall-row").first.locator(".case-link")).to_be_focused()


def test_many_cases_given_are_one_line_of_the_bell_that_opens_mine(demo: Demo, sign_in: SignIn) -> None:
    lena, page = sign_in("lena"), sign_in("ruth", path="/wall")
    pick(page, "unassigned")
    for _ in range(2):
        row = page.locator(".wall-row").first
        case = row.get_attribute("data-case")
        row.locator(".case-link").focus()
        page.keyboard.press("t")
        page.get_by_role("dialog", name="Move to").locator("[data-taker]", has_text="Lena").click()
        expect(page.locator(f"#wall-{case}")).to_have_count(0)
    bell(lena, re.compile(r"Ruth gave you \d+ cases")).click()
    expect(lena).to_have_url(re.compile("view=mine"))
    expect(lena.locator(f"#row-{case}")).to_be_visible()


def test_a_colleague_is_set_away_sees_it_and_is_brought_back(demo: Demo, sign_in: SignIn) -> None:
    lena, page = sign_in("lena"), sign_in("ruth", path="/wall")
    take_cases(lena)
    away = page.get_by_role("button", name="Set Lena away")
    away.click()
    toast(page, "Lena takes no more cases")
    expect(away).to_have_count(0)
    toast(lena, "You take no more cases")
    expect(lena.locator("#me")).not_to_have_class(re.compile(r"\bhere\b"))
    page.get_by_role("button", name="Undo").click()
    expect(away).to_be_visible()
    expect(lena.locator("#me")).to_have_class(re.compile(r"\bhere\b"))
    take_cases(lena, yes=False)
    expect(away).to_have_count(0)


@pytest.fixture
def second_look(sign_in: SignIn, demo: Demo) -> Iterator[Page]:
    """Ruth lets every agent's answer wait for a second person, and takes that back afterwards."""
    page = sign_in("ruth", path="/settings/guards/1")

    def choose(checked: bool) -> None:
        page.goto(f"{demo.url}/settings/guards/1")
        page.get_by_role("checkbox", name="Agents", exact=True).set_checked(checked)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()

    choose(True)
    page.goto(f"{demo.url}/approvals")
    yield page
    choose(False)


def test_an_answer_waits_is_rejected_and_approved(demo: Demo, sign_in: SignIn, second_look: Page) -> None:
    ruth, lena = second_look, sign_in("lena")
    demo.post(
        demo.customer("twolooks", "Two Looks"), "@CurlewCare smoke from the wall box, dangerous, urgent"
    )
    lena.locator("#rows .row", has_text="smoke from the wall box").get_by_role("link").click()
    lena.get_by_label("Reply text").fill("Please leave the room. We call you now.")
    lena.get_by_role("button", name="Send", exact=True).click()

    answer = ruth.get_by_role("article", name="Answer by Lena").filter(has_text="Please leave the room")
    expect(answer).to_be_visible()
    answer.get_by_text("Edit", exact=True).click()
    expect(answer.get_by_role("button", name="Approve")).to_be_hidden()
    answer.get_by_text("Leave it as it is").click()
    answer.get_by_text("Reject", exact=True).click()
    answer.get_by_label("Why").fill("Say the number we call from")
    answer.get_by_role("button", name="Reject with this reason").click()
    toast(ruth, "Lena has it back as a draft")
    expect(answer).to_have_count(0)

    lena.reload()
    expect(lena.get_by_label("Reply text")).to_have_value(re.compile("Please leave the room"))
    lena.get_by_label("Reply text").fill("Please leave the room. A colleague calls you in a minute.")
    lena.get_by_role("button", name="Send", exact=True).click()
    again = ruth.get_by_role("article", name="Answer by Lena").filter(has_text="in a minute")
    again.get_by_role("button", name="Approve").click()
    toast(ruth, "is on its way")
    # Our own post comes back as an echo: it is on the network.
    expect(lena.locator("#thread .post.us[data-post]", has_text="in a minute")).to_be_visible()


def test_settings_say_who_changed_what_and_the_scoreboard_goes_public(
    demo: Demo, sign_in: SignIn, browser: Browser
) -> None:
    page = sign_in("ruth", path="/settings/brands/1")
    page.get_by_label("Publish the scoreboard").check()
    page.get_by_label("Address of the scoreboard").fill("curlew")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("scoreboard is public")).to_be_visible()
    page.get_by_role("link", name="Who changed what").click()
    expect(page.locator(".changes li").first).to_contain_text("Ruth")
    context = browser.new_context()
    anybody = context.new_page()
    anybody.goto(f"{demo.url}/score/curlew")
    expect(anybody.get_by_role("heading", level=1)).to_have_text("We answer within 30 minutes.")
    assert serious(anybody) == []
    context.close()


def test_a_key_is_made_in_the_browser_and_works_outside(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", path="/settings/keys")
    page.get_by_label("What is it for").fill("A test")
    page.get_by_role("button", name="Make a key").click()
    secret = page.locator(".secret code").inner_text()
    request = page.context.request
    asked = request.get(f"{demo.url}/api/me", headers={"Authorization": f"Bearer {secret}", "Cookie": ""})
    assert asked.json()["username"] == "lena"
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("A test is revoked")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_axe_finds_nothing_serious(phone: bool, demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", phone=phone, path="/wall")
    found = {}
    for path in PATHS:
        page.goto(f"{demo.url}{path}")
        found[path] = in_every_theme(page)
        if phone and page.evaluate("document.documentElement.scrollWidth") > 390:
            found[path]["width"] = ["wider than the screen"]
    page.goto(f"{demo.url}/wall")
    page.locator(".mover").first.click()
    found["move"] = in_every_theme(page)
    assert {path: problems for path, problems in found.items() if problems} == {}


@pytest.mark.parametrize("path", ["/wall?count=unassigned", "/wall/listening"])
def test_a_list_does_not_move_under_the_pointer(path: str, demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", path=path)
    row = page.locator(".wall-row, .heard li")
    row.nth(2).hover()
    before = [one.get_attribute("id") for one in row.all()]
    demo.alarm(f"pointed{len(path)}", "the cellar under the pointer is full of water")
    expect(page.get_by_text("The list waits while you point at it")).to_be_visible()
    assert [one.get_attribute("id") for one in row.all()] == before
    page.get_by_role("heading", level=1).hover()
    expect(page.get_by_text("The list waits while you point at it")).to_be_hidden()
