"""Composition of X's webhook: whose it is, its inbox as a source, and the chore of keeping it alive.

The web process (hark.web.hooks) keeps what X delivers; the listening process reads it here, so that a desk
that restarts or a database that is slow loses nothing.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import close_old_connections
from django.db.utils import InterfaceError, OperationalError

from hark.actions import accounts
from hark.bootstrap.networks import connected_accounts, now, vault, x_client
from hark.domain.post import Post
from hark.listen.ports import RefusedError
from hark.networks.poll import Polled
from hark.networks.port import Deletion, Item, NetworkError, Rejected
from hark.networks.x.activity import ActivityReader, bill
from hark.networks.x.client import XClient
from hark.networks.x.pages import raw_of
from hark.networks.x.subscriptions import CARE_EVENTS, sync_subscriptions
from hark.networks.x.webhook import WebhookReader
from hark.networks.x.webhook_health import EVERY, WebhookState, look_after, register
from hark.store import deliveries, listening
from hark.store.models import Account

log = logging.getLogger("hark.listen")
T = TypeVar("T")

ROOM = "/hooks/x/"
INBOX_EVERY = 0.5
AT_ONCE = 200
FORGET_EVERY = 3600.0
DATABASE_AWAY = 2.0


@dataclass(frozen=True, slots=True)
class Hook:
    """An account's webhook: the whole address, its last part that nobody can guess, and the app's secret."""

    account: int
    url: str = field(repr=False)
    token: str = field(repr=False)
    secret: str = field(repr=False)


def addresses(network_id: str, url: str) -> dict[str, str]:
    """Where X shall deliver for an account whose desk is reached at `url`, to be sealed with its credentials.

    A path nobody can guess is added; connecting again with the same `url` keeps it. Raises VaultError.
    """
    account = Account.objects.filter(network="x", network_id=network_id, connected=True).first()
    sealed = accounts.credentials(account, vault()) if account and account.credentials else {}
    before = str(sealed.get("webhook_url") or "")
    room = url.rstrip("/") + ROOM
    if before.startswith(room):
        return {"webhook_url": before}
    return {"webhook_url": room + secrets.token_urlsafe(24), "webhook_before": before}


async def connect(network_id: str) -> Sequence[str]:
    """Register and subscribe an account's webhook now. Returns the events X refuses. Raises NetworkError."""

    def found() -> tuple[XClient, Hook | None, str]:
        account = Account.objects.get(network="x", network_id=network_id)
        before = str(accounts.credentials(account, vault()).get("webhook_before") or "")
        return x_client(account), hook_of(account), before

    client, hook, before = await asyncio.to_thread(found)
    if hook is None:
        raise NetworkError("no_webhook", "the app's API key secret is missing", permanent=True)
    try:
        return await subscribe(client, hook.url, [(client, network_id)], replacing=before)
    finally:
        await client.aclose()


def hook_of(account: Account) -> Hook | None:
    """The account's webhook, if it was connected with one. Raises VaultError."""
    if not account.credentials:
        return None
    sealed = accounts.credentials(account, vault())
    url, secret = str(sealed.get("webhook_url") or ""), str(sealed.get("consumer_secret") or "")
    return Hook(account.pk, url, url.rpartition("/")[2], secret) if url and secret else None


def hooks() -> dict[str, Hook]:
    """Every webhook of the connected accounts, by the last part of its address."""
    found = (hook_of(account) for account in connected_accounts() if account.network == "x")
    return {hook.token: hook for hook in found if hook is not None}


def refused(account: int, words: str) -> None:  # noqa: ARG001 - the door names the account, parking does not need it
    """Note a challenge X has never sent: an attack, or X has changed its alphabet."""
    listening.park("x", Inbox.name, "a challenge was refused", words)


class Inbox:
    """What X delivered to our webhook, read in order. A delivery counts as read when its content is stored."""

    name = "webhook"
    every = INBOX_EVERY
    keeps_cursor = False
    live = True

    def __init__(self, hook: Hook, client: XClient, reader: ActivityReader) -> None:
        self._account = hook.account
        self._client = client
        self._reader = WebhookReader(reader)
        self._forgot: datetime | None = None

    async def sweep(self, since: datetime | None) -> AsyncGenerator[Polled, None]:  # noqa: ARG002 - the protocol
        """Everything that waits. Raises RefusedError while the database is away."""
        while waiting := await self._ask(lambda: deliveries.unread(self._account, AT_ONCE)):
            items = [item for one in waiting for item in self._read(one)]
            yield Polled(tuple(items))
            numbers = [one.number for one in waiting]
            await self._ask(lambda read=numbers: deliveries.mark_read(read, now()))  # type: ignore[misc]
        if self._forgot is None or now() - self._forgot > timedelta(seconds=FORGET_EVERY):
            self._forgot = now()
            await self._ask(lambda: deliveries.forget_old(now()))

    def _read(self, one: deliveries.Unread) -> Sequence[Item]:
        try:
            document = json.loads(one.body)
            items = list(self._reader.read(document, one.received_at))
        except (ValueError, RecursionError, AttributeError) as error:
            return [Rejected(one.number, str(error), raw_of({"body": one.body.decode("utf-8", "replace")}))]
        told = next((item.post_id for item in items if isinstance(item, Post | Deletion)), "")
        try:
            bill(self._client, document, told)
        except NetworkError as error:  # X has delivered and billed it: reading it costs nothing more
            log.warning("webhook: %s", error)
        return items

    async def _ask(self, work: Callable[[], T]) -> T:
        def run() -> T:
            try:
                return work()
            except (OperationalError, InterfaceError) as error:
                why = f"the database is away: {type(error).__name__}"
                raise RefusedError(why, DATABASE_AWAY) from None
            finally:
                close_old_connections()

        return await asyncio.to_thread(run)


class Keeper:
    """Keeps a webhook registered, valid and subscribed, and lets X replay what was missed."""

    name = "webhook:health"
    every = EVERY
    keeps_cursor = False
    live = False

    def __init__(self, hook: Hook, app: XClient, subscribers: Sequence[tuple[XClient, str]]) -> None:
        self._hook = hook
        self._app = app
        self._subscribers = subscribers

    async def sweep(self, since: datetime | None) -> AsyncGenerator[Polled, None]:  # noqa: ARG002 - the protocol
        """One look. Raises NetworkError when X cannot reach us, or when it was not valid until now."""
        before = WebhookState.of(await asyncio.to_thread(listening.load_state, self._hook.account, self.name))
        after = await look_after(self._app, self._hook.url, before, now())
        await asyncio.to_thread(listening.save_state, self._hook.account, self.name, after.as_json())
        await subscribe(self._app, self._hook.url, self._subscribers)
        if after.missing_from is not None and after.missing_until is None:
            lost = f"X says that the webhook is not valid; events since {after.missing_from:%H:%M} UTC may be missing"
            raise NetworkError("webhook_invalid", lost, permanent=False)
        yield Polled(())


async def subscribe(
    app: XClient, url: str, subscribers: Sequence[tuple[XClient, str]], *, replacing: str = ""
) -> Sequence[str]:
    """Register the address if it is not, and have every account's events delivered there.

    Returns the events X refuses. Raises NetworkError, "no_subscription" when X refuses all of them.
    """
    webhook = await register(app, url, replacing=replacing)
    refused: dict[str, str] = {}
    for client, network_id in subscribers:
        subscribed = await sync_subscriptions(client, network_id, webhook_id=webhook.webhook_id)
        refused |= subscribed.refused
    if set(CARE_EVENTS) <= set(refused):
        raise NetworkError("no_subscription", "; ".join(set(refused.values())), permanent=True)
    return sorted(refused)
