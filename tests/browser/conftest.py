"""A real desk in a process of its own, a real Chromium in front of it, and the cast signed in."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.browser import evidence

# Words that triage puts first, so that a test finds its case on the first page of a busy day.
ALARM = "URGENT: our house is on fire, smoke everywhere, my baby is stranded, someone is hurt, still waiting."
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
CHROMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
)  # fmt: skip

PATIENCE = 30_000  # milliseconds; the demo shares the machine with whatever else runs
MORNING_SECONDS = 240.0
# A page of the list holds 25 cases. The urgent ones that earlier stories left open would hide the next one behind it.
MOST_CUSTOMERS = 10
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A story of four processes on a busy machine is told once more before it counts as broken; `-ra` names it."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fixtures learn whether their story failed."""
    report = yield
    if call.when == "call":
        item.stash[evidence.FAILED] = report.failed
    return report


@dataclass(frozen=True)
class Demo:
    """A running demo: where it is, who may sign in, who has (their cookies), and the local network behind it."""

    url: str
    network_url: str
    passwords: dict[str, str]
    sessions: dict[str, Any] = field(default_factory=dict)
    customers: list[str] = field(default_factory=list)

    def post(self, author: str, text: str, **more: str) -> str:
        """Say something on the local network, as a customer would. Returns the post's id."""
        answer = httpx.post(
            f"{self.network_url}/sandbox/posts", json={"author": author, "text": text, **more}, timeout=10
        )
        answer.raise_for_status()
        return str(answer.json()["data"]["id"])

    def message(self, author: str, text: str, to: str = "CurlewCare") -> None:
        """Write to an account in private, as a customer would."""
        body = {"sender": author, "recipient": to, "text": text}
        httpx.post(f"{self.network_url}/sandbox/messages", json=body, timeout=10).raise_for_status()

    def alarm(self, username: str, text: str) -> str:
        """A new customer says something so urgent that it stands at the top of every list."""
        return self.post(self.customer(username, username.title()), f"@CurlewCare {ALARM} {text}")

    def customer(self, username: str, name: str, **more: bool) -> str:
        """A person nobody has heard of before; `dm_open=False` takes messages only from whom they follow."""
        body = {"username": username, "name": name, "followers": 120, **more}
        httpx.post(f"{self.network_url}/sandbox/users", json=body, timeout=10).raise_for_status()
        self.customers.append(username)
        return username


def chromium() -> str:
    """The browser to drive, or a loud skip."""
    named = os.environ.get("HARK_BROWSER")
    found = named or next((path for name in CHROMES if (path := shutil.which(name))), None)
    if not found:
        pytest.skip(
            "SKIPPED: no Chromium or Chrome on this machine (set HARK_BROWSER); the desk was NOT tested"
        )
    return found


@pytest.fixture(scope="session")
def desks() -> Iterator["Desks"]:
    """The demo that all stories of this process share."""
    chromium()
    running = Desks()
    yield running
    running.stop()


@pytest.fixture
def demo(desks: "Desks", request: pytest.FixtureRequest) -> Demo:
    """A running demo. A story that is told again gets a new one: its first telling has left customers behind."""
    if getattr(request.node, "execution_count", 1) > 1:
        desks.stop()
    demo = desks.demo()
    if len(demo.customers) >= MOST_CUSTOMERS:
        quieten(demo)
    return demo


class Desks:
    """`hark demo` on free ports, in a data folder of its own, one at a time. `settings` are environment variables."""

    def __init__(self, **settings: str) -> None:
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None
        self._home = Path()
        self._demo: Demo | None = None

    def demo(self) -> Demo:
        """The one that runs, started if none does."""
        if self._demo is None:
            try:
                self._demo = self._start()
            except BaseException:
                self.stop()
                raise
        return self._demo

    @property
    def pid(self) -> int:
        """The process that keeps the others running."""
        assert self._process is not None
        return self._process.pid

    def stop(self) -> None:
        """End it and remove what it wrote."""
        if self._process is None:
            return
        self._process.terminate()
        self._process.wait(60)
        if self._process.stdout is not None:
            self._process.stdout.close()
        shutil.rmtree(self._home, ignore_errors=True)
        self._process = self._demo = None

    def _start(self) -> Demo:
        self._home = Path(tempfile.mkdtemp(prefix="hark-browser-"))
        self._home.chmod(0o755)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        env = {key: value for key, value in os.environ.items() if not key.startswith(("HARK_", "DJANGO_"))}
        env |= self._settings
        command = [sys.executable, "-m", "hark.cli", "demo", "--json", "--no-browser", "--port", str(port)]
        self._process = subprocess.Popen(
            [*command, "--data-dir", str(self._home / "data")],
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            env=env,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "hark demo ended before it was ready"
        said: dict[str, Any] = json.loads(line)
        passwords = {user["username"]: user["password"] for user in said["users"]}
        demo = Demo(said["url"], said["network_url"], passwords)
        wait_for_the_morning(demo)
        return demo


def wait_for_the_morning(demo: Demo) -> None:
    """Until the desk has heard its morning and colleagues have done what they do then, snoozing last.

    On a busy machine a post that a story makes before waits behind the morning's for longer than a page does.
    """
    with lena_at(demo) as lena:
        ends = time.monotonic() + MORNING_SECONDS
        while 'data-case="' not in lena.get("/inbox?view=snoozed").raise_for_status().text:
            assert time.monotonic() < ends, "the demo's morning was not heard"
            time.sleep(0.2)


@contextlib.contextmanager
def lena_at(demo: Demo) -> Iterator[httpx.Client]:
    """Lena without a browser, signed in."""
    with httpx.Client(base_url=demo.url, timeout=30, follow_redirects=True) as lena:
        lena.get("/sign-in")
        credentials = {"username": "lena", "password": demo.passwords["lena"]}
        lena.post("/sign-in", data=credentials | {"csrfmiddlewaretoken": lena.cookies["csrftoken"]})
        yield lena


def quieten(demo: Demo) -> None:
    """Close the cases of stories that have been told."""
    with lena_at(demo) as lena:
        rows = lena.get("/inbox?view=all&size=200").raise_for_status().text.split('data-case="')[1:]
        told = [row.partition('"')[0] for row in rows if any(f"@{name}<" in row for name in demo.customers)]
        form = {"verb": "close", "outcome": "resolved", "case": told}
        headers = {"X-CSRFToken": lena.cookies["csrftoken"]}
        if told:
            lena.post("/cases/batch", data=form, headers=headers).raise_for_status()
    demo.customers.clear()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each module: while it is open, this thread runs an event loop that Django's ORM refuses."""
    path = chromium()
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


SignIn = Callable[..., Page]


def enter(page: Page, username: str, password: str) -> None:
    """Sign in through the page that asks for it."""
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def sign_in(browser: Browser, demo: Demo, request: pytest.FixtureRequest) -> Iterator[SignIn]:
    """`sign_in("lena")` is a page of a browser of their own, on the inbox. Script errors fail the test."""
    contexts = []
    problems: list[str] = []

    def signed_in(username: str, *, phone: bool = False, scheme: str = "light", path: str = "/inbox") -> Page:
        size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=scheme, has_touch=phone, is_mobile=phone)  # type: ignore[arg-type]
        contexts.append(context)
        # A password takes the processor half a second and more: whoever has signed in to this demo stays so.
        context.add_cookies(demo.sessions.get(username, []))
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console", lambda said: problems.append(said.text) if "Content Security" in said.text else None
        )
        page.goto(f"{demo.url}{path}")
        if "/sign-in" in page.url:
            enter(page, username, demo.passwords[username])
            page.wait_for_url(f"**{path}*")
            demo.sessions[username] = context.cookies()
        return page

    yield signed_in
    evidence.leave(request.node, [page for context in contexts for page in context.pages])
    for context in contexts:
        context.close()
    assert problems == []
