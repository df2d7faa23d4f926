"""The event hub: follows the spine and passes hints to open pages. One thread, however many pages.

A hint is (sequence, kind, case, version), never text: the page fetches what it shows, and permission is
checked again there.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import psycopg

from hark.actions.presence import CHANNEL as PRESENCE
from hark.actions.publish import CHANNEL
from hark.store.queries import query

log = logging.getLogger("hark.live")

REMEMBERED = 5_000
WAITING_PER_PAGE = 64
POLL_SECONDS = 2.0
GATHER_SECONDS = 0.05
PRESENCE_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Hint:
    """Something changed; `brand` decides who may know. `events`: the rows that say so; who has them all knows it."""

    seq: int
    kind: str
    case: int | None
    brand: int
    version: int
    events: Sequence[int] = ()

    def encode(self) -> bytes:
        """The hint as one server-sent event."""
        said = {"kind": self.kind, "case": self.case, "version": self.version, "events": self.events}
        body = msgspec.json.encode(said)
        return b"id: %d\nevent: hint\ndata: %s\n\n" % (self.seq, body)


@dataclass(slots=True, eq=False)
class Page:
    """One open page: what it may hear and what waits for it. `lost` is set when it read too slowly."""

    brands: frozenset[int]
    waiting: deque[bytes] = field(default_factory=deque)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    lost: bool = False

    def push(self, event: bytes) -> None:
        if len(self.waiting) >= WAITING_PER_PAGE:
            self.lost = True
            self.waiting.clear()
        else:
            self.waiting.append(event)
        self.ready.set()

    def whisper(self, event: bytes) -> None:
        """Pass on something that may be missed: a page that is behind does without."""
        if len(self.waiting) < WAITING_PER_PAGE // 2:
            self.push(event)


class Hub:
    """Follows `seq` in the database and fans out. LISTEN wakes it, polling guarantees."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._pages: set[Page] = set()
        self._recent: deque[Hint] = deque(maxlen=REMEMBERED)
        self._presence: dict[int, dict[int, dict[str, Any]]] = {}
        self._seq = 0
        self._task: asyncio.Task[None] | None = None
        self.started = asyncio.Event()

    def start(self) -> None:
        """Begin to follow, once, in the running event loop."""
        if self._task is None:
            self._task = asyncio.create_task(self._follow(), name="hark.live.hub")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def open(self, brands: frozenset[int], last_seq: int | None) -> Page:
        """A new page; it first gets the hints it missed since `last_seq`, or the word to reload."""
        page = Page(brands)
        if last_seq is not None and last_seq < self._seq:
            missed = [hint for hint in self._recent if hint.seq > last_seq]
            if not missed or missed[0].seq > last_seq + 1 or len(missed) > WAITING_PER_PAGE:
                page.push(b"id: %d\nevent: reload\ndata: {}\n\n" % self._seq)
            else:
                for hint in missed:
                    if hint.brand in brands:
                        page.push(hint.encode())
        else:
            page.push(b"id: %d\nevent: ready\ndata: {}\n\n" % self._seq)
        self._pages.add(page)
        return page

    def close(self, page: Page) -> None:
        self._pages.discard(page)

    @property
    def pages(self) -> int:
        """How many pages are open."""
        return len(self._pages)

    async def _follow(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
                    await self._follow_on(connection)
            except psycopg.Error as error:
                log.warning("the hub lost the database: %s", str(error).strip().splitlines()[0])
                await asyncio.sleep(1.0)

    async def _follow_on(self, connection: psycopg.AsyncConnection[Any]) -> None:
        await connection.execute(f"listen {CHANNEL}")
        await connection.execute(f"listen {PRESENCE}")
        if self._seq == 0:
            row = await (await connection.execute(query("last_seq"))).fetchone()
            self._seq = int(row[0]) if row else 0
        self.started.set()
        while True:
            await self._catch_up(connection)
            async for note in connection.notifies(timeout=POLL_SECONDS, stop_after=1):
                if note.channel == PRESENCE:
                    self._note_presence(note.payload)
                    continue
                # Several changes within a blink become one reading.
                await asyncio.sleep(GATHER_SECONDS)

    async def _catch_up(self, connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            cursor = await connection.execute(query("hints_after"), {"seq": self._seq, "limit": 1000})
            hints = [Hint(*row) for row in await cursor.fetchall()]
            if not hints:
                return
            self._seq = hints[-1].seq
            self._recent.extend(hints)
            self._fan_out(_latest_per_case(hints))

    def _note_presence(self, payload: str) -> None:
        """Keep the last word on each case; all of a third of a second goes out together."""
        told = msgspec.json.decode(payload)
        if not self._presence:
            asyncio.get_running_loop().call_later(PRESENCE_SECONDS, self._tell_presence)
        brand = int(told.pop("brand"))
        self._presence.setdefault(brand, {})[int(told["case"])] = told

    def _tell_presence(self) -> None:
        """Who is on which case: one event for each brand, without a sequence, for it need not be caught up on."""
        waiting, self._presence = self._presence, {}
        for brand, cases in waiting.items():
            event = b"event: presence\ndata: %s\n\n" % msgspec.json.encode(list(cases.values()))
            for page in self._pages:
                if brand in page.brands:
                    page.whisper(event)

    def _fan_out(self, hints: Iterable[Hint]) -> None:
        for hint in hints:
            event = hint.encode()
            for page in self._pages:
                if hint.brand in page.brands:
                    page.push(event)


def _latest_per_case(hints: list[Hint]) -> list[Hint]:
    """Of several hints on one case and kind within a reading the last says it all, for every event of them."""
    latest: dict[tuple[int | None, str], Hint] = {}
    for hint in hints:
        before = latest.get((hint.case, hint.kind))
        events = hint.events if before is None else [*before.events, *hint.events]
        latest[hint.case, hint.kind] = replace(hint, events=events)
    return sorted(latest.values(), key=lambda hint: hint.seq)
