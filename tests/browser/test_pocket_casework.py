"""Casework in one hand: merged and split, handed to a team, put aside and promised, ended, taken back, the palette."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import fits, uncovered
from tests.browser.steps import toast
from tests.browser.test_phone import tap_case
from tests.browser.test_thumb import back, more, opened, to_view

pytestmark = [pytest.mark.browser, pytest.mark.patient]


def said(page: Page, text: str, *beside: Locator) -> None:
    """This is said, and does not lie on what the thumb may need next."""
    toast(page, text)
    for it in beside:
        uncovered(it)


def undo(page: Page) -> None:
    """Take back what the last toast speaks of, and see that it came back."""
    page.locator("#toasts").get_by_role("button", name="Undo").last.tap()
    toast(page, "Taken back")


def test_one_case_is_two_again_and_goes_to_a_team_with_a_note(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True, path="/inbox?view=all")
    demo.customer("pocketsplit", "Pocket Split")
    for which in ("first", "second"):
        demo.post("pocketsplit", f"@CurlewCare {ALARM} the {which} word about the ferry")
    tap_case(page, "the second word about the ferry")
    more(page, "Merge with another case")
    dialog = page.get_by_role("dialog", name="Merge with another case")
    dialog.get_by_role("radio").tap()
    dialog.get_by_role("button", name="Merge").tap()
    expect(page.locator("#lanes")).to_contain_text("the first word about the ferry")
    more(page, "Split the case")
    dialog = page.get_by_role("dialog", name="Split the case")
    expect(dialog).to_contain_text("the first word about the ferry")
    fits(page)
    dialog.get_by_role("button", name="Split").tap()
    toast(page, "stands alone again")
    expect(page.locator("#lanes")).not_to_contain_text("the first word about the ferry")

    more(page, "Hand over")
    dialog = page.get_by_role("dialog", name="Hand over")
    dialog.get_by_role("radio", name="Care").tap()
    dialog.get_by_role("button", name="Hand over").tap()
    expect(dialog.get_by_role("alert")).to_contain_text("and a reason")
    fits(page)
    dialog.get_by_label("Note for them").fill("who knows the pier?")
    dialog.get_by_role("button", name="Hand over").tap()
    expect(page.locator("#lanes")).to_contain_text("Lena handed the case over to Care: who knows the pier?")
    rows = to_view(page, "all").filter(has_text="Pocket Split")
    expect(rows).to_have_count(2)


def test_a_time_of_one_s_own_a_reminder_and_a_promise(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True, path="/inbox?view=all")
    opened(demo, page, "pockettime", "the quay lamp flickers")
    page.get_by_role("button", name="Snooze", exact=True).tap()
    page.locator("#snooze-menu").get_by_label("Another time").fill("2099-05-04T09:30")
    fits(page)
    page.get_by_role("button", name="Snooze until then").tap()
    expect(page.locator("#case-head")).to_contain_text("Snoozed")
    expect(page.locator("#lanes")).to_contain_text("4 May 2099 09:30")
    undo(page)
    expect(page.locator("#case-head")).not_to_contain_text("Snoozed")

    form = page.locator("#reminder-form")
    more(page, "Remind me")
    form.get_by_label("What for").fill("ask the harbour office")
    form.get_by_role("button", name="Save").tap()
    expect(page.locator("#work-awaited")).to_contain_text("ask the harbour office")
    back(page)
    more(page, "Keep a promise in mind")
    expect(form.get_by_label("I promised them")).to_be_checked()
    form.get_by_label("What for").fill("a new lamp")
    form.get_by_role("button", name="Save").tap()
    expect(page.locator("#work-awaited")).to_contain_text("a new lamp")
    back(page)
    promised = page.locator("#case-head .promised")
    expect(promised).to_contain_text("We promised to be back tomorrow")
    fits(page)
    row = to_view(page, "all").filter(has_text="the quay lamp flickers")
    expect(row).to_contain_text("promised tomorrow")
    row.get_by_role("link").tap()
    promised.get_by_role("button", name="Kept").tap()
    expect(promised).to_have_count(0)


def test_how_it_ended_is_chosen_and_the_customer_opens_it_again(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    said = demo.alarm("pocketend", "the slipway is icy")
    tap_case(page, "the slipway is icy")
    head = page.locator("#case-head")
    page.get_by_role("button", name="Assign to me").tap()
    expect(head).to_contain_text("yours")
    page.get_by_role("button", name="Other outcomes").tap()
    fits(page)
    page.locator("#close-menu").get_by_role("button", name="Handled elsewhere").tap()
    expect(head).to_contain_text("Closed: Handled elsewhere")
    page.get_by_role("button", name="Reopen").tap()
    expect(page.locator("#lanes")).to_contain_text("Lena reopened the case")
    expect(head).not_to_contain_text("Closed")
    page.get_by_role("button", name="Close case", exact=True).tap()
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    demo.post("pocketend", f"@CurlewCare {ALARM} and now it is dark too", reply_to=said)
    expect(page.locator("#lanes")).to_contain_text("and now it is dark too")
    expect(head).not_to_contain_text("Closed")
    expect(head).to_contain_text("yours")
    fits(page)


def test_every_act_is_taken_back_and_what_did_not_arrive_is_rolled_back(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True, path="/inbox?view=all")
    opened(demo, page, "pocketundo", "the sluice gate squeals")
    head = page.locator("#case-head")
    page.get_by_role("button", name="Assign to me").tap()
    expect(head).to_contain_text("yours")
    more_acts, to_list = page.locator("#act-more"), page.get_by_role("link", name="Back to the list")
    said(page, "Assigned to you", more_acts, to_list, head.locator(".state"))
    fits(page)
    undo(page)
    expect(head).not_to_contain_text("yours")
    page.get_by_role("button", name="Close case", exact=True).tap()
    expect(head).to_contain_text("Closed: Resolved")
    undo(page)
    expect(head).not_to_contain_text("Closed")
    more(page, "Add a tag")
    page.get_by_label("Tag", exact=True).fill("sluice")
    page.get_by_role("button", name="Add tag").tap()
    chips = page.locator("#work-tags .chips")
    expect(chips).to_contain_text("sluice")
    said(page, "Tagged", page.get_by_role("button", name="Back to the case"))
    page.get_by_role("button", name="Take off sluice").tap()
    expect(chips).to_have_count(0)
    undo(page)
    expect(chips).to_contain_text("sluice")
    back(page)

    page.route("**/closure", lambda route: route.abort())
    page.get_by_role("button", name="Close case", exact=True).tap()
    said(page, "This did not reach the desk", more_acts, to_list)
    expect(head.locator(".state")).to_have_text("New")
    fits(page)


def test_the_palette_has_a_button(sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    palette = page.get_by_role("dialog", name="Commands")
    page.get_by_role("button", name="Commands").tap()
    expect(palette.get_by_role("option", name="Waiting", exact=True)).to_be_visible()
    fits(page)
    palette.get_by_role("combobox").fill("snoo")
    palette.get_by_role("option", name="Snoozed").tap()
    expect(page).to_have_url(re.compile("view=snoozed"))
    expect(page.get_by_role("heading", name="Snoozed")).to_be_visible()
    fits(page)
