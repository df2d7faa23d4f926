"""More of the desk in one hand: casework, guards, macros, pictures, merging, many at once, the wall, a setting."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.steps import save, send_button, toast
from tests.browser.test_composer import LONG
from tests.browser.test_phone import fits, tap_case
from tests.pictures import png

pytestmark = [pytest.mark.browser, pytest.mark.patient]


def opened(demo: Demo, page: Page, username: str, text: str) -> None:
    """A new case of a new customer, open on this phone."""
    demo.alarm(username, text)
    tap_case(page, text)


def more(page: Page, name: str) -> None:
    """An act of the menu of the case."""
    page.get_by_role("button", name="More", exact=True).tap()
    fits(page)
    page.locator("#more-menu").get_by_role("button", name=name).tap()


def back(page: Page) -> None:
    """From what is known of the person to the case."""
    fits(page)
    page.get_by_role("button", name="Back to the case").tap()


def to_view(page: Page, key: str) -> Locator:
    """From the case, or from the list, to a view of the inbox. Gives its rows."""
    if page.get_by_role("link", name="Back to the list").is_visible():
        page.get_by_role("link", name="Back to the list").tap()
    page.get_by_role("button", name="Views").tap()
    page.locator(f"#view-{key}").tap()
    expect(page.locator("#list")).to_have_attribute("data-view", key)
    fits(page)
    return page.locator("#rows .row")


def test_casework(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    opened(demo, page, "thumbwork", "the kiosk roof glows")
    page.get_by_role("button", name="Add note").tap()
    page.get_by_label("Note text").press_sequentially("who has the key, @tom")
    page.get_by_role("option", name="Tomás").tap()
    expect(page.get_by_label("Note text")).to_have_value("who has the key, @tomas ")
    page.get_by_role("button", name="Save note").tap()
    expect(page.locator("#lanes .note")).to_contain_text("@tomas")

    more(page, "Add a tag")
    page.get_by_label("Tag", exact=True).fill("roof")
    page.get_by_role("button", name="Add tag").tap()
    expect(page.locator("#work-tags .chips")).to_contain_text("roof")
    back(page)
    more(page, "Ask for a goodwill credit")
    page.locator("#goodwill-form").get_by_label(re.compile("Amount in")).fill("9000,50")
    page.locator("#goodwill-form").get_by_label("Reason").fill("a kiosk")
    page.get_by_role("button", name="Ask for the credit").tap()
    expect(page.locator("#work-goodwill")).to_contain_text("waits for a supervisor")
    back(page)

    more(page, "Hand over")
    dialog = page.get_by_role("dialog", name="Hand over")
    dialog.get_by_role("radio", name="Tomás").tap()
    fits(page)
    dialog.get_by_role("button", name="Hand over").tap()
    expect(page.locator("#case-head")).to_contain_text("Tomás")
    page.locator("#toasts").get_by_role("button", name="Undo").last.tap()
    expect(page.locator("#case-head")).not_to_contain_text("Tomás")

    page.get_by_role("button", name="Snooze", exact=True).tap()
    fits(page)
    page.get_by_role("button", name="Tomorrow morning").tap()
    expect(page.locator("#lanes")).to_contain_text("Lena snoozed the case")
    to_view(page, "snoozed").filter(has_text="the kiosk roof glows").get_by_role("link").tap()
    page.get_by_role("button", name="End snooze").tap()
    expect(page.locator("#lanes")).to_contain_text("Lena ended the snooze")


def test_guards(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    opened(demo, page, "thumbguard", "the pump room hums")
    page.get_by_label("Reply text").fill("Your card 4111 1111 1111 1111 will be refunded")
    expect(page.locator("#guards")).to_contain_text("Everybody could read a card number.")
    expect(send_button(page)).to_be_disabled()
    fits(page)
    page.get_by_label("Reply text").fill("Which pumps stand still: https://example.com/pumps")
    reason = page.get_by_label("Reason to send it anyway")
    expect(reason).to_be_in_viewport()
    expect(send_button(page)).to_be_disabled()
    fits(page)
    reason.fill("It shows which pumps stand still")
    expect(send_button(page)).to_be_enabled()
    send_button(page).tap()
    expect(page.locator("#lanes .post.us[data-post]")).to_contain_text("Which pumps stand still")
    expect(page.locator("#lanes")).to_contain_text("Lena overruled a guard")
    expect(to_view(page, "waiting").filter(has_text="the pump room hums")).to_be_visible()


def test_borrowed_words_and_a_thread_with_a_picture(demo: Demo, sign_in: SignIn) -> None:
    boss = sign_in("ruth", path="/settings/macros/new")
    boss.get_by_role("textbox", name="Name", exact=True).fill("Pocket power")
    boss.get_by_label("Shortcut").fill("pocket")
    boss.get_by_label("Text").fill("{handle} the power is back at noon.")
    save(boss)
    boss.goto(f"{demo.url}/settings/articles/new")
    boss.get_by_label("Title").fill("Turquoise gadgetbox whistling")
    boss.get_by_label("Text").fill("Please switch the gadgetbox off and let it rest.")
    save(boss)

    page = sign_in("lena", phone=True)
    opened(demo, page, "thumbwords", "my turquoise gadgetbox is whistling")
    field = page.get_by_label("Reply text")
    page.get_by_role("button", name="Macros").tap()
    macros = page.get_by_role("dialog", name="Macros")
    fits(page)
    macros.get_by_role("option", name="Pocket power").tap()
    expect(field).to_have_value("@thumbwords the power is back at noon.")
    field.fill("")
    page.get_by_role("button", name="About the person").tap()
    page.locator("#suggestions .suggestion", has_text="Turquoise gadgetbox").tap()
    expect(field).to_have_value("Please switch the gadgetbox off and let it rest.")
    expect(field).to_be_in_viewport()

    field.fill(LONG)
    page.get_by_label("Add pictures").set_input_files(
        [{"name": "box.png", "mimeType": "image/png", "buffer": png(colour=60)}]
    )
    page.get_by_label("What picture 1 shows").fill("A turquoise box")
    posts = page.get_by_role("list", name="The posts as they will appear")
    expect(page.locator("#preview summary")).to_contain_text("2 posts")
    if not posts.is_visible():
        page.get_by_text("As it will appear").tap()
    expect(posts.get_by_role("listitem")).to_have_count(2)
    expect(posts.get_by_role("img")).to_have_attribute("alt", "A turquoise box")
    fits(page)
    expect(send_button(page)).to_be_enabled()
    send_button(page).tap()
    ours = page.locator("#lanes .post.us[data-post]")
    expect(ours).to_have_count(2)
    expect(ours.get_by_role("img", name="A turquoise box")).to_be_visible()
    ours.last.get_by_role("button", name="Delete on X").tap()
    fits(page)
    page.get_by_role("button", name="Delete on X now").tap()
    expect(ours.last).to_contain_text("Deleted on the network")
    fits(page)


def test_two_cases_become_one_and_many_are_put_aside(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True, path="/inbox?view=all")
    demo.customer("thumbtwice", "Thumb Twice")
    for which in ("first", "second"):
        demo.post("thumbtwice", f"@CurlewCare {ALARM} the {which} word about the weir")
    tap_case(page, "the second word about the weir")
    more(page, "Merge with another case")
    dialog = page.get_by_role("dialog", name="Merge with another case")
    dialog.get_by_role("radio").tap()
    fits(page)
    dialog.get_by_role("button", name="Merge").tap()
    expect(page.locator("#lanes")).to_contain_text("the first word about the weir")
    expect(page.locator("#lanes")).to_contain_text("the second word about the weir")

    rows = to_view(page, "unassigned")
    for name in ("thumbone", "thumbmany"):
        demo.alarm(name, f"{name} hears the weir")
        expect(rows.filter(has_text=f"{name} hears the weir")).to_be_visible()
    page.get_by_role("button", name="Choose several").tap()
    for name in ("thumbone", "thumbmany"):
        rows.filter(has_text=f"{name} hears the weir").get_by_role("link").tap()
    bar = page.get_by_role("group", name="Selected cases")
    expect(bar).to_contain_text("2 selected")
    expect(page.get_by_role("heading", name="Unassigned")).to_be_visible()  # no case was opened by that
    fits(page)
    bar.get_by_label("Put selected cases aside").select_option(label="Three hours")
    toast(page, "2 cases")
    rows = to_view(page, "snoozed")
    for name in ("thumbone", "thumbmany"):
        expect(rows.filter(has_text=f"{name} hears the weir")).to_be_visible()
    rows.filter(has_text="thumbone hears").get_by_role("link").tap()  # a tap opens again
    expect(page.locator("#case-head")).to_contain_text("Snoozed")


def test_the_wall_and_a_setting(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", phone=True, path="/wall")
    page.locator("#tile-unassigned").tap()
    expect(page.locator("#tile-unassigned")).to_have_attribute("aria-current", "true")
    fits(page)
    row = page.locator(".wall-row").first
    case = row.get_attribute("data-case")
    page.locator(f"#wall-{case} .mover").tap()
    fits(page)
    page.get_by_role("dialog", name="Move to").get_by_role("button", name="Lena").tap()
    toast(page, "Moved to Lena")
    expect(page.locator(f"#wall-{case}")).to_have_count(0)
    page.get_by_role("button", name="Undo").tap()
    expect(page.locator(f"#wall-{case}")).to_be_visible()

    page.get_by_role("link", name="Settings").tap()
    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Teams", exact=True).tap()
    page.get_by_role("link", name="Add team").tap()
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_be_visible()
    fits(page)
    page.get_by_role("textbox", name="Name", exact=True).fill("Thumbs")
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    page.get_by_role("link", name="Thumbs").tap()
    trail = page.get_by_role("complementary", name="Who changed what")
    expect(trail).to_contain_text("Ruth")
    fits(page)


@pytest.mark.parametrize("phone", [False, True])
def test_a_reply_is_hidden_on_the_network_and_shown_again(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    page = sign_in("lena", phone=phone)
    name = f"rude{phone:d}"
    ours = demo.post("CurlewCare", "Tonight we renew the mast at the harbour.")
    said = demo.post(
        demo.customer(name, name.title()), f"@CurlewCare {ALARM} {name} says you are idiots", reply_to=ours
    )
    row = page.locator("#rows .row", has_text=f"{name} says you are idiots").get_by_role("link")
    row.tap() if phone else row.click()
    post = page.locator(f"#lanes .post[data-post='{said}']")
    for act, then in (("Hide on X", "hidden on X"), ("Show again on X", None)):
        button = post.get_by_role("button", name=act, exact=True)
        button.tap() if phone else button.click()
        if then:
            now = page.get_by_role("button", name="Hide on X now")
            now.tap() if phone else now.click()
            expect(post.get_by_text(then, exact=True)).to_be_visible()
            expect(page.locator("#lanes")).to_contain_text("Lena hid a reply on the network")
    expect(post.get_by_text("hidden on X", exact=True)).to_have_count(0)
    expect(post.get_by_role("button", name="Hide on X", exact=True)).to_be_visible()
