"""Outages over the wire: Hark's own listening loop against the local X, whose clock jumps while nobody listens.

Each round cuts the stream, lets a second to eight days of network time go by in which people speak, and waits
until the looks back have proven the time. Underneath, lines are dropped, doubled, swapped and cut in half, calls
fail, and now and then the line falls silent without a word.
"""

import asyncio
import math
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hark.listen import MemoryStore, Sources, Status, run
from hark.listen.cursor import SETTLE
from hark.networks.x.client import XClient
from hark.networks.x.polls import MentionsPoll, SearchPoll
from hark.networks.x.rates import RateBudget
from hark.networks.x.rules import brand_rules, sync_rules
from hark.networks.x.stream import XStream
from hark.sandbox.x.authoring import Draft, publish
from hark.sandbox.x.box import Box
from hark.sandbox.x.thread import LocalX

DAY = 86_400.0
LONGEST = 8 * DAY
RATE = 10.0  # network seconds a second, between the jumps
SILENCE = 21.0  # as the connector's own watchdog, in network time
WATCH = SILENCE / RATE + 0.1  # seconds of ours; a little more, so that a keep-alive on time is never late
HASTE = 600.0  # how much faster the loops wait than they would
SILENT_EVERY = 200
FAULTS = [
    {"kind": "drop", "on": "filtered", "rate": 0.1},
    {"kind": "duplicate", "on": "filtered", "rate": 0.1},
    {"kind": "reorder", "on": "filtered", "rate": 0.1},
    {"kind": "half_line", "on": "filtered", "rate": 0.02},
    {"kind": "unknown", "on": "filtered", "rate": 0.02},
    {"kind": "error_before", "on": "GET /2/*", "rate": 0.01},
    {"kind": "garbage", "on": "GET /2/*", "rate": 0.01},
    {"kind": "reset_after", "on": "GET /2/*", "rate": 0.01},
]


@dataclass
class Found:
    """What a run brought to light. Times in seconds."""

    rounds: int
    longer_than_a_week: int = 0
    network_days: float = 0.0
    seconds: float = 0.0
    said: dict[str, float] = field(default_factory=dict)
    stored: Counter[str] = field(default_factory=Counter)
    gaps: list[tuple[float, float]] = field(default_factory=list)
    gaps_without_reason: int = 0
    silences: list[float] = field(default_factory=list)
    reconnects: int = 0

    @property
    def lost(self) -> list[str]:
        """Posts that are neither stored nor inside a gap that was told."""
        missing = {ident: at for ident, at in self.said.items() if ident not in self.stored}
        return [
            ident for ident, at in missing.items() if not any(start <= at <= end for start, end in self.gaps)
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "disconnects": self.rounds,
            "of_them_over_7_days": self.longer_than_a_week,
            "network_days": round(self.network_days),
            "posts": len(self.said),
            "stored_once": sum(count == 1 for count in self.stored.values()),
            "stored_twice": sum(count > 1 for count in self.stored.values()),
            "lost_outside_gaps": len(self.lost),
            "gaps": len(self.gaps),
            "gaps_without_reason": self.gaps_without_reason,
            "silent_stalls": len(self.silences),
            "slowest_notice_s": round(max(self.silences, default=0.0), 1),
            "reconnects": self.reconnects,
            "seconds": round(self.seconds),
        }


class Outages:
    """One life of a desk on a bad line."""

    def __init__(self, x: LocalX, rounds: int, seed: int) -> None:
        self._x = x
        self._random = random.Random(seed)
        self._found = Found(rounds)
        brand = next(user for user in x.card["users"] if user["brand"])
        self._customer = next(user for user in x.card["users"] if not user["brand"])["username"]
        self._handle = str(brand["username"])
        self._client = XClient(
            x.base_url, bearer_token=x.card["bearer_token"], meters=(RateBudget(self.now),)
        )
        self._stream = XStream(self._client, silence=WATCH, sleep=self._hurried, clock=self.now)
        query = f"(@{self._handle} OR to:{self._handle}) -is:retweet"
        self._polls = (
            MentionsPoll(self._client, str(brand["id"]), self._handle, clock=self.now),
            SearchPoll(self._client, query, name="search", clock=self.now),
        )
        self._status, self._store = Status(), MemoryStore()

    def now(self) -> datetime:
        """The network's time, which is also the desk's."""
        return datetime.fromtimestamp(self._x.box.clock.now(), UTC)

    @staticmethod
    async def _hurried(seconds: float) -> None:
        await asyncio.sleep(seconds / HASTE)

    async def run(self) -> Found:
        """All rounds. Raises TimeoutError when the desk does not recover from one."""
        began, from_ = time.monotonic(), self._x.box.clock.now()
        self._x.do(lambda box: box.clock.set_rate(RATE))
        await sync_rules(self._client, brand_rules([self._handle]))
        self._x.do(lambda box: box.faults.set(FAULTS, self._random.randrange(1000)))
        stop = asyncio.Event()
        listening = asyncio.create_task(
            run(
                Sources((self._stream,), self._polls), self._sink, self._store, self.now, stop,
                status=self._status, sleep=self._hurried,
            )
        )  # fmt: skip
        await self._proven(self.now())
        for number in range(1, self._found.rounds + 1):
            await (self._silent(number) if number % SILENT_EVERY == 0 else self._cut(number))
        stop.set()
        await listening
        await self._client.aclose()
        found = self._found
        found.seconds = time.monotonic() - began
        found.network_days = (self._x.box.clock.now() - from_) / DAY
        found.gaps = [(gap.start.timestamp(), gap.end.timestamp()) for gap in self._store.gaps]
        found.reconnects = self._stream.health.connects
        return found

    async def _sink(self, batch: Any) -> None:
        self._found.stored.update(post.post_id for post in batch.posts)
        await self._store.sink(batch)

    async def _cut(self, number: int) -> None:
        """The line is cut; people speak; the line comes back."""
        outage = math.exp(self._random.uniform(0.0, math.log(LONGEST)))
        if number % 10 == 0:
            outage = self._random.uniform(7.1, 8.0) * DAY
        how = self._random.choice(("close", "reset"))
        moments = sorted(self._random.random() * outage for _ in range(3))
        told = len(self._store.gaps)
        proven = min((cursor.watermark for cursor in self._store.cursors.values()), default=self.now())
        await asyncio.to_thread(self._x.do, lambda box: self._away(box, number, outage, how, moments))
        await self._proven(self.now())
        reached = self.now() - proven
        self._found.longer_than_a_week += outage > 7 * DAY
        if outage > 7 * DAY and len(self._store.gaps) == told:
            raise AssertionError(f"round {number}: {outage / DAY:.2f} days away, and no gap was told")
        if reached < timedelta(days=7) - timedelta(minutes=20) and len(self._store.gaps) > told:
            self._found.gaps_without_reason += 1

    def _away(self, box: Box, number: int, outage: float, how: str, moments: list[float]) -> None:
        """On the network's own loop, so that nobody can listen in between."""
        for connection in list(box.hub.open):
            connection.end(how, broken=how == "reset")
        began = box.clock.now()
        box.clock.advance(outage)
        for moment in moments:
            self._say(box, f"{number} {moment}", began + moment)
        self._say(box, f"{number} back", box.clock.now())

    def _say(self, box: Box, text: str, at: float) -> None:
        author = box.network.user_named(self._customer)
        assert author is not None
        post = publish(box.network, Draft(author, f"@{self._handle} {text}", at))
        self._found.said[post.id] = at

    async def _silent(self, number: int) -> None:
        """The line stays open and says nothing more: only the watchdog can tell."""
        await self._until(lambda: self._stream.health.connected)
        losses = self._stream.health.losses
        stall = [{"kind": "stall", "on": "filtered", "seconds": 3600, "times": 1}]
        self._x.do(lambda box: box.faults.set(stall))
        await asyncio.to_thread(self._x.do, lambda box: self._say(box, f"{number} unheard", box.clock.now()))
        await self._until(lambda: self._stream.health.losses > losses)
        heard = self._stream.health.heard_at
        assert heard is not None
        if self._stream.health.last_failure == "silent":
            # The watchdog waits in network time; what comes on top is this machine's own lateness, which no
            # faster clock makes longer.
            late = (self.now() - heard).total_seconds() / RATE - WATCH
            self._found.silences.append(SILENCE + late)
        self._x.do(lambda box: box.faults.set(FAULTS, number))
        await self._proven(self.now())

    async def _proven(self, moment: datetime) -> None:
        """Until every poll has proven the time up to a moment, which it does from X's clock of its first answer."""

        def proven() -> bool:
            cursors = [self._store.cursors.get(poll.name) for poll in self._polls]
            return all(one is not None and one.watermark >= moment - SETTLE - SECOND for one in cursors)

        await self._until(proven)

    @staticmethod
    async def _until(condition: Any) -> None:
        async with asyncio.timeout(60):
            while not condition():
                await asyncio.sleep(0.003)


SECOND = timedelta(seconds=1)  # the Date header knows whole seconds only
