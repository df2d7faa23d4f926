"""The listening loop: what each connected account's sources say goes into the store."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Collection, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from django.db import close_old_connections
from django.db.utils import InterfaceError, OperationalError

from hark.actions import hear
from hark.actions.roster import Roster
from hark.listen.loop import Sources
from hark.listen.loop import run as listen
from hark.listen.ports import Batch, Cursor, Gap, Parked, RefusedError
from hark.listen.reconcile import reconcile_once
from hark.listen.status import Status
from hark.store import hearing, listening

log = logging.getLogger("hark.workers.listen")

T = TypeVar("T")


class Desk:
    """The store as listening sees it: one thread of its own, so that the database never blocks the ears."""

    def __init__(self, heard: "Heard") -> None:
        self._heard = heard
        self._account = heard.account
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"listen-{heard.account}")

    async def _ask(self, work: Callable[..., T], *args: Any) -> T:
        def run() -> T:
            try:
                return work(*args)
            except (OperationalError, InterfaceError) as error:
                close_old_connections()
                raise RefusedError(f"the database is away: {type(error).__name__}") from None

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)

    async def sink(self, batch: Batch) -> None:
        """Store a batch, all or nothing."""
        await self._ask(self._store, batch)

    def _store(self, batch: Batch) -> None:
        now = datetime.now(UTC)
        if batch.posts:
            hear.hear(batch.posts, self._heard.roster, now=now)
        if batch.deletions:
            hear.forget_posts(batch.deletions, now=now)
        if batch.authors:
            hear.note_authors(
                self._heard.roster.network, [(fact.author, fact.state) for fact in batch.authors]
            )

    async def load_cursor(self, source: str) -> Cursor | None:
        stand = await self._ask(listening.load_cursor, self._account, source)
        return Cursor(source, stand.watermark, stand.swept_at) if stand else None

    async def save_cursor(self, cursor: Cursor) -> None:
        stand = listening.Stand(cursor.watermark, cursor.swept_at)
        await self._ask(listening.save_cursor, self._account, cursor.source, stand)

    async def record_gap(self, gap: Gap) -> None:
        await self._ask(listening.record_gap, self._account, gap.source, gap.start, gap.end, gap.reason)

    async def known_ids(self, network: str, ids: Collection[str]) -> set[str]:
        return await self._ask(listening.known_ids, network, ids)

    async def park(self, parked: Parked) -> None:
        await self._ask(
            partial(listening.park, self._heard.roster.network, parked.source, parked.reason, parked.raw)
        )


class Heard(Protocol):
    """One app's worth of listening, as bootstrap composes it."""

    @property
    def account(self) -> int:
        """The row that cursors, gaps and costs are kept under."""

    @property
    def roster(self) -> Roster:
        """Whom posts are held against."""

    @property
    def sources(self) -> Sources:
        """What to listen to."""

    def spent(self) -> None:
        """Store what it has cost so far."""

    def cost(self) -> float:
        """US dollars this process has spent."""

    def outdated(self) -> bool:
        """Whether settings have changed so that listening must begin anew; smaller changes are taken up at once."""

    async def aclose(self) -> None:
        """Close every connection."""


SourcesFor = Callable[[], Sequence[Heard]]
COSTS_EVERY_SECONDS = 30.0
SETTINGS_EVERY_SECONDS = 10.0
STANDS_EVERY_SECONDS = 10.0


def run(sources_for: SourcesFor, stop: threading.Event) -> None:
    """Listen to everything that is connected until `stop` is set."""
    asyncio.run(_listen(sources_for, stop))


async def _listen(sources_for: SourcesFor, stop: threading.Event) -> None:
    """Listen; begin anew when the settings ask for something else. What is said meanwhile the looks back find."""
    told = False
    while not stop.is_set():
        ended = asyncio.Event()
        found = await asyncio.to_thread(sources_for)
        if not found and not told:
            log.info("no account is connected yet; `hark connect x` connects one")
        told = not found
        tasks = [asyncio.create_task(work) for heard in found for work in _work(heard, ended)]
        await _until_outdated(found, stop)
        ended.set()
        await asyncio.gather(*tasks)
        for heard in found:
            await heard.aclose()


async def _until_outdated(found: Sequence[Heard], stop: threading.Event) -> None:
    """Until `stop` is set, or there is something else to listen to."""
    while not await asyncio.to_thread(stop.wait, SETTINGS_EVERY_SECONDS):
        try:
            outdated = [await asyncio.to_thread(heard.outdated) for heard in found]
        except (OperationalError, InterfaceError) as error:
            log.warning("settings are read again later: %s", str(error).strip().splitlines()[0])
            continue
        if any(outdated) or not found:
            return


def _work(heard: Heard, ended: asyncio.Event) -> Iterator[Coroutine[Any, Any, None]]:
    status = Status()
    yield _listen_to(heard, status, ended)
    yield _keep_the_ledger(heard, ended)
    yield _write_stands(heard, status, ended)


async def _listen_to(heard: Heard, status: Status, ended: asyncio.Event) -> None:
    desk = Desk(heard)
    await listen(heard.sources, desk.sink, desk, lambda: datetime.now(UTC), ended, status=status)


async def _write_stands(heard: Heard, status: Status, ended: asyncio.Event) -> None:
    """How the sources stand, for whoever looks: `hark doctor`, the desk. A new alarm is said once in the log."""
    told: set[tuple[str, str]] = set()
    while not ended.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), STANDS_EVERY_SECONDS)
        now = datetime.now(UTC)
        found = stands(status, now)
        alarms = {(stand.source, stand.worry): stand.sentence for stand in found if stand.worry}
        for new in alarms.keys() - told:
            log.warning("%s", alarms[new])
        told = set(alarms)
        try:
            await asyncio.to_thread(hearing.write, heard.account, found, now)
        except (OperationalError, InterfaceError):
            continue  # the database is away, which the sink says already


def stands(status: Status, now: datetime) -> list[hearing.Stand]:
    """Every source with its alarm, and the alarms that belong to no single source."""
    alarms = {alarm.source: alarm for alarm in status.alarms(now)}
    found = []
    for source in status.sources.values():
        alarm = alarms.pop(source.name, None)
        since = alarm.since if alarm and alarm.since else source.last_heard
        worry, sentence = (alarm.kind, alarm.sentence) if alarm else ("", "")
        found.append(hearing.Stand(source.name, source.live, since, worry, sentence))
    return found + [
        hearing.Stand(alarm.source, True, alarm.since, alarm.kind, alarm.sentence)
        for alarm in alarms.values()
    ]


async def _keep_the_ledger(heard: Heard, ended: asyncio.Event) -> None:
    while not ended.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), COSTS_EVERY_SECONDS)
        try:
            await asyncio.to_thread(heard.spent)
        except (OperationalError, InterfaceError) as error:
            log.warning("costs are kept for later: %s", str(error).strip().splitlines()[0])


async def look_back(heard: Heard) -> dict[str, Any]:
    """One look back at every source of an app. Returns the contract of `hark listen --once --json`."""
    desk = Desk(heard)
    before = heard.cost()
    report = await reconcile_once(heard.sources.polls, desk.sink, desk, lambda: datetime.now(UTC))
    await asyncio.to_thread(heard.spent)
    await heard.aclose()
    return {**report.as_json(), "cost_usd": round(heard.cost() - before, 6)}
