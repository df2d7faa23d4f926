"""The webhook's door: only X gets in, nobody gets a signature, and what is answered 200 has been kept."""

import asyncio
import json
import threading
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.bootstrap.webhook import Hook
from hark.networks.x.webhook import MAX_BODY, signature
from hark.web.hooks import door
from hark.web.hooks.bucket import Bucket
from hark.web.hooks.door import HookDoor

SECRET = "the app's API key secret"
HOOK = Hook(7, "https://desk.example/hooks/x/tok", "tok", SECRET)
EVENT = json.dumps({"data": {"event_type": "post.create", "payload": {}}}).encode()


class Desk:
    """What is behind the door."""

    def __init__(self) -> None:
        self.known = {"tok": HOOK}
        self.asked = 0
        self.kept: list[bytes] = []
        self.complaints: list[str] = []
        self.away = False
        self.slow: threading.Event | None = None

    def hooks(self) -> dict[str, Hook]:
        self.asked += 1
        if self.away:
            raise OSError("no database")
        return self.known

    def keep(self, account: int, body: bytes, now: datetime) -> None:
        if self.slow is not None:
            self.slow.wait(5)
        if self.away:
            raise OSError("no database")
        assert account == 7
        self.kept.append(body)

    def refused(self, account: int, words: str) -> None:
        self.complaints.append(words)


async def knock(
    at: HookDoor, method: str, *, path: str = "/hooks/x/tok", query: str = "", body: bytes = b"", sign: str = "",
    length: bytes | None = None,
) -> tuple[int, dict[str, Any]]:  # fmt: skip
    """One request. Returns status and JSON body."""
    sent: list[dict[str, Any]] = []
    pieces = [body[at : at + 65536] for at in range(0, len(body), 65536)] or [b""]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"x-twitter-webhooks-signature", sign.encode())] if sign else []
    headers += [(b"content-length", length)] if length is not None else []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": headers,
    }
    await at(scope, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"])


def once(desk: Desk, method: str, **given: Any) -> tuple[int, dict[str, Any]]:
    return asyncio.run(knock(HookDoor(desk.hooks, desk.keep, desk.refused), method, **given))


def test_the_challenge_is_answered() -> None:
    desk = Desk()
    assert once(desk, "GET", query="crc_token=abc-123_=&nonce=5") == (
        200,
        {"response_token": signature(SECRET, b"abc-123_=")},
    )
    assert desk.complaints == []


def test_a_signed_delivery_is_kept_byte_by_byte_and_then_answered() -> None:
    desk = Desk()
    body = b'{ "data": {"event_type":"post.create"} }\n'
    assert once(desk, "POST", body=body, sign=signature(SECRET, body))[0] == 200
    assert desk.kept == [body]


@pytest.mark.parametrize("sign", ["", "sha256=", "sha256=AAAA", signature("another", EVENT), "sha256=ä"])
def test_without_the_right_signature_nothing_is_kept(sign: str) -> None:
    desk = Desk()
    assert once(desk, "POST", body=EVENT, sign=sign)[0] == 401
    assert desk.kept == []


@given(
    st.dictionaries(
        st.text(max_size=6), st.none() | st.integers() | st.text(max_size=6), min_size=0, max_size=4
    )
)
def test_the_challenge_is_no_oracle_for_events(event: dict[str, Any]) -> None:
    desk = Desk()
    forged = json.dumps(event)
    status, answer = once(desk, "GET", query=f"crc_token={quote(forged)}")
    assert (status, "response_token" in answer) == (400, False)
    assert len(desk.complaints) == 1  # somebody must see that X, or somebody else, asks this


@given(st.from_regex(r"[A-Za-z0-9_+/=-]{1,64}", fullmatch=True))
def test_what_the_challenge_signs_is_no_event(token: str) -> None:
    desk = Desk()
    status, answer = once(desk, "GET", query=f"crc_token={quote(token)}")
    assert status == 200
    assert once(desk, "POST", body=token.encode(), sign=answer["response_token"])[0] == 401
    assert desk.kept == []


def test_two_tokens_in_one_challenge_are_none() -> None:
    assert once(Desk(), "GET", query="crc_token=a&crc_token=b")[0] == 400


@pytest.mark.parametrize(
    ("body", "length"), [(b"x" * (MAX_BODY + 1), None), (b"{}", b"99999999"), (b"{}", b"-1"), (b"{}", b"1e9")]
)
def test_what_is_larger_than_x_sends_is_not_read(body: bytes, length: bytes | None) -> None:
    desk = Desk()
    assert once(desk, "POST", body=body, sign=signature(SECRET, body), length=length)[0] == 413
    assert desk.kept == []


@pytest.mark.parametrize(
    "path", ["/hooks/x/", "/hooks/x/other", "/hooks/x/tok/", "/hooks/x/tok/x", "/hooks/x/TOK"]
)
def test_an_address_nobody_has_is_not_there(path: str) -> None:
    assert once(Desk(), "GET", path=path, query="crc_token=a")[0] == 404


def test_only_get_and_post() -> None:
    assert once(Desk(), "DELETE")[0] == 405


def test_without_a_database_x_is_told_to_come_again_and_the_challenge_still_holds() -> None:
    desk = Desk()
    at = HookDoor(desk.hooks, desk.keep, desk.refused)

    async def story() -> list[int]:
        first = await knock(at, "GET", query="crc_token=a")
        desk.away = True
        at._asked_at = -1e9  # what is known is old by now
        challenge = await knock(at, "GET", query="crc_token=b")
        delivery = await knock(at, "POST", body=EVENT, sign=signature(SECRET, EVENT))
        desk.away = False
        again = await knock(at, "POST", body=EVENT, sign=signature(SECRET, EVENT))
        return [first[0], challenge[0], delivery[0], again[0]]

    assert asyncio.run(story()) == [200, 200, 503, 200]
    assert desk.kept == [EVENT]


def test_a_database_that_does_not_answer_in_time_is_a_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PATIENCE", 0.2)
    desk = Desk()
    desk.slow = threading.Event()

    async def story() -> int:
        status, _ = await knock(
            HookDoor(desk.hooks, desk.keep, desk.refused), "POST", body=EVENT, sign=signature(SECRET, EVENT)
        )
        assert desk.slow is not None
        desk.slow.set()
        return status

    assert asyncio.run(story()) == 503


def test_a_flood_of_challenges_is_held_back() -> None:
    desk = Desk()
    at = HookDoor(desk.hooks, desk.keep, desk.refused)

    async def story() -> list[int]:
        return [
            (await knock(at, "GET", query=f"crc_token={n}"))[0] for n in range(door.CHALLENGES_A_MINUTE + 5)
        ]

    answers = asyncio.run(story())
    assert answers.count(200) == door.CHALLENGES_A_MINUTE and answers[-1] == 429


def test_unknown_addresses_do_not_ask_the_database_each_time() -> None:
    desk = Desk()
    at = HookDoor(desk.hooks, desk.keep, desk.refused)

    async def story() -> None:
        for n in range(50):
            await knock(at, "GET", path=f"/hooks/x/{n}")

    asyncio.run(story())
    assert desk.asked == 1


def test_an_account_connected_a_moment_ago_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "ASK_AGAIN_SECONDS", -1.0)
    desk = Desk()
    desk.known = {}
    at = HookDoor(desk.hooks, desk.keep, desk.refused)

    async def story() -> list[int]:
        before = await knock(at, "GET", query="crc_token=a")
        desk.known = {"tok": HOOK}
        return [before[0], (await knock(at, "GET", query="crc_token=a"))[0]]

    assert asyncio.run(story()) == [404, 200]


def test_a_bucket_fills_up_again() -> None:
    now = [0.0]
    bucket = Bucket(2, 10.0, lambda: now[0])
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    now[0] = 5.0
    assert [bucket.take() for _ in range(2)] == [True, False]
