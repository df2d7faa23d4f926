"""The webhook's door as a plain ASGI application: prove it is X, keep the bytes, answer; read later.

X's challenge must be answered when everything else is down (an answer that is missing for long costs the
webhook), so it needs no database: whose the addresses are is read once and held. A delivery is answered only
after it is durable; when it cannot be kept, X is told to try again.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import parse_qs

from django.db import close_old_connections

from hark.bootstrap.webhook import ROOM, Hook
from hark.networks.x.webhook import MAX_BODY, SIGNATURE_HEADER, ForgedError, crc_answer, verified
from hark.web.hooks.bucket import Bucket

log = logging.getLogger("hark.hooks")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
T = TypeVar("T")
Answer = tuple[int, dict[str, str]]

# X waits ten seconds.
PATIENCE = 8.0
# Deliveries that wait for the database at once; what comes on top is told to come again.
WAITING = 256
HELD_SECONDS = 60.0
ASK_AGAIN_SECONDS = 2.0
CHALLENGES_A_MINUTE = 60

NOT_FOUND: Answer = (404, {"title": "Not Found"})
LATER: Answer = (503, {"title": "Cannot be kept now, please deliver it again"})


class HookDoor:
    """Answers X at /hooks/x/TOKEN.

    `hooks` gives the webhooks by token, `keep` makes a body durable, `refused` is told of a challenge X has
    never sent; all three may use the database and run in a thread.
    """

    def __init__(
        self,
        hooks: Callable[[], dict[str, Hook]],
        keep: Callable[[int, bytes, datetime], None],
        refused: Callable[[int, str], None],
    ) -> None:
        self._hooks, self._keep, self._refused = hooks, keep, refused
        self._known: dict[str, Hook] = {}
        self._asked_at = -HELD_SECONDS
        self._asking: asyncio.Task[None] | None = None
        self._waiting = 0
        self._challenges = Bucket(CHALLENGES_A_MINUTE, 60.0)
        self._complaints = Bucket(1, 60.0)
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="hooks")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                status, body = await self._answer(scope, receive)
        except TimeoutError:
            status, body = LATER
        content = json.dumps(body).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(content)),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        hook = await self._hook(scope["path"].removeprefix(ROOM))
        if hook is None:
            return NOT_FOUND
        if scope["method"] == "GET":
            return await self._challenge(hook, scope)
        if scope["method"] == "POST":
            return await self._delivery(hook, scope, receive)
        return 405, {"title": "Method Not Allowed"}

    async def _hook(self, token: str) -> Hook | None:
        """The webhook of this address. A stale list is renewed beside, an unknown address asks at once."""
        age = time.monotonic() - self._asked_at
        if age > HELD_SECONDS or (token not in self._known and age > ASK_AGAIN_SECONDS):
            await self._ask_again(wait=token not in self._known)
        return self._known.get(token)

    async def _ask_again(self, *, wait: bool) -> None:
        if self._asking is None or self._asking.done():
            self._asked_at = time.monotonic()
            self._asking = asyncio.create_task(self._ask())
        if wait:
            await asyncio.shield(self._asking)

    async def _ask(self) -> None:
        try:
            self._known = await self._in_thread(self._hooks)
        except Exception as error:
            # What is known stays known: the challenge must be answered without a database.
            log.warning("webhooks could not be looked up: %s", type(error).__name__)

    async def _challenge(self, hook: Hook, scope: Scope) -> Answer:
        if not self._challenges.take():
            return 429, {"title": "Too Many Requests"}
        tokens = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True).get(
            "crc_token", []
        )
        try:
            answer = crc_answer(hook.secret, tokens[0] if len(tokens) == 1 else "")
        except ForgedError as error:
            await self._complain(hook, f"{error}: {tokens}"[:300])
            return 400, {"title": "Not a challenge"}
        log.info("X's challenge was answered")
        return answer.status, dict(answer.body)

    async def _delivery(self, hook: Hook, scope: Scope, receive: Receive) -> Answer:
        body = await _read(scope, receive)
        if body is None:
            return 413, {"title": "Payload Too Large"}
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            verified(hook.secret, body, headers.get(SIGNATURE_HEADER.encode(), ""))
        except ForgedError as error:
            # The secret may have been changed since it was read; the next delivery finds the new one.
            self._asked_at = min(self._asked_at, time.monotonic() - HELD_SECONDS + ASK_AGAIN_SECONDS)
            if self._complaints.take():
                log.warning("a delivery to the webhook was refused: %s", error)
            return 401, {"title": "Unauthorized"}
        return await self._kept(hook, body)

    async def _kept(self, hook: Hook, body: bytes) -> Answer:
        if self._waiting >= WAITING:
            return LATER
        self._waiting += 1
        try:
            await self._in_thread(lambda: self._keep(hook.account, body, datetime.now(UTC)))
        except Exception as error:
            log.warning("a delivery could not be kept: %s", type(error).__name__)
            return LATER
        finally:
            self._waiting -= 1
        return 200, {}

    async def _complain(self, hook: Hook, words: str) -> None:
        """A refused challenge is either an attack or a change of X's: somebody must see it, once a minute."""
        if not self._complaints.take():
            return
        log.error("a challenge was refused: %s", words)
        try:
            await self._in_thread(lambda: self._refused(hook.account, words))
        except Exception as error:
            log.warning("that could not be noted: %s", type(error).__name__)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        def run() -> T:
            close_old_connections()
            try:
                return work()
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)


async def _read(scope: Scope, receive: Receive) -> bytes | None:
    """The raw body; None when it is larger than X sends."""
    told = dict(scope["headers"]).get(b"content-length", b"0")
    if not told.isdigit() or int(told) > MAX_BODY:
        return None
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            return None
        if not message.get("more_body"):
            return bytes(body)
