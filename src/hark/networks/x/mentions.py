"""The mentions timeline: who tagged the account. X reaches back 800 posts, no further."""

from collections.abc import AsyncIterator
from datetime import datetime

from hark.networks.x.client import XClient
from hark.networks.x.endpoints import MENTIONS
from hark.networks.x.fields import POST_PARAMS
from hark.networks.x.pages import Page, pages

REACH = 800
PAGE_SIZE = 100


def wire_time(moment: datetime) -> str:
    """A time as X's parameters want it: UTC, whole seconds, Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def bounds(
    since_id: str | None, until_id: str | None, start: datetime | None, end: datetime | None
) -> dict[str, str]:
    """The limits of a read. On X `since_id` and `until_id` are exclusive, `start` is inclusive."""
    named = {
        "since_id": since_id,
        "until_id": until_id,
        "start_time": wire_time(start) if start else None,
        "end_time": wire_time(end) if end else None,
    }
    return {name: value for name, value in named.items() if value}


def mentions(
    client: XClient,
    user_id: str,
    *,
    since_id: str | None = None,
    until_id: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
) -> AsyncIterator[Page]:
    """Pages of posts that tag the account, newest first. Raises NetworkError."""
    params = {**POST_PARAMS, "max_results": str(PAGE_SIZE), **bounds(since_id, until_id, start, end)}
    return pages(client, MENTIONS, params, path={"id": user_id})
