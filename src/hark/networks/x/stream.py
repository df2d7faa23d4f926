"""X's endless answers: a line that is watched, and taken up again by X's own rules when it is lost.

The read loop does nothing but decode: a slow reader is cut off by X and posts are lost silently. No byte for
21 s means the line is dead: X sends a keep-alive every 20 s, and one second is left for the wire.
"""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from hark.domain.post import Post
from hark.networks.http import Line
from hark.networks.port import Item, NetworkError, Rejected
from hark.networks.x.client import XClient, utc_now
from hark.networks.x.endpoints import DROP_CONNECTIONS, STREAM, Endpoint
from hark.networks.x.errors import problem_of, refusal
from hark.networks.x.fields import POST_PARAMS
from hark.networks.x.ladder import Failure, Ladder, failure_of
from hark.networks.x.lines import LineSplitter, Overlong
from hark.networks.x.pages import MAX_RAW, raw_of, read_post
from hark.networks.x.posts import includes_of

SILENCE = 21.0

Reader = Callable[[Mapping[str, Any], int], Iterator[Item]]


@dataclass(slots=True)
class LineHealth:
    """How a line is doing. Times are ours, UTC; `heard_at` moves with every byte, keep-alives included."""

    connected: bool = False
    connected_at: datetime | None = None
    heard_at: datetime | None = None
    connects: int = 0
    losses: int = 0
    last_failure: str = ""


def read_stream_message(message: Mapping[str, Any], number: int) -> Iterator[Item]:
    """A message of the filtered stream. Raises NetworkError when X says that it ends the connection."""
    data = message.get("data")
    if isinstance(data, Mapping):
        read = read_post(data, includes_of(message), number)
        yield replace(read, rules=_tags(message)) if isinstance(read, Post) else read
    elif message.get("errors") or message.get("title"):
        raise disconnect_of(message)
    else:
        yield Rejected(number, "a message of a kind we do not know", raw_of(message))


def _tags(message: Mapping[str, Any]) -> tuple[str, ...]:
    """The tags of the rules a post matched."""
    rules = message.get("matching_rules")
    found = [
        rule.get("tag") for rule in (rules if isinstance(rules, list) else []) if isinstance(rule, Mapping)
    ]
    return tuple(tag for tag in found if isinstance(tag, str))


def disconnect_of(message: Mapping[str, Any]) -> NetworkError:
    """An error X wrote into an open stream, as a lost line."""
    problem = problem_of(message)
    words = problem.words or "X ended the stream"
    return NetworkError("operational_disconnect", f"stream: {words}", permanent=False, processed=None)


class XStream:
    """One stream, for ever: connects, watches, reconnects. Only what a person must mend is raised.

    By default the filtered stream. `silence` is the watchdog in seconds; `sleep`, `clock` (our wall clock)
    and `seconds` (a steady clock) may be simulated. `on_connect` is called whenever the line comes up.
    """

    def __init__(
        self,
        client: XClient,
        *,
        name: str = "stream",
        endpoint: Endpoint = STREAM,
        params: Mapping[str, str] | None = None,
        read: Reader | None = None,
        silence: float = SILENCE,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], datetime] = utc_now,
        seconds: Callable[[], float] = time.monotonic,
        on_connect: Callable[[], None] | None = None,
    ) -> None:
        self.name = name
        self.health = LineHealth()
        self.on_connect = on_connect
        self._client = client
        self._endpoint = endpoint
        self._params = POST_PARAMS if params is None else params
        self._read = read or self._filtered
        self._silence = silence
        self._sleep = sleep
        self._clock = clock
        self._seconds = seconds

    async def posts(self) -> AsyncIterator[Item]:
        """What X says, as it says it. Raises NetworkError only for what waiting cannot mend."""
        ladder = Ladder()
        while True:
            started, reason, failure = self._seconds(), "closed", Failure.DROPPED
            try:
                async with aclosing(self._connection()) as items:
                    async for item in items:
                        yield item
            except NetworkError as error:
                failure, again = failure_of(error), error.reason == self.health.last_failure
                reason = self.health.last_failure = error.reason
                if error.permanent:
                    raise
                # Our own dead line may still be counted: end it and come back at once, but only once in a row.
                if reason == "too_many_connections" and not again and await self._end_stale():
                    failure = Failure.DROPPED
            finally:
                was_up, self.health.connected = self.health.connected, False
            self.health.losses += was_up
            self.health.last_failure = reason
            pause, ladder = ladder.after(failure, self._seconds() - started if was_up else 0.0)
            await self._sleep(pause)

    def _filtered(self, message: Mapping[str, Any], number: int) -> Iterator[Item]:
        """A message of the filtered stream; each post is billed as a read."""
        for item in read_stream_message(message, number):
            yield item
            if isinstance(item, Post):
                self._client.streamed(STREAM, STREAM.item, item.post_id)

    async def _connection(self) -> AsyncGenerator[Item, None]:
        """One connection until it ends. Raises NetworkError when it breaks, falls silent or is refused."""
        token = await self._client.app_token()
        opened = self._client.open(self._endpoint, token=token, params=self._params, silence=self._silence)
        async with opened as line:
            if line.status != 200:
                raise refusal(self.name, await line.answer(), now=self._clock())
            self._connected()
            splitter, number = LineSplitter(), 0
            async for chunk in self._watched(line):
                for raw in splitter.feed(chunk):
                    number += 1
                    for item in self._decoded(raw, number):
                        yield item
            if left := splitter.rest():
                yield Rejected(number + 1, "cut off", left[:MAX_RAW].decode("utf-8", "replace"))

    def _connected(self) -> None:
        self.health.connected = True
        self.health.connects += 1
        self.health.connected_at = self.health.heard_at = self._clock()
        if self.on_connect is not None:
            self.on_connect()

    async def _watched(self, line: Line) -> AsyncIterator[bytes]:
        async with aclosing(line.chunks()) as chunks:
            while True:
                try:
                    async with asyncio.timeout(self._silence):
                        chunk = await anext(chunks)
                except StopAsyncIteration:
                    return
                except TimeoutError:
                    raise NetworkError(
                        "silent", f"{self.name}: no byte for {self._silence:.0f} s", permanent=False
                    ) from None
                self.health.heard_at = self._clock()
                yield chunk

    def _decoded(self, raw: bytes | Overlong, number: int) -> Iterator[Item]:
        """One line. Whatever it is, the stream goes on: what cannot be read is parked as Rejected."""
        if isinstance(raw, Overlong):
            yield Rejected(number, "a line too long to be a post", str(raw))
            return
        if not raw.strip():
            return
        try:
            message = json.loads(raw)
            if not isinstance(message, dict):
                raise ValueError("not an object")
        except (ValueError, RecursionError) as error:
            yield Rejected(number, f"not JSON: {error}"[:200], raw[:MAX_RAW].decode("utf-8", "replace"))
            return
        try:
            yield from self._read(message, number)
        except NetworkError:
            raise
        except Exception as error:
            # A shape nobody foresaw, or a fault of ours: park it, the line must not go down for it.
            yield Rejected(number, f"{type(error).__name__}: {error}"[:200], raw_of(message))

    async def _end_stale(self) -> bool:
        """Ask X to end the connections it still counts; whether it did."""
        try:
            await self._client.call(DROP_CONNECTIONS, path={"id": "filtered_stream"})
        except NetworkError:
            return False  # then the ladder waits, and the stale connection dies by itself
        return True
