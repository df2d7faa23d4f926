"""An account's rotating tokens in the database: sealed, and locked while they are being exchanged.

A refresh token is spent by its use, so the row is locked from before the exchange until the new tokens are
durable. The lock lives on a connection of its own: the exchange may take seconds and must not hold a pooled one.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Any

import psycopg

from hark.networks.port import NetworkError
from hark.networks.x.oauth import Tokens
from hark.store.queries import query
from hark.store.vault import Vault, VaultError


class StoredTokens:
    """The TokenStore of one account (hark.networks.x.rotating)."""

    def __init__(self, database_url: str, account: int, bound_to: str, vault: Vault) -> None:
        self._url = database_url
        self._account = account
        self._bound_to = bound_to
        self._vault = vault
        self._held: psycopg.AsyncConnection[Any] | None = None

    async def load(self) -> Tokens:
        """The stored tokens. Raises NetworkError when there are none."""
        async with await psycopg.AsyncConnection.connect(self._url) as connection:
            return _tokens(await self._read(connection, "account_credentials"))

    def locked(self) -> AbstractAsyncContextManager[Tokens]:
        """The stored tokens, locked against every other process until left."""
        return self._lock()

    @asynccontextmanager
    async def _lock(self) -> AsyncIterator[Tokens]:
        async with await psycopg.AsyncConnection.connect(self._url) as connection:
            secret = await self._read(connection, "account_credentials_locked")
            self._held = connection
            try:
                yield _tokens(secret)
            finally:
                self._held = None

    async def save(self, tokens: Tokens) -> None:
        """Store new tokens, durable when it returns. Called while locked."""
        assert self._held is not None, "save is called while locked"
        secret = await self._read(self._held, "account_credentials")
        secret |= {
            "oauth2_token": tokens.access,
            "refresh_token": tokens.refresh,
            "expires_at": tokens.expires_at.isoformat() if tokens.expires_at else "",
            "scopes": list(tokens.scopes),
        }
        values = {"account": self._account, "sealed": self._vault.seal(secret, self._bound_to)}
        await self._held.execute(query("put_account_credentials"), values)
        await self._held.commit()

    async def _read(self, connection: psycopg.AsyncConnection[Any], name: str) -> dict[str, Any]:
        row = await (await connection.execute(query(name), {"account": self._account})).fetchone()
        if row is None or row[0] is None:
            raise NetworkError("no_token", "the account is not connected", permanent=True)
        try:
            return self._vault.open(bytes(row[0]), self._bound_to)
        except VaultError as error:
            raise NetworkError("no_token", str(error), permanent=True) from None


def _tokens(secret: dict[str, Any]) -> Tokens:
    expires = secret.get("expires_at")
    return Tokens(
        str(secret.get("oauth2_token", "")),
        str(secret.get("refresh_token", "")),
        datetime.fromisoformat(expires) if expires else None,
        tuple(secret.get("scopes", ())),
    )
