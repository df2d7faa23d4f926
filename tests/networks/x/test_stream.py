"""The stream: watched, taken up again by the ladder, never stopped by what X sends."""

import asyncio
import json
from typing import Any

import httpx
import pytest
import simloop
from xwire import X, answer, post, problem, streaming, user

from hark.domain.post import Post
from hark.networks.port import NetworkError, Rejected
from hark.networks.x.stream import XStream

STREAM = "GET /2/tweets/search/stream"


async def for_ever() -> None:
    await asyncio.sleep(10**9)


def line(number: int, text: str = "@brand hello") -> dict[str, Any]:
    return {
        "data": post(text, number=number),
        "includes": {"users": [user()]},
        "matching_rules": [{"id": "1", "tag": "hark:brand"}],
    }


def hear(x: X, count: int, **options: Any) -> tuple[list[Any], list[float], XStream]:
    """Listen in simulated time until `count` items came; also the waits between connections."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(seconds)

    async def listen() -> tuple[list[Any], XStream]:
        loop = asyncio.get_running_loop()
        stream = XStream(x.client(), sleep=sleep, clock=simloop.clock, seconds=loop.time, **options)
        found = []
        posts = stream.posts()
        async for item in posts:
            found.append(item)
            if len(found) == count:
                break
        await posts.aclose()
        return found, stream

    found, stream = simloop.run(listen())
    return found, waits, stream


def test_posts_come_as_they_are_said_between_keep_alives() -> None:
    x = X().on(STREAM, streaming(b"\r\n", line(1), b"\r\n\r\n", line(2), for_ever))
    found, waits, stream = hear(x, 2)
    assert [item.author.handle for item in found] == ["customer", "customer"]
    assert waits == []
    assert stream.health.connects == 1


def test_a_line_cut_anywhere_is_put_together() -> None:
    raw = json.dumps(line(1)).encode() + b"\r\n"
    x = X().on(STREAM, streaming(raw[:7], raw[7:300], raw[300:], for_ever))
    assert isinstance(hear(x, 1)[0][0], Post)


def test_a_silent_line_is_noticed_within_25_seconds() -> None:
    x = X().on(STREAM, streaming(line(1), for_ever), streaming(line(2), for_ever))
    noticed: list[float] = []

    async def listen() -> None:
        loop = asyncio.get_running_loop()
        stream = XStream(x.client(), clock=simloop.clock, seconds=loop.time)
        stream.on_connect = lambda: noticed.append(loop.time())
        found = 0
        async for _ in stream.posts():
            found += 1
            if found == 2:
                assert stream.health.last_failure == "silent"
                return

    simloop.run(listen())
    assert noticed[1] - noticed[0] <= 25.0


def test_a_line_kept_alive_every_twenty_seconds_stays_up() -> None:
    async def twenty() -> None:
        await asyncio.sleep(20.0)

    beats = [part for _ in range(200) for part in (twenty, b"\r\n")]
    x = X().on(STREAM, streaming(*beats, line(1), for_ever))
    _, waits, stream = hear(x, 1)
    assert waits == [] and stream.health.connects == 1


def test_a_clean_close_is_taken_up_at_once_but_not_in_a_tight_loop() -> None:
    x = X().on(STREAM, streaming(line(1)), streaming(), streaming(), streaming(line(2), for_ever))
    found, waits, _ = hear(x, 2)
    assert waits == [0.0, 0.25, 0.5]
    assert len(found) == 2


def test_tcp_http_and_rate_errors_follow_their_ladders() -> None:
    down = httpx.ConnectError("refused")
    x = X().on(
        STREAM, down, down, problem(503), problem(503), problem(429, title="Too Many Requests"),
        streaming(line(1), for_ever),
    )  # fmt: skip
    _, waits, _ = hear(x, 1)
    assert waits == [0.25, 0.5, 5.0, 10.0, 60.0]


def test_an_operational_disconnect_inside_the_stream_reconnects() -> None:
    goodbye = {
        "errors": [{"title": "operational-disconnect", "disconnect_type": "UpstreamOperationalDisconnect"}]
    }
    x = X().on(STREAM, streaming(line(1), goodbye), streaming(line(2), for_ever))
    found, waits, stream = hear(x, 2)
    assert len(found) == 2 and waits == [0.0]
    assert stream.health.last_failure == "operational_disconnect"


def test_too_many_connections_ends_the_stale_one_first() -> None:
    full = problem(
        429, kind="https://api.x.com/2/problems/streaming-connection", title="ConnectionException",
        connection_issue="TooManyConnections",
    )  # fmt: skip
    x = X().on(STREAM, full, streaming(line(1), for_ever))
    x.on(
        "DELETE /2/connections/filtered_stream", answer({"data": {"successful_kills": 1, "failed_kills": 0}})
    )
    _, waits, _ = hear(x, 1)
    assert [request.method for request in x.requests] == ["GET", "DELETE", "GET"]
    assert waits == [0.0]


def test_too_many_connections_twice_in_a_row_waits_like_any_429() -> None:
    full = problem(429, title="ConnectionException", connection_issue="TooManyConnections")
    x = X().on(STREAM, full, full, full, streaming(line(1), for_ever))
    x.on(
        "DELETE /2/connections/filtered_stream", answer({"data": {"successful_kills": 0, "failed_kills": 1}})
    )
    _, waits, _ = hear(x, 1)
    assert waits == [0.0, 60.0, 120.0]


@pytest.mark.parametrize("status", [401, 403, 409])
def test_what_only_a_person_can_mend_is_raised(status: int) -> None:
    x = X().on(STREAM, problem(status))
    with pytest.raises(NetworkError) as caught:
        hear(x, 1)
    assert caught.value.permanent


def test_poison_is_told_and_the_stream_goes_on() -> None:
    poison = [
        b"not json\r\n", b"[1,2]\r\n", b"\xff\xfe\r\n", b'{"data":{"id":"1"}}\r\n', b'{"surprise":true}\r\n',
        b"[" * 50_000 + b"\r\n", b"x" * 1_100_000 + b"\r\n",
    ]  # fmt: skip
    x = X().on(STREAM, streaming(*poison, line(1), for_ever))
    found, _, stream = hear(x, len(poison) + 1)
    assert [type(item) for item in found] == [Rejected] * len(poison) + [Post]
    assert all(item.reason for item in found[:-1])
    assert stream.health.losses == 0


def test_half_a_message_at_the_end_is_parked() -> None:
    x = X().on(STREAM, streaming(line(1), b'{"data":{"id":"12'), streaming(line(2), for_ever))
    found, _, _ = hear(x, 3)
    assert isinstance(found[1], Rejected) and found[1].reason == "cut off"
