"""A network in simulated time: posts become visible late, streams drop, polls fail half-way, days go by."""

import random
from bisect import bisect_right
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hark.domain.post import Author, Post
from hark.listen import MemoryStore, Status
from hark.listen.deliver import Delivery
from hark.listen.ports import Batch, RefusedError
from hark.listen.reconcile import SweepReport, sweep
from hark.networks.poll import Polled
from hark.networks.port import NetworkError

START = datetime(2026, 1, 1, tzinfo=UTC)
REACH = timedelta(days=7)
PROMISED_DELAY = timedelta(minutes=15)
PAGE = 100


@dataclass
class SimPost:
    post: Post
    visible_at: datetime


@dataclass
class SimNetwork:
    """Holds every post ever written; answers polls as X's search does. `now` is moved by the test."""

    now: datetime = START
    name: str = "search"
    every: float = 60.0
    keeps_cursor: bool = True
    live: bool = False
    written: list[SimPost] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)
    fail_at_page: int | None = None
    clock_skew: timedelta = timedelta()
    pages_given: int = 0

    def write(self, *, visible_after: timedelta = timedelta()) -> Post:
        """Somebody posts now; polls see it only after a while."""
        number = len(self.written)
        author = Author(author_id=str(number % 97), handle=f"p{number % 97}")
        post = Post("sim", str(number), author, self.now, f"post {number}")
        self.written.append(SimPost(post, self.now + visible_after))
        self.times.append(self.now)
        return post

    async def sweep(self, since: datetime | None) -> AsyncGenerator[Polled, None]:
        assert since is not None
        oldest = self.now - REACH
        start = max(since, oldest)
        found = [
            item.post
            for item in self.written[bisect_right(self.times, start) :]
            if item.visible_at <= self.now
        ][::-1]
        cuts = [found[at : at + PAGE] for at in range(0, len(found), PAGE)] or [[]]
        for number, cut in enumerate(cuts):
            if self.fail_at_page is not None and number >= self.fail_at_page:
                raise NetworkError("server_error", "the sim fails here", permanent=False, processed=None)
            self.pages_given += 1
            yield Polled(
                tuple(cut), self.now + self.clock_skew, oldest if since < oldest else None, "over 7 days"
            )


class Desk:
    """Hark's side: a store that survives, and a process that may be restarted."""

    def __init__(self, network: SimNetwork) -> None:
        self.network = network
        self.store = MemoryStore()
        self.refusals = 0
        self.poison: set[str] = set()
        self.restart()

    def restart(self) -> None:
        """A new process: what was remembered in memory is gone, what was stored is not."""
        self.status = Status()
        self.delivery = Delivery(self.sink, self.store, self.clock, sleep=self.no_sleep)

    def clock(self) -> datetime:
        return self.network.now

    async def no_sleep(self, seconds: float) -> None:
        self.refusals = max(0, self.refusals - 1)

    async def sink(self, batch: Batch) -> None:
        if self.refusals:
            raise RefusedError("the database is away")
        if any(post.post_id in self.poison for post in batch.posts):
            raise ValueError("poison")
        await self.store.sink(batch)

    async def hear(self, posts: list[Post], rng: random.Random) -> None:
        """The stream brings posts: out of order, some twice."""
        heard = posts + [post for post in posts if rng.random() < 0.2]
        rng.shuffle(heard)
        self.status.saw(heard, live=True)
        await self.delivery("stream", heard, live=True)

    async def look(self) -> SweepReport:
        return await sweep(self.network, self.delivery, self.store, self.clock, self.status)

    def missing(self) -> list[SimPost]:
        """Posts that are not stored, not parked on purpose, and in no recorded gap."""
        gaps = self.store.gaps
        return [
            item
            for item in self.network.written
            if ("sim", item.post.post_id) not in self.store.posts
            and item.post.post_id not in self.poison
            and not any(gap.start <= item.post.created_at <= gap.end for gap in gaps)
        ]
