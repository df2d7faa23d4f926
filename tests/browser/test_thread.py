"""A case as it is read: what a post answers and quotes, who else speaks, who the customer is, what is covered."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import about, fits, press, show, to_case

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("phone", [False, True])
def test_parents_quotes_and_third_parties_keep_their_places(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    page = sign_in("lena", phone=phone)
    by = demo.customer(f"bystander{phone:d}", "By Stander")
    asker = demo.customer(f"replier{phone:d}", "Re Plier")
    talk = demo.post(by, "anybody else without a line in Mill Lane tonight?")
    asked = demo.post(asker, f"@{by} @CurlewCare yes, us {phone + 1} too. {ALARM}", reply_to=talk)
    show(page, f"yes, us {phone + 1} too")
    # What began elsewhere, without us, is not kept here: the case leads to it on the network.
    parent = page.locator("#lanes").get_by_role("link", name="Read it on the network")
    expect(parent).to_have_attribute("href", re.compile(f"/status/{talk}$"))
    said = demo.post(by, f"@{asker} @CurlewCare same on our side of the lane", reply_to=asked)
    demo.post(asker, "@CurlewCare this is what I mean, look", reply_to=asked, quotes=said)
    answer = page.locator("#lanes .post.customer", has_text="this is what I mean")
    expect(answer).to_be_visible()
    expect(answer.locator("blockquote")).to_contain_text("same on our side of the lane")
    expect(answer.locator("blockquote")).to_contain_text("By Stander")
    other = page.locator("#lanes .post.other", has_text="same on our side")
    expect(other).to_contain_text("third party")
    fits(page)
    panel = about(page)
    expect(panel).to_contain_text("Also in this thread")
    expect(panel.locator(".people")).to_contain_text(f"@{by}")
    to_case(page)
    # Whoever joins in is no part of the customer's case: it is theirs alone in the list.
    expect(page.locator("#case-head")).to_contain_text("Re Plier")


@pytest.mark.parametrize("phone", [False, True])
def test_the_panel_knows_the_person(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    page = sign_in("lena", phone=phone)
    old, new = (f"the {age} lamp {phone:d} went out" for age in ("old", "new"))
    friend = demo.customer(f"oldfriend{phone:d}", "Old Friend")
    demo.post(friend, f"@CurlewCare {ALARM} {old}")
    show(page, old)
    expect(about(page)).to_contain_text("This is the first time they speak to us.")
    to_case(page)
    press(page.get_by_role("button", name="Close case", exact=True))
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    demo.post(friend, f"@CurlewCare {ALARM} {new} as well")
    page.goto(f"{demo.url}/inbox")
    show(page, new)
    panel = about(page)
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
    past = panel.locator(".history a", has_text=old)
    expect(past).to_contain_text("Closed: Resolved")
    press(past)
    expect(page.locator("#lanes")).to_contain_text(old)
    expect(page.locator("#lanes")).not_to_contain_text(new)
    expect(page.get_by_label("Reply text")).to_be_in_viewport()


@pytest.mark.parametrize("phone", [False, True])
def test_personal_data_in_public_is_covered_until_somebody_looks(
    demo: Demo, sign_in: SignIn, phone: bool
) -> None:
    lena, tomas = sign_in("lena", phone=phone), sign_in("tomas", phone=phone)
    words = f"wall {phone:d} is wet"
    demo.alarm(f"covered{phone:d}", f"call me on +44 7700 900123, {words}")
    row = lena.locator("#rows .row", has_text=words)
    expect(row).not_to_contain_text("900123")
    for page in (lena, tomas):
        show(page, words)
        expect(page.locator("#lanes")).not_to_contain_text("900123")
        assert "900123" not in page.content()
    press(lena.get_by_role("button", name="Show personal data"))
    expect(lena.locator("#lanes")).to_contain_text("900123")
    fits(lena)
    expect(tomas.locator("#lanes")).to_contain_text("Lena looked at covered personal data")
    assert "900123" not in tomas.content()


@pytest.mark.parametrize("phone", [False, True])
def test_a_lookalike_of_ours_is_warned_of(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    page = sign_in("lena", phone=phone)
    name = ("Curlew_Care", "CurlewCare_")[phone]
    demo.post(demo.customer(name, "Curlew Care"), f"@CurlewCare {ALARM} send {name} your password")
    show(page, f"send {name} your password")
    expect(about(page).locator(".warning")).to_contain_text("looks like our @CurlewCare and is not ours")


@pytest.mark.parametrize("phone", [False, True])
def test_the_timeline_tells_what_was_done_and_by_whom(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    page = sign_in("lena", phone=phone)
    demo.alarm(f"storied{phone:d}", f"tower crane {phone:d} swings")
    show(page, f"tower crane {phone:d} swings")
    press(page.get_by_role("button", name="Assign to me"))
    expect(page.locator("#lanes")).to_contain_text("Lena took the case")
    press(page.get_by_role("button", name="Snooze", exact=True))
    press(page.get_by_role("button", name="One hour"))
    expect(page.locator("#lanes")).to_contain_text(re.compile("Lena snoozed the case until"))
    press(page.get_by_role("button", name="End snooze"))
    expect(page.locator("#lanes")).to_contain_text("Lena ended the snooze")
    press(page.get_by_role("button", name="Close case", exact=True))
    expect(page.locator("#lanes")).to_contain_text("Lena closed the case: Resolved")
    fits(page)
    page.reload()
    told = page.locator("#lanes").inner_text()
    places = [told.index(words) for words in ("Case opened", "took the case", "snoozed", "ended", "closed")]
    assert places == sorted(places)
