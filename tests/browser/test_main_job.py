"""The main job, end to end, in a real browser: a post comes in, is answered, and the customer answers back."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import fits, press, show

pytestmark = pytest.mark.browser


def open_case(page: Page, text: str) -> None:
    page.locator("#rows .row", has_text=text).get_by_role("link").click()
    expect(page.get_by_role("region", name="Conversation")).to_contain_text(text)


def test_a_post_arrives_is_answered_and_the_customer_answers_back(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    customer = demo.customer("quillfern", "Quill Fern")
    demo.post(customer, f"@CurlewCare {ALARM} smoke is coming out of my router")
    row = page.locator("#rows .row", has_text="smoke is coming out of my router")
    expect(row).to_be_visible()

    row.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/cases/\d+"))
    case = page.get_by_role("region", name="Case")
    expect(case.get_by_role("heading")).to_contain_text("Quill Fern")
    expect(page.locator("#permission")).to_contain_text("Quill Fern tagged @CurlewCare.")

    page.get_by_label("Reply text").fill("Please pull the plug now. An engineer is on the way.")
    send = page.get_by_role("button", name="Send", exact=True)
    expect(send).to_have_accessible_description("publicly as @CurlewCare")
    send.click()
    ours = page.locator("#thread .post.us", has_text="Please pull the plug now")
    expect(ours).to_contain_text("Queued")
    expect(ours).to_contain_text("Sent")
    expect(ours).to_contain_text("^LM")
    # Our own post comes back as an echo and takes the answer's place.
    expect(page.locator("#thread .post.us[data-post]", has_text="Please pull the plug now")).to_be_visible()

    sent = page.locator("#thread .post.us[data-post]").get_attribute("data-post")
    assert sent
    demo.post(customer, "@CurlewCare done, thank you. The light is green again", reply_to=sent)
    expect(page.locator("#thread .post.customer").last).to_contain_text("The light is green again")


@pytest.mark.parametrize("phone", [False, True])
def test_drafts_survive_a_closed_page(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    page = sign_in("lena", phone=phone)
    demo.alarm(f"drafty{phone:d}", f"sparks from wall box {phone:d}, is it safe")
    show(page, f"sparks from wall box {phone:d}")
    page.get_by_label("Reply text").fill("I began to write this")
    expect(page.locator("[data-saved]")).to_have_text("Draft kept")
    page.reload()
    expect(page.get_by_label("Reply text")).to_have_value("I began to write this")
    press(page.get_by_role("button", name="Private reply"))
    expect(page.get_by_label("Reply text")).to_have_value(re.compile("^Hello, this is Lena from Curlew"))
    fits(page)
    press(page.get_by_role("button", name="Reply", exact=True))
    expect(page.get_by_label("Reply text")).to_have_value("I began to write this")


def test_every_act_can_be_undone(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("undoer", "burning smell from the power supply, still on fire")
    open_case(page, "burning smell from the power supply")
    head = page.locator("#case-head")
    undo = page.get_by_role("button", name="Undo")

    page.get_by_role("button", name="Assign to me").click()
    expect(head).to_contain_text("yours")
    undo.last.click()
    expect(head).not_to_contain_text("yours")
    # Until the way back has arrived on the page, a live update may take the open menu away from under the pointer.
    expect(page.locator("#thread")).to_contain_text("Lena took that back")
    page.wait_for_timeout(1500)

    page.get_by_role("button", name="Snooze", exact=True).click()
    page.get_by_role("button", name="Tomorrow morning").click()
    expect(head).to_contain_text("Snoozed")
    undo.last.click()
    expect(head).not_to_contain_text("Snoozed")

    page.get_by_role("button", name="Close case", exact=True).click()
    expect(head).to_contain_text("Closed: Resolved")
    undo.last.click()
    expect(head).not_to_contain_text("Closed")
    expect(page.locator("#thread")).to_contain_text("Lena took that back")


def test_a_note_stays_in_the_house(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("noted", "carbon monoxide alarm since your engineer left")
    open_case(page, "carbon monoxide alarm")
    page.get_by_role("button", name="Add note").click()
    page.get_by_label("Note text").fill("Called the safety team")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#thread .note")).to_contain_text("Called the safety team")
    expect(page.locator("#thread .post.us")).to_have_count(0)


def test_many_cases_at_once_and_all_of_them_back(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    for name in ("bulkone", "bulktwo"):
        demo.alarm(name, f"{name} has no line at all")
        expect(page.locator("#rows .row", has_text=f"{name} has no line")).to_be_visible()
    for name in ("bulkone", "bulktwo"):
        page.locator("#rows .row", has_text=f"{name} has no line").hover()
        page.get_by_role("checkbox", name=f"Select the case of {name.title()}").check()
    bar = page.get_by_role("group", name="Selected cases")
    expect(bar).to_contain_text("2 selected")
    bar.get_by_role("button", name="Close").click()
    expect(page.locator("#toasts")).to_contain_text("2 cases closed")
    expect(page.locator("#rows .row", has_text="bulkone has no line")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#rows .row", has_text="bulkone has no line")).to_be_visible()


def test_search_finds_while_typing(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("needle", "the zygomorphic antenna fell down")
    expect(page.locator("#rows .row", has_text="zygomorphic")).to_be_visible()
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Search").press_sequentially("zygomor")
    rows = page.locator("#rows .row")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("zygomorphic antenna")
    page.get_by_label("State").select_option("closed")
    expect(page.get_by_text("Nothing found")).to_be_visible()


def test_guards_speak_while_one_types(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("guarded", "the meter box hums and glows")
    open_case(page, "the meter box hums")
    field, send = page.get_by_label("Reply text"), page.get_by_role("button", name="Send", exact=True)
    field.fill("Your card 4111 1111 1111 1111 will be refunded")
    expect(page.locator("#guards")).to_contain_text("Everybody could read a card number.")
    expect(send).to_be_disabled()
    field.fill("Read this first: https://example.com/status")
    reason = page.get_by_label("Reason to send it anyway")
    expect(reason).to_be_visible()
    expect(send).to_be_disabled()
    reason.fill("It shows the streets that are affected")
    send.click()
    expect(page.locator("#thread .post.us")).to_contain_text("Sent")
