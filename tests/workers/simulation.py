"""A network that answers late, twice, wrongly or not at all, on a clock of its own."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from tests.factories import NOON

from hark.actions import outbox
from hark.actions.hear import hear
from hark.actions.outbox import Claim
from hark.actions.roster import load
from hark.domain.outbox import SendState
from hark.domain.post import Author, Post
from hark.networks.port import NetworkError
from hark.store.models import Account, Outbox
from hark.workers.reconcile import look_once

TIMEOUT = 20.0


@dataclass(slots=True)
class Plan:
    """How the network treats one attempt: `outcome`, and how many seconds late it processes it."""

    outcome: str
    late: float = 0.0


@dataclass(slots=True)
class FakeX:
    """Posts of one account, some of them visible only later; refuses the same text twice, as X does."""

    account: Account
    now: datetime = NOON
    posts: list[tuple[datetime, Post]] = field(default_factory=list)
    plans: dict[str, list[Plan]] = field(default_factory=dict)
    down: bool = False
    refuses_duplicates: bool = True
    ids: int = 5_000_000

    def visible(self) -> list[Post]:
        return [post for at, post in self.posts if at <= self.now]

    def attempt(self, text: str, parent: str) -> str:
        """One request. Returns the id of the post, or raises what the client would raise."""
        queue = self.plans.get(text, [])
        plan = queue.pop(0) if queue else Plan("ok")
        if plan.outcome == "limited":
            raise NetworkError("rate_limited", "429", permanent=False, processed=False, retry_after=30)
        if plan.outcome == "gone":
            raise NetworkError("not_found", "404", permanent=True, processed=False)
        if plan.outcome == "not_processed":
            self.now += timedelta(seconds=TIMEOUT)
            raise NetworkError("server_error", "503", permanent=False, processed=None)
        if self.refuses_duplicates and any(post.text == text for _, post in self.posts):
            raise NetworkError("duplicate", "403", permanent=True, processed=False)
        post_id = self._create(text, parent, plan.late)
        if plan.outcome == "ok":
            return post_id
        self.now += timedelta(seconds=TIMEOUT if plan.outcome == "late" else 1)
        raise NetworkError(
            "timeout" if plan.outcome == "late" else "reset", "lost", permanent=False, processed=None
        )

    def _create(self, text: str, parent: str, late: float) -> str:
        self.ids += 1
        at = self.now + timedelta(seconds=late)
        author = Author(self.account.network_id, self.account.handle)
        post = Post("x", str(self.ids), author, at, text, parent_id=parent, conversation_id=parent)
        self.posts.append((at, post))
        return post.post_id

    async def own_posts(self, account: Account, since: str | None) -> Sequence[Post]:
        if self.down:
            raise NetworkError("server_error", "503", permanent=False, processed=None)
        return [post for post in self.visible() if since is None or int(post.post_id) > int(since)]


def deliver(network: FakeX, runner: asyncio.Runner, *, until: float) -> None:
    """Send, look and hear on the network's clock for so many seconds."""
    end = NOON + timedelta(seconds=until)
    while network.now < end:
        claim = _claim(network)
        if claim is not None:
            _send(network, claim)
            continue
        if look_once(network.own_posts, runner, lambda: network.now):
            continue
        network.now = min(end, max(_next(network), network.now + timedelta(milliseconds=500)))


def _claim(network: FakeX) -> Claim | None:
    """The database's clock is long past the story's: hold back what is not due in the story."""
    due = Outbox.objects.filter(state=SendState.QUEUED, not_before__lte=network.now)
    return outbox.claim("simulation") if due.exists() else None


def _send(network: FakeX, claim: Claim) -> None:
    row = claim.row
    try:
        post_id = network.attempt(row.text, str(row.target_post_id))
    except NetworkError as error:
        outbox.refuse(
            claim, reason=error.reason, message=str(error), permanent=error.permanent, processed=error.processed,
            retry_after=error.retry_after, now=network.now,
        )  # fmt: skip
    else:
        outbox.confirm(claim, post_id, now=network.now)


def _next(network: FakeX) -> datetime:
    """When something is due next in the story."""
    looks = Outbox.objects.filter(look_at__isnull=False).order_by("look_at").values_list("look_at", flat=True)
    sends = Outbox.objects.filter(state=SendState.QUEUED).order_by("not_before")
    times = [*looks[:1], *sends.values_list("not_before", flat=True)[:1]]
    return min((at for at in times if at is not None), default=timezone.now())


def echo(network: FakeX) -> None:
    """The stream brings what is visible."""
    hear(network.visible(), load("x"), now=network.now)


def random_plans(seed: random.Random, *, late_most: float) -> list[Plan]:
    """A few attempts' treatment; more than a third ambiguous."""
    kinds = ("ok", "late", "reset", "not_processed", "limited")
    plans = []
    for _ in range(seed.randint(1, 3)):
        kind = seed.choices(kinds, (5, 3, 3, 3, 1))[0]
        plans.append(Plan(kind, seed.uniform(0, late_most) if kind in ("late", "reset") else 0.0))
    return plans
