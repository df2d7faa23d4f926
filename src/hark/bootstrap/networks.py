"""Composition, second half: stored accounts become clients, sources and senders of their network.

Import it only after `hark.bootstrap.set_up`.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hark import config
from hark.actions import accounts
from hark.actions.roster import Roster, load
from hark.domain.post import Post
from hark.listen.loop import Sources
from hark.networks.poll import Polled
from hark.networks.port import Deletion, Rejected, Sender
from hark.networks.x.client import BASE_URL, XClient, utc_now
from hark.networks.x.mentions import mentions
from hark.networks.x.pages import Page
from hark.networks.x.rules import TAG, Rule, brand_rules, sync_rules
from hark.networks.x.search import search
from hark.networks.x.sender import XSender
from hark.networks.x.stream import XStream
from hark.store.models import Account
from hark.store.vault import Vault

SEARCH_REACH = timedelta(days=7) - timedelta(minutes=1)


def vault() -> Vault:
    """Where secrets are sealed, with this installation's key."""
    return Vault(config.load().data_dir)


def save_credentials(network: str, handle: str, user_id: str, credentials: dict[str, Any]) -> None:
    """Connect an account, or connect it again. `credentials` may also name base_url, plan, brand and name."""
    about = ("base_url", "plan", "brand", "name")
    kept = {key: value for key, value in credentials.items() if key not in about}
    given = {key: credentials[key] for key in about if credentials.get(key)}
    accounts.connect(network, handle, user_id, kept, vault(), **given)


def x_client(account: Account) -> XClient:
    """The client that speaks as this account. Raises VaultError."""
    secrets = accounts.credentials(account, vault())
    return XClient(
        account.base_url or BASE_URL,
        bearer_token=secrets.get("bearer_token"),
        user_token=secrets.get("oauth2_token"),
        account_id=account.network_id,
    )


def sender_for(account: Account) -> Sender:
    """The way out of an account. Raises LookupError for a network Hark cannot speak yet."""
    if account.network != "x":
        raise LookupError(f"There is no sender for {account.network}.")
    return XSender(x_client(account))


def sources() -> list[tuple[int, Roster, Sources]]:
    """What to listen to: every connected account, one app with one stream. Empty when nothing is connected."""
    connected = list(
        Account.objects.filter(network="x", connected=True).select_related("brand").order_by("pk")
    )
    if not connected:
        return []
    client = x_client(connected[0])
    rules = _rules(connected)
    looks = [
        Look(f"mentions:{account.handle}", 60.0, _mentions(x_client(account), account.network_id))
        for account in connected
    ]
    looks += [Look(rule.tag.removeprefix(TAG), 300.0, _search(client, rule.value)) for rule in rules]
    return [(connected[0].pk, load("x"), Sources(live=(RuledStream(client, rules),), polls=tuple(looks)))]


def _rules(connected: Sequence[Account]) -> list[Rule]:
    """What X is asked to send: whoever tags, addresses or is one of us, and whoever names the brand."""
    rules = brand_rules([account.handle for account in connected])
    for brand in {account.brand_id: account.brand for account in connected}.values():
        names = [str(name) for name in [*brand.names, *brand.products] if str(name).strip()]
        if names:
            words = " OR ".join(f'"{name}"' if " " in name else name for name in names)
            rules.append(Rule(f"({words})", f"{TAG}names:{brand.pk}"))
    return rules


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

    async def posts(self) -> AsyncIterator[Post | Deletion | Rejected]:
        """What X says. Raises NetworkError for what waiting cannot mend."""
        await sync_rules(self._client, self._rules)
        async for item in self._stream.posts():
            yield item


Pages = Callable[[datetime], AsyncIterator[Page]]


@dataclass(slots=True)
class Look:
    """A paged read of X as a poll that keeps a cursor."""

    name: str
    every: float
    pages: Pages
    keeps_cursor: bool = True

    async def sweep(self, since: datetime | None) -> AsyncGenerator[Polled, None]:
        """Everything since then, newest first. X reaches back seven days, no further."""
        earliest = utc_now() - SEARCH_REACH
        start = max(since, earliest) if since else earliest
        late = since is not None and since < earliest
        async for page in self.pages(start):
            yield Polled(
                page.heard,
                page.server_time,
                complete_since=earliest if late else None,
                reason="X's recent search reaches back seven days" if late else "",
            )


def _mentions(client: XClient, user_id: str) -> Pages:
    return lambda start: mentions(client, user_id, start=start)


def _search(client: XClient, query: str) -> Pages:
    return lambda start: search(client, query, start=start)
