"""Server-sent events as a plain ASGI application: GET /live?ticket=…"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from hark.accounts.tickets import read
from hark.live.hub import Hub, Page

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LIFETIME_SECONDS = 600.0
HEARTBEAT_SECONDS = 15.0

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class LiveStream:
    """Authenticates before anything else, then streams hints until the page leaves or ten minutes are over."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ticket = read(parse_qs(scope["query_string"].decode("latin-1")).get("ticket", [""])[0])
        if ticket is None or scope["method"] != "GET":
            await _refuse(send)
            return
        self._hub.start()
        await self._hub.started.wait()
        page = self._hub.open(ticket.brands, _last_event_id(scope))
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        gone = asyncio.create_task(_until_gone(receive))
        gone.add_done_callback(lambda _: page.ready.set())
        try:
            await self._stream(page, send, gone)
        finally:
            gone.cancel()
            self._hub.close(page)

    async def _stream(self, page: Page, send: Send, gone: asyncio.Task[None]) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + LIFETIME_SECONDS
        await _write(send, b"retry: 1000\n\n")
        while not gone.done() and loop.time() < ends:
            try:
                await asyncio.wait_for(page.ready.wait(), HEARTBEAT_SECONDS)
            except TimeoutError:
                await _write(send, b"event: beat\ndata: {}\n\n")
                continue
            page.ready.clear()
            if page.lost:
                break
            if page.waiting:
                chunk = b"".join(page.waiting)
                page.waiting.clear()
                await _write(send, chunk)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"Sign in again.\n"})


def _last_event_id(scope: Scope) -> int | None:
    for name, value in scope["headers"]:
        if name == b"last-event-id" and value.isdigit():
            return int(value)
    last = parse_qs(scope["query_string"].decode("latin-1")).get("last", [""])[0]
    return int(last) if last.isdigit() else None
