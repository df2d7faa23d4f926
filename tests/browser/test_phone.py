"""A desk in one hand, 390 by 844: sign in, find, answer, move to private, close, approve, search."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import fits
from tests.browser.steps import answer, send_button, toast
from tests.browser.test_supervisor import second_look

pytestmark = pytest.mark.browser
__all__ = ["fits", "second_look"]


def tap_case(page: Page, words: str) -> None:
    row = page.locator("#rows .row", has_text=words)
    expect(row).to_be_visible()
    row.get_by_role("link").tap()
    expect(page.get_by_label("Reply text")).to_be_in_viewport()
    fits(page)


def test_from_signing_in_to_a_closed_case(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    fits(page)
    demo.alarm("onehand", "the bus shelter burns")
    tap_case(page, "the bus shelter burns")
    page.get_by_role("button", name="Assign to me").tap()
    expect(page.locator("#case-head")).to_contain_text("yours")
    page.get_by_label("Reply text").fill("Step back from the shelter, we are coming.")
    expect(send_button(page)).to_be_enabled()
    send_button(page).tap()
    expect(page.locator("#lanes .post.us[data-post]")).to_contain_text("Step back")
    page.get_by_role("button", name="Close case", exact=True).tap()
    expect(page.locator("#case-head")).to_contain_text("Closed: Resolved")
    fits(page)
    page.get_by_role("link", name="Back to the list").tap()
    page.get_by_role("button", name="Views").tap()
    page.locator("#view-done").tap()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    expect(page.locator("#rows .row", has_text="the bus shelter burns")).to_be_visible()
    fits(page)


def test_a_case_is_moved_to_private_with_a_thumb(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    demo.customer("thumbmove", "Thumb Move")
    demo.message("thumbmove", "Thanks for last week")
    demo.post("thumbmove", f"@CurlewCare {ALARM} the tram wire hangs low")
    tap_case(page, "the tram wire hangs low")
    # Once they have written in private there are two lanes, and they are tabs.
    tab = page.get_by_role("button", name=re.compile("^Private"))
    tab.first.tap()
    expect(send_button(page)).to_have_accessible_description(re.compile("privately to @thumbmove"))
    answer(page, "Where exactly does the wire hang?")
    private = page.get_by_role("region", name="Private conversation")
    expect(private.locator(".post.us[data-post]")).to_contain_text("Where exactly")
    fits(page)


def test_a_supervisor_approves_on_the_way(demo: Demo, sign_in: SignIn, second_look: Page) -> None:
    lena, phone = sign_in("lena"), sign_in("ruth", phone=True, path="/approvals")
    demo.alarm("pocket", "the kerb lamp sparks")
    lena.locator("#rows .row", has_text="the kerb lamp sparks").get_by_role("link").click()
    answer(lena, "The lamp is switched off in ten minutes.")
    waiting = phone.get_by_role("article", name="Answer by Lena").filter(has_text="switched off")
    expect(waiting).to_be_visible()
    fits(phone)
    waiting.get_by_role("button", name="Approve").tap()
    toast(phone, "is on its way")
    expect(lena.locator("#lanes .post.us[data-post]")).to_contain_text("switched off")


def test_search_with_a_thumb(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True)
    demo.alarm("pocketfind", "the heliotrope hedge burns")
    expect(page.locator("#rows .row", has_text="heliotrope hedge")).to_be_visible()
    page.get_by_role("link", name="Search").tap()
    page.get_by_role("searchbox", name="Search").fill("heliotrope")
    expect(page.locator("#rows .row")).to_have_count(1)
    fits(page)
    page.locator("#rows .row").get_by_role("link").tap()
    expect(page.locator("#lanes")).to_contain_text("heliotrope hedge")
    page.get_by_role("link", name="Back to the list").tap()
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("heliotrope")
    fits(page)
