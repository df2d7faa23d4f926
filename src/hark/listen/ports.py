"""What listening needs from the rest of Hark: somewhere to put posts, somewhere to keep its state."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hark.domain.post import Post
from hark.networks.port import AuthorFact, Deletion

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes to the sink at once, each post for the first time as far as this process knows.

    `live` tells a stream from a reconciler. The sink must be idempotent on (network, post id) all the same.
    """

    source: str
    live: bool
    posts: tuple[Post, ...] = ()
    deletions: tuple[Deletion, ...] = ()
    authors: tuple[AuthorFact, ...] = ()

    def __len__(self) -> int:
        return len(self.posts) + len(self.deletions) + len(self.authors)


class RefusedError(Exception):
    """The sink cannot take anything now (the database is away). Listening stops reading and tries again."""

    def __init__(self, why: str, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after


Sink = Callable[[Batch], Awaitable[None]]
"""Stores a batch, all or nothing. Raises RefusedError for "not now"; any other exception means that something
in the batch is poison: the batch is halved until the culprit is found and parked."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a source is proven: everything up to `watermark` (network time, UTC) is stored."""

    source: str
    watermark: datetime
    swept_at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of network time nobody can prove complete, and why."""

    source: str
    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Parked:
    """Something that could not be read or stored: kept with its reason, never dropped."""

    source: str
    reason: str
    raw: str
    at: datetime


class ListenStore(Protocol):
    """Listening's own state. Every method may raise RefusedError: "not now, ask me again"."""

    async def load_cursor(self, source: str) -> Cursor | None:
        """Where the source stands; None when it was never swept."""

    async def save_cursor(self, cursor: Cursor) -> None:
        """Keep a cursor. Called only after the sink has taken everything the cursor promises."""

    async def record_gap(self, gap: Gap) -> None:
        """Keep a gap. The same gap may be told again after a crash: keep it once."""

    async def known_ids(self, network: str, ids: Collection[str]) -> set[str]:
        """Which of these posts are stored already."""

    async def park(self, parked: Parked) -> None:
        """Keep what could not be read or stored."""
