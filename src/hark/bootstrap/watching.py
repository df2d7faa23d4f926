"""Trying a watch before it is kept: the network itself says whether it would take the query."""

import asyncio

from hark.bootstrap.networks import x_client
from hark.networks.port import NetworkError
from hark.networks.x.rules import try_rule, watch_rule
from hark.store.models import Account, Brand
from hark.store.vault import VaultError

PATIENCE = 6.0


def refusal(brand: Brand, query: str) -> str:
    """The network's words against a query, "" when it takes it or cannot be asked now; then the listener will tell."""
    account = Account.objects.filter(brand=brand, network="x", connected=True).order_by("pk").first()
    if account is None:
        return ""
    try:
        return asyncio.run(_asked(account, query))
    except VaultError:
        return ""


async def _asked(account: Account, query: str) -> str:
    client = x_client(account)
    try:
        async with asyncio.timeout(PATIENCE):
            await try_rule(client, watch_rule(query, ()))
    except TimeoutError:
        return ""
    except NetworkError as error:
        return str(error) if error.reason == "invalid_rule" else ""
    finally:
        await client.aclose()
    return ""
