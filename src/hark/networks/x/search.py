"""Recent search: the last seven days, by query. It misses things the stream hears and the other way round."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import datetime

from hark.networks.x.client import XClient
from hark.networks.x.endpoints import SEARCH
from hark.networks.x.fields import POST_PARAMS
from hark.networks.x.mentions import PAGE_SIZE, bounds
from hark.networks.x.pages import Page, pages

MAX_QUERY = 512


def brand_query(handles: Sequence[str]) -> str:
    """The reconciler's query: everything that tags or addresses these handles, reposts left out."""
    terms = [part for handle in handles for part in (f"@{handle}", f"to:{handle}")]
    return f"({' OR '.join(terms)}) -is:retweet"


def conversation_queries(conversation_ids: Iterable[str], *, limit: int = MAX_QUERY) -> Iterator[str]:
    """Queries that ask for whole conversations, as many per query as fit into `limit` characters.

    This is how replies to replies are found, which X's activity events leave out (networks.md 1.8).
    """
    suffix = " -is:retweet"
    group: list[str] = []
    length = len("()") + len(suffix)
    for ident in dict.fromkeys(conversation_ids):
        term = f"conversation_id:{ident}"
        extra = len(term) + (len(" OR ") if group else 0)
        if group and length + extra > limit:
            yield f"({' OR '.join(group)}){suffix}"
            group, length, extra = [], len("()") + len(suffix), len(term)
        group.append(term)
        length += extra
    if group:
        yield f"({' OR '.join(group)}){suffix}"


def search(
    client: XClient,
    query: str,
    *,
    since_id: str | None = None,
    until_id: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
) -> AsyncIterator[Page]:
    """Pages of posts that match, newest first. Raises NetworkError ("bad_request" for a bad query)."""
    params = {
        **POST_PARAMS,
        "query": query,
        "max_results": str(PAGE_SIZE),
        "sort_order": "recency",
        **bounds(since_id, until_id, start, end),
    }
    return pages(client, SEARCH, params, token_name="next_token")  # noqa: S106 - the name of a parameter
