"""Looking again at X: mentions, search, open conversations, messages, our own posts (networks.md 10)."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hark.domain.post import Post
from hark.networks.poll import Polled
from hark.networks.port import Item
from hark.networks.x.client import XClient, utc_now
from hark.networks.x.dms import dm_pages
from hark.networks.x.ids import first_id, id_time
from hark.networks.x.mentions import REACH, mentions
from hark.networks.x.pages import Page
from hark.networks.x.search import conversation_queries, search
from hark.networks.x.timeline import own_posts

# X refuses a search that starts over seven days ago; two minutes are left for clocks that differ.
WEEK = timedelta(days=7)
SEARCH_REACH = WEEK - timedelta(minutes=2)
DM_REACH = timedelta(days=30)
# After more mentions than X keeps in the timeline, search fills in, this much time at once.
SLICE = timedelta(hours=6)
TOO_OLD = "X's recent search reaches back seven days"

Clock = Callable[[], datetime]
Open = Callable[[], Awaitable[Sequence[str]]]


def polled(page: Page, complete_since: datetime | None = None) -> Polled:
    """A page as listening wants it; the newest id tells X's time when the Date header is missing."""
    told = page.server_time or (
        id_time(page.newest_id) if page.newest_id and page.newest_id.isdigit() else None
    )
    return Polled(page.heard, told, complete_since, TOO_OLD if complete_since else "")


def searched(page: Page, start: datetime, late: datetime | None) -> Polled:
    """A page of a search that was asked for from `start` on.

    X's own clock has the last word on seven days: a machine that slept between asking and X's answer asked for
    more than X then reached, and would take the rest for proven.
    """
    told = page.server_time
    if told is not None and told - WEEK > start:
        late = told - SEARCH_REACH
    return polled(page, late)


class _Poll:
    keeps_cursor = True
    live = False

    def __init__(self, client: XClient, name: str, every: float, clock: Clock) -> None:
        self.name = name
        self.every = every
        self._client = client
        self._clock = clock

    def _reach(self, since: datetime | None, reach: timedelta) -> tuple[datetime, datetime | None]:
        """Where to start, and `complete_since` when that is later than asked."""
        oldest = self._clock() - reach
        if since is None:
            return oldest, None
        return max(since, oldest), oldest if since < oldest else None


class MentionsPoll(_Poll):
    """Mentions of one account, every 60 s. Past X's 800 newest, search fills the rest in time slices."""

    def __init__(
        self, client: XClient, user_id: str, handle: str, *, every: float = 60.0, clock: Clock = utc_now
    ) -> None:
        super().__init__(client, f"mentions:{handle}", every, clock)
        self._user_id = user_id
        self._query = f"@{handle} -is:retweet"

    async def sweep(self, since: datetime | None) -> AsyncGenerator[Polled, None]:
        """Everything since then, newest first. Raises NetworkError."""
        start = since or self._clock() - SEARCH_REACH
        count, oldest = 0, ""
        async for page in mentions(self._client, self._user_id, since_id=first_id(start)):
            count += len(page.heard)
            oldest = page.oldest_id or (page.posts[-1].post_id if page.posts else oldest)
            yield polled(page)
        # X ends the list at 800 whether or not older mentions exist.
        if count >= REACH and oldest:
            async for page_ in self._older(start, id_time(oldest)):
                yield page_

    async def _older(self, since: datetime, until: datetime) -> AsyncGenerator[Polled, None]:
        start, late = self._reach(since, SEARCH_REACH)
        while start < until:
            cut = max(start, until - SLICE)
            upper = first_id(until + timedelta(milliseconds=1))
            async for page in search(self._client, self._query, since_id=first_id(cut), until_id=upper):
                yield searched(page, cut, late)
            until = cut
        if late is not None:
            yield Polled((), None, late, TOO_OLD)


class SearchPoll(_Poll):
    """One query against recent search, every 5 min. `tag` is put on what it finds, as the stream's rule does."""

    def __init__(
        self,
        client: XClient,
        query: str,
        *,
        name: str,
        tag: str = "",
        every: float = 300.0,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(client, name, every, clock)
        self._query = query
        self._rules = (tag,) if tag else ()

    async def sweep(self, since: datetime | None) -> AsyncGenerator[Polled, None]:
        """Everything since then that X reaches. Raises NetworkError."""
        start, late = self._reach(since, SEARCH_REACH)
        async for page in search(self._client, self._query, since_id=first_id(start)):
            found = searched(page, start, late)
            yield replace(found, items=tuple(self._tagged(item) for item in found.items))

    def _tagged(self, item: Item) -> Item:
        return replace(item, rules=self._rules) if isinstance(item, Post) else item


class ConversationsPoll(_Poll):
    """Open conversations by id, every 5 min: finds the replies to replies that X's events leave out.

    `open_ids` gives the conversation ids of open cases. One that was opened since the last sweep is asked for
    from its first post on, because its earlier answers were nobody's business then.
    """

    def __init__(
        self,
        client: XClient,
        open_ids: Open,
        *,
        name: str = "conversations",
        every: float = 300.0,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(client, name, every, clock)
        self._open_ids = open_ids
        self._asked: set[str] | None = None

    async def sweep(self, since: datetime | None) -> AsyncGenerator[Polled, None]:
        """Everything said in them since then. Raises NetworkError."""
        ids = [ident for ident in await self._open_ids() if ident.isdigit()]
        start, late = self._reach(since, SEARCH_REACH)
        oldest = self._clock() - SEARCH_REACH
        known = set(ids) if self._asked is None else self._asked
        new = [ident for ident in ids if ident not in known]
        born = min((id_time(ident) for ident in new), default=start)
        groups = (([ident for ident in ids if ident in known], start), (new, max(min(born, start), oldest)))
        async for page in self._ask(groups, late):
            yield page
        self._asked = set(ids)
        if not ids:
            # Nothing is open, so nothing can be missing up to now.
            yield Polled((), self._clock(), late, TOO_OLD if late else "")

    async def _ask(
        self, groups: Sequence[tuple[Sequence[str], datetime]], late: datetime | None
    ) -> AsyncIterator[Polled]:
        for ids, start in groups:
            for query in conversation_queries(ids):
                async for page in search(self._client, query, since_id=first_id(start)):
                    yield searched(page, start, late)


class MessagesPoll(_Poll):
    """Direct messages of one account, every 2 min (X allows 15 calls in 15 minutes), 30 days back."""

    def __init__(self, client: XClient, handle: str, *, every: float = 120.0, clock: Clock = utc_now) -> None:
        super().__init__(client, f"messages:{handle}", every, clock)

    async def sweep(self, since: datetime | None) -> AsyncGenerator[Polled, None]:
        """Newest first, until older than asked for. Raises NetworkError."""
        start, late = self._reach(since, DM_REACH)
        async for page in dm_pages(self._client):
            reason = "X keeps direct messages for 30 days" if late else ""
            yield Polled(page.heard, page.server_time, late, reason)
            if any(post.created_at < start for post in page.posts):
                return


class OwnPostsPoll(_Poll):
    """What the account posted, every 5 min: the echo of our answers, and what was said outside Hark."""

    def __init__(
        self, client: XClient, user_id: str, handle: str, *, every: float = 300.0, clock: Clock = utc_now
    ) -> None:
        super().__init__(client, f"own:{handle}", every, clock)
        self._user_id = user_id

    async def sweep(self, since: datetime | None) -> AsyncGenerator[Polled, None]:
        """Everything since then. Raises NetworkError."""
        start = since or self._clock() - SEARCH_REACH
        async for page in own_posts(self._client, self._user_id, since_id=first_id(start)):
            yield polled(page)
