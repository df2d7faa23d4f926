"""A supervisor in one hand: two answers that wait, an edit, a credit, a late case, the wall, a colleague set away."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import fits, uncovered
from tests.browser.steps import answer, bell, open_case, save, send_button, take_cases, toast
from tests.browser.test_phone import tap_case
from tests.browser.test_second_look import asked
from tests.browser.test_supervisor import second_look
from tests.browser.test_thumb import back, more

pytestmark = [pytest.mark.browser, pytest.mark.patient]
__all__ = ["second_look"]


def test_two_answers_wait_below_each_other_one_goes_back_and_one_is_changed(
    demo: Demo, sign_in: SignIn, second_look: Page
) -> None:
    ruth, lena, tomas = sign_in("ruth", phone=True, path="/approvals"), sign_in("lena"), sign_in("tomas")
    first = demo.alarm("pockettwo", "first knock at the gate")
    open_case(lena, "first knock")
    answer(lena, "Somebody is at your gate within the hour.")
    expect(asked(ruth, "Lena", "within the hour")).to_be_visible()
    demo.post("pockettwo", f"@CurlewCare {ALARM} second knock at the gate", reply_to=first)
    tomas.goto(f"{demo.url}/inbox?view=all")  # the case is Lena's by now
    open_case(tomas, "second knock")
    tomas.get_by_label("Reply text").fill("Nobody can be there before noon.")
    tomas.get_by_label("Reason to send it anyway").fill("The depot says otherwise")
    expect(send_button(tomas)).to_be_enabled()
    send_button(tomas).click()

    folder = ruth.get_by_role("region", name=re.compile("Pockettwo"))
    expect(folder).to_contain_text("Two answers to one customer")
    mine, his = asked(folder, "Lena", "within the hour"), asked(folder, "Tomás", "before noon")
    above, below = mine.bounding_box(), his.bounding_box()
    assert above and below and above["y"] + above["height"] <= below["y"]
    for one in (mine, his):
        expect(one.locator(".clock")).to_be_visible()
    fits(ruth)
    his.get_by_text("Reject", exact=True).tap()
    his.get_by_label("Why").fill("We are there today")
    fits(ruth)
    his.get_by_role("button", name="Reject with this reason").tap()
    toast(ruth, "Tomás has it back as a draft")
    expect(folder).not_to_contain_text("Two answers to one customer")
    bell(tomas, "Ruth gave an answer back to you")

    mine.get_by_text("Edit", exact=True).tap()
    mine.get_by_label("New text").fill("Somebody is at your gate at eleven.")
    fits(ruth)
    mine.get_by_role("button", name="Save and ask again").tap()
    toast(ruth, "another person decides about it now")
    changed = asked(folder, "Lena", "at eleven")
    expect(changed).to_contain_text("You wrote or changed this. Somebody else decides.")
    expect(changed.get_by_role("button", name="Approve")).to_have_count(0)
    edit = changed.get_by_text("Edit", exact=True)
    uncovered(edit)
    fits(ruth)
    expect(lena.locator("#lanes .post.us", has_text="at eleven")).to_contain_text("Waits for approval")


def test_a_credit_is_granted_and_a_late_case_reopened(demo: Demo, sign_in: SignIn) -> None:
    ruth, lena = sign_in("ruth", phone=True, path="/settings/limits/1"), sign_in("lena", phone=True)
    ruth.get_by_label("Goodwill limit, agent").fill("20")
    ruth.get_by_label("Goodwill limit, supervisor").fill("200")
    ruth.get_by_label("Reopen window in hours").fill("0")
    fits(ruth)
    save(ruth)
    try:
        demo.alarm("pocketlate", "the turnstile bites")
        tap_case(lena, "the turnstile bites")
        more(lena, "Ask for a goodwill credit")
        form = lena.locator("#goodwill-form")
        form.get_by_label(re.compile("Amount in")).fill("150,25")
        form.get_by_label("Reason").fill("a torn coat")
        fits(lena)
        form.get_by_role("button", name="Ask for the credit").tap()
        credit = lena.locator("#work-goodwill")
        expect(credit).to_contain_text("waits for a supervisor")
        back(lena)
        lena.get_by_role("button", name="Close case", exact=True).tap()
        lena.get_by_role("button", name="Reopen").tap()
        toast(lena, "a supervisor may reopen it")
        expect(lena.locator("#case-head")).to_contain_text("Closed")
        fits(lena)

        ruth.get_by_role("link", name="Approvals").tap()
        asked_for = ruth.get_by_role("region", name=re.compile(r"Credit of .*150\.25"))
        expect(asked_for).to_contain_text("a torn coat")
        fits(ruth)
        asked_for.get_by_role("button", name="Approve").tap()
        expect(asked_for).to_have_count(0)
        ruth.goto(lena.url)
        ruth.get_by_role("button", name="Reopen").tap()
        expect(ruth.locator("#lanes")).to_contain_text("Ruth reopened the case")
        expect(lena.locator("#case-head")).not_to_contain_text("Closed")
        lena.get_by_role("button", name="About the person").tap()
        expect(credit).to_contain_text("granted")
    finally:
        ruth.goto(f"{demo.url}/settings/limits/1")
        ruth.get_by_label("Reopen window in hours").fill("168")
        save(ruth)


def test_the_wall_is_live_gives_a_case_and_sets_a_colleague_away(demo: Demo, sign_in: SignIn) -> None:
    page, tomas = sign_in("ruth", phone=True, path="/wall"), sign_in("tomas", phone=True)
    unassigned = page.locator("#tile-unassigned")
    unassigned.tap()
    expect(unassigned).to_have_attribute("aria-current", "true")
    before = unassigned.locator(".number").inner_text()
    demo.post(
        demo.customer("pocketwall", "Pocket Wall"), "@CurlewCare sparks from my doorbell, it is burning"
    )
    expect(unassigned.locator(".number")).not_to_have_text(before)
    expect(page.locator(".flowing")).to_contain_text("sparks from my doorbell")

    row = page.locator(".wall-row").first
    case = row.get_attribute("data-case")
    row.locator(".mover").tap()
    page.get_by_role("dialog", name="Move to").get_by_role("button", name="Tomás").tap()
    toast(page, "Moved to Tomás")
    fits(page)
    line = bell(tomas, re.compile("Ruth gave you"))
    fits(tomas)
    line.tap()
    tomas.goto(f"{demo.url}/inbox?view=mine")
    expect(tomas.locator(f"#row-{case}")).to_be_visible()

    person = page.locator("tr[data-taker]", has_text="Tomás")
    person.locator("a.n").first.tap()
    expect(page.locator("#cases-title")).to_contain_text("Tomás")
    expect(page.locator(f"#wall-{case}")).to_be_attached()
    take_cases(tomas)
    away = page.get_by_role("button", name="Set Tomás away")
    away.tap()
    toast(page, "Tomás takes no more cases")
    toast(tomas, "You take no more cases")
    fits(tomas)
    page.get_by_role("button", name="Undo").last.tap()
    expect(away).to_be_visible()
    expect(tomas.locator("#me")).to_have_class(re.compile(r"\bhere\b"))

    # Signing out is leaving.
    tomas.locator("#me").tap()
    fits(tomas)
    tomas.get_by_role("button", name="Sign out").tap()
    expect(tomas.get_by_label("Username")).to_be_visible()
    fits(tomas)
    expect(away).to_have_count(0)
    expect(person.locator(".presence")).to_contain_text("away")
