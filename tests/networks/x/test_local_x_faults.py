"""The connector against a local X full of faults: nothing is lost, nothing is stored twice."""

import asyncio
import math
import random
from datetime import UTC, datetime
from typing import Any

from tests.networks.x.local import People, hearing, say, until

from hark.listen import MemoryStore, Sources, Status, reconcile_once, run
from hark.networks.x.client import utc_now
from hark.networks.x.polls import MentionsPoll, SearchPoll
from hark.networks.x.rules import brand_rules, sync_rules
from hark.networks.x.stream import XStream
from hark.sandbox.x.thread import LocalX

FAULTS = [
    {"kind": "reset", "on": "filtered", "rate": 0.01},
    {"kind": "close", "on": "filtered", "rate": 0.01},
    {"kind": "half_line", "on": "filtered", "rate": 0.01},
    {"kind": "disconnect", "on": "filtered", "rate": 0.01},
    {"kind": "drop", "on": "filtered", "rate": 0.05},
    {"kind": "duplicate", "on": "filtered", "rate": 0.2},
    {"kind": "reorder", "on": "filtered", "rate": 0.2},
    {"kind": "unknown", "on": "filtered", "rate": 0.05},
    {"kind": "error_before", "on": "GET /2/users/*", "rate": 0.2},
    {"kind": "garbage", "on": "GET /2/users/*", "rate": 0.1},
    {"kind": "reset_after", "on": "GET /2/users/*", "rate": 0.1},
    {"kind": "rate_lie", "on": "GET /2/*", "rate": 0.2},
]


def test_a_network_full_of_faults_loses_nothing_and_stores_nothing_twice(x: LocalX) -> None:
    stored: dict[str, int] = {}

    async def story() -> tuple[list[str], Status, MemoryStore, XStream]:
        async with People(x) as people:
            await sync_rules(people.desk, brand_rules([people.handle]))
            x.do(lambda box: box.faults.set(FAULTS, 5))
            store, status, stop = MemoryStore(), Status(), asyncio.Event()

            async def sink(batch: Any) -> None:
                for post in batch.posts:
                    stored[post.post_id] = stored.get(post.post_id, 0) + 1
                await store.sink(batch)

            stream = XStream(people.desk, sleep=lambda seconds: asyncio.sleep(seconds / 50))
            mentions = MentionsPoll(people.desk, people.brand["id"], people.handle, every=1.0)
            listening = asyncio.create_task(
                run(Sources((stream,), (mentions,)), sink, store, utc_now, stop, status=status)
            )
            await until(lambda: stream.health.connects > 0)
            said = []
            for number in range(300):
                said.append(
                    await asyncio.to_thread(say, x, people.customer["username"], f"@{people.handle} {number}")
                )
                await asyncio.sleep(0.01)
            x.do(lambda box: box.faults.set([]))
            await asyncio.sleep(0.5)
            stop.set()
            await listening
            assert set(stored.values()) == {1}, "one process stores nothing twice"
            await reconcile_once([mentions], sink, store, utc_now, status=status)
            return said, status, store, stream

    said, status, store, stream = asyncio.run(story())
    assert set(said) <= set(stored)
    assert stream.health.connects > 5 and stream.health.losses > 4
    assert status.sources["stream"].duplicates > 10
    assert {parked.reason for parked in store.parked}, "half lines and unknown messages are parked"


DAY = 86_400.0


def test_outages_of_a_second_to_eight_days_over_the_wire(x: LocalX) -> None:
    """The sandbox's clock jumps; search alone must find everything inside seven days and tell the rest."""
    rng, rounds = random.Random(3), 400

    def now() -> datetime:
        return datetime.fromtimestamp(x.box.clock.now(), UTC)

    async def story() -> tuple[dict[str, float], MemoryStore, int]:
        async with People(x) as people:
            query = f"(@{people.handle} OR to:{people.handle}) -is:retweet"
            poll = SearchPoll(people.desk, query, name="search", clock=now)
            store, said, long = MemoryStore(), {}, 0
            await reconcile_once([poll], store.sink, store, now)
            for number in range(rounds):
                outage = 10 ** rng.uniform(0, math.log10(8 * DAY))
                if number % 10 == 9:
                    outage = rng.uniform(7.1, 8) * DAY
                began = x.box.clock.now()
                x.do(lambda box, jump=outage: box.clock.advance(jump))
                for _ in range(3):
                    at = began + rng.random() * outage
                    ident = say(
                        x, people.customer["username"], f"@{people.handle} {number} {rng.random()}", at
                    )
                    said[ident] = at
                told = len(store.gaps)
                report = await reconcile_once([poll], store.sink, store, now)
                assert report.sweeps[0].error == ""
                long += outage > 7 * DAY
                assert (len(store.gaps) > told) == (outage > 7 * DAY - 17 * 60)
            return said, store, long

    said, store, long = asyncio.run(story())
    gaps = [(gap.start.timestamp(), gap.end.timestamp()) for gap in store.gaps]
    missing = [at for ident, at in said.items() if ("x", ident) not in store.posts]
    assert all(any(start <= at <= end for start, end in gaps) for at in missing)
    assert len(gaps) >= long >= rounds // 10


def test_a_stalled_stream_is_noticed_within_25_seconds_of_network_time(x: LocalX) -> None:
    """The local network runs 12 times as fast; so do its keep-alives and our watchdog."""
    rate = 12.0
    x.do(lambda box: box.clock.set_rate(rate))

    async def story() -> float:
        async with People(x) as people:
            await sync_rules(people.desk, brand_rules([people.handle]))
            stream = XStream(people.desk, silence=23.0 / rate, clock=utc_now)
            async with hearing(stream):
                await asyncio.sleep(30 / rate)
                assert stream.health.connects == 1, "keep-alives hold the line"
                stall = [{"kind": "stall", "on": "filtered", "seconds": 600, "times": 1}]
                x.do(lambda box: box.faults.set(stall))
                await asyncio.to_thread(say, x, people.customer["username"], f"@{people.handle} unheard")
                await until(lambda: stream.health.losses == 1)
                assert stream.health.heard_at is not None
                silent = (utc_now() - stream.health.heard_at).total_seconds()
            return silent * rate

    assert asyncio.run(story()) <= 25.0
