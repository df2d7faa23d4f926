"""A second person: two answers to one customer side by side, nobody approves their own words, an edit asks anew."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import fits, press, show
from tests.browser.steps import answer, bell, open_case, save, send_button, toast
from tests.browser.test_supervisor import second_look

pytestmark = pytest.mark.browser
__all__ = ["second_look"]


def asked(page: Page, name: str, words: str):
    return page.get_by_role("article", name=f"Answer by {name}").filter(has_text=words)


def test_two_answers_that_wait_stand_side_by_side_and_one_goes_back(
    demo: Demo, sign_in: SignIn, second_look: Page
) -> None:
    ruth, lena, tomas = second_look, sign_in("lena"), sign_in("tomas")
    first = demo.alarm("bothwait", "first ring at the door")
    open_case(lena, "first ring")
    answer(lena, "An engineer rings at your door within the hour.")
    expect(asked(ruth, "Lena", "within the hour")).to_be_visible()
    demo.post("bothwait", f"@CurlewCare {ALARM} second ring at the door", reply_to=first)
    tomas.goto(f"{demo.url}/inbox?view=all")  # the case is Lena's by now
    open_case(tomas, "second ring")
    tomas.get_by_label("Reply text").fill("Nobody can come before tomorrow noon.")
    tomas.get_by_label("Reason to send it anyway").fill("The depot says otherwise")
    expect(send_button(tomas)).to_be_enabled()
    send_button(tomas).click()
    expect(tomas.locator("#lanes .post.us", has_text="tomorrow noon")).to_contain_text("Waits for approval")

    folder = ruth.get_by_role("region", name=re.compile("Bothwait"))
    expect(folder).to_contain_text("Two answers to one customer")
    mine, his = asked(folder, "Lena", "within the hour"), asked(folder, "Tomás", "tomorrow noon")
    expect(mine).to_contain_text("first ring")
    expect(his).to_contain_text("second ring")
    left, right = mine.bounding_box(), his.bounding_box()
    assert left and right and left["x"] + left["width"] <= right["x"] and abs(left["y"] - right["y"]) < 40
    for one in (mine, his):
        expect(one.locator(".clock")).to_be_visible()  # each has a clock of its own

    his.get_by_text("Reject", exact=True).click()
    his.get_by_label("Why").fill("We do come today")
    his.get_by_role("button", name="Reject with this reason").click()
    toast(ruth, "Tomás has it back as a draft")
    expect(folder).not_to_contain_text("Two answers to one customer")
    bell(tomas, "Ruth gave an answer back to you")
    tomas.reload()
    expect(tomas.get_by_label("Reply text")).to_have_value(re.compile("tomorrow noon"))
    tomas.get_by_label("Reply text").fill("")
    mine.get_by_role("button", name="Approve").click()
    expect(lena.locator("#lanes .post.us[data-post]", has_text="within the hour")).to_be_visible()
    # Why the second voice spoke all the same is part of the story.
    expect(lena.locator("#lanes")).to_contain_text(
        "Tomás overruled a guard, somebody else is answering: The depot says otherwise"
    )


@pytest.mark.parametrize("phone", [False, True])
def test_whoever_wrote_an_answer_that_waits_edits_it_or_takes_it_back(
    demo: Demo, sign_in: SignIn, second_look: Page, phone: bool
) -> None:
    ruth, lena = second_look, sign_in("lena", phone=phone)
    said = f"the gutter number {phone:d} drips"
    demo.alarm(f"typo{phone:d}", said)
    show(lena, said)
    answer(lena, "Please wiat by the door.")
    waits = lena.locator("#lanes .post.us.sending", has_text="by the door")
    expect(waits).to_contain_text("Waits for approval")
    # Before anybody types a second one, it is said that the first still waits.
    expect(lena.locator("#permission")).to_contain_text("Your answer waits for approval")
    lena.get_by_label("Reply text").fill("Wait, I mean.")
    expect(send_button(lena)).to_be_disabled()
    lena.get_by_label("Reply text").fill("")

    fits(lena)
    press(waits.get_by_role("button", name="Edit"))
    dialog = lena.get_by_role("dialog", name="Edit the answer")
    expect(dialog.get_by_label("New text")).to_be_focused()
    fits(lena)
    dialog.get_by_label("New text").fill("Please wait by the door.")
    press(dialog.get_by_role("button", name="Save and ask again"))
    toast(lena, "another person decides about it now")
    expect(waits).to_contain_text("Please wait")
    expect(asked(ruth, "Lena", "Please wait by the door")).to_be_visible()

    press(waits.get_by_role("button", name="Take back"))
    expect(asked(ruth, "Lena", "by the door")).to_have_count(0)
    expect(waits).to_have_count(0)
    expect(lena.locator("#permission")).not_to_contain_text("waits for approval")
    expect(lena.get_by_label("Reply text")).to_have_value("Please wait by the door.")
    expect(send_button(lena)).to_be_enabled()


def test_an_edit_voids_what_was_asked_and_nobody_approves_their_own_words(
    demo: Demo, sign_in: SignIn, second_look: Page
) -> None:
    ruth, lena = second_look, sign_in("lena")
    demo.alarm("edited", "the awning burns")
    open_case(lena, "the awning burns")
    answer(lena, "Please step back from the awning.")
    shown = asked(ruth, "Lena", "step back")
    approve = shown.get_by_role("button", name="Approve")
    expect(approve).to_be_visible()
    shown.get_by_text("Edit", exact=True).click()
    shown.get_by_label("New text").fill("Please step back and call 112.")
    shown.get_by_role("button", name="Save and ask again").click()
    toast(ruth, "another person decides about it now")
    changed = asked(ruth, "Lena", "call 112")
    expect(changed).to_contain_text("changed by Ruth")
    expect(changed).to_contain_text("You wrote or changed this. Somebody else decides.")
    expect(changed.get_by_role("button", name="Approve")).to_have_count(0)
    # The words of the first asking are not to be had any more, and nothing has left.
    expect(asked(ruth, "Lena", "from the awning")).to_have_count(0)
    expect(lena.locator("#lanes .post.us", has_text="call 112")).to_contain_text("Waits for approval")


def test_what_a_supervisor_wrote_waits_for_another_one(demo: Demo, sign_in: SignIn) -> None:
    ruth = sign_in("ruth", path="/settings/guards/1")
    ruth.get_by_role("checkbox", name="Supervisors", exact=True).check()
    ruth.get_by_label("Minutes for an approval").fill("1")
    save(ruth)
    try:
        ruth.goto(f"{demo.url}/inbox")
        demo.alarm("ownwords", "the chimney falls")
        open_case(ruth, "the chimney falls")
        answer(ruth, "Leave the yard, please.")
        expect(ruth.locator("#lanes .post.us", has_text="Leave the yard")).to_contain_text(
            "Waits for approval"
        )
        ruth.goto(f"{demo.url}/approvals")
        own = asked(ruth, "Ruth", "Leave the yard")
        expect(own).to_contain_text("You wrote or changed this. Somebody else decides.")
        expect(own.get_by_role("button", name="Approve")).to_have_count(0)
        expect(own.locator(".clock")).to_have_class(re.compile("over"), timeout=90_000)
        bell(ruth, "An approval is overdue", within=30)
    finally:
        ruth.goto(f"{demo.url}/settings/guards/1")
        ruth.get_by_role("checkbox", name="Supervisors", exact=True).uncheck()
        ruth.get_by_label("Minutes for an approval").fill("15")
        save(ruth)
