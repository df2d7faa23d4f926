"""Composition, second half: stored accounts become clients and senders of their network.

Import it only after `hark.bootstrap.set_up`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from hark import config
from hark.actions import accounts, costs
from hark.bootstrap.tokens import StoredTokens
from hark.networks.http import HttpClient
from hark.networks.x.client import BASE_URL, XClient
from hark.networks.x.costs import Charge, CostMeter, Limits
from hark.networks.x.oauth import App
from hark.networks.x.oauth1 import Keys, Signer
from hark.networks.x.rates import RateBudget
from hark.networks.x.rotating import RotatingToken
from hark.networks.x.tokens import TokenSource
from hark.store.models import Account
from hark.store.vault import Vault

ABOUT = ("base_url", "plan", "brand", "name")


def vault() -> Vault:
    """Where secrets are sealed, with this installation's key."""
    return Vault(config.load().data_dir)


def save_credentials(network: str, handle: str, user_id: str, credentials: dict[str, Any]) -> None:
    """Connect an account, or connect it again. `credentials` may also name base_url, plan, brand and name."""
    kept = {key: value for key, value in credentials.items() if key not in ABOUT}
    given = {key: credentials[key] for key in ABOUT if credentials.get(key)}
    accounts.connect(network, handle, user_id, kept, vault(), **given)


def now() -> datetime:
    """Our clock."""
    return datetime.now(UTC)


class Meters:
    """What all clients of this process share: the networks' rate windows and the money."""

    def __init__(self) -> None:
        wanted = config.load()
        self.rates = RateBudget(now)
        self.money = CostMeter(now, limits=Limits(_money(wanted.daily_budget), _money(wanted.monthly_budget)))

        self._unstored: list[Charge] = []

    def store(self, account: int) -> None:
        """Write the ledger's new lines, and learn what other processes have spent. What fails is kept for next time."""
        self._unstored += self.money.take()
        costs.record(account, [(line.at, str(line.item), line.count, line.amount) for line in self._unstored])
        self._unstored.clear()
        self.learn()

    def learn(self) -> None:
        """Take up what all processes have spent."""
        today, month = costs.spent(now())
        self.money.spent_elsewhere(today, month)


def _money(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def x_client(account: Account, meters: Meters | None = None) -> XClient:
    """The client that speaks as this account. Raises VaultError."""
    secrets = accounts.credentials(account, vault())
    base_url = account.base_url or BASE_URL
    http = HttpClient()
    app = App(secrets.get("client_id", ""), secrets.get("client_secret", ""), base_url=base_url)
    return XClient(
        base_url,
        bearer_token=secrets.get("bearer_token"),
        user_token=_user_token(account, secrets, app, http),
        account_id=account.network_id,
        owns_app=bool(secrets.get("owns_app", False)),
        http=http,
        meters=[] if meters is None else [meters.rates, meters.money],
    )


def _user_token(account: Account, secrets: dict[str, Any], app: App, http: HttpClient) -> TokenSource | None:
    """How the account says who it is: OAuth 2, else the keys of OAuth 1.0a, else not at all."""
    if secrets.get("oauth2_token"):
        bound = accounts.bound_to(account.network, account.network_id)
        store = StoredTokens(settings.CONFIG.database_url, account.pk, bound, vault())
        return RotatingToken(http, app, store, now)
    if secrets.get("access_token"):
        names = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
        return Signer(Keys(*(str(secrets.get(name, "")) for name in names)))
    return None


def connected_accounts() -> Sequence[Account]:
    """Every account that is connected, oldest first."""
    return list(Account.objects.filter(connected=True).select_related("brand").order_by("pk"))
