"""Words that have not left: kept through a lost connection, a reload, a refusal and an answer taken back."""

import re

import httpx
import pytest
from playwright.sync_api import Page, Route, expect
from tests.browser.conftest import Demo, SignIn
from tests.browser.hand import press, show, to_list
from tests.browser.steps import send_button, until

pytestmark = pytest.mark.browser

LOST = "**/cases/*/draft"


def begun(demo: Demo, page: Page, username: str, words: str) -> None:
    """The open case of a new customer."""
    demo.alarm(username, words)
    show(page, words)


def emptied(page: Page) -> None:
    """No words stay for the story that comes next."""
    page.get_by_label("Reply text").fill("")
    expect(page.locator("[data-saved]")).to_have_text("Draft kept")


def busy(demo: Demo, page: Page) -> None:
    """Until the network has something to do that it was told to take its time for."""
    for _ in range(300):
        if httpx.get(f"{demo.network_url}/sandbox/faults", timeout=10).json()["data"][0]["struck"]:
            return
        page.wait_for_timeout(100)
    raise AssertionError("nothing was sent")


def elsewhere_and_back(page: Page, words: str) -> None:
    """To another case and back to the one that says these words."""
    to_list(page)
    press(page.locator("#rows .row").filter(has_not_text=words).first.get_by_role("link"))
    expect(page.locator("#lanes")).not_to_contain_text(words)
    to_list(page)
    show(page, words)


@pytest.mark.parametrize("phone", [False, True])
def test_words_typed_while_the_desk_cannot_be_reached_are_kept(
    demo: Demo, sign_in: SignIn, phone: bool
) -> None:
    page = sign_in("lena", phone=phone)
    words = f"the weir is {'humming' if phone else 'singing'}"
    begun(demo, page, f"weir{phone:d}", words)
    page.route(LOST, lambda route: route.abort())
    page.get_by_label("Reply text").fill("We look at the weir today")
    expect(page.locator("[data-saved]")).to_have_text("Kept in this tab, not by the desk yet")
    page.reload()
    expect(page.get_by_label("Reply text")).to_have_value("We look at the weir today")
    page.unroute(LOST)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-saved]")).to_have_text("Draft kept")
    page.goto(f"{demo.url}/inbox")
    show(page, words)
    expect(page.get_by_label("Reply text")).to_have_value("We look at the weir today")
    emptied(page)


def test_a_reload_in_the_middle_of_a_word_shows_that_word(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    begun(demo, page, "reloader", "the lock gate is stuck")
    page.get_by_label("Reply text").fill("We are on our w")
    page.reload()
    expect(page.get_by_label("Reply text")).to_have_value("We are on our w")
    emptied(page)


def test_on_a_slow_line_older_words_do_not_come_after_newer_ones(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    begun(demo, page, "slowline", "the canal is empty")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route(LOST, hold_the_first)
    field = page.get_by_label("Reply text")
    field.fill("We look at the canal")
    until(page, lambda: bool(held))
    field.fill("We look at the canal today")
    page.wait_for_timeout(1500)  # longer than a pause of typing: the newer words are on their way, or wait
    held[0].continue_()
    expect(page.locator("[data-saved]")).to_have_text("Draft kept")
    page.wait_for_load_state("networkidle")
    elsewhere = sign_in("lena")
    show(elsewhere, "the canal is empty")
    expect(elsewhere.get_by_label("Reply text")).to_have_value("We look at the canal today")
    emptied(elsewhere)


def test_words_the_desk_could_not_take_are_given_to_it_again(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    begun(demo, page, "secondgo", "the tow path is flooded")
    page.route(LOST, lambda route: route.fulfill(status=503))
    page.get_by_label("Reply text").fill("We bring boots")
    expect(page.locator("[data-saved]")).to_have_text("Kept in this tab, not by the desk yet")
    page.unroute(LOST)
    expect(page.locator("[data-saved]")).to_have_text("Draft kept")
    emptied(page)


@pytest.mark.parametrize("phone", [False, True])
def test_what_is_refused_or_did_not_arrive_is_still_there_after_another_case(
    demo: Demo, sign_in: SignIn, phone: bool
) -> None:
    page = sign_in("lena", phone=phone)
    words = f"the sluice is {'frozen' if phone else 'jammed'}"
    begun(demo, page, f"sluice{phone:d}", words)
    field = page.get_by_label("Reply text")
    page.route("**/cases/*/answers", lambda route: route.abort())
    field.fill("We bring hot water")
    press(send_button(page))
    expect(page.locator("#toasts")).to_contain_text("your text is kept")
    expect(field).to_have_value("We bring hot water")
    page.unroute("**/cases/*/answers")
    elsewhere_and_back(page, words)
    expect(field).to_have_value("We bring hot water")
    page.route(re.compile("/guards$"), lambda route: route.abort())  # sent before the guards have spoken
    field.fill("You are an idiot, we bring hot water")
    press(send_button(page))
    expect(page.locator("#toasts")).to_contain_text("Not sent.")
    elsewhere_and_back(page, words)
    expect(field).to_have_value("You are an idiot, we bring hot water")
    emptied(page)


@pytest.mark.parametrize("phone", [False, True])
def test_an_answer_taken_back_is_a_draft_again(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    page = sign_in("lena", phone=phone)
    ferry, words = (
        f"the ferry is {'early' if phone else 'late'}",
        f"the ferry bell {'rings' if phone else 'is gone'}",
    )
    demo.alarm(f"bell{phone:d}", words)
    begun(demo, page, f"ferry{phone:d}", ferry)
    # What is sent first keeps the network busy for a while, so that the next waits.
    slow = [{"kind": "late", "on": "POST /2/tweets", "times": 1, "seconds": 12}]
    httpx.post(f"{demo.network_url}/sandbox/faults", json={"faults": slow}, timeout=10).raise_for_status()
    field = page.get_by_label("Reply text")
    field.fill(f"We know that {ferry}")
    press(send_button(page))
    busy(demo, page)
    to_list(page)
    show(page, words)
    field.fill(f"Thank you, {words}")
    press(send_button(page))
    press(page.get_by_role("button", name="Take back"))
    expect(page.locator("#toasts")).to_contain_text("Taken back before it left")
    expect(field).to_have_value(f"Thank you, {words}")
    page.reload()
    expect(field).to_have_value(f"Thank you, {words}")
    press(send_button(page))
    expect(page.locator("#thread .post.us")).to_contain_text("Sent")
