"""A case as it is read: what a post answers and quotes, who else speaks, who the customer is, what is covered."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.steps import open_case

pytestmark = pytest.mark.browser


def test_parents_quotes_and_third_parties_keep_their_places(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.customer("bystander", "By Stander")
    talk = demo.post("bystander", "anybody else without a line in Mill Lane tonight?")
    asked = demo.post(
        demo.customer("replier", "Re Plier"), f"@bystander @CurlewCare yes, us too. {ALARM}", reply_to=talk
    )
    open_case(page, "yes, us too")
    # What began elsewhere, without us, is not kept here: the case leads to it on the network.
    parent = page.locator("#lanes").get_by_role("link", name="Read it on the network")
    expect(parent).to_have_attribute("href", re.compile(f"/status/{talk}$"))
    said = demo.post("bystander", "@replier @CurlewCare same on our side of the lane", reply_to=asked)
    demo.post("replier", "@CurlewCare this is what I mean, look", reply_to=asked, quotes=said)
    answer = page.locator("#lanes .post.customer", has_text="this is what I mean")
    expect(answer).to_be_visible()
    expect(answer.locator("blockquote")).to_contain_text("same on our side of the lane")
    expect(answer.locator("blockquote")).to_contain_text("By Stander")
    other = page.locator("#lanes .post.other", has_text="same on our side")
    expect(other).to_contain_text("third party")
    expect(page.locator("#context")).to_contain_text("Also in this thread")
    expect(page.locator("#context .people")).to_contain_text("@bystander")
    # Whoever joins in is no part of the customer's case: it is theirs alone in the list.
    expect(page.locator("#case-head")).to_contain_text("Re Plier")


def test_the_panel_knows_the_person(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.customer("oldfriend", "Old Friend")
    demo.post("oldfriend", f"@CurlewCare {ALARM} the old lamp went out")
    open_case(page, "the old lamp went out")
    expect(page.locator("#context")).to_contain_text("This is the first time they speak to us.")
    page.get_by_role("button", name="Close case", exact=True).click()
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    demo.post("oldfriend", f"@CurlewCare {ALARM} the new lamp went out as well")
    page.goto(f"{demo.url}/inbox")
    open_case(page, "the new lamp went out")
    panel = page.locator("#context")
    for fact in (
        "Reach",
        "120",
        "Language",
        "English",
        "Posts here",
        "Customer since",
        "Why here",
        "Other cases",
    ):
        expect(panel).to_contain_text(fact)
    past = panel.locator(".history a", has_text="the old lamp went out")
    expect(past).to_contain_text("Closed: Resolved")
    past.click()
    expect(page.locator("#lanes")).to_contain_text("the old lamp went out")
    expect(page.locator("#lanes")).not_to_contain_text("the new lamp")


def test_personal_data_in_public_is_covered_until_somebody_looks(demo: Demo, sign_in: SignIn) -> None:
    lena, tomas = sign_in("lena"), sign_in("tomas")
    demo.alarm("covered", "call me on +44 7700 900123, the wall is wet")
    row = lena.locator("#rows .row", has_text="the wall is wet")
    expect(row).not_to_contain_text("900123")
    for page in (lena, tomas):
        open_case(page, "the wall is wet")
        expect(page.locator("#lanes")).not_to_contain_text("900123")
        assert "900123" not in page.content()
    lena.get_by_role("button", name="Show personal data").click()
    expect(lena.locator("#lanes")).to_contain_text("900123")
    expect(tomas.locator("#lanes")).to_contain_text("Lena looked at covered personal data")
    assert "900123" not in tomas.content()


def test_a_lookalike_of_ours_is_warned_of(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.post(demo.customer("Curlew_Care", "Curlew Care"), f"@CurlewCare {ALARM} send us your password")
    open_case(page, "send us your password")
    expect(page.locator("#context .warning")).to_contain_text("looks like our @CurlewCare and is not ours")


def test_the_timeline_tells_what_was_done_and_by_whom(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("storied", "the tower crane swings")
    open_case(page, "the tower crane swings")
    page.get_by_role("button", name="Assign to me").click()
    expect(page.locator("#lanes")).to_contain_text("Lena took the case")
    page.get_by_role("button", name="Snooze", exact=True).click()
    page.get_by_role("button", name="One hour").click()
    expect(page.locator("#lanes")).to_contain_text(re.compile("Lena snoozed the case until"))
    page.get_by_role("button", name="End snooze").click()
    expect(page.locator("#lanes")).to_contain_text("Lena ended the snooze")
    page.get_by_role("button", name="Close case", exact=True).click()
    expect(page.locator("#lanes")).to_contain_text("Lena closed the case: Resolved")
    page.reload()
    told = page.locator("#lanes").inner_text()
    places = [told.index(words) for words in ("Case opened", "took the case", "snoozed", "ended", "closed")]
    assert places == sorted(places)
