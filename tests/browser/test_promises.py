"""What we promised and how it is kept in mind: warned before it breaks, projected at the present pace, escalated."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import ALARM, Demo, Desks, SignIn
from tests.browser.hand import fits
from tests.browser.steps import answer, bell, find_case, open_case, save

pytestmark = [pytest.mark.browser, pytest.mark.patient]


@pytest.fixture
def demo(desks: Desks) -> Iterator[Demo]:
    """A desk of its own: what is promised here would make every later case late."""
    desks.stop()
    yield desks.demo()
    desks.stop()


def promise(page: Page, demo: Demo, name: str, *, lane: str, minutes: int, warn: str) -> None:
    """A supervisor promises a first reply."""
    page.goto(f"{demo.url}/settings/policies/new")
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    page.get_by_label("Lane").select_option(lane)
    page.get_by_label("First reply, minutes").fill(str(minutes))
    page.get_by_label("Warn when this share of the time is left").fill(warn)
    save(page)


def test_the_owner_is_warned_and_the_supervisor_hears_of_the_breach(demo: Demo, sign_in: SignIn) -> None:
    ruth = sign_in("ruth", path="/settings/policies")
    lena = sign_in("lena")
    demo.customer("promiseful", "Promise Full")
    demo.message("promiseful", f"{ALARM} the lift shaft smokes")
    open_case(lena, "the lift shaft smokes")
    lena.get_by_role("button", name="Assign to me").click()
    expect(lena.locator("#case-head")).to_contain_text("yours")
    # The case has its owner before the promise is made, of which the busy morning's pace may warn at once.
    promise(ruth, demo, "Three minutes in private", lane="private", minutes=3, warn="0.5")
    ruth.goto(f"{demo.url}/wall")
    lena.reload()
    expect(lena.locator("#case-head .clock")).to_have_class("clock soon")

    # At the pace of a busy morning the projection may speak before the half of the time is over.
    bell(lena, re.compile("A case is soon due|At this pace your answer comes too late"), within=150)
    expect(lena.locator("#lanes")).to_contain_text(
        re.compile("The promised answer time is near|At the pace of the last half hour"),
        timeout=150_000,  # the line of the bell may speak of another case of hers
    )
    lena.keyboard.press("Escape")
    # The same person hears of it on the phone, and there the case says so too.
    pocket = sign_in("lena", phone=True)
    bell(pocket, re.compile("A case is soon due|At this pace"))
    fits(pocket)
    pocket.goto(lena.url)
    expect(pocket.locator("#case-head .clock")).to_have_class("clock soon")
    fits(pocket)
    expect(lena.locator("#lanes")).to_contain_text("The promised answer time passed", timeout=240_000)
    expect(pocket.locator("#lanes")).to_contain_text("The promised answer time passed")
    expect(pocket.locator("#case-head .clock")).to_have_class("clock over")
    fits(pocket)
    expect(lena.locator("#lanes")).to_contain_text("The supervisors were told")
    expect(lena.locator("#case-head .clock")).to_have_class("clock over")
    bell(lena, "A case is overdue")
    bell(ruth, re.compile("cases? (is|are) overdue"))  # one line for all that broke in the last minutes
    ruth.keyboard.press("Escape")
    ruth.locator("#tile-overdue").click()
    ruth.locator(".wall-row", has_text="Promise Full").locator(".case-link").click()
    expect(ruth.locator("#lanes")).to_contain_text("the lift shaft smokes")

    # Answered too late is answered all the same: the clock stops.
    answer(lena, "We are on the stairs already.")
    expect(lena.locator("#lanes .post.us[data-post]")).to_contain_text("on the stairs")
    expect(lena.locator("#case-head .clock")).to_have_count(0)


def test_a_case_that_would_be_answered_too_late_says_so_before(demo: Demo, sign_in: SignIn) -> None:
    ruth = sign_in("ruth", path="/settings/policies")
    # No warning of its own: what is told is told by the pace alone.
    promise(ruth, demo, "A quarter of an hour in public", lane="public", minutes=15, warn="0")
    lena = sign_in("lena")
    for n in range(1, 4):
        words = f"the transformer number {n} hisses"
        demo.alarm(f"pacer{n}", words)
        open_case(lena, words)
        answer(lena, f"We switch number {n} off at once.")
        expect(lena.locator("#lanes .post.us[data-post]")).to_contain_text("switch number")
    demo.post(demo.customer("lastinline", "Last Line"), "@CurlewCare what colour are your vans this year?")
    row = find_case(lena, demo, "lastinline")
    expect(row).to_be_visible()
    expect(row.locator(".why")).to_contain_text("too late at this pace", timeout=60_000)
    row.get_by_role("link").click()
    expect(lena.locator("#lanes")).to_contain_text(
        "At the pace of the last half hour the answer would come too late"
    )
    line = bell(ruth, "answered too late")
    expect(line).to_contain_text("At this pace")
