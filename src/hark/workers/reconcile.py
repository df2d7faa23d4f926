"""The looking loop: what became of answers whose fate nobody knows."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from hark.actions import reconcile
from hark.actions.hear import hear
from hark.actions.reconcile import Look
from hark.actions.roster import load
from hark.domain.post import Lane, Post
from hark.networks.port import NetworkError
from hark.store.models import Account
from hark.workers.loop import forever

log = logging.getLogger("hark.workers.reconcile")

IDLE_SECONDS = 1.0

# Our own posts on an account after an id (all that is shown when it is None). Raises NetworkError, LookupError.
OwnPosts = Callable[[Account, str | None], Awaitable[Sequence[Post]]]


def run(own_posts: OwnPosts, stop: threading.Event) -> None:
    """Look for what is doubted until `stop` is set."""
    with asyncio.Runner() as runner:
        forever("reconcile", lambda: look_once(own_posts, runner), stop, idle=IDLE_SECONDS)


def look_once(
    own_posts: OwnPosts, runner: asyncio.Runner, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> bool:
    """One look for everything that is due, one read for each account. False when nothing was due."""
    looks = reconcile.due(clock())
    by_account: dict[int, list[Look]] = {}
    for look in looks:
        by_account.setdefault(look.row.account_id, []).append(look)
    for group in by_account.values():
        healthy = _read(group, own_posts, runner, clock)
        for look in group:
            # A private message leaves no public trace: only its own event can tell, and that comes by itself.
            seen = healthy or look.row.lane == Lane.PRIVATE
            reconcile.looked(look.row.pk, healthy=seen, now=clock())
    return bool(looks)


def _read(
    group: Sequence[Look], own_posts: OwnPosts, runner: asyncio.Runner, clock: Callable[[], datetime]
) -> bool:
    """Read the account's own posts and take them in. Whether the reading can be trusted."""
    public = [look for look in group if look.row.lane == Lane.PUBLIC]
    if not public:
        return False
    account = public[0].row.account
    since = min((look.since for look in public), key=lambda post_id: (len(post_id), post_id)) or None
    try:
        posts = runner.run(_as_coroutine(own_posts(account, since)))
    except (NetworkError, LookupError) as error:
        log.warning("cannot look for answers of %s: %s", account, error)
        return False
    if posts:
        hear(list(posts), load(account.network), now=clock())
    return True


async def _as_coroutine(posts: Awaitable[Sequence[Post]]) -> Sequence[Post]:
    return await posts
