"""What happens seldom and must not cost words, a case or the desk: silence, merges, edits, files in wrong places."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import press, show
from tests.browser.steps import find_case, send_button, toast

pytestmark = [pytest.mark.browser, pytest.mark.patient]

# A file falls on what is named, as from another window.
FALLS = """([selector, name, type]) => {
    const carried = new DataTransfer();
    carried.items.add(new File(["words"], name, { type }));
    const event = new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true });
    return !document.querySelector(selector).dispatchEvent(event);
}"""


def test_a_live_connection_that_is_silent_is_noticed(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    page.clock.install()
    stream = re.compile(r"/live\?")
    with page.expect_response(stream):
        page.reload()
    # A laptop that slept; the browser has not been told that the way broke.
    with page.expect_response(stream):
        page.clock.fast_forward(60_000)
    expect(page.locator("#connection")).to_be_hidden()
    page.wait_for_timeout(500)  # until the page has heard that the new stream stands
    page.route("**/live/ticket", lambda route: route.abort())
    page.clock.fast_forward(60_000)
    expect(page.locator("#connection")).to_contain_text("The live connection is lost")
    page.unroute("**/live/ticket")
    page.clock.fast_forward(20_000)
    expect(page.locator("#connection")).to_be_hidden()


def two_of(demo: Demo, page: Page, username: str) -> list[str]:
    """Two cases of one customer, by number."""
    demo.alarm(username, "the first pump is dry")
    demo.post(username, f"@CurlewCare {ALARM} the second pump is dry")
    find_case(page, demo, username)
    rows = page.locator("#rows .row", has_text=f"@{username}")
    for _ in range(30):
        if rows.count() == 2:
            break
        page.reload()
        page.wait_for_timeout(1000)
    return [str(row.get_attribute("data-case")) for row in rows.all()]


def test_who_writes_in_a_case_that_is_merged_finds_the_words_where_it_went(
    demo: Demo, sign_in: SignIn
) -> None:
    lena, tomas = sign_in("lena"), sign_in("tomas")
    kept, lost = two_of(demo, lena, "pumps")
    tomas.goto(f"{demo.url}/cases/{lost}")
    tomas.get_by_label("Reply text").fill("We bring water to both")
    expect(tomas.locator("[data-saved]")).to_have_text("Draft kept")
    lena.goto(f"{demo.url}/cases/{kept}")
    lena.keyboard.press(".")
    lena.locator("#more-merge").click()
    dialog = lena.get_by_role("dialog", name="Merge with another case")
    expect(dialog).to_contain_text(f"#{lost}")
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(tomas.locator("#permission")).to_contain_text(f"part of #{kept} now")
    expect(send_button(tomas)).to_be_disabled()
    tomas.get_by_role("link", name="Open it").click()
    expect(tomas).to_have_url(re.compile(f"/cases/{kept}"))
    expect(tomas.get_by_label("Reply text")).to_have_value("We bring water to both")
    expect(send_button(tomas)).to_be_enabled()
    tomas.get_by_label("Reply text").fill("")
    expect(tomas.locator("[data-saved]")).to_have_text("Draft kept")


@pytest.mark.parametrize("phone", [False, True])
def test_an_edited_post_is_read_again_without_losing_the_answer(
    demo: Demo, sign_in: SignIn, phone: bool
) -> None:
    page = sign_in("lena", phone=phone)
    author, words = f"corrector{phone:d}", f"the green valve {phone:d} leaks"
    said = demo.alarm(author, words)
    show(page, words)
    reply = f"Close valve {phone:d}, we are coming."
    page.get_by_label("Reply text").fill(reply)
    expect(send_button(page)).to_be_enabled()
    demo.post(author, f"@CurlewCare {ALARM} the RED valve {phone:d} leaks", edits=said)
    expect(page.locator("#guards")).to_contain_text(
        "The post was edited since you opened it.", timeout=60_000
    )
    press(page.get_by_role("button", name="I have read the new version"))
    expect(page.locator("#guards")).not_to_contain_text("edited since")
    expect(page.get_by_label("Reply text")).to_have_value(reply)
    expect(page.get_by_label("Reply text")).to_be_focused()
    press(send_button(page))
    expect(page.locator("#thread .post.us")).to_contain_text("Sent")


def test_a_file_beside_the_answer_leaves_the_desk_where_it_is(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("dropper", "the boiler drips")
    show(page, "the boiler drips")
    assert page.evaluate(FALLS, ["#lanes", "boiler.png", "image/png"])
    toast(page, "Pictures are dropped on a public answer")
    assert page.evaluate(FALLS, ["#reply-text", "boiler.pdf", "application/pdf"])
    toast(page, "This is no JPEG, PNG or WebP picture.")
    page.keyboard.press("p")
    assert page.evaluate(FALLS, ["#reply-text", "boiler.png", "image/png"])
    expect(page.locator("#pictures figure")).to_have_count(0)


@pytest.mark.parametrize("phone", [False, True])
def test_a_name_without_a_space_stays_in_its_bubble(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    page = sign_in("lena", phone=phone)
    words = f"the siphon {phone:d} gurgles"
    demo.post(demo.customer(f"longname{phone:d}", "W" * 50), f"@CurlewCare {ALARM} {words}")
    show(page, words)
    assert page.locator("#thread").evaluate("(it) => it.scrollWidth - it.clientWidth") == 0


def test_enter_in_the_palette_presses_what_is_chosen_and_nothing_else(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("presser", "the press jams")
    show(page, "the press jams")
    page.locator("#act-close").focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("add a tag")
    page.keyboard.press("Enter")
    expect(page.locator("#add-tag input[name=name]")).to_be_focused()
    page.keyboard.type("pressed")
    page.keyboard.press("Enter")
    toast(page, "pressed")
    expect(page.locator("#case-head")).to_have_attribute("data-state", "new")


def test_who_began_before_a_colleague_answered_reads_that_first(demo: Demo, sign_in: SignIn) -> None:
    lena, ruth = sign_in("lena"), sign_in("ruth")
    demo.alarm("twovoices", "the tank overflows")
    for page in (lena, ruth):
        show(page, "the tank overflows")
    lena.get_by_label("Reply text").fill("Please close the tap.")
    expect(lena.locator("[data-saved]")).to_have_text("Draft kept")
    ruth.get_by_label("Reply text").fill("The tap is shut from here.")
    ruth.get_by_role("button", name="Take over").click()
    expect(send_button(ruth)).to_be_enabled()
    send_button(ruth).click()
    expect(lena.locator("#guards")).to_contain_text(
        "Ruth has answered this customer since you began to write."
    )
    expect(send_button(lena)).to_be_disabled()
    lena.get_by_role("button", name="I have read it").click()
    expect(lena.locator("#guards")).not_to_contain_text("since you began")
    expect(send_button(lena)).to_be_enabled()
    expect(lena.get_by_label("Reply text")).to_have_value("Please close the tap.")
    lena.get_by_label("Reply text").fill("")
    expect(lena.locator("[data-saved]")).to_have_text("Draft kept")
