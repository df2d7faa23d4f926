"""What the operator sets: a translation service, and how often open cases are looked at for what was deleted."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import httpx
import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Demo, Desks, SignIn
from tests.browser.hand import fits, press, show
from tests.browser.steps import find_case, open_case, send_button

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


@pytest.fixture(scope="module")
def service() -> Iterator[ThreadingHTTPServer]:
    """The translation service."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Shouting) as service:
        service.heard = []  # type: ignore[attr-defined]
        Thread(target=service.serve_forever, daemon=True).start()
        yield service
        service.shutdown()


@pytest.fixture
def heard(service: ThreadingHTTPServer) -> list[dict[str, str]]:
    """What the service is asked."""
    service.heard.clear()  # type: ignore[attr-defined]
    return service.heard  # type: ignore[attr-defined, no-any-return]


@pytest.fixture(scope="module")
def own(desks: Desks, service: ThreadingHTTPServer) -> Iterator[Desks]:
    """A desk of this page alone; the shared one is stopped, as two would crowd the machine."""
    desks.stop()
    own = Desks(HARK_TRANSLATE_URL=f"http://127.0.0.1:{service.server_port}", HARK_LOOK_AGAIN_SECONDS="10")
    yield own
    own.stop()


@pytest.fixture
def demo(own: Desks, request: pytest.FixtureRequest) -> Demo:
    """A story that is told again gets a new one."""
    if getattr(request.node, "execution_count", 1) > 1:
        own.stop()
    return own.demo()


def write(page: Page, text: str) -> None:
    """The writer's own words, and a machine's in the customer's language in their place."""
    page.get_by_label("Reply text").fill(text)
    press(page.get_by_role("button", name="Translate into Spanish"))
    expect(page.get_by_label("Reply text")).to_have_value(text.upper().replace("@HUMO", "@humo"))


def delete(demo: Demo, post: str) -> None:
    """The author deletes a post on the network."""
    httpx.delete(f"{demo.network_url}/sandbox/posts/{post}", timeout=10).raise_for_status()


@pytest.mark.parametrize("phone", [False, True])
def test_a_post_and_a_reply_are_translated_when_asked(
    demo: Demo, sign_in: SignIn, heard: list[dict[str, str]], phone: bool
) -> None:
    page = sign_in("lena", phone=phone)
    name = f"humo{phone:d}"
    demo.post(demo.customer(name, "Humo"), f"@CurlewCare {SAID}")
    press(page.locator("#rows .row", has_text=f"@{name}").get_by_role("link"))
    post = page.locator("#thread .post", has_text="hay un incendio")
    assert heard == []
    press(post.get_by_role("button", name="Translate", exact=True))
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
    fits(page)
    press(page.get_by_role("button", name="Back to my words"))
    expect(page.get_by_label("Reply text")).to_have_value("We call […] now")
    expect(mark).to_be_hidden()

    write(page, f"Leave the house, @{name}. We call now")
    expect(mark).to_be_visible()
    expect(send).to_be_enabled()
    with page.expect_request("**/answers") as sent:
        press(send)
    assert parse_qs(sent.value.post_data or "")["origin"] == ["translated"]
    expect(page.locator("#thread .post.us[data-post]")).to_contain_text(
        f"LEAVE THE HOUSE, @{name}. WE CALL NOW ^LM"
    )


def test_what_a_customer_deletes_is_gone_here_and_is_not_answered(demo: Demo, sign_in: SignIn) -> None:
    page, phone = sign_in("lena"), sign_in("tomas", phone=True)
    first = demo.alarm("regretful", "a cable lies in the yard")
    open_case(page, "a cable lies in the yard")
    show(phone, "a cable lies in the yard")
    second = demo.post("regretful", "@CurlewCare my sister Amaryllis cut it", reply_to=first)
    post = page.locator("#lanes .post.customer").last
    expect(post).to_contain_text("my sister Amaryllis cut it")
    page.get_by_label("Reply text").fill("Tell her to keep away from it.")
    expect(send_button(page)).to_be_enabled()
    delete(demo, second)
    expect(post).to_contain_text("Deleted on the network", timeout=60_000)
    expect(page.locator("#lanes")).to_contain_text("A post was deleted on the network")
    expect(phone.locator("#lanes .post.customer").last).to_contain_text("Deleted on the network")
    assert "Amaryllis" not in phone.content()
    fits(phone)
    # The words are gone with it; an answer to them is kept as it stands, and stopped.
    page.get_by_label("Reply text").press("End")
    page.get_by_label("Reply text").type(" Please.")
    expect(page.locator("#guards")).to_contain_text("The post was deleted.")
    expect(send_button(page)).to_be_disabled()
    address = page.url
    page.goto(f"{demo.url}/search?q=Amaryllis")
    expect(page.get_by_text("Nothing found")).to_be_visible()

    # Opened again, what is left of the conversation is answered, as long as anything is.
    page.goto(address)
    expect(page.get_by_label("Reply text")).to_have_value("Tell her to keep away from it. Please.")
    assert "Amaryllis" not in page.content()
    page.get_by_label("Reply text").fill("Keep away from the cable.")
    expect(send_button(page)).to_be_enabled()
    delete(demo, first)
    expect(page.locator("#permission")).to_contain_text("There is no post left to answer.", timeout=60_000)
    expect(send_button(page)).to_be_disabled()
    expect(page.get_by_label("Reply text")).to_have_value("Keep away from the cable.")
    # No words, no urgency: the case has sunk in the queue.
    expect(find_case(page, demo, "regretful")).to_contain_text("Deleted on the network")
