"""The account's own posts: how an ambiguous send is found again, and what was said outside Hark."""

from collections.abc import AsyncIterator

from hark.networks.x.client import XClient
from hark.networks.x.endpoints import TIMELINE
from hark.networks.x.fields import POST_PARAMS
from hark.networks.x.mentions import PAGE_SIZE, bounds
from hark.networks.x.pages import Page, pages


def own_posts(
    client: XClient, user_id: str, *, since_id: str | None = None, people: bool = False
) -> AsyncIterator[Page]:
    """Pages of posts by the account after `since_id`, newest first. Raises NetworkError."""
    params = {**POST_PARAMS, "max_results": str(PAGE_SIZE), **bounds(since_id, None, None, None)}
    return pages(client, TIMELINE, params, path={"id": user_id}, people=people)
