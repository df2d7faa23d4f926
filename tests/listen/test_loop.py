"""Listening for ever, in simulated time: back-pressure, faults of one source, kicks, and an orderly end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import simloop
from simulation import SimNetwork

from hark.domain.post import Author, Post
from hark.listen import Batch, MemoryStore, RefusedError, Sources, Status, run
from hark.networks.poll import Polled
from hark.networks.port import NetworkError

Script = Callable[[], AsyncIterator[Any]]


def post(number: int) -> Post:
    return Post("sim", str(number), Author("1"), simloop.clock(), f"post {number}")


class Line:
    """A live source that plays one script per connection and then falls silent."""

    def __init__(self, *scripts: Script, name: str = "stream") -> None:
        self.name = name
        self.scripts = list(scripts)
        self.on_connect: Callable[[], None] | None = None
        self.opened: list[float] = []
        self.read = 0

    async def posts(self) -> AsyncIterator[Any]:
        self.opened.append(asyncio.get_running_loop().time())
        if self.on_connect:
            self.on_connect()
        if not self.scripts:
            await asyncio.sleep(10**9)
        async for item in self.scripts.pop(0)():
            self.read += 1
            yield item


class Looks:
    """A poll that notes when it was asked."""

    live = False

    def __init__(self, *errors: Exception | None, every: float = 60.0, keeps_cursor: bool = True) -> None:
        self.name, self.every, self.keeps_cursor = "mentions", every, keeps_cursor
        self.errors = list(errors)
        self.asked: list[float] = []

    async def sweep(self, since: Any) -> Any:
        self.asked.append(asyncio.get_running_loop().time())
        error = self.errors.pop(0) if self.errors else None
        if error:
            raise error
        yield Polled((), simloop.clock())


def listen(
    sources: Sources,
    seconds: float,
    *,
    sink: Callable[[Batch], Awaitable[None]] | None = None,
    during: Callable[[], Awaitable[None]] | None = None,
) -> tuple[MemoryStore, Status]:
    """Run for so many simulated seconds."""
    store, status = MemoryStore(), Status()

    async def main() -> None:
        stop = asyncio.Event()
        task = asyncio.create_task(
            run(sources, sink or store.sink, store, simloop.clock, stop, status=status)
        )
        if during:
            await during()
        await asyncio.sleep(seconds)
        stop.set()
        await task

    simloop.run(main())
    return store, status


def saying(count: int, pause: float = 0.0) -> Script:
    async def script() -> AsyncIterator[Any]:
        for number in range(count):
            await asyncio.sleep(pause)
            yield post(number)

    return script


async def breaking(error: BaseException) -> AsyncIterator[Any]:
    raise error
    yield  # makes it a generator


def test_posts_reach_the_sink_in_batches_within_a_tenth_of_a_second() -> None:
    sizes: list[int] = []
    store = MemoryStore()

    async def sink(batch: Batch) -> None:
        sizes.append(len(batch))
        await store.sink(batch)

    _, status = listen(Sources(live=(Line(saying(1500)),)), 1, sink=sink)
    assert len(store.posts) == 1500 and max(sizes) == 500
    assert max(status.sources["stream"].lags) <= 0.2


def test_a_sink_that_refuses_stops_the_reading_and_loses_nothing() -> None:
    store, line = MemoryStore(), Line(saying(10_000))
    open_at = 100.0

    async def sink(batch: Batch) -> None:
        if asyncio.get_running_loop().time() < open_at:
            raise RefusedError("the database is away")
        await store.sink(batch)

    async def look() -> None:
        await asyncio.sleep(90)
        assert line.read <= 2600, "reading goes no further than the queue and the batch in hand"

    _, status = listen(Sources(live=(line,)), 60, sink=sink, during=look)
    assert len(store.posts) == 10_000
    assert status.refusal == ""


def test_a_line_that_is_lost_is_taken_up_again_and_hopeless_ones_rarely() -> None:
    gone = NetworkError("unauthorized", "no", permanent=True)
    line = Line(lambda: breaking(gone), lambda: breaking(NetworkError("x", "no", permanent=False)), saying(1))
    store, status = listen(Sources(live=(line,)), 400)
    assert line.opened[:3] == [0.0, 300.0, 330.0]
    assert len(store.posts) == 1
    assert status.sources["stream"].failures == 2


def test_a_fault_in_one_source_silences_no_other() -> None:
    broken = Line(lambda: breaking(ZeroDivisionError("ours")), name="broken")
    poll = Looks(RuntimeError("ours"))
    store, status = listen(Sources(live=(broken, Line(saying(3))), polls=(poll,)), 200)
    assert len(store.posts) == 3
    assert "ZeroDivisionError" in status.sources["broken"].last_error
    assert status.sources["mentions"].failures == 1 and len(poll.asked) >= 4


def test_a_fault_in_the_writing_does_not_end_it() -> None:
    async def script() -> AsyncIterator[Any]:
        yield "no fact at all"
        await asyncio.sleep(1.0)
        yield post(1)

    store, status = listen(Sources(live=(Line(script),)), 5)
    assert len(store.posts) == 1
    assert status.sources["stream"].failures == 1


def test_polls_look_every_minute_and_back_off_when_the_network_fails() -> None:
    down = NetworkError("server_error", "no", permanent=False, processed=None)
    poll = Looks(None, None, down, down, down, None)
    listen(Sources(polls=(poll,)), 601)
    assert poll.asked == [0, 60, 120, 180, 300, 540, 600]


def test_a_poll_waits_as_long_as_the_network_asks() -> None:
    poll = Looks(NetworkError("rate_limited", "no", permanent=False, retry_after=400.0))
    listen(Sources(live=(Line(saying(1, pause=50.0), saying(1)),), polls=(poll,)), 450)
    assert poll.asked[:2] == [0, 400], "not even a reconnect makes us ask sooner"


def test_a_reconnect_makes_the_polls_look_at_once() -> None:
    poll = Looks(every=300.0)
    line = Line(saying(1, pause=100.0), saying(1))
    listen(Sources(live=(line,), polls=(poll,)), 250)
    assert line.opened[:2] == [0.0, 101.0]
    assert 101.0 in poll.asked


def test_a_kick_reaches_a_poll_that_is_backing_off() -> None:
    down = NetworkError("refused", "no", permanent=False)
    poll = Looks(*[down] * 6)
    line = Line(saying(1, pause=700.0), saying(1))
    listen(Sources(live=(line,), polls=(poll,)), 800)
    assert 701.0 in poll.asked


def test_a_line_that_flaps_does_not_make_us_ask_all_the_time() -> None:
    poll = Looks()
    listen(Sources(live=(Line(*[saying(1)] * 100),), polls=(poll,)), 61)
    assert poll.asked == [0, 15, 30, 45, 60]


def test_chores_without_a_cursor_are_not_kicked() -> None:
    chore = Looks(every=900.0, keeps_cursor=False)
    listen(Sources(live=(Line(saying(1, pause=100.0), saying(1)),), polls=(chore,)), 500)
    assert chore.asked == [0]


def test_what_was_heard_is_stored_before_the_end() -> None:
    async def burst() -> AsyncIterator[Any]:
        await asyncio.sleep(1.0)
        for number in range(1200):
            yield post(number)
        await asyncio.sleep(10**9)

    store, _ = listen(Sources(live=(Line(burst),)), 1.01)
    assert len(store.posts) == 1200


def test_a_sink_that_never_opens_does_not_keep_us_from_ending() -> None:
    async def never(batch: Batch) -> None:
        raise RefusedError("away")

    async def timed() -> float:
        stop = asyncio.Event()
        sources = Sources(live=(Line(saying(5)),))
        task = asyncio.create_task(run(sources, never, MemoryStore(), simloop.clock, stop))
        await asyncio.sleep(5)
        stop.set()
        began = asyncio.get_running_loop().time()
        await task
        return asyncio.get_running_loop().time() - began

    assert simloop.run(timed()) <= 10.0


def test_a_gap_of_minutes_is_closed_within_ninety_seconds_of_the_reconnect() -> None:
    """The stream is down for five minutes; what was said meanwhile is stored soon after it is back."""
    network = SimNetwork(every=60.0)
    stored: dict[str, float] = {}
    missed: list[Post] = []

    async def sink(batch: Batch) -> None:
        for one in batch.posts:
            stored.setdefault(one.post_id, asyncio.get_running_loop().time())

    def before_the_line_drops() -> AsyncIterator[Any]:
        return saying(0)()

    async def people() -> None:
        for _ in range(31):
            await asyncio.sleep(10)
            network.now = simloop.clock()
            missed.append(network.write(visible_after=timedelta(seconds=7)))

    async def clock() -> None:
        while True:
            network.now = simloop.clock()
            await asyncio.sleep(0.5)

    async def story() -> None:
        ticking = asyncio.create_task(clock())
        await people()
        ticking_for = asyncio.create_task(asyncio.sleep(95))
        await ticking_for
        ticking.cancel()

    network.now = simloop.START
    line = Line(before_the_line_drops, saying(0))
    listen(Sources(live=(line,), polls=(network,)), 5, sink=sink, during=story)
    assert {one.post_id for one in missed} <= set(stored)
    back = 310.0
    assert max(stored.values()) <= back + 90.0
