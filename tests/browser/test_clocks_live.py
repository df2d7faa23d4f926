"""A page that is open shows the clocks as a supervisor's change has made them, without being touched."""

import re

import pytest
from playwright.sync_api import expect
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
    ruth.get_by_role("button", name="Remove").click()
    expect(clock).to_contain_text(re.compile(r"\d min"))
