"""Accounts and authors looked up at X."""

from collections.abc import Sequence

from hark.domain.post import Author
from hark.networks.x import v2_values as v
from hark.networks.x.client import XClient, data_of
from hark.networks.x.endpoints import ME, USERS, USERS_BY, USERS_SEEN
from hark.networks.x.fields import USER_FIELDS
from hark.networks.x.pages import missing_of
from hark.networks.x.posts import author_from_v2

BATCH = 100


async def me(client: XClient) -> Author:
    """Whose token this is. Raises NetworkError; ValueError when X answers with no user."""
    reply = await client.call(ME, params={"user.fields": USER_FIELDS}, people=True)
    return author_from_v2(data_of(ME.name, reply))


async def by_handle(client: XClient, handles: Sequence[str], *, people: bool = False) -> list[Author]:
    """Up to 100 users by handle; those X does not have are left out. Raises NetworkError."""
    params = {"usernames": ",".join(handles[:BATCH]), "user.fields": USER_FIELDS}
    reply = await client.call(USERS_BY, params=params, people=people)
    return [author_from_v2(row) for row in v.objects(reply.document.get("data")) if v.ident(row.get("id"))]


async def by_id(client: XClient, ids: Sequence[str]) -> tuple[list[Author], dict[str, str]]:
    """Up to 100 users by id; for those X does not give, the last word of its reason. Raises NetworkError."""
    reply = await client.call(USERS, params={"ids": ",".join(ids[:BATCH]), "user.fields": USER_FIELDS})
    found = [author_from_v2(row) for row in v.objects(reply.document.get("data")) if v.ident(row.get("id"))]
    return found, missing_of(reply.document)


async def takes_messages(client: XClient, author_id: str) -> bool | None:
    """Whether X would take a direct message of the account to this person; None when it does not say.

    Raises NetworkError.
    """
    params = {"ids": author_id, "user.fields": "receives_your_dm"}
    reply = await client.call(USERS_SEEN, params=params, people=True)
    for row in v.objects(reply.document.get("data")):
        told = row.get("receives_your_dm")
        if v.ident(row.get("id")) == author_id and isinstance(told, bool):
            return told
    return None
