"""A page that is open shows the clocks as a supervisor's change has made them, without being touched."""

import re

import pytest
from playwright.sync_api import Route, expect
from tests.browser.conftest import Demo, SignIn
from tests.browser.test_acts import opened
from tests.browser.test_settings import save

pytestmark = pytest.mark.browser


def test_a_changed_policy_moves_the_clocks_of_pages_that_are_open(demo: Demo, sign_in: SignIn) -> None:
    lena = sign_in("lena")
    opened(demo, lena, "clockwatcher", "the church clock stands still")
    clock = lena.locator("#case-head .head-clock .clock")
    lena.get_by_label("Reply text").focus()  # a list with the focus in it waits before it moves
    expect(clock).to_contain_text(re.compile(r"\d min"))
    ruth = sign_in("ruth", path="/settings/policies/new")
    ruth.get_by_role("textbox", name="Name", exact=True).fill("Ten hours")
    ruth.get_by_label("First reply, minutes").fill("600")
    save(ruth)
    expect(clock).to_contain_text(re.compile(r"\b9 h|\b10 h"))
    expect(lena.locator("#rows .row .clock", has_text=re.compile(r"\b9 h|\b10 h")).first).to_be_visible()
    ruth.get_by_role("link", name="Ten hours").click()
    ruth.locator(".remove summary").click()
    ruth.get_by_role("button", name="Remove for good").click()
    expect(clock).to_contain_text(re.compile(r"\d min"))


def test_a_row_that_moves_out_of_sight_shows_its_clock_while_the_pointer_holds_the_list(
    demo: Demo, sign_in: SignIn
) -> None:
    lena, ruth = sign_in("lena", path="/inbox?view=all"), sign_in("ruth", path="/settings/policies/new")
    row = lena.locator("#rows .row:has(.clock.calm)").last
    key = f"row-{row.get_attribute('data-case')}"
    moved = lena.locator(f"#{key}")
    moved.hover()

    # With its new clock it stands behind what the list asks for.
    def without(route: Route) -> None:
        answer = route.fetch()
        body = re.sub(rf'<li class="row[^>]*id="{key}".*?</li>', "", answer.text(), flags=re.DOTALL)
        route.fulfill(response=answer, body=body)

    lena.route(re.compile(r"/inbox\?view=all&size="), without)
    ruth.get_by_role("textbox", name="Name", exact=True).fill("Twenty hours")
    ruth.get_by_label("First reply, minutes").fill("1200")
    save(ruth)
    expect(moved.locator(".clock")).to_contain_text(re.compile(r"\b19 h|\b20 h"))
    expect(moved).not_to_have_class(re.compile("leaving"))
    ruth.get_by_role("link", name="Twenty hours").click()
    ruth.locator(".remove summary").click()
    ruth.get_by_role("button", name="Remove for good").click()
    expect(moved.locator(".clock")).not_to_contain_text("h")
