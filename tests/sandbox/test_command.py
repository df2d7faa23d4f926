"""`hark sandbox x` as a person or a checker runs it: one JSON line, then serving, then a clean end."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from hark.sandbox.worlds.tiny import tiny
from hark.sandbox.x.server import build

START = [sys.executable, "-m", "hark.cli", "sandbox", "x", "--port", "0"]


def _start(*options: str) -> tuple[subprocess.Popen[str], dict[str, Any]]:
    process = subprocess.Popen([*START, *options], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_one_line_serves_and_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    log, faults = tmp_path / "truth.jsonl", tmp_path / "faults.json"
    faults.write_text('{"faults": [{"kind": "limited", "on": "GET /2/tweets/:id"}]}')
    process, card = _start(
        "--json-log", str(log), "--faults", str(faults), "--clock", "fast", "--speed", "100"
    )
    try:
        names = {"base_url", "bearer_token", "consumer_key", "consumer_secret", "client_id", "client_secret"}
        assert names | {"webhook_secret", "users"} <= set(card) and len(card["users"]) >= 5
        tokens = {"id", "username", "access_token", "access_token_secret", "oauth2_token", "refresh_token"}
        assert all(tokens <= set(user) for user in card["users"]) and card["users"][0]["brand"] is True
        me = {"authorization": f"Bearer {card['users'][0]['oauth2_token']}"}
        client = httpx.Client(base_url=card["base_url"], headers=me, trust_env=False)
        with client:
            assert client.get("/2/users/me").json()["data"]["username"] == card["users"][0]["username"]
            assert client.get("/2/tweets/1").status_code == 429
            assert client.get("/sandbox/clock").json()["data"]["rate"] == 60
        with httpx.stream(
            "GET",
            card["base_url"] + "/2/activity/stream",
            headers={"authorization": f"Bearer {card['bearer_token']}"},
            trust_env=False,
        ) as stream:
            assert stream.status_code == 200
            process.send_signal(number)
            assert process.wait(10) == 0
    finally:
        process.kill()
        process.communicate()
    kinds = {json.loads(line)["kind"] for line in log.read_text().splitlines()}
    assert {"post", "message", "call", "stream.open"} <= kinds


def test_the_same_seed_hands_out_the_same_keys() -> None:
    cards = [build(tiny(), seed=seed).card() for seed in (5, 5, 6)]
    assert cards[0]["consumer_key"] == cards[1]["consumer_key"] != cards[2]["consumer_key"]


@pytest.mark.parametrize(
    "options",
    [
        ("--scenario", "nowhere"), ("--speed", "0"), ("--speed", "nan"), ("--port", "99999"),
        ("--faults", "no-such-file"), ("--faults", __file__), ("--json-log", "/no/such/folder/log"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_a_sentence(options: tuple[str, ...]) -> None:
    ended = subprocess.run([*START, *options], capture_output=True, text=True, timeout=30)
    last = ended.stderr.splitlines()[-1]
    assert (
        ended.returncode == 2 and last.startswith(("Error: ", "hark: ")) and "Traceback" not in ended.stderr
    )
    assert ended.stdout == ""
