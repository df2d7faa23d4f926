"""The webhook: only X gets in, nobody gets a signature, nothing missed stays missed."""

import asyncio
import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xwire import BRAND, NOW, X, answer, post, problem, user

from hark.domain.post import Post
from hark.networks.port import NetworkError, Rejected
from hark.networks.x.activity import ActivityReader
from hark.networks.x.webhook import ForgedError, WebhookReader, crc_answer, signature, verified
from hark.networks.x.webhook_health import WebhookState, look_after, replay_window

SECRET = "consumer-secret"
HOOKS = "GET /2/webhooks"
URL = "https://desk.example/hooks/x/5f2c"


def test_the_challenge_is_answered_as_x_documents_it() -> None:
    digest = hmac.new(SECRET.encode(), b"abc-123_=", hashlib.sha256).digest()
    found = crc_answer(SECRET, "abc-123_=")
    assert found.status == 200
    assert found.body == {"response_token": "sha256=" + base64.b64encode(digest).decode()}


@pytest.mark.parametrize(
    "token", ["", "a" * 257, "abc\n", '{"data":{}}', 'a"b', "a b", "ä", "a{b", "[]", "null,"]
)
def test_tokens_that_could_carry_an_event_are_not_signed(token: str) -> None:
    with pytest.raises(ForgedError):
        crc_answer(SECRET, token)


@given(st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text(max_size=5), max_size=4))
def test_the_challenge_signs_no_event(event: dict[str, Any]) -> None:
    """The oracle of reliability.md X8: whatever JSON object is offered as a token, no signature comes back."""
    with pytest.raises(ForgedError):
        crc_answer(SECRET, json.dumps(event))


@given(st.from_regex(r"[A-Za-z0-9_+/=-]{1,256}", fullmatch=True))
def test_what_the_challenge_signs_is_never_accepted_as_an_event(token: str) -> None:
    header = crc_answer(SECRET, token).body["response_token"]
    with pytest.raises(ForgedError):
        verified(SECRET, token.encode(), header)


def test_only_the_signed_bytes_are_accepted() -> None:
    body = json.dumps({"data": {}}).encode()
    header = signature(SECRET, body)
    assert verified(SECRET, body, header) == {"data": {}}
    for changed in (body + b" ", body.replace(b"{", b" {", 1)):
        with pytest.raises(ForgedError):
            verified(SECRET, changed, header)
    for forged in ("", "sha256=", header.lower(), header[:-1], "sha256=\u00e4", signature("other", body)):
        with pytest.raises(ForgedError):
            verified(SECRET, body, forged)


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b"{", b"", b"x" * (1024 * 1024 + 1), b"[" * 100_000])
def test_only_an_object_of_bearable_size_is_an_event(body: bytes) -> None:
    with pytest.raises(ForgedError):
        verified(SECRET, body, signature(SECRET, body))


def test_an_empty_secret_verifies_nothing() -> None:
    with pytest.raises(ForgedError):
        verified("", b"{}", signature("", b"{}"))
    with pytest.raises(ForgedError):
        crc_answer("", "abc")


def event(at_age: timedelta) -> dict[str, Any]:
    return {
        "event_type": "post.create",
        "payload": post(at=NOW - at_age),
        "includes": {"users": [user()]},
        "filter": {"user_id": BRAND},
    }


def test_old_events_are_left_out_unless_a_replay_is_open() -> None:
    document = {"data": [event(timedelta(hours=1)), event(timedelta(hours=49))]}
    reader = WebhookReader(ActivityReader())
    assert [type(item) for item in reader.read(document, NOW)] == [Post, Rejected]
    reader.replaying = True
    assert [type(item) for item in reader.read(document, NOW)] == [Post, Post]
    assert [type(item) for item in reader.read({"data": event(timedelta(0))}, NOW)] == [Post]


def hooks(valid: bool) -> Any:
    return answer({"data": [{"id": "8", "url": URL, "valid": valid, "created_at": "2026-11-01T00:00:00Z"}]})


def look(x: X, state: WebhookState, now: Any) -> WebhookState:
    return asyncio.run(look_after(x.client(), URL, state, now))


def test_a_webhook_that_does_not_exist_is_registered() -> None:
    x = (
        X()
        .on(HOOKS, answer({"data": []}))
        .on("POST /2/webhooks", answer({"data": {"id": "8", "url": URL, "valid": True}}))
    )
    assert look(x, WebhookState(), NOW).valid_at == NOW
    assert x.bodies("POST /2/webhooks") == [{"url": URL}]


def test_an_invalid_webhook_is_proven_again_and_the_missing_time_replayed() -> None:
    x = (
        X()
        .on(HOOKS, hooks(False), hooks(True))
        .on("PUT /2/webhooks/8", answer({"data": {"attempted": True}}))
    )
    x.on("POST /2/webhooks/replay", problem(409), answer({"data": {"job_id": "j1", "created_at": "…"}}))
    state = look(x, WebhookState(valid_at=NOW - timedelta(minutes=5)), NOW)
    assert state.missing_from == NOW - timedelta(minutes=5)
    up = look(x, state, NOW + timedelta(minutes=5))
    assert up.missing_until == NOW + timedelta(minutes=5)
    assert x.bodies("POST /2/webhooks/replay") == [], "X replays only what is ten minutes old"
    later = NOW + timedelta(minutes=20)
    waiting = look(x, up, later)
    assert waiting == up, "one replay job at a time: the next look tries again"
    done = look(x, waiting, later)
    assert (done.missing_from, done.replay_job, done.valid_at) == (None, "j1", later)
    assert x.bodies("POST /2/webhooks/replay")[-1] == {
        "webhook_id": "8", "from_date": "202611211155", "to_date": "202611211206",
    }  # fmt: skip


def test_a_webhook_that_fails_again_is_missing_until_it_works_again() -> None:
    x = X().on(HOOKS, hooks(True), hooks(False), hooks(True)).on("PUT /2/webhooks/8", answer({"data": {}}))
    state = look(x, WebhookState(missing_from=NOW), NOW)
    assert look(x, state, NOW).missing_until is None


def test_a_broken_look_changes_nothing() -> None:
    x = X().on(HOOKS, problem(503))
    with pytest.raises(NetworkError):
        look(x, WebhookState(valid_at=NOW), NOW)


def test_a_replay_reaches_back_one_day() -> None:
    window = replay_window(NOW - timedelta(days=3), NOW - timedelta(minutes=15), NOW)
    assert window is not None
    assert NOW - window[0] <= timedelta(hours=24) and NOW - window[1] >= timedelta(minutes=10)
    assert replay_window(NOW - timedelta(days=3), NOW - timedelta(minutes=9), NOW) is None
