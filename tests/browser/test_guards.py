"""Guards in a real browser: what each of them says, who may overrule it, and that the reason is kept."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import fits, press, show
from tests.browser.steps import answer, open_case, save, send_button, toast

pytestmark = pytest.mark.browser


def says(page: Page, text: str, *objections: str) -> None:
    """While these words stand in the field, the guards say this and the button waits."""
    page.get_by_label("Reply text").fill(text)
    for objection in objections:
        expect(page.locator("#guards")).to_contain_text(objection)
    expect(send_button(page)).to_be_disabled()


def reason(page: Page):
    return page.get_by_label("Reason to send it anyway")


def test_words_that_offend_are_stopped_and_only_a_supervisor_sends_them(demo: Demo, sign_in: SignIn) -> None:
    lena, ruth = sign_in("lena"), sign_in("ruth")
    demo.alarm("sworn", "your van blocks the hydrant")
    open_case(lena, "blocks the hydrant")
    says(lena, "Sorry about that damn idiot of a driver", "may offend", "Or ask a supervisor to send it.")
    expect(reason(lena)).to_have_count(0)
    says(lena, "As we already said, the van moves at six", "sounds defensive")
    expect(reason(lena)).to_have_count(1)
    lena.get_by_label("Reply text").fill("The van moves this minute.")
    expect(send_button(lena)).to_be_enabled()
    lena.get_by_label("Reply text").fill("")
    lena.goto(f"{demo.url}/inbox")  # the pen is free

    open_case(ruth, "blocks the hydrant")
    says(ruth, "You are right: that driver was an idiot.", "may offend")
    reason(ruth).fill("The customer's own word, and it is true")
    expect(send_button(ruth)).to_be_enabled()
    send_button(ruth).click()
    expect(ruth.locator("#lanes .post.us", has_text="You are right")).to_be_visible()
    expect(ruth.locator("#lanes")).to_contain_text(
        "Ruth overruled a guard, profanity: The customer's own word, and it is true"
    )


def test_money_above_the_limit_is_a_credit_first(demo: Demo, sign_in: SignIn) -> None:
    ruth, lena = sign_in("ruth", path="/settings/limits/1"), sign_in("lena")
    ruth.get_by_label("Goodwill limit, agent").fill("20")
    ruth.get_by_label("Goodwill limit, supervisor").fill("200")
    save(ruth)
    demo.alarm("refund", "a week without a line and the bill came")
    open_case(lena, "the bill came")
    lena.get_by_label("Reply text").fill("We give you 15 EUR back.")
    expect(send_button(lena)).to_be_enabled()
    says(lena, "We give you 150 EUR back.", "more than you may promise", "Ask for a goodwill credit first.")
    lena.get_by_label("Reply text").blur()

    lena.get_by_role("button", name="More", exact=True).click()
    lena.locator("#more-menu").get_by_role("button", name="Ask for a goodwill credit").click()
    lena.locator("#goodwill-form").get_by_label(re.compile("Amount in")).fill("150")
    lena.locator("#goodwill-form").get_by_label("Reason").fill("a week without a line")
    lena.get_by_role("button", name="Ask for the credit").click()
    expect(lena.locator("#work-goodwill")).to_contain_text("waits for a supervisor")
    ruth.goto(f"{demo.url}/approvals")
    credit = ruth.get_by_role("region", name=re.compile("Credit of 150.00 .* Refund"))
    expect(credit.locator(".clock")).to_be_visible()
    credit.get_by_role("button", name="Approve").click()
    toast(ruth, "Credit granted")
    expect(lena.locator("#lanes")).to_contain_text("Ruth granted a credit of 150.00")
    lena.get_by_label("Reply text").fill("We give you 150 EUR back, and we are sorry.")
    expect(send_button(lena)).to_be_enabled()
    send_button(lena).click()
    expect(lena.locator("#lanes .post.us[data-post]")).to_contain_text("150 EUR")


def test_signs_that_hide_or_look_like_others(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("signs", "the sign on the mast came down")
    open_case(page, "the sign on the mast")
    says(page, "Your invoice \u202e4711 is ready", "invisible or direction-changing character")
    says(page, "Sign in at С\u0075rlew", "mixes alphabets that look alike")
    says(page, "Look at https://xn--curlw-ouf.com/help", "letters that look like others")
    says(page, "We tell @somebodyelse too", "has no part in this conversation")
    says(page, "Ask @CurlewHelp instead", "Take the tag off.")
    page.get_by_label("Reply text").fill("")


def test_the_same_words_twice_are_noticed(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    for n in (1, 2):
        demo.alarm(f"echoed{n}", f"the gate number {n} stands open")
    open_case(page, "gate number 1 stands open")
    answer(page, "Somebody closes the gate within the hour.")
    expect(page.locator("#lanes .post.us[data-post]")).to_contain_text("closes the gate")
    open_case(page, "gate number 2 stands open")
    says(page, "Somebody closes the gate within the hour.", "has said exactly this within a day")
    page.get_by_label("Reply text").fill("Somebody closes your gate now, number 2.")
    expect(send_button(page)).to_be_enabled()
    page.get_by_label("Reply text").fill("")


@pytest.mark.parametrize("phone", [False, True])
def test_a_post_edited_meanwhile_is_not_answered_as_it_was(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    page = sign_in("lena", phone=phone)
    author, words = f"rewriter{phone:d}", f"the blue cable {phone:d} hums"
    said = demo.alarm(author, words)
    show(page, words)
    page.get_by_label("Reply text").fill("Do not touch the blue cable.")
    expect(send_button(page)).to_be_enabled()
    demo.post(author, f"@CurlewCare {ALARM} the RED cable hums", edits=said)
    post = page.locator("#lanes .post.customer")
    expect(post).to_contain_text("the RED cable hums", timeout=60_000)
    expect(post).to_contain_text("edited")
    press(post.get_by_text("1 earlier version"))
    expect(post.locator(".versions")).to_contain_text(words)
    fits(page)
    page.get_by_label("Reply text").press("End")
    page.get_by_label("Reply text").type(" Please.")
    expect(page.locator("#guards")).to_contain_text("The post was edited since you opened it.")
    expect(send_button(page)).to_be_disabled()
    fits(page)
    # Read again, the new version is what is answered.
    page.reload()
    page.get_by_label("Reply text").fill("Do not touch the red cable.")
    expect(send_button(page)).to_be_enabled()


def test_who_did_not_tag_us_is_answered_by_hand(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.post(demo.customer("untagged", "Un Tagged"), f"Curlew left us in the dark. {ALARM}")
    open_case(page, "left us in the dark")
    expect(page.locator("#permission")).to_contain_text("has not tagged @CurlewCare in this post")
    page.get_by_label("Reply text").fill("We are looking into your street now.")
    expect(page.get_by_role("button", name="Copy and open")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_two_who_send_at_once_are_one_answer(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    lena, tomas = sign_in("lena"), sign_in("tomas", phone=phone)
    words, reply = f"cellar door {phone:d} smokes", f"Leave cellar {phone:d}, we are coming."
    demo.alarm(f"bothsend{phone:d}", words)
    for page in (lena, tomas):
        show(page, words)
        page.get_by_label("Reply text").evaluate("(field, text) => { field.value = text; }", reply)
    # Neither page has heard of the other's pen: both forms are sent in the same moment.
    for page in (lena, tomas):
        page.route("**/guards", lambda route: route.abort())
        page.route("**/presence", lambda route: route.abort())
    for page in (lena, tomas):
        page.evaluate("document.getElementById('answer').requestSubmit()")
    pages = {"Lena": lena, "Tomás": tomas}
    for page in pages.values():
        expect(page.locator("#lanes .post.us")).to_have_count(1)
    expect(lena.locator("#lanes .post.us[data-post]")).to_have_count(1)
    writer = lena.locator("#lanes .post.us header").inner_text()
    first = next(name for name in pages if name in writer)
    loser = next(page for name, page in pages.items() if name != first)
    expect(loser.locator("#toasts")).to_contain_text(f"{first} is already answering this post")
    expect(loser.get_by_label("Reply text")).to_have_value(reply)
    said = httpx.get(f"{demo.network_url}/sandbox/truth", params={"kind": "post"}, timeout=10).json()["data"]
    assert sum(reply in line["text"] for line in said) == 1
    fits(tomas)


def test_what_is_objected_to_is_underlined_and_the_button_says_how_much_there_is(
    demo: Demo, sign_in: SignIn
) -> None:
    lena = sign_in("lena")
    demo.alarm("underlined", "the cabinet hums")
    open_case(lena, "the cabinet hums")
    says(lena, "Sorry about that idiot. We pay you 500 EUR, call +49 151 23456789.", "may offend")
    marked = lena.locator("#marks mark")
    expect(marked).to_have_text(["idiot", "500 EUR", "+49 151 23456789"])
    expect(lena.get_by_role("button", name="3 things to settle before it can leave")).to_be_visible()

    # The lines go along with their words, and leave with them, before anybody has asked the desk again.
    field = lena.get_by_label("Reply text")
    field.press("Control+Home")
    field.press_sequentially("So ", delay=20)
    expect(marked.first).to_have_text("idiot")
    field.evaluate("(area) => area.setRangeText('man', 24, 24)")
    field.dispatch_event("input")
    expect(marked).to_have_text(["500 EUR", "+49 151 23456789"])
    words, lines = (lena.locator(name).bounding_box() for name in ("#reply-text", "#marks"))
    assert words and lines
    assert (words["x"], words["y"]) == (lines["x"], lines["y"])

    # Twice as large, the button and what it waits for stay in sight; the guards are one press away.
    lena.set_viewport_size({"width": 720, "height": 450})
    lena.reload()
    expect(send_button(lena)).to_be_in_viewport(ratio=1)
    lena.get_by_role("button", name=re.compile("things to settle")).click()
    expect(lena.locator("#guards .guard").first).to_be_in_viewport()


def test_on_a_phone_many_guards_leave_room_for_what_is_answered(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    demo.alarm("foldguard", "the silo lift squeals")
    show(page, "the silo lift squeals")
    says(
        page,
        "As we already said, that idiot owes you 500 EUR, call +49 151 23456789.",
        "may offend",
        "defensive",
    )
    guards = page.locator("#guards .guard")
    expect(guards).to_have_count(4)
    # What only somebody else may send stands first; the one that takes a reason is the last.
    expect(guards.first).to_have_class("guard blocks")
    expect(guards.last).to_have_class("guard warns")
    expect(guards.first).to_be_in_viewport(ratio=1)
    expect(guards.nth(1)).not_to_be_in_viewport()
    expect(send_button(page)).to_be_in_viewport(ratio=1)
    conversation = page.locator("#thread").bounding_box()
    assert conversation and conversation["height"] > 844 / 4
    for said in ("may offend", "more than you may promise", "defensive"):
        assert said in page.locator("#guards").aria_snapshot()  # folded is not silent
    fits(page)

    press(page.get_by_role("button", name="3 more"))
    expect(guards.nth(1)).to_be_in_viewport()
    expect(send_button(page)).to_be_in_viewport(ratio=1)
    fits(page)
    press(page.get_by_role("button", name="Only the first"))
    expect(guards.nth(1)).not_to_be_in_viewport()
    reason(page).focus()  # as the key does
    expect(guards.last).to_be_in_viewport()
    reason(page).blur()
    page.get_by_label("Reply text").fill("")


def test_what_was_said_in_private_is_not_answered_in_public(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.customer("confided", "Confided")
    demo.message("confided", f"{ALARM} my account 88213377 was emptied overnight")
    open_case(page, "was emptied overnight")
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator("#permission")).to_contain_text("There is no public post to answer.")
    says(page, "Nobody can empty it now.", "This was said in private; the answer would be public.")
    # It cannot be overruled: nobody is asked for a reason, and nobody named who could send it.
    expect(reason(page)).to_have_count(0)
    expect(page.locator("#guards")).not_to_contain_text("Or ask")
    page.get_by_label("Reply text").fill("")

    # A public post of theirs opens the public lane beside it, which is answered; what is private stays out of it.
    demo.post("confided", f"@CurlewCare {ALARM} I have written to you in private")
    public, private = (
        page.get_by_role("region", name=f"{lane} conversation") for lane in ("Public", "Private")
    )
    expect(public).to_contain_text("I have written to you in private")
    expect(private).to_contain_text("The customer wrote in public: case #")
    says(
        page,
        "Your account number 88213377 is safe.",
        "Everybody could read an account number.",
        "answer in private",
    )
    page.get_by_role("button", name="Private reply").click()
    page.get_by_label("Reply text").fill("Your account number 88213377 is safe.")
    expect(page.locator("#guards")).to_have_text("")
    expect(send_button(page)).to_have_accessible_description(re.compile("privately to @confided"))
    expect(send_button(page)).to_be_enabled()
    send_button(page).click()
    expect(private.locator(".post.us[data-post]")).to_contain_text("is safe")
    expect(public).not_to_contain_text("is safe")
