"""The account's access token, renewed when it must be, by one process at a time.

A refresh token is spent by its use. Two processes that refresh at the same time, or one that dies between
X's answer and storing it, lose the account. So the store is locked around the exchange, and what cannot be
stored at once is kept and stored at the next occasion.
"""

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Protocol

from hark.networks.http import HttpClient
from hark.networks.port import NetworkError
from hark.networks.x.meter import Clock
from hark.networks.x.oauth import App, Tokens, refresh
from hark.networks.x.tokens import Bearer

EARLY = timedelta(minutes=2)


class TokenStore(Protocol):
    """Where one account's tokens live."""

    async def load(self) -> Tokens:
        """The stored tokens. Raises NetworkError when there are none."""

    def locked(self) -> AbstractAsyncContextManager[Tokens]:
        """The stored tokens, locked against every other process until left."""

    async def save(self, tokens: Tokens) -> None:
        """Store new tokens, durable when it returns. Called while locked."""


class MemoryTokens:
    """A TokenStore in memory, for tests and for one-off commands."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.saves = 0
        self._lock = asyncio.Lock()

    async def load(self) -> Tokens:
        return self.tokens

    def locked(self) -> AbstractAsyncContextManager[Tokens]:
        return _Locked(self)

    async def save(self, tokens: Tokens) -> None:
        self.tokens, self.saves = tokens, self.saves + 1

    async def acquire(self) -> None:
        await self._lock.acquire()

    def release(self) -> None:
        self._lock.release()


class _Locked(AbstractAsyncContextManager[Tokens]):
    def __init__(self, store: MemoryTokens) -> None:
        self._store = store

    async def __aenter__(self) -> Tokens:
        await self._store.acquire()
        return self._store.tokens

    async def __aexit__(self, *_: object) -> None:
        self._store.release()


class RotatingToken(Bearer):
    """A TokenSource over a TokenStore."""

    def __init__(self, http: HttpClient, app: App, store: TokenStore, clock: Clock) -> None:
        self._http = http
        self._app = app
        self._store = store
        self._clock = clock
        self._known: Tokens | None = None
        self._unsaved: Tokens | None = None
        self._turn = asyncio.Lock()

    async def token(self) -> str:
        """A token that lives at least two more minutes, if one can be had. Raises NetworkError."""
        if self._known is None:
            self._known = await self._store.load()
        expires = self._known.expires_at
        if self._known.refresh and expires is not None and expires - self._clock() < EARLY:
            return await self.renew(self._known.access)
        return self._known.access

    async def renew(self, stale: str) -> str:
        """A token newer than `stale`: somebody else's if there is one, else a fresh one from X.

        Raises NetworkError, "token_lost" (permanent) when the owner must connect the account again.
        """
        async with self._turn:
            if self._known is not None and self._known.access != stale:
                return self._known.access
            async with self._store.locked() as stored:
                if self._unsaved is not None:
                    await self._save(self._unsaved)
                elif stored.access != stale:
                    self._known = stored
                    return stored.access
                spent = self._known.refresh if self._known and self._known.refresh else stored.refresh
                fresh = await refresh(self._http, self._app, spent, self._clock)
                self._known = (
                    fresh if fresh.refresh else Tokens(fresh.access, spent, fresh.expires_at, fresh.scopes)
                )
                await self._save(self._known)
            return self._known.access

    async def _save(self, tokens: Tokens) -> None:
        """The old refresh token is worthless by now, so a failure to store must not lose the new one."""
        self._unsaved = tokens
        try:
            await self._store.save(tokens)
        except NetworkError:
            raise
        except Exception:
            return  # kept in `_unsaved`: the token works, and the next renewal stores it first
        self._unsaved = None
