"""Composition of what is said: clients whose every call is counted, who hang up afterwards, and whose lost tokens
are noted. The send role and its reading after answers of unknown fate have one each.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from django.db.utils import InterfaceError, OperationalError

from hark.actions import accounts
from hark.bootstrap.networks import Meters, x_client
from hark.domain.post import Post
from hark.networks.port import NetworkError, Picture, Sender, Sent, Uploaded
from hark.networks.x.client import XClient
from hark.networks.x.sender import XSender
from hark.networks.x.timeline import own_posts as timeline
from hark.store.models import Account

log = logging.getLogger("hark.send")

# Only the owner can mend these, by connecting again. A plain 401 is not among them: X has given it by mistake.
LOST = frozenset({"token_lost", "no_token"})
NEWEST = 500


class Speaking:
    """Everything that is said and read for it, against one set of budgets."""

    def __init__(self) -> None:
        self._meters = Meters()
        self._learnt = False

    def sender_for(self, account: Account) -> Sender:
        """The way out of an account. Raises LookupError for a network Hark cannot speak yet."""
        if account.network != "x":
            raise LookupError(f"There is no sender for {account.network}.")
        return _Counted(self, account)

    async def own_posts(self, account: Account, since: str | None) -> list[Post]:
        """What the account has said on its network after a post, for finding answers of unknown fate.

        Without one the newest 500 posts. Raises NetworkError, VaultError, LookupError for a network Hark cannot read.
        """
        if account.network != "x":
            raise LookupError(f"Hark cannot read {account.network} yet.")
        found: list[Post] = []
        async with self.speaking(account) as client:
            async for page in timeline(client, account.network_id, since_id=since, people=True):
                found += page.posts
                if since is None and len(found) >= NEWEST:
                    break
        return found

    @asynccontextmanager
    async def speaking(self, account: Account) -> AsyncIterator[XClient]:
        """A client of this account, closed and put on the ledger afterwards. Raises VaultError."""
        await self._know_what_is_spent()
        client = x_client(account, self._meters)
        try:
            yield client
        except NetworkError as error:
            if error.reason in LOST:
                await asyncio.to_thread(accounts.lose_token, account.pk)
            raise
        finally:
            await client.aclose()
            await self._store(account)

    async def _know_what_is_spent(self) -> None:
        if not self._learnt:
            await asyncio.to_thread(self._meters.learn)
            self._learnt = True

    async def _store(self, account: Account) -> None:
        """The ledger must never change what is known of an answer: what cannot be stored now is stored later."""
        try:
            await asyncio.to_thread(self._meters.store, account.pk)
        except (OperationalError, InterfaceError) as error:
            log.warning("costs are kept for later: %s", str(error).strip().splitlines()[0])


class _Counted:
    """The Sender of one account."""

    def __init__(self, speaking: Speaking, account: Account) -> None:
        self._speaking = speaking
        self._account = account

    async def reply(
        self, text: str, *, parent_id: str, media_ids: Sequence[str] = (), untagged: Sequence[str] = ()
    ) -> Sent:
        async with self._speaking.speaking(self._account) as client:
            return await XSender(client).reply(
                text, parent_id=parent_id, media_ids=media_ids, untagged=untagged
            )

    async def message(self, text: str, *, recipient_id: str) -> Sent:
        async with self._speaking.speaking(self._account) as client:
            return await XSender(client).message(text, recipient_id=recipient_id)

    async def upload(self, picture: Picture) -> Uploaded:
        async with self._speaking.speaking(self._account) as client:
            return await XSender(client).upload(picture)

    async def delete(self, post_id: str) -> None:
        async with self._speaking.speaking(self._account) as client:
            await XSender(client).delete(post_id)

    async def hide(self, post_id: str, *, hidden: bool) -> None:
        async with self._speaking.speaking(self._account) as client:
            await XSender(client).hide(post_id, hidden=hidden)
