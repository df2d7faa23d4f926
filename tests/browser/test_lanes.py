"""Both lanes of a case in a real browser: seen side by side, moved between, never mistaken for each other."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.axe import in_every_theme
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import fits, press
from tests.browser.steps import send_button

pytestmark = pytest.mark.browser

PUBLIC, PRIVATE = "Public conversation", "Private conversation"


def open_case(page: Page, demo: Demo, username: str, lane: str = "public") -> None:
    """Open the newest case of a customer in a lane, once the desk has heard of it."""
    row = page.locator("#rows .row").first
    for _ in range(20):
        page.goto(f"{demo.url}/search?q=@{username}&lane={lane}")
        if row.count():
            break
        page.wait_for_timeout(1000)
    row.locator("a").first.click()
    expect(page.locator("#case[data-case]")).to_have_attribute("data-lane", lane)


def complain(demo: Demo, username: str, words: str, **more: bool) -> str:
    """A new customer is so alarmed that their case stands at the top. Returns the post's id."""
    demo.customer(username, username.title(), **more)
    return demo.post(username, f"@CurlewCare {words}. {ALARM}")


def sends(page: Page, lane: str, whom: str) -> None:
    """The one send button says which lane and whom."""
    button = page.get_by_role("button", name="Send", exact=True)
    expect(button).to_have_accessible_description(re.compile(f"{lane}.*{whom}"))


def test_a_message_arrives_beside_the_public_thread(demo: Demo, sign_in: SignIn) -> None:
    complain(demo, "lanea", "steam from the socket")
    page = sign_in("lena")
    open_case(page, demo, "lanea")
    expect(page.get_by_role("region", name=PRIVATE)).to_be_hidden()
    demo.message("lanea", "My account number is 88213377, it is about the socket")
    private = page.get_by_role("region", name=PRIVATE)
    expect(private).to_contain_text("it is about the socket")
    expect(private).not_to_contain_text("88213377")
    expect(page.get_by_role("region", name=PUBLIC)).not_to_contain_text("it is about the socket")
    expect(page.get_by_role("region", name=PUBLIC)).to_contain_text("The customer wrote in private")
    private.get_by_role("button", name="Show personal data").click()
    expect(private).to_contain_text("88213377")


def test_a_case_is_moved_by_a_message_and_a_word_in_public_in_one_act(demo: Demo, sign_in: SignIn) -> None:
    demo.customer("laneb", "Laneb")
    demo.message("laneb", "Thanks for last week, all fine now")
    page = sign_in("lena")
    open_case(page, demo, "laneb", "private")
    page.get_by_role("button", name="Close case", exact=True).click()
    demo.post("laneb", f"@CurlewCare the mast hums at night. {ALARM}")
    open_case(page, demo, "laneb")
    page.keyboard.press("p")
    sends(page, "privately to", "@laneb")
    expect(page.get_by_label("Reply text")).to_have_value(re.compile("Lena from Curlew"))
    expect(page.get_by_label("Word in public")).to_have_value(re.compile("sent you a private message"))
    page.get_by_label("Reply text").fill("Which mast is it, and since when?")
    page.keyboard.press("Control+Enter")
    private, public = (page.get_by_role("region", name=name) for name in (PRIVATE, PUBLIC))
    expect(private.locator(".post.us")).to_contain_text("Which mast is it")
    expect(public.locator(".post.us")).to_contain_text("sent you a private message")
    expect(public).not_to_contain_text("Which mast is it")
    expect(public).to_contain_text("Lena moved the case to private")
    expect(private).to_contain_text(re.compile(r"Lena took case #\d+ on here"))


@pytest.mark.parametrize("phone", [False, True])
def test_the_word_in_public_is_guarded_and_a_look_at_the_private_lane_takes_no_pen(
    demo: Demo, sign_in: SignIn, phone: bool
) -> None:
    who = f"lanew{phone:d}"
    demo.customer(who, who.title())
    demo.message(who, "Thanks for last week, all fine now")
    demo.post(who, f"@CurlewCare the cellar number {phone:d} hums. {ALARM}")
    tomas, page = sign_in("tomas"), sign_in("lena", phone=phone)
    open_case(tomas, demo, who, "private")
    tomas.get_by_role("button", name="Close case", exact=True).click()
    expect(tomas.locator("#case-head")).to_contain_text("Closed")
    open_case(page, demo, who)
    said: list[str] = []
    page.on("request", lambda one: said.append(f"{one.method} {one.url} {one.post_data or ''}"))
    with page.expect_response(re.compile(r"/guards$")):
        press(page.get_by_role("button", name="Private reply"))
    expect(page.get_by_label("Reply text")).to_have_value(re.compile("Lena from Curlew"))
    assert not [one for one in said if "doing=writing" in one or "/draft" in one]

    page.get_by_label("Word in public").fill("Idiot, write to me@home.example")
    under = page.locator("#word-guards")
    expect(under).to_contain_text("may offend")
    expect(under).to_contain_text("or say it in the private message")
    expect(page.locator("#guards .guard")).to_have_count(0)
    expect(send_button(page)).to_be_disabled()
    fits(page)
    page.get_by_label("Word in public").fill("We have written to you.")
    expect(under.locator(".guard")).to_have_count(0)
    expect(send_button(page)).to_be_enabled()


def test_a_closed_lane_is_opened_by_an_invitation(demo: Demo, sign_in: SignIn) -> None:
    complain(demo, "lanec", "bill for a dead line", dm_open=False)
    page = sign_in("tomas")
    open_case(page, demo, "lanec")
    page.keyboard.press("p")
    page.get_by_label("Reply text").fill("Tell me your customer number, please")
    page.get_by_role("button", name="Invite in public").click()
    sends(page, "publicly as", "@CurlewCare")
    expect(page.get_by_label("Reply text")).to_have_value(re.compile("messages/compose"))
    page.keyboard.press("Control+Enter")
    public = page.get_by_role("region", name=PUBLIC)
    expect(public.locator(".post.us")).to_contain_text("please write to us in private")
    expect(public).to_contain_text("invited the customer to write in private")
    demo.message("lanec", "Here I am, what do you need?")
    private = page.get_by_role("region", name=PRIVATE)
    expect(private).to_contain_text("Here I am, what do you need?")
    expect(private).to_contain_text("Goes on from the public case")
    page.get_by_label("Reply text").blur()
    page.keyboard.press("p")
    expect(page.get_by_label("Reply text")).to_have_value("Tell me your customer number, please")
    page.get_by_role("link", name=re.compile("^#")).click()
    expect(page.locator("#case")).to_have_attribute("data-lane", "private")
    expect(page.locator("#case-head")).to_contain_text("yours")
    sends(page, "privately to", "@lanec")


def test_the_composer_stands_under_the_lane_it_writes_to(demo: Demo, sign_in: SignIn) -> None:
    complain(demo, "laned", "cable in the garden")
    page = sign_in("lena")
    open_case(page, demo, "laned")
    demo.message("laned", "It is my cable")
    expect(page.get_by_role("region", name=PRIVATE)).to_contain_text("It is my cable")
    for key, lane, names in (("p", PRIVATE, "privately to"), ("r", PUBLIC, "publicly as")):
        page.keyboard.press(key)
        sends(page, names, "@")
        pane, box = (
            page.get_by_role("region", name=lane).bounding_box(),
            page.locator("#answer").bounding_box(),
        )
        assert pane and box
        assert pane["x"] <= box["x"] and box["x"] + box["width"] <= pane["x"] + pane["width"]
        page.get_by_label("Reply text").blur()
    page.get_by_role("button", name="Close case", exact=True).click()
    page.get_by_role("button", name="Close this one too").click()
    expect(page.get_by_role("region", name=PRIVATE).locator(".lane-head")).to_contain_text("Closed")


def test_a_live_update_leaves_what_is_in_use(demo: Demo, sign_in: SignIn) -> None:
    root = complain(demo, "lanee", "sparks in the cellar")
    page = sign_in("lena")
    open_case(page, demo, "lanee")
    page.get_by_text("Correct this").click()
    page.get_by_label("Reply text").fill("half a sen")
    page.get_by_role("button", name="Snooze", exact=True).click()
    menu = page.locator("#snooze-menu")
    expect(menu).to_be_visible()
    focused = page.evaluate("document.activeElement.id")
    demo.post("lanee", "@CurlewCare and now the light flickers", reply_to=root)
    expect(page.get_by_role("region", name=PUBLIC)).to_contain_text("the light flickers")
    demo.message("lanee", "I write here too")
    expect(page.get_by_role("region", name=PRIVATE)).to_contain_text("I write here too")
    expect(menu).to_be_visible()
    assert page.evaluate("document.activeElement.id") == focused
    expect(page.locator("details.correct")).to_have_attribute("open", "")
    expect(page.get_by_label("Reply text")).to_have_value("half a sen")
    tomas = sign_in("tomas")
    open_case(tomas, demo, "lanee")
    tomas.get_by_role("button", name="Close case", exact=True).click()
    # The case has no snooze any more; the menu stays for whoever has it open, and goes when they are done with it.
    expect(page.get_by_role("region", name=PUBLIC)).to_contain_text("closed the case")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    expect(page.get_by_role("button", name="Snooze", exact=True)).to_be_hidden()
    expect(page.get_by_label("Reply text")).to_have_value("half a sen")


def test_a_reader_who_scrolled_up_stays_there(demo: Demo, sign_in: SignIn) -> None:
    root = complain(demo, "lanef", "the long story")
    for part in range(6):
        demo.post("lanef", f"@CurlewCare part {part} of it: {ALARM} {ALARM}", reply_to=root)
    page = sign_in("lena")
    open_case(page, demo, "lanef")
    thread = page.get_by_role("region", name=PUBLIC)
    expect(thread).to_contain_text("part 5 of it")
    thread.evaluate("lane => { lane.scrollTop = 0; }")
    demo.post("lanef", "@CurlewCare the very last word", reply_to=root)
    pill = page.get_by_role("button", name="1 new below")
    expect(pill).to_be_visible()
    assert thread.evaluate("lane => lane.scrollTop") == 0
    pill.click()
    expect(thread.get_by_text("the very last word")).to_be_in_viewport()
    expect(pill).to_be_hidden()


def test_on_a_phone_the_lanes_are_tabs(demo: Demo, sign_in: SignIn) -> None:
    complain(demo, "laneg", "flames in the shed")
    demo.message("laneg", "My shed, that is")
    page = sign_in("lena", phone=True)
    open_case(page, demo, "laneg")
    expect(page.get_by_role("button", name=re.compile("^Private waits"))).to_have_attribute(
        "aria-pressed", "false"
    )
    expect(page.get_by_role("region", name=PRIVATE)).to_be_hidden()
    page.get_by_role("button", name=re.compile("^Private waits")).tap()
    expect(page.get_by_role("region", name=PRIVATE)).to_contain_text("My shed, that is")
    expect(page.get_by_role("region", name=PUBLIC)).to_be_hidden()
    sends(page, "privately to", "@laneg")


def test_no_serious_barrier_with_both_lanes_in_any_theme(demo: Demo, sign_in: SignIn) -> None:
    complain(demo, "laneh", "water in the cabinet")
    demo.message("laneh", "My cabinet, my water")
    page = sign_in("lena")
    open_case(page, demo, "laneh")
    expect(page.get_by_role("region", name=PRIVATE)).to_contain_text("my water")
    page.emulate_media(reduced_motion="reduce")
    for key in ("r", "p"):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press(key)
        assert in_every_theme(page) == {}
