"""What a supervisor arranges for others: closed hours with one honest word, and a second voice that is held back."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import fits, show
from tests.browser.steps import open_only_on
from tests.browser.test_phone import tap_case
from tests.browser.test_settings import save
from tests.browser.test_supervisor import second_look

pytestmark = pytest.mark.browser
__all__ = ["second_look"]


def open_case(page: Page, words: str) -> None:
    page.locator("#rows .row", has_text=words).get_by_role("link").click()
    expect(page.locator("#thread")).to_contain_text(words)


def test_out_of_hours_a_word_is_prepared_and_a_person_sends_it(demo: Demo, sign_in: SignIn) -> None:
    ruth = sign_in("ruth", path="/settings/calendars/new")
    another_day = (datetime.now(UTC) + timedelta(days=3)).strftime("%A")
    ruth.get_by_role("textbox", name="Name", exact=True).first.fill("Closed today")
    ruth.get_by_role("combobox", name="Language").select_option("fi")
    ruth.get_by_label("Time zone").fill("UTC")
    open_only_on(ruth, another_day)
    save(ruth)
    ruth.goto(f"{demo.url}/settings/queues/1")
    ruth.get_by_label("Business calendar").select_option("Closed today")
    ruth.get_by_label("Prepare an honest word out of hours").check()
    words = ruth.get_by_role("group", name="Words by language").first
    words.get_by_label("Text").last.fill("We are closed and read this from {time} on {date}.")
    save(ruth)
    try:
        lena = sign_in("lena")
        demo.alarm("nightowl", "at night")
        open_case(lena, "at night")
        word = lena.get_by_role("region", name="A prepared word")
        expect(word).to_contain_text("We are closed and read this from 09:00 on", timeout=40_000)
        word.get_by_role("button", name="Send the prepared word").click()
        expect(lena.locator("#toasts")).to_contain_text("On its way")
        expect(word).to_have_count(0)
        expect(lena.locator("#thread .post.us[data-post]", has_text="We are closed")).to_be_visible()
        tomas = sign_in("tomas", phone=True)
        demo.alarm("nightphone", "at midnight")
        tap_case(tomas, "at midnight")
        word = tomas.get_by_role("region", name="A prepared word")
        expect(word).to_contain_text("We are closed and read this from 09:00 on", timeout=40_000)
        fits(tomas)
        word.get_by_role("button", name="Send the prepared word").tap()
        expect(tomas.locator("#thread .post.us[data-post]", has_text="We are closed")).to_be_visible()
        fits(tomas)
    finally:
        ruth.goto(f"{demo.url}/settings/queues/1")
        ruth.get_by_label("Business calendar").select_option("Day and night")
        ruth.get_by_label("Prepare an honest word out of hours").uncheck()
        save(ruth)


def test_a_second_voice_is_told_of_the_answer_that_waits(
    demo: Demo, sign_in: SignIn, second_look: Page
) -> None:
    ruth, lena, tomas = second_look, sign_in("lena"), sign_in("tomas", phone=True)
    first = demo.alarm("twovoices", "first call")
    open_case(lena, "first call")
    lena.get_by_label("Reply text").fill("We are on our way to you.")
    lena.get_by_role("button", name="Send", exact=True).click()
    waiting = ruth.get_by_role("article", name="Answer by Lena").filter(has_text="on our way")
    expect(waiting).to_be_visible()
    demo.post("twovoices", f"@CurlewCare {ALARM} second call", reply_to=first)
    tomas.goto(f"{demo.url}/inbox?view=all")  # the case is Lena's by now
    show(tomas, "second call")
    tomas.get_by_label("Reply text").fill("A colleague rings you this minute.")
    expect(tomas.locator("#guards")).to_contain_text("An answer of Lena to this customer is on its way.")
    expect(tomas.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    fits(tomas)
    waiting.get_by_role("button", name="Approve").click()
    expect(ruth.locator("#toasts")).to_contain_text("is on its way")
    tomas.get_by_label("Reply text").fill("")
