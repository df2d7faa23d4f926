"""Looking again: the protocol of everything that is read by asking, page by page, and not by listening.

A live source is fast and forgets; a poll is slow and can prove a stretch of time complete. `hark.listen`
keeps the cursor, a network's poll knows how to ask.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hark.networks.port import Item


@dataclass(frozen=True, slots=True)
class Polled:
    """One page of a sweep.

    `server_time` is the network's own clock when it answered. `complete_since` is said when the network
    could not reach back as far as it was asked: the sweep is complete only from then on.
    """

    items: tuple[Item, ...]
    server_time: datetime | None = None
    complete_since: datetime | None = None
    reason: str = ""


class Poll(Protocol):
    """Something that is asked every `every` seconds.

    `keeps_cursor` is False for chores that have no notion of "since" (a look at the stored posts, say).
    `live` is True where the network told us by itself and the poll only fetches what was kept (a webhook's inbox).
    """

    name: str
    every: float
    keeps_cursor: bool
    live: bool

    def sweep(self, since: datetime | None) -> AsyncGenerator[Polled, None]:
        """Everything after `since`, page by page. Raises NetworkError; then the sweep proves nothing."""


class Chore:
    """Something to be seen to every `every` seconds that brings no posts: a Poll that only acts.

    `act` puts right what has drifted (stream rules, subscriptions, a webhook). Raises what `act` raises.
    """

    keeps_cursor = False
    live = False

    def __init__(self, name: str, every: float, act: Callable[[], Awaitable[object]]) -> None:
        self.name = name
        self.every = every
        self._act = act

    async def sweep(self, since: datetime | None) -> AsyncGenerator[Polled, None]:  # noqa: ARG002 - the protocol
        """Act once. Gives one empty page."""
        await self._act()
        yield Polled(())
