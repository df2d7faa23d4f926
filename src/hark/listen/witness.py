"""Who saw a post: what only a reconciler found shows a stream that is alive but thin (networks.md 10)."""

from collections import OrderedDict
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
# A poll may see a post before the stream has had time to deliver it (P99 6-7 s): wait before judging.
FAIR = timedelta(seconds=60)
REMEMBERED = 200_000


class Witness:
    """Remembers for each recent post whether a live source ever brought it."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], tuple[datetime, bool]] = OrderedDict()

    def saw(self, network: str, post_id: str, created_at: datetime, *, live: bool) -> None:
        """Note a sighting. Call it for duplicates too: the second witness is the point."""
        key = (network, post_id)
        _, before = self._seen.get(key, (created_at, False))
        self._seen[key] = (created_at, before or live)
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    def only_reconciler(self, now: datetime, began: datetime | None = None) -> tuple[int, int]:
        """(posts only a reconciler brought, all posts) of the last 15 minutes that were fair to judge.

        What was said before the live sources `began` they could not hear.
        """
        oldest, newest = now - WINDOW - FAIR, now - FAIR
        oldest = max(oldest, began) if began else oldest
        judged = [live for created, live in self._seen.values() if oldest <= created <= newest]
        return sum(not live for live in judged), len(judged)

    def forget(self, now: datetime) -> None:
        """Drop what is past judging."""
        oldest = now - WINDOW - FAIR
        for key in [key for key, (created, _) in self._seen.items() if created < oldest]:
            del self._seen[key]
