"""Beside answering, by hand and by key: who has a case, what hangs on it, when it comes back, who was first."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.axe import in_every_theme
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import fits, show
from tests.browser.test_acts import Held

pytestmark = pytest.mark.browser


def opened(demo: Demo, page: Page, username: str, text: str) -> None:
    """A new case of a new customer, open on this page."""
    demo.alarm(username, text)
    show(page, text)


def more(page: Page, name: str) -> None:
    """An act of the menu of the case."""
    page.get_by_role("button", name="More", exact=True).click()
    page.locator("#more-menu").get_by_role("button", name=name).click()


def test_a_case_is_handed_to_a_colleague_by_key_and_taken_back_by_key(demo: Demo, sign_in: SignIn) -> None:
    page, tomas = sign_in("lena"), sign_in("tomas", path="/inbox?view=mine")
    opened(demo, page, "handover", "the pole leans over the pavement")
    page.keyboard.press("t")
    dialog = page.get_by_role("dialog", name="Hand over")
    expect(dialog.get_by_label("Find a colleague or a team")).to_be_focused()
    expect(dialog).to_contain_text("here")
    page.keyboard.type("tom")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("#case-head")).to_contain_text("Tomás")
    expect(page.locator("#toasts")).to_contain_text("Handed over to Tomás")
    expect(tomas.locator("#rows .row", has_text="the pole leans")).to_be_visible()
    expect(tomas.locator("#notice-count")).to_have_text(re.compile("[0-9]"))

    page.keyboard.press("z")
    expect(page.locator("#case-head")).not_to_contain_text("Tomás")
    expect(page.locator("#lanes")).to_contain_text("Lena took that back")


def test_a_team_is_given_a_case_with_a_note(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    opened(demo, page, "teamwork", "the cabinet door hangs open and sparks")
    more(page, "Hand over")
    dialog = page.get_by_role("dialog", name="Hand over")
    dialog.get_by_role("radio", name="Care").check()
    dialog.get_by_role("button", name="Hand over").click()
    expect(dialog.get_by_role("alert")).to_contain_text("and a reason")
    dialog.get_by_label("Note for them").fill("needs somebody who knows the street")
    dialog.get_by_role("button", name="Hand over").click()
    expect(page.locator("#lanes")).to_contain_text("Lena handed the case over to Care: needs somebody")


@pytest.mark.parametrize("phone", [False, True])
def test_whoever_comes_second_is_told_who_was_first(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    lena, tomas = sign_in("lena"), sign_in("tomas", phone=phone)
    words = f"engines at exchange {phone:d} smoke"
    demo.alarm(f"racing{phone:d}", words)
    for page in (lena, tomas):
        show(page, words)
    line = Held(tomas, "**/pulse*")  # news of the case is slow to come, as on a bad line
    lena.get_by_role("button", name="Assign to me").click()
    expect(lena.locator("#case-head")).to_contain_text("yours")
    tomas.get_by_role("button", name="Assign to me").click()
    expect(tomas.locator("#toasts")).to_contain_text("Lena took the case before you.")
    fits(tomas)
    expect(tomas.locator("#case-head")).to_contain_text("Lena")
    line.let_through()


def test_an_act_shows_at_once_and_is_rolled_back_when_it_did_not_arrive(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    opened(demo, page, "rollback", "a wire swings over the playground")
    page.route("**/closure", lambda route: route.abort())
    page.get_by_role("button", name="Close case", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("This did not reach the desk")
    expect(page.locator("#case-head .state")).to_have_text("New")


def test_two_cases_of_one_person_become_one_and_two_again(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", path="/inbox?view=all")
    customer = demo.customer("doubled", "Doubled Voice")
    for which in ("first", "second"):
        demo.post(customer, f"@CurlewCare {ALARM} the {which} conversation about the mast")
    show(page, "the second conversation about the mast")
    page.keyboard.press("Control+k")
    page.keyboard.type("merge")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Merge with another case")
    expect(dialog).to_contain_text("the second conversation")
    dialog.get_by_label("Find by number or words").fill("first conversation")
    expect(dialog.get_by_role("radio")).to_have_count(1)
    dialog.get_by_role("radio").check()
    dialog.get_by_role("button", name="Merge").click()
    expect(page.locator("#toasts")).to_contain_text("is part of this one now")
    expect(page.locator("#lanes")).to_contain_text("the first conversation about the mast")
    expect(page.locator("#rows .row", has_text="Doubled Voice")).to_have_count(1)

    more(page, "Split the case")
    dialog = page.get_by_role("dialog", name="Split the case")
    expect(dialog).to_contain_text("the first conversation about the mast")
    dialog.get_by_role("button", name="Split").click()
    expect(page.locator("#toasts")).to_contain_text("stands alone again")
    expect(page.locator("#rows .row", has_text="Doubled Voice")).to_have_count(2)


def test_tags_by_key_with_completion_and_off_again(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    opened(demo, page, "tagged", "the cable lies in the flooded cellar")
    page.keyboard.press("l")
    field = page.get_by_label("Tag", exact=True)
    expect(field).to_be_focused()
    field.fill("Flood Damage")
    field.press("Enter")
    chips = page.locator("#work-tags .chips")
    expect(chips).to_contain_text("flood damage")
    expect(page.locator("#add-tag > summary")).to_be_focused()
    opened(demo, page, "tagtwo", "the cellar of the neighbours is flooded too")
    page.keyboard.press("l")
    expect(page.locator("#tag-choices option[value='flood damage']")).to_have_count(1)
    page.keyboard.press("Escape")
    show(page, "the cable lies in the flooded cellar")
    page.get_by_role("button", name="Take off flood damage").click()
    expect(chips).to_have_count(0)
    page.keyboard.press("z")
    expect(chips).to_contain_text("flood damage")


def test_a_promise_stands_on_the_case_and_in_the_list(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    opened(demo, page, "promised", "the engineer never came, the roof is open")
    more(page, "Keep a promise in mind")
    form = page.locator("#reminder-form")
    expect(form.get_by_label("I promised them")).to_be_checked()
    form.get_by_label("What for").fill("the engineer's hour")
    form.get_by_role("button", name="Save").click()
    expect(page.locator("#case-head .promised")).to_contain_text("We promised to be back tomorrow")
    expect(page.locator("#case-head .promised")).to_contain_text("the engineer's hour")
    expect(page.locator("#rows .row", has_text="the engineer never came")).to_contain_text(
        "promised tomorrow"
    )
    page.locator("#case-head .promised").get_by_role("button", name="Kept").click()
    expect(page.locator("#case-head .promised")).to_have_count(0)


def test_what_is_half_written_outlives_a_live_update(demo: Demo, sign_in: SignIn) -> None:
    lena, tomas = sign_in("lena"), sign_in("tomas")
    demo.alarm("halfway", "the antenna fell on the greenhouse")
    for page in (lena, tomas):
        show(page, "the antenna fell")
    more(lena, "Write about the customer")
    lena.get_by_label("For every later case").fill("Deaf, prefers to")
    tomas.get_by_role("button", name="Assign to me").click()
    expect(lena.locator("#case-head")).to_contain_text("Tomás")
    expect(lena.get_by_label("For every later case")).to_have_value("Deaf, prefers to")
    expect(lena.get_by_label("For every later case")).to_be_focused()
    lena.keyboard.type(" write")
    lena.get_by_role("button", name="Keep", exact=True).click()
    expect(lena.locator("#work-notes")).to_contain_text("Deaf, prefers to write")


def test_ticket_credit_and_consent_stand_beside_the_case(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    opened(demo, page, "records", "the mast hums and the windows shake")
    more(page, "Link a ticket")
    page.locator("#ticket-form").get_by_label("System").fill("Desk")
    page.get_by_label("Number", exact=True).fill("4711")
    page.get_by_role("button", name="Link ticket").click()
    expect(page.locator("#work-tickets")).to_contain_text("4711")

    more(page, "Ask for a goodwill credit")
    page.locator("#goodwill-form").get_by_label(re.compile("Amount in")).fill("9000,50")
    page.locator("#goodwill-form").get_by_label("Reason").fill("a week without a line")
    page.get_by_role("button", name="Ask for the credit").click()
    expect(page.locator("#work-goodwill")).to_contain_text("9,000.50")
    expect(page.locator("#work-goodwill")).to_contain_text("waits for a supervisor")

    more(page, "Record consent")
    page.get_by_label("How they agreed, in their words").fill("“Yes, that is my account”, in private")
    page.get_by_role("textbox", name="Customer number").fill("K-2007")
    page.get_by_role("button", name="Record consent").click()
    expect(page.locator("#context .person")).to_contain_text("K-2007")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("#context .person")).not_to_contain_text("K-2007")

    ruth = sign_in("ruth", path="/approvals")
    expect(ruth.locator("#approvals")).to_contain_text("9,000.50")


def test_at_sign_offers_colleagues_and_the_one_who_is_called_sees_it(demo: Demo, sign_in: SignIn) -> None:
    page, tomas = sign_in("lena"), sign_in("tomas")
    opened(demo, page, "called", "the fibre is torn across the road")
    page.keyboard.press("n")
    page.keyboard.type("who knows this street, @tom")
    expect(page.get_by_role("option", name="Tomás")).to_be_visible()
    page.keyboard.press("Enter")
    field = page.get_by_label("Note text")
    expect(field).to_have_value("who knows this street, @tomas ")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#lanes .note")).to_contain_text("@tomas")

    expect(tomas.locator("#notice-count")).to_be_visible()
    tomas.get_by_role("button", name="For you").click()
    line = tomas.locator(".notice", has_text="Lena mentions you")
    expect(line).to_contain_text("who knows this street")
    line.click()
    expect(tomas.locator("#lanes")).to_contain_text("the fibre is torn")


def test_a_time_of_one_s_own_puts_a_case_aside(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    opened(demo, page, "owntime", "the bridge camera is dark since the storm")
    page.keyboard.press("s")
    page.locator("#snooze-menu").get_by_label("Another time").fill("2099-05-04T09:30")
    page.get_by_role("button", name="Snooze until then").click()
    expect(page.locator("#case-head")).to_contain_text("Snoozed")
    expect(page.locator("#lanes")).to_contain_text("4 May 2099 09:30")


def test_every_verb_is_in_the_palette_with_its_key(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    opened(demo, page, "palette", "the siren on the roof does not stop")
    page.keyboard.press("Control+k")
    offered = page.get_by_role("listbox", name="Commands")
    expect(offered.get_by_role("option").first).to_contain_text("Assign to me")
    for name in (
        *(
            "Assign to me",
            "Hand over",
            "Snooze: Tomorrow morning",
            "Close case: Resolved",
            "Reply",
            "Add note",
        ),
        *("Add a tag", "Remind me", "Keep a promise in mind", "Link a ticket", "Ask for a goodwill credit"),
        *(
            "Write about the customer",
            "Record consent",
            "Merge with another case",
            "At risk",
            "Search",
            "For you",
        ),
    ):
        expect(offered.get_by_role("option", name=name).first).to_be_attached()
    expect(offered.get_by_role("option", name="Hand over").locator("kbd").first).to_have_text("t")
    page.keyboard.type("remind")
    page.keyboard.press("Enter")
    expect(page.locator("#reminder-at")).to_be_focused()


def test_the_hands_stay_near_after_an_act(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    opened(demo, page, "focused", "the trapdoor over the duct is gone")
    page.locator("#act-assign").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#case-head")).to_contain_text("yours")
    expect(page.locator("#case-head .acts :focus")).to_have_count(1)
    page.locator("#act-close").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#case-head")).to_contain_text("Closed")
    expect(page.locator("#case-head .acts :focus")).to_have_count(1)


@pytest.mark.parametrize("phone", [False, True])
def test_dialogs_menus_and_forms_hold_no_barrier(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    page = sign_in("lena", phone=phone)
    username = f"barrier{'p' if phone else 'd'}"
    opened(demo, page, username, f"{username} sees smoke over the depot")
    for name in ("Hand over", "Merge with another case"):
        more(page, name)
        expect(page.get_by_role("dialog", name=name)).to_be_visible()
        assert in_every_theme(page) == {}
        page.keyboard.press("Escape")
    for name in ("Add a tag", "Remind me", "Ask for a goodwill credit", "Record consent"):
        more(page, name)
        if phone:
            assert in_every_theme(page) == {}
            page.get_by_role("button", name="Back to the case").click()
    assert in_every_theme(page) == {}
