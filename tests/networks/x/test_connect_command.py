"""`hark connect x`, driven as a person would: the browser says yes, the account is saved."""

import threading
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from click.testing import CliRunner

from hark.cli import connect as command
from hark.sandbox.worlds.tiny import tiny
from hark.sandbox.x.thread import LocalX

Saved = list[tuple[Any, dict[str, Any]]]


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> Saved:
    """What would be sealed; the vault has tests of its own."""
    found: Saved = []
    monkeypatch.setattr(
        command, "_save", lambda granted, credentials, *_: found.append((granted, credentials))
    )
    return found


def decide(url: str, decision: str, user_id: str) -> str:
    """Press a button on the consent page; gives where the browser is sent."""
    asked = dict(parse_qsl(urlsplit(url).query))
    page = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/i/oauth2/authorize"
    answer = httpx.post(page, data={**asked, "user_id": user_id, "decision": decision}, trust_env=False)
    return str(answer.headers["location"])


def options(x: LocalX) -> list[str]:
    card = x.card
    return [
        "x", "--base-url", x.base_url, "--client-id", card["client_id"], "--client-secret", card["client_secret"],
        "--bearer-token", card["bearer_token"], "--brand", "Northline", "--port", "8677",
    ]  # fmt: skip


@pytest.mark.parametrize("decision", ["approve", "cancel"])
def test_the_owner_decides_in_the_browser(
    decision: str, saved: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LocalX(tiny()) as x:
        brand = x.card["users"][0]

        def browser(url: str) -> None:
            back = decide(url, decision, brand["id"])
            visit = threading.Thread(target=httpx.get, args=(back,), kwargs={"trust_env": False})
            visit.start()

        monkeypatch.setattr(command.webbrowser, "open", browser)
        result = CliRunner().invoke(command.connect, options(x))
    if decision == "cancel":
        assert result.exit_code == 2 and "did not agree" in result.output and saved == []
        return
    assert result.exit_code == 0, result.output
    (granted, credentials), *_ = saved
    assert granted.author.author_id == brand["id"] and granted.missing_scopes == ()
    assert credentials["brand"] == "Northline" and credentials["base_url"] == x.base_url
    assert credentials["refresh_token"] and credentials["bearer_token"] == x.card["bearer_token"]
    for secret in ("oauth2_token", "refresh_token", "bearer_token", "client_secret"):
        assert credentials[secret] not in result.output


def test_the_address_may_be_pasted_from_another_machine(
    saved: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LocalX(tiny()) as x:
        brand = x.card["users"][0]
        shown: list[str] = []
        monkeypatch.setattr(command.click, "echo", lambda text="", **_: shown.append(str(text)))

        def paste(*_: Any, **__: Any) -> str:
            url = next(text.strip() for text in shown if text.startswith("http"))
            return decide(url, "approve", brand["id"])

        monkeypatch.setattr(command.click, "prompt", paste)
        result = CliRunner().invoke(command.connect, [*options(x), "--paste"])
    assert result.exit_code == 0, result.output
    assert saved[0][0].author.handle == brand["username"]


def test_a_port_that_is_taken_is_one_clear_sentence(saved: Saved) -> None:
    with LocalX(tiny()) as x:
        taken = str(urlsplit(x.base_url).port)
        result = CliRunner().invoke(command.connect, [*options(x)[:-1], taken, "--no-open"])
    assert result.exit_code == 2
    assert "Choose another --port" in result.output and saved == []


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example.com",
        "https://desk.example.com:8443",
        "desk.example.com",
        "https://d.example/?a=1",
    ],
)
def test_a_webhook_x_would_not_deliver_to_is_refused_before_anybody_consents(url: str, saved: Saved) -> None:
    result = CliRunner().invoke(command.connect, ["x", "--client-id", "a", "--webhook", url])
    assert result.exit_code == 2 and "https address without a port" in result.output and saved == []
