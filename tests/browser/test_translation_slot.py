"""A translation service named by the operator: what it is sent, what people see of it, and what leaves."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Demo, Desks, SignIn

pytestmark = pytest.mark.browser
SAID = "URGENTE: hay un incendio en casa y mucho humo, mi bebé está herido, mi número es +34 612 345 678"


class Shouting(BaseHTTPRequestHandler):
    """Speaks like LibreTranslate and "translates" into capitals; the server keeps what it was sent."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append(asked)  # type: ignore[attr-defined]
        body = json.dumps({"translatedText": asked["q"].upper(), "detectedLanguage": {"language": "es"}})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the test's output."""


@pytest.fixture
def heard() -> list[dict[str, str]]:
    """What the service is asked."""
    return []


@pytest.fixture
def demo(desks: Desks, heard: list[dict[str, str]]) -> Iterator[Demo]:
    """A demo of its own, with a service; the shared one is stopped, as two would crowd the machine."""
    desks.stop()
    with ThreadingHTTPServer(("127.0.0.1", 0), Shouting) as service:
        service.heard = heard  # type: ignore[attr-defined]
        Thread(target=service.serve_forever, daemon=True).start()
        own = Desks(HARK_TRANSLATE_URL=f"http://127.0.0.1:{service.server_port}")
        try:
            yield own.demo()
        finally:
            own.stop()
            service.shutdown()


def write(page: Page, text: str) -> None:
    """The writer's own words, and a machine's in the customer's language in their place."""
    page.get_by_label("Reply text").fill(text)
    page.get_by_role("button", name="Translate into Spanish").click()
    expect(page.get_by_label("Reply text")).to_have_value(text.upper().replace("@HUMO", "@humo"))


def test_a_post_and_a_reply_are_translated_when_asked(
    demo: Demo, sign_in: SignIn, heard: list[dict[str, str]]
) -> None:
    page = sign_in("lena")
    demo.post(demo.customer("humo", "Humo"), f"@CurlewCare {SAID}")
    page.locator("#rows .row", has_text="hay un incendio").get_by_role("link").click()
    post = page.locator("#thread .post", has_text="hay un incendio")
    assert heard == []
    post.get_by_role("button", name="Translate", exact=True).click()
    expect(post).to_contain_text("Translated by a machine from Spanish")
    expect(post).to_contain_text("HAY UN INCENDIO EN CASA")
    assert [asked["target"] for asked in heard] == ["en"]
    assert "612" not in heard[0]["q"] and "CurlewCare" not in heard[0]["q"]

    send, mark = (
        page.get_by_role("button", name="Send", exact=True),
        page.locator("#composer .origin.translated"),
    )
    write(page, "We call […] now")
    expect(mark).to_be_visible()
    expect(page.locator("#guards")).to_contain_text("“[…]” is still to be filled in.")
    expect(send).to_be_disabled()
    page.get_by_role("button", name="Back to my words").click()
    expect(page.get_by_label("Reply text")).to_have_value("We call […] now")
    expect(mark).to_be_hidden()

    write(page, "Leave the house, @humo. We call now")
    expect(mark).to_be_visible()
    expect(send).to_be_enabled()
    with page.expect_request("**/answers") as sent:
        send.click()
    assert parse_qs(sent.value.post_data or "")["origin"] == ["translated"]
    expect(page.locator("#thread .post.us[data-post]")).to_contain_text(
        "LEAVE THE HOUSE, @humo. WE CALL NOW ^LM"
    )
