"""The state in memory: for tests, and for a look at a network without a database."""

from collections.abc import Collection

from hark.listen.ports import Batch, Cursor, Gap, Parked


class MemoryStore:
    """A ListenStore and a sink in one; `posts` counts how often each post was stored."""

    def __init__(self) -> None:
        self.cursors: dict[str, Cursor] = {}
        self.gaps: list[Gap] = []
        self.parked: list[Parked] = []
        self.posts: dict[tuple[str, str], int] = {}
        self.deleted: set[tuple[str, str]] = set()
        self.batches = 0

    async def load_cursor(self, source: str) -> Cursor | None:
        return self.cursors.get(source)

    async def save_cursor(self, cursor: Cursor) -> None:
        self.cursors[cursor.source] = cursor

    async def record_gap(self, gap: Gap) -> None:
        if gap not in self.gaps:
            self.gaps.append(gap)

    async def known_ids(self, network: str, ids: Collection[str]) -> set[str]:
        return {ident for ident in ids if (network, ident) in self.posts}

    async def park(self, parked: Parked) -> None:
        self.parked.append(parked)

    async def sink(self, batch: Batch) -> None:
        """Store a batch; the key (network, post id) makes a repetition harmless."""
        self.batches += 1
        for post in batch.posts:
            key = (post.network, post.post_id)
            self.posts[key] = self.posts.get(key, 0) + 1
        self.deleted.update((gone.network, gone.post_id) for gone in batch.deletions)
