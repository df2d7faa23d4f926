"""Listening for ever: live lines into a bounded queue, batches into the sink, looks back on time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from hark.listen.deliver import Delivery
from hark.listen.ports import Clock, ListenStore, RefusedError, Sink, Sleep
from hark.listen.reconcile import sweep
from hark.listen.status import HasHealth, SourceStatus, Status
from hark.networks.poll import Poll
from hark.networks.port import Item, NetworkError, Source

QUEUE = 2000
BATCH = 500
BATCH_WAIT = 0.05
# After an error only a person can mend (a revoked token, no rule) the source is tried again this rarely.
HOPELESS_WAIT = 300.0
CRASH_WAIT = 30.0
LONGEST_POLL_WAIT = 600.0
LAST_WORDS = 10.0
CALM = 15.0


@dataclass(frozen=True, slots=True)
class Sources:
    """What to listen to: lines that tell us, and places where we look."""

    live: Sequence[Source] = ()
    polls: Sequence[Poll] = ()


class Listener:
    """The loops of one process. `run` is the way in."""

    def __init__(
        self, sources: Sources, sink: Sink, store: ListenStore, clock: Clock, status: Status, sleep: Sleep
    ) -> None:
        self._sources = sources
        self._store = store
        self._clock = clock
        self._status = status
        self._sleep = sleep
        self._queue: asyncio.Queue[tuple[str, Item]] = asyncio.Queue(QUEUE)
        self._kicks = {poll.name: asyncio.Event() for poll in sources.polls}
        self._delivery = Delivery(sink, store, clock, sleep=sleep, on_refusal=self._refused)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; then what was heard already is stored, as far as the sink takes it in 10 s."""
        tasks = [asyncio.create_task(self._hear(source)) for source in self._sources.live]
        tasks += [asyncio.create_task(self._look(poll)) for poll in self._sources.polls]
        writer = asyncio.create_task(self._write())
        try:
            await stop.wait()
        finally:
            await _cancelled(tasks)
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS):
                    await self._queue.join()
            await _cancelled([writer])

    def _refused(self, why: str) -> None:
        self._status.refusal = why

    async def _hear(self, source: Source) -> None:
        """One live source. A full queue stops the reading: the network then drops us, and we look again."""
        record = self._status.source(source.name, live=True)
        record.started_at = self._clock()
        record.health = cast("HasHealth | None", getattr(source, "health", None))
        if hasattr(source, "on_connect"):
            record.says_when_up = True
            source.on_connect = partial(self._came_up, record)
        while True:
            pause = 1.0
            try:
                async for item in source.posts():
                    await self._queue.put((source.name, item))
            except NetworkError as error:
                record.failed(error, self._clock())
                pause = HOPELESS_WAIT if error.permanent else error.retry_after or CRASH_WAIT
            except Exception as error:
                # A fault of ours in one source must not silence the others.
                record.failed(error, self._clock())
                pause = CRASH_WAIT
            await self._sleep(pause)

    def _came_up(self, record: SourceStatus) -> None:
        """A line came up: look back at once, for whatever was said while it was down."""
        record.up_at = record.up_at or self._clock()
        for kick in self._kicks.values():
            kick.set()

    async def _write(self) -> None:
        while True:
            heard = [await self._queue.get()]
            await self._sleep(BATCH_WAIT)
            while len(heard) < BATCH and not self._queue.empty():
                heard.append(self._queue.get_nowait())
            try:
                await self._hand_over(heard)
            finally:
                for _ in heard:
                    self._queue.task_done()

    async def _hand_over(self, heard: list[tuple[str, Item]]) -> None:
        by_source: dict[str, list[Item]] = {}
        for name, item in heard:
            by_source.setdefault(name, []).append(item)
        for name, items in by_source.items():
            record = self._status.source(name, live=True)
            try:
                self._status.saw(items, live=True)
                record.note(await self._delivery(name, items, live=True), self._clock())
                self._status.refusal = ""
            except Exception as error:
                # A fault of ours must not end the writing; what was lost here a look back will find.
                record.failed(error, self._clock())

    async def _look(self, poll: Poll) -> None:
        """One poll, every `every` seconds, sooner after a reconnect, later after failures."""
        failures = 0
        record = self._status.source(poll.name, live=poll.live)
        while True:
            asked = None
            try:
                report = await sweep(poll, self._delivery, self._store, self._clock, self._status)
                failures = failures + 1 if report.error else 0
                asked = report.retry_after
            except RefusedError as refusal:
                self._refused(str(refusal))
                failures += 1
                asked = refusal.retry_after
            except Exception as error:
                # As above: one poll's fault is recorded and the poll is tried again.
                record.failed(error, self._clock())
                failures += 1
            self._status.witness.forget(self._clock())
            backoff = min(
                poll.every * 2.0 ** min(max(failures - 1, 0), 10), max(LONGEST_POLL_WAIT, poll.every)
            )
            # A line that came up again is news worth asking for, unless the network itself named a time.
            await self._pause(poll, asked or backoff, kickable=asked is None and poll.keeps_cursor)

    async def _pause(self, poll: Poll, seconds: float, *, kickable: bool) -> None:
        kick = self._kicks[poll.name]
        if not kickable:
            await self._sleep(seconds)
            return
        # A line that comes and goes every second must not make us ask every second.
        calm = min(seconds, CALM)
        await self._sleep(calm)
        sleeping, kicked = (
            asyncio.ensure_future(self._sleep(seconds - calm)),
            asyncio.ensure_future(kick.wait()),
        )
        try:
            await asyncio.wait({sleeping, kicked}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _cancelled([sleeping, kicked])
        kick.clear()


async def _cancelled(tasks: Sequence[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def run(
    sources: Sources,
    sink: Sink,
    store: ListenStore,
    clock: Clock,
    stop: asyncio.Event,
    *,
    status: Status | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Listen until `stop` is set. Nothing a network says ends this; `status` tells how it goes."""
    await Listener(sources, sink, store, clock, status or Status(), sleep).run(stop)
