"""The ASGI application: reads requests, finds the endpoint, sends answers, and breaks what a fault says."""

import asyncio
import socket
import struct
from collections.abc import Iterable
from typing import Any

from hark.sandbox.x import (
    accounts,
    activity,
    compliance,
    control,
    dm,
    media,
    oauth1_flow,
    oauth2,
    page,
    pictures,
    posting,
    posts,
    relations,
    rules,
    search,
    stream,
    timelines,
    users,
    webhooks,
)
from hark.sandbox.x.box import Box
from hark.sandbox.x.faults import Fault
from hark.sandbox.x.http import Receive, Request, Response, Route, Router, Scope, Send, Streaming
from hark.sandbox.x.pipeline import answer

RESOURCES = (
    accounts,
    activity,
    compliance,
    control,
    dm,
    media,
    oauth1_flow,
    oauth2,
    page,
    pictures,
    posting,
    posts,
    relations,
    rules,
    search,
    stream,
    timelines,
    users,
    webhooks,
)
# X's words for API v1.1, which is closed to every plan sold today; pictures go by /2/media/upload.
OLD_API = (
    "You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints (e.g. media post, "
    "oauth) only. If you need access to this endpoint, you may need a different access level."
)
BODY_LIMIT = 64 * 1024 * 1024


class App:
    """One local X behind one address."""

    def __init__(self, box: Box, resources: Iterable[Any] = RESOURCES) -> None:
        self.box = box
        self.router = Router()
        for resource in resources:
            for route in resource.ROUTES:
                self.router.add(route)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = await _read(scope, receive)
        found = self.router.find(request.method, request.path)
        if found is None:
            await _send(send, self._lost(request))
            return
        route, request.params = found
        fault = self.box.faults.on_call(route.name) if route.path.startswith("/2/") else None
        if fault is not None:
            self.box.truth.record("fault", fault=fault.kind, method=request.method, path=request.path)
        response = await self._under(fault, route, request, scope, send)
        if isinstance(response, Streaming):
            await self._stream(response, scope, receive, send)
        elif response is not None:
            await _send(send, response)

    def _lost(self, request: Request) -> Response:
        if self.router.knows(request.path):
            return Response({"title": "Method Not Allowed", "type": "about:blank", "status": 405}, 405)
        if request.path.startswith("/1.1/"):
            return Response({"errors": [{"code": 453, "message": OLD_API}]}, 403)
        body = {"title": "Not Found", "detail": "Not Found", "type": "about:blank", "status": 404}
        return Response(body, 404)

    async def _under(
        self, fault: Fault | None, route: Route, request: Request, scope: Scope, send: Send
    ) -> Response | Streaming | None:
        """Answer under a fault; None when the fault has answered or torn the line itself."""
        kind = fault.kind if fault else ""
        if fault is None or kind in ("rate_missing", "rate_lie", "limited", "credits", "skew"):
            return await answer(self.box, route, request, fault)
        if kind == "error_before":
            return _outage(fault.status)
        if kind == "reset_before":
            tear(scope)
            return None
        if kind == "process_later":
            self._later(fault, route, request)
            return _outage(fault.status)
        response = await answer(self.box, route, request, fault)
        if isinstance(response, Streaming):
            return response
        return await self._spoil(fault, response, scope, send)

    async def _spoil(self, fault: Fault, response: Response, scope: Scope, send: Send) -> Response | None:
        """What happens to an answer after the call was processed."""
        if fault.kind == "error_after":
            return _outage(fault.status)
        if fault.kind == "reset_after":
            tear(scope)
            return None
        if fault.kind == "late":
            await self.box.clock.sleep(fault.seconds)
        elif fault.kind == "garbage":
            half = response.encoded()
            return Response(half[: len(half) // 2] + b"<html>", response.status, response.headers)
        elif fault.kind == "drip":
            await self._drip(fault, response, send)
            return None
        return response

    async def _drip(self, fault: Fault, response: Response, send: Send) -> None:
        body = response.encoded()
        await _start(send, response.status, response.headers, response.content_type)
        step = max(1, len(body) // 20)
        for at in range(0, len(body), step):
            await send({"type": "http.response.body", "body": body[at : at + step], "more_body": True})
            await self.box.clock.sleep(fault.seconds / 20)
        await send({"type": "http.response.body", "body": b""})

    def _later(self, fault: Fault, route: Route, request: Request) -> None:
        async def work() -> None:
            await self.box.clock.sleep(fault.seconds)
            await answer(self.box, route, request, None)

        task = asyncio.create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stream(self, response: Streaming, scope: Scope, receive: Receive, send: Send) -> None:
        """Send chunks until they end or the reader goes away."""

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            response.gone()

        watcher = asyncio.create_task(watch())
        response.attach(lambda: tear(scope))
        try:
            await _start(send, 200, response.headers, response.content_type)
            async for chunk in response.chunks:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        finally:
            watcher.cancel()
            response.gone()
        if response.broken():
            tear(scope)
        else:
            await send({"type": "http.response.body", "body": b""})


def _outage(status: int) -> Response:
    words = "Service Unavailable"
    return Response({"title": words, "detail": words, "type": "about:blank", "status": status}, status)


def tear(scope: Scope) -> None:
    """End the connection with a reset, as a failing host does; needs the server's own protocol class."""
    transport = scope.get("extensions", {}).get("hark.transport")
    if transport is None:
        raise ConnectionResetError("the line was torn on purpose")
    plug = transport.get_extra_info("socket")
    if plug is not None and plug.fileno() != -1:  # the reader may have gone first
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def _read(scope: Scope, receive: Receive) -> Request:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if not message.get("more_body") or size > BODY_LIMIT:
            break
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    return Request(
        scope["method"],
        scope["path"],
        scope.get("query_string", b"").decode("latin-1"),
        headers,
        b"".join(parts),
        scope.get("scheme", "http"),
        (scope.get("client") or ("127.0.0.1", 0))[0],
        scope=scope,
    )


async def _start(send: Send, status: int, headers: dict[str, str], content_type: str) -> None:
    pairs = [("content-type", content_type), *headers.items()]
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs]
    await send({"type": "http.response.start", "status": status, "headers": encoded})


async def _send(send: Send, response: Response) -> None:
    body = response.encoded()
    headers = {**response.headers, "content-length": str(len(body))}
    await _start(send, response.status, headers, response.content_type)
    await send({"type": "http.response.body", "body": body})
