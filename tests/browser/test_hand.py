"""Reading and writing in one hand: the list that lives, the views, both lanes, an invitation, by hand, every guard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import drag, fits, to_list
from tests.browser.steps import answer, send_button, toast
from tests.browser.test_composer import LONG
from tests.browser.test_guards import says
from tests.browser.test_phone import tap_case
from tests.browser.test_thumb import more, opened, to_view

from hark.text import measure

pytestmark = [pytest.mark.browser, pytest.mark.patient]


def test_the_list_takes_in_what_comes_and_stays_where_one_reads(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True, path="/inbox?view=all")
    rows = page.locator("#rows .row")
    demo.alarm("handone", "the first hatch smokes")
    expect(rows.filter(has_text="the first hatch smokes")).to_be_visible()
    drag(page, up=300)
    expect(rows.first).not_to_be_in_viewport()
    demo.alarm("handtwo", "the second hatch smokes")
    pill = page.get_by_role("button", name=re.compile(r"^\d+ new$"))
    expect(pill).to_be_visible()
    expect(rows.first).not_to_be_in_viewport()
    fits(page)
    pill.tap()
    expect(rows.filter(has_text="the second hatch smokes")).to_be_visible()
    expect(rows.first).to_be_in_viewport()

    # Whoever comes back from a case finds the list where they left it, though it took in something meanwhile.
    drag(page, up=300)
    expect(rows.first).not_to_be_in_viewport()
    rows.nth(6).get_by_role("link").tap()
    expect(page.get_by_label("Reply text")).to_be_in_viewport()
    demo.alarm("handthree", "the third hatch smokes")
    expect(rows.filter(has_text="the third hatch smokes")).to_be_attached()
    to_list(page)
    expect(rows.first).not_to_be_in_viewport()


def test_a_case_wanders_through_the_views_with_a_thumb(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    words = "the tin kiosk has no light"
    opened(demo, page, "handwander", words)
    page.get_by_role("button", name="Assign to me").tap()
    expect(page.locator("#case-head")).to_contain_text("yours")
    to_list(page)
    expect(page.locator("#rows .row", has_text=words)).to_have_count(0)
    to_view(page, "mine").filter(has_text=words).get_by_role("link").tap()

    page.get_by_role("button", name="Hand over").tap()
    dialog = page.get_by_role("dialog", name="Hand over")
    dialog.get_by_role("radio", name="Care").tap()
    dialog.get_by_label("Note for them").fill("whoever knows kiosks")
    dialog.get_by_role("button", name="Hand over").tap()
    expect(dialog).to_be_hidden()
    expect(to_view(page, "mine").filter(has_text=words)).to_have_count(0)
    to_view(page, "team").filter(has_text=words).get_by_role("link").tap()

    more(page, "Ask for a goodwill credit")
    page.locator("#goodwill-form").get_by_label(re.compile("Amount in")).fill("900000")
    page.locator("#goodwill-form").get_by_label("Reason").fill("a kiosk")
    page.get_by_role("button", name="Ask for the credit").tap()
    expect(page.locator("#work-goodwill")).to_contain_text("waits for a supervisor")
    page.get_by_role("button", name="Back to the case").tap()
    expect(to_view(page, "approvals").filter(has_text=words)).to_be_visible()

    to_view(page, "at-risk")
    clocks = page.locator("#rows .row .clock")
    expect(clocks.first).to_be_visible()
    due = clocks.evaluate_all("all => all.map((one) => one.dataset.due)")
    assert due == sorted(due)
    to_view(page, "proactive")


def lane(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"{name} conversation")


def test_both_lanes_live_in_one_hand(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    customer = demo.customer("handlanes", "Hand Lanes")
    root = demo.post(customer, f"@CurlewCare {ALARM} the attic lane burns")
    tap_case(page, "the attic lane burns")
    demo.message(customer, "My account number is 88213377, it is about the attic")
    tab = page.get_by_role("button", name=re.compile("^Private waits"))
    expect(tab).to_be_visible()
    expect(lane(page, "Public")).to_contain_text("The customer wrote in private")
    expect(lane(page, "Private")).to_be_hidden()
    says(page, "Your account number 88213377 is safe.", "Everybody could read an account number.")
    fits(page)
    page.get_by_label("Reply text").fill("")

    tab.tap()
    expect(lane(page, "Public")).to_be_hidden()
    expect(lane(page, "Private")).to_contain_text("it is about the attic")
    expect(lane(page, "Private")).not_to_contain_text("88213377")
    fits(page)
    lane(page, "Private").get_by_role("button", name="Show personal data").tap()
    expect(lane(page, "Private")).to_contain_text("88213377")
    page.get_by_label("Reply text").fill("Your account number 88213377 is safe.")
    expect(send_button(page)).to_have_accessible_description(re.compile("privately to @handlanes"))
    expect(send_button(page)).to_be_enabled()
    fits(page)

    page.locator("#tab-public").tap()
    for part in range(4):
        demo.post(customer, f"@CurlewCare part {part} of it: {ALARM} {ALARM}", reply_to=root)
    expect(lane(page, "Public")).to_contain_text("part 3 of it")
    page.wait_for_timeout(500)  # until the lane has gone along with it to its end
    lane(page, "Public").evaluate("lane => { lane.scrollTop = 0; }")
    page.get_by_role("button", name="Snooze", exact=True).tap()
    demo.post(customer, "@CurlewCare the very last word", reply_to=root)
    expect(lane(page, "Public")).to_contain_text("the very last word")
    expect(page.locator("#snooze-menu")).to_be_visible()  # what is open stays open under what comes in
    page.get_by_role("button", name="Snooze", exact=True).tap()
    expect(page.locator("#snooze-menu")).to_be_hidden()
    assert lane(page, "Public").evaluate("lane => lane.scrollTop") == 0
    fits(page)
    page.get_by_role("button", name="1 new below").tap()
    expect(lane(page, "Public").get_by_text("the very last word")).to_be_in_viewport()


def test_a_closed_lane_is_opened_by_an_invitation_from_a_phone(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    demo.customer("handinvite", "Hand Invite", dm_open=False)
    demo.post("handinvite", f"@CurlewCare {ALARM} a bill for a dead loft line")
    tap_case(page, "a bill for a dead loft line")
    page.get_by_role("button", name="Private reply").tap()
    page.get_by_label("Reply text").fill("Tell me your customer number, please")
    fits(page)
    page.get_by_role("button", name="Invite in public").tap()
    expect(page.get_by_label("Reply text")).to_have_value(re.compile("messages/compose"))
    expect(send_button(page)).to_have_accessible_description(re.compile("publicly as @CurlewCare"))
    expect(send_button(page)).to_be_enabled()
    fits(page)
    send_button(page).tap()
    expect(lane(page, "Public").locator(".post.us[data-post]")).to_contain_text("write to us in private")
    demo.message("handinvite", "Here I am, what do you need?")
    page.get_by_role("button", name=re.compile("^Private waits")).tap()
    expect(lane(page, "Private")).to_contain_text("Here I am, what do you need?")
    expect(page.get_by_label("Reply text")).to_have_value("Tell me your customer number, please")
    fits(page)
    lane(page, "Private").get_by_role("link", name=re.compile("^#")).tap()
    expect(page.locator("#case")).to_have_attribute("data-lane", "private")
    expect(page.locator("#case-head")).to_contain_text("yours")
    fits(page)


def test_what_the_network_refuses_goes_out_by_hand_from_a_phone(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    page.context.route("https://x.com/**", lambda route: route.fulfill(body="X"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked = demo.post(demo.customer("handcopy", "Hand Copy"), f"Curlew left our loft in the dark. {ALARM}")
    tap_case(page, "left our loft in the dark")
    expect(page.locator("#permission")).to_contain_text("has not tagged @CurlewCare in this post")
    words = "We are looking into your loft now."
    page.get_by_label("Reply text").fill(words)
    expect(send_button(page)).to_be_hidden()
    fits(page)
    with page.context.expect_page() as opened_there:
        page.get_by_role("button", name="Copy and open on X").tap()
    assert f"in_reply_to={asked}" in opened_there.value.url
    assert page.evaluate("navigator.clipboard.readText()") == words
    toast(page, "Copied")
    # What was sent there by hand comes back as our own post.
    demo.post("CurlewCare", f"@handcopy {words}", reply_to=asked)
    expect(page.locator("#lanes .post.us[data-post]")).to_contain_text(words)
    fits(page)


def test_every_kind_of_guard_and_the_counter_in_one_hand(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    for n in (1, 2):
        demo.alarm(f"handgate{n}", f"loft gate number {n} stands open")
    tap_case(page, "loft gate number 1 stands open")
    answer(page, "Somebody closes the loft gate within the hour.")
    expect(page.locator("#lanes .post.us[data-post]")).to_contain_text("closes the loft gate")
    to_list(page)
    tap_case(page, "loft gate number 2 stands open")
    for words, objection in (
        ("Somebody closes the loft gate within the hour.", "has said exactly this within a day"),
        ("Sorry about that damn idiot of a driver", "may offend"),
        ("As we already said, the van moves at six", "sounds defensive"),
        ("Your invoice \u202e4711 is ready", "invisible or direction-changing character"),
        ("Look at https://xn--curlw-ouf.com/help", "letters that look like others"),
        ("We tell @somebodyelse too", "has no part in this conversation"),
        ("Ask @CurlewHelp instead", "Take the tag off."),
    ):
        says(page, words, objection)
        fits(page)

    says(page, "Sorry about that idiot. We pay you 500 EUR, call +49 151 23456789.", "may offend")
    expect(page.locator("#marks mark")).to_have_text(["idiot", "500 EUR", "+49 151 23456789"])
    expect(send_button(page)).to_be_in_viewport(ratio=1)
    expect(page.locator("#guards .guard").first).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="2 more").tap()
    expect(page.locator("#guards .guard").nth(1)).to_be_in_viewport()
    fits(page)

    number, short = page.locator("#composer [data-number]"), "We are closing loft gate 2."
    page.get_by_label("Reply text").fill(short)
    expect(number).to_have_text(str(measure(f"{short} ^LM").remaining))
    page.get_by_label("Reply text").fill(LONG)
    expect(number).to_have_text("2 posts")
    expect(number).to_be_in_viewport(ratio=1)
    fits(page)
    page.get_by_label("Reply text").fill("")
