"""What is listened to: live lines, looks back, and the chores of following deletions, for connected accounts."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from hark import config
from hark.actions import accounts, watches
from hark.actions.roster import Roster, load
from hark.bootstrap import webhook
from hark.bootstrap.networks import Meters, connected_accounts, now, x_client
from hark.listen.loop import Sources
from hark.networks.poll import Chore, Poll
from hark.networks.port import Item, NetworkError, Source
from hark.networks.x.activity import ActivityReader, Notice, activity_stream
from hark.networks.x.client import XClient
from hark.networks.x.compliance import PostFollower
from hark.networks.x.polls import ConversationsPoll, MentionsPoll, MessagesPoll, OwnPostsPoll, SearchPoll
from hark.networks.x.rules import TAG, Rule, brand_rules, sync_rules, watch_rule, watches_of
from hark.networks.x.stream import XStream
from hark.networks.x.subscriptions import sync_subscriptions
from hark.store import bulk
from hark.store.models import Account, Brand, Watch

log = logging.getLogger("hark.listen")

MOST_CONVERSATIONS = 500
MOST_OPEN_POSTS = 5_000
MOST_STORED_POSTS = 200_000
RULES_EVERY = 300.0
FOLLOWED_FOR = timedelta(days=30)


@dataclass(slots=True)
class Listening:
    """One app's worth of sources; `account` is the row their cursors, gaps and costs are kept under.

    `asked` and `known` are the settings it was made from: what is listened to, and what posts are judged by.
    """

    account: int
    roster: Roster
    sources: Sources
    meters: Meters
    clients: Sequence[XClient]
    asked: object
    known: object

    def outdated(self) -> bool:
        """Take up what the settings now say of brands; whether what is listened to is no longer what they ask for."""
        if asked_for() != self.asked:
            return True
        known = judged_by()
        if known != self.known:
            self.roster, self.known = load("x"), known
        return False

    async def aclose(self) -> None:
        """Close every connection."""
        for client in self.clients:
            await client.aclose()

    def spent(self) -> None:
        """Store what it has cost so far."""
        self.meters.store(self.account)

    def cost(self) -> float:
        """US dollars this process has spent."""
        return float(self.meters.money.total)


def sources() -> list[Listening]:
    """What to listen to: the connected accounts of X share one app, one stream and one ledger."""
    connected = [account for account in connected_accounts() if account.network == "x"]
    if not connected:
        return []
    asked, known, meters = asked_for(), judged_by(), Meters()
    clients = {account.pk: x_client(account, meters) for account in connected}
    first = clients[connected[0].pk]
    rules = _rules(connected)
    live: list[Source] = [RuledStream(first, rules)]
    polls: list[Poll] = []
    hook = next((found for found in map(webhook.hook_of, connected) if found is not None), None)
    if hook is None:
        live.append(ActivityStream(first, connected, clients))
    else:
        subscribers = [(clients[account.pk], account.network_id) for account in connected]
        reader = ActivityReader(on_notice=noticed)
        polls += [webhook.Inbox(hook, first, reader), webhook.Keeper(hook, first, subscribers)]
    for account in connected:
        client, handle = clients[account.pk], account.handle
        polls += [
            MentionsPoll(client, account.network_id, handle),
            OwnPostsPoll(client, account.network_id, handle),
            MessagesPoll(client, handle),
        ]
    polls += [SearchPoll(first, rule.value, name=_search_name(rule), tag=rule.tag) for rule in rules]
    polls += [
        ConversationsPoll(first, _asked("open_conversations", MOST_CONVERSATIONS)),
        PostFollower(
            first,
            _asked("open_post_ids", MOST_OPEN_POSTS),
            name="again:open",
            every=config.load().look_again_seconds,
        ),
        PostFollower(first, _stored),
        # A lost rule makes the stream thin without a sound: X's rules are held against ours every five minutes.
        Chore("rules", RULES_EVERY, lambda: put_rules(first, rules)),
    ]
    listened = Sources(live=tuple(live), polls=tuple(polls))
    return [Listening(connected[0].pk, load("x"), listened, meters, list(clients.values()), asked, known)]


def asked_for() -> object:
    """The settings that decide what is listened to: connected accounts and the rules that follow from them."""
    connected = [account for account in connected_accounts() if account.network == "x"]
    about = [(a.pk, a.handle, a.base_url, a.plan, webhook.hook_of(a)) for a in connected]
    return about, _rules(connected)


def judged_by() -> object:
    """The settings that decide what is made of a post."""
    brands = Brand.objects.order_by("pk").values_list(
        "pk", "name", "names", "products", "homonyms", "industry", "patterns", "topics", "first_reply_minutes"
    )
    watches = Watch.objects.filter(on=True).order_by("pk").values_list("pk", "brand", "kind")
    return (
        list(brands),
        list(watches),
        list(Account.objects.order_by("pk").values_list("pk", "history_before")),
    )


def _search_name(rule: Rule) -> str:
    """A source's name is a key of its cursor: of watches that ask for the same, the first names it."""
    return f"search:{rule.tag.removeprefix(TAG).partition(',')[0]}"


def _asked(name: str, limit: int) -> Callable[[], Awaitable[Sequence[str]]]:
    async def ask() -> Sequence[str]:
        return [row[0] for row in await asyncio.to_thread(bulk.rows, name, network="x", limit=limit)]

    return ask


async def _stored() -> Sequence[str]:
    since: Any = now() - FOLLOWED_FOR
    rows = await asyncio.to_thread(
        bulk.rows, "all_post_ids", network="x", since=since, limit=MOST_STORED_POSTS
    )
    return [row[0] for row in rows]


def _rules(accounts: Sequence[Account]) -> list[Rule]:
    """What X is asked to send: whoever tags, addresses or is one of us, and whoever names the brand."""
    rules = brand_rules([account.handle for account in accounts])
    for brand in {account.brand_id: account.brand for account in accounts}.values():
        names = [str(name) for name in [*brand.names, *brand.products] if str(name).strip()]
        if names:
            words = " OR ".join(f'"{name}"' if " " in name else name for name in names)
            rules.append(Rule(f"({words})", f"{TAG}names:{brand.pk}"))
    return rules + _watched([account.brand_id for account in accounts])


def _watched(brands: Sequence[int]) -> list[Rule]:
    """A rule for each thing that is watched for; X takes one rule for the same query, whoever asks for it."""
    queries: dict[str, list[int]] = {}
    rows = Watch.objects.filter(network="x", on=True, brand__in=brands).order_by("pk")
    for watch, query in rows.values_list("pk", "query"):
        queries.setdefault(query, []).append(watch)
    return [watch_rule(query, watches) for query, watches in queries.items()]


async def put_rules(client: XClient, rules: Sequence[Rule]) -> None:
    """Make X's rules equal to these, and note on the watches which of them X refuses. Raises NetworkError."""
    change = await sync_rules(client, rules)
    asked = watches_of(rule.tag for rule in rules)
    refused = {watch: words for tag, words in change.refused.items() for watch in watches_of([tag])}
    await asyncio.to_thread(watches.note_refused, asked, refused)


def noticed(notice: Notice) -> None:
    """A revoked consent stops sending at once; an encrypted chat can only be answered on X."""
    if notice.event == "oauth.revoke":
        log.error("the owner of account %s revoked the consent; nothing is sent from it", notice.account_id)
        threading.Thread(target=freeze_revoked, args=(notice.account_id,), daemon=True).start()
    elif notice.event.startswith("chat."):
        log.warning("account %s has an encrypted chat that must be answered on X", notice.account_id)


def freeze_revoked(network_id: str) -> None:
    """Stop sending from an account whose owner took the consent back. Runs in a thread with its own connection."""
    try:
        accounts.freeze("x", network_id)
    finally:
        connection.close()


class RuledStream:
    """The filtered stream, its rules put right before it is opened."""

    name = "stream"

    def __init__(self, client: XClient, rules: Sequence[Rule]) -> None:
        self._client = client
        self._rules = rules
        self._stream = XStream(client)
        self.health = self._stream.health

    @property
    def on_connect(self) -> Callable[[], None] | None:
        """Called whenever the line comes up."""
        return self._stream.on_connect

    @on_connect.setter
    def on_connect(self, call: Callable[[], None] | None) -> None:
        self._stream.on_connect = call

    async def posts(self) -> AsyncIterator[Item]:
        """What X says. Raises NetworkError for what waiting cannot mend."""
        await put_rules(self._client, self._rules)
        async for item in self._stream.posts():
            yield item


class ActivityStream:
    """X's activity events of our accounts: messages, deletions, and the echo of our own posts within a second."""

    name = "activity"

    def __init__(self, app: XClient, accounts: Sequence[Account], clients: dict[int, XClient]) -> None:
        self._accounts = accounts
        self._clients = clients
        self._stream = activity_stream(app, on_notice=noticed)
        self.health = self._stream.health

    async def posts(self) -> AsyncIterator[Item]:
        """What X says. Raises NetworkError: without a single subscription there is nothing to hear."""
        refused: dict[str, str] = {}
        for account in self._accounts:
            subscribed = await sync_subscriptions(self._clients[account.pk], account.network_id)
            refused |= subscribed.refused
        if len(refused) == len(self._accounts) > 0:
            raise NetworkError("no_subscription", "; ".join(refused.values()), permanent=True)
        async for item in self._stream.posts():
            yield item
