"""What outlives a closed browser and a server that fell: drafts, and the page that waits for it."""

import os
import signal
import time
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Demo, Desks, SignIn
from tests.browser.steps import open_case, send_button

pytestmark = [pytest.mark.browser, pytest.mark.patient]


def children(pid: int) -> dict[int, str]:
    """The processes below one, with their command lines."""
    found: dict[int, str] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue  # it ended while we looked
        if parent == pid:
            child = int(entry.name)
            found |= {child: command} | children(child)
    return found


def wait_for_pages(url: str) -> None:
    """Until the servers answer again; a minute and a half at most."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            if httpx.get(f"{url}/sign-in", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise AssertionError("the servers did not come back")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads processes from /proc")
def test_drafts_survive_a_closed_browser_and_a_restarted_server(
    demo: Demo, desks: Desks, sign_in: SignIn
) -> None:
    page = sign_in("lena")
    demo.alarm("restarted", "the switchboard smells of tar")
    open_case(page, "the switchboard smells")
    page.get_by_label("Reply text").fill("Please open the wind")
    expect(page.locator("[data-saved]")).to_have_text("Draft kept")
    address = page.url
    tomas = sign_in("tomas")
    page.context.close()

    servers = [pid for pid, command in children(desks.pid).items() if "uvicorn" in command]
    assert servers
    for pid in servers:
        os.kill(pid, signal.SIGKILL)
    # The supervisor starts the servers anew, and a page that stood open hears again without being touched.
    wait_for_pages(demo.url)
    demo.alarm("afterwards", "the lift plays the accordion")
    expect(tomas.locator("#rows .row", has_text="plays the accordion")).to_be_visible(timeout=90_000)

    again = sign_in("lena")
    again.goto(address)
    expect(again.get_by_label("Reply text")).to_have_value("Please open the wind")
    again.get_by_label("Reply text").fill("Please open the windows and go outside.")
    expect(send_button(again)).to_be_enabled()
    send_button(again).click()
    expect(again.locator("#lanes .post.us[data-post]")).to_contain_text("go outside")
