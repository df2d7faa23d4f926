"""Deleted there means deleted here: stored posts and authors looked at again, in batches of 100.

X's compliance streams are for Enterprise only, so self-serve reads its posts again: those of open cases often
(`HARK_LOOK_AGAIN_SECONDS`), all of them every 24 hours (networks.md 10). A lookup costs what a read costs; X's batch
compliance jobs (jobs.py) cost nothing and are the better way for large stores.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from hark.domain.post import Author
from hark.networks.poll import Polled
from hark.networks.port import AuthorFact, Deletion, Item
from hark.networks.x import v2_values as v
from hark.networks.x.client import XClient, utc_now
from hark.networks.x.endpoints import POSTS
from hark.networks.x.fields import POST_PARAMS
from hark.networks.x.pages import Page, page_of
from hark.networks.x.posts import NETWORK
from hark.networks.x.users import by_id

BATCH = 100
ALL_EVERY = 86_400.0
# Not authorised means that the author is protected or suspended now: the post may not be shown any more.
REASONS = {
    "resource-not-found": "deleted",
    "not-authorized-for-resource": "protected",
    "resource-unavailable": "withheld",
}

Ids = Callable[[], Awaitable[Sequence[str]]]


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    unique = list(dict.fromkeys(ids))
    return (unique[at : at + BATCH] for at in range(0, len(unique), BATCH))


class PostFollower:
    """Reads stored posts again: a Poll without a cursor.

    Gives the post as it is now (an edit has a new id and names the old ones), a Deletion for what X says is
    gone, and the author as X has him now.
    """

    keeps_cursor = False
    live = False

    def __init__(
        self,
        client: XClient,
        ids: Ids,
        *,
        name: str = "again:all",
        every: float = ALL_EVERY,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.name = name
        self.every = every
        self._client = client
        self._ids = ids
        self._clock = clock

    async def sweep(self, since: datetime | None) -> AsyncGenerator[Polled, None]:  # noqa: ARG002 - the protocol
        """All ids, 100 at a time. Raises NetworkError; what came before it stands."""
        for batch in _batches(await self._ids()):
            newer: list[str] = []
            for ids in (batch, newer):
                if ids:
                    page, edited = await look_up(self._client, ids)
                    newer += edited if ids is batch else ()
                    at = page.server_time or self._clock()
                    yield Polled((*page.heard, *_facts(page, at), *_gone(page, at)), page.server_time)


async def look_up(
    client: XClient, ids: Sequence[str], *, people: bool = False
) -> tuple[Page, tuple[str, ...]]:
    """Up to 100 posts by id; `missing` of the page names those X does not give. Raises NetworkError.

    The second value are the newest versions of posts that were edited since: each edit has an id of its own,
    and asking for an old id gives the old text.
    """
    params = {**POST_PARAMS, "ids": ",".join(ids[:BATCH])}
    reply = await client.call(POSTS, params=params, people=people)
    newest = [latest_version(row) for row in v.objects(reply.document.get("data"))]
    asked = set(ids)
    return page_of(reply), tuple(ident for ident in newest if ident and ident not in asked)


def latest_version(row: Mapping[str, Any]) -> str | None:
    """The newest id of a post's edit chain."""
    history = row.get("edit_history_tweet_ids") or row.get("edit_history_post_ids")
    known = [ident for one in (history if isinstance(history, list) else []) if (ident := v.ident(one))]
    return max(known, key=int, default=None)


def _gone(page: Page, at: datetime) -> Iterator[Item]:
    """What X names as missing. An id it simply leaves out is not taken for deleted."""
    for ident, kind in page.missing.items():
        if kind in REASONS:
            yield Deletion(NETWORK, ident, at, REASONS[kind])


def _facts(page: Page, at: datetime) -> Iterator[Item]:
    authors = {post.author.author_id: post.author for post in page.posts if post.author.handle}
    return (AuthorFact(NETWORK, author, at) for author in authors.values())


class AuthorFollower:
    """Looks at stored authors again: renamed, protected, suspended, gone. A Poll without a cursor."""

    keeps_cursor = False
    live = False

    def __init__(
        self, client: XClient, ids: Ids, *, name: str = "again:authors", every: float = ALL_EVERY
    ) -> None:
        self.name = name
        self.every = every
        self._client = client
        self._ids = ids

    async def sweep(self, since: datetime | None) -> AsyncGenerator[Polled, None]:  # noqa: ARG002 - the protocol
        """All ids, 100 at a time. Raises NetworkError."""
        for batch in _batches(await self._ids()):
            found, missing = await by_id(self._client, batch)
            now = utc_now()
            seen = [AuthorFact(NETWORK, one, now, "protected" if one.protected else "seen") for one in found]
            lost = [
                AuthorFact(
                    NETWORK, Author(ident), now, "gone" if kind == "resource-not-found" else "suspended"
                )
                for ident, kind in missing.items()
            ]
            yield Polled((*seen, *lost))
