"""Asking a network, before somebody writes in private, whether the message would be taken."""

import asyncio

from hark.actions import accounts
from hark.bootstrap.networks import Meters, x_client
from hark.bootstrap.speaking import LOST
from hark.networks.port import NetworkError
from hark.networks.x.users import takes_messages as asked_of_x
from hark.store.models import Account
from hark.store.vault import VaultError

PATIENCE = 6.0


def takes_messages(account: Account, author_id: str) -> bool | None:
    """The network's word, None when it has none or cannot be asked now. The call is on the ledger."""
    if account.network != "x" or not account.connected:
        return None
    meters = Meters()
    meters.learn()
    try:
        return asyncio.run(_asked(account, author_id, meters))
    except (NetworkError, VaultError, TimeoutError) as error:
        if isinstance(error, NetworkError) and error.reason in LOST:
            accounts.lose_token(account.pk)
        return None
    finally:
        meters.store(account.pk)


async def _asked(account: Account, author_id: str, meters: Meters) -> bool | None:
    client = x_client(account, meters)
    try:
        async with asyncio.timeout(PATIENCE):
            return await asked_of_x(client, author_id)
    finally:
        await client.aclose()
