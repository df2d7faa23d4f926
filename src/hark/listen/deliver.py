"""From heard to stored: de-duplicate, hand over in batches, wait when refused, find and park the poison."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from hark.domain.post import Post
from hark.listen.ports import Batch, Clock, ListenStore, Parked, RefusedError, Sink, Sleep
from hark.networks.port import AuthorFact, Deletion, Item, Rejected

Fact = Post | Deletion | AuthorFact
Key = tuple[str, str, str]
T = TypeVar("T")

REMEMBERED = 100_000
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of some items. `stored` are those the sink took, in order."""

    stored: tuple[Fact, ...] = ()
    duplicates: int = 0
    rejected: int = 0
    parked: int = 0


def key_of(fact: Fact) -> Key:
    """What makes two messages the same fact: never the envelope, always the network's own id."""
    if isinstance(fact, Post):
        return ("post", fact.network, fact.post_id)
    if isinstance(fact, Deletion):
        return ("gone", fact.network, fact.post_id)
    author = fact.author
    return (f"author:{fact.state}:{author.handle}:{author.name}", fact.network, author.author_id)


def storable(text: str) -> str:
    """The text with what no database keeps (NUL, half surrogate pairs) replaced."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


class Delivery:
    """The one way into the sink. Calls are taken one after another."""

    def __init__(
        self,
        sink: Sink,
        store: ListenStore,
        clock: Clock,
        *,
        sleep: Sleep = asyncio.sleep,
        on_refusal: Callable[[str], None] | None = None,
    ) -> None:
        self._sink = sink
        self._store = store
        self._clock = clock
        self._sleep = sleep
        self._on_refusal = on_refusal
        self._stored: OrderedDict[Key, None] = OrderedDict()
        self._turn = asyncio.Lock()

    async def __call__(self, source: str, items: Iterable[Item], *, live: bool) -> Delivered:
        """Store what is new. Returns when all of it is stored or parked: waiting is the back-pressure."""
        async with self._turn:
            facts, rejected, duplicates = self._sorted(items)
            for bad in rejected:
                await self._park(source, bad.reason, bad.raw)
            stored: list[Fact] = []
            parked = await self._store_all(source, live, facts, stored)
            for fact in stored:
                # A person may be protected, open and protected again: what was true before is no duplicate.
                if not isinstance(fact, AuthorFact):
                    self._remember(key_of(fact))
            return Delivered(tuple(stored), duplicates, len(rejected), parked)

    async def retried(self, action: Callable[[], Awaitable[None]]) -> None:
        """Do something with the store or the sink until it is not refused any more."""
        wait = FIRST_WAIT
        while True:
            try:
                return await action()
            except RefusedError as refusal:
                if self._on_refusal is not None:
                    self._on_refusal(str(refusal))
                await self._sleep(refusal.retry_after or wait)
                wait = min(wait * 2, LONGEST_WAIT)

    def _sorted(self, items: Iterable[Item]) -> tuple[list[Fact], list[Rejected], int]:
        facts: dict[Key, Fact] = {}
        rejected: list[Rejected] = []
        duplicates = 0
        for item in items:
            if isinstance(item, Rejected):
                rejected.append(item)
                continue
            key = key_of(item)
            if key in self._stored or key in facts:
                duplicates += 1
            else:
                facts[key] = item
        return list(facts.values()), rejected, duplicates

    async def _store_all(self, source: str, live: bool, facts: list[Fact], stored: list[Fact]) -> int:
        """Store facts, halving a batch that fails until the one that is poison stands alone."""
        if not facts:
            return 0
        try:
            await self.retried(lambda: self._sink(_batch(source, live, facts)))
        except Exception as error:
            if len(facts) == 1:
                await self._park(source, f"{type(error).__name__}: {error}"[:500], repr(facts[0]))
                return 1
            half = len(facts) // 2
            first = await self._store_all(source, live, facts[:half], stored)
            return first + await self._store_all(source, live, facts[half:], stored)
        stored += facts
        return 0

    async def _park(self, source: str, reason: str, raw: str) -> None:
        """Keep what nobody else takes. A store that fails at this, in whatever way, is waited for."""
        parked = Parked(source, storable(reason), storable(raw), self._clock())

        async def keep() -> None:
            try:
                await self._store.park(parked)
            except RefusedError:
                raise
            except Exception as error:
                raise RefusedError(f"cannot park: {type(error).__name__}") from error

        await self.retried(keep)

    def _remember(self, key: Key) -> None:
        self._stored[key] = None
        if len(self._stored) > REMEMBERED:
            self._stored.popitem(last=False)


def _batch(source: str, live: bool, facts: list[Fact]) -> Batch:
    return Batch(
        source,
        live,
        tuple(_only(facts, Post)),
        tuple(_only(facts, Deletion)),
        tuple(_only(facts, AuthorFact)),
    )


def _only(facts: Iterable[object], kind: type[T]) -> Iterator[T]:
    return (fact for fact in facts if isinstance(fact, kind))
