"""Pages of posts, read lazily: the common part of mentions, search and timelines.

The *first* page's `newest_id` is the one to remember (networks.md 10, step 2); later pages' are older.
"""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hark.domain.post import Post
from hark.networks.port import Rejected
from hark.networks.x.client import Reply, XClient
from hark.networks.x.endpoints import Endpoint
from hark.networks.x.posts import Includes, includes_of, post_from_v2

MAX_PAGES = 1000
MAX_RAW = 20_000

Heard = Post | Rejected


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what it held, newest first, X's own clock, and whether older pages follow.

    `missing` are ids X said it could not give (deleted, protected, suspended), with the problem's last word.
    """

    heard: tuple[Heard, ...]
    newest_id: str | None
    oldest_id: str | None
    next_token: str | None
    server_time: datetime | None
    missing: Mapping[str, str]

    @property
    def posts(self) -> tuple[Post, ...]:
        return tuple(item for item in self.heard if isinstance(item, Post))


def read_post(obj: Any, includes: Includes, line: int = 0) -> Heard:
    """A post object as Post, or as the reason why it is none. Never raises."""
    try:
        if not isinstance(obj, Mapping):
            raise ValueError("a post is not an object")
        return post_from_v2(obj, *includes)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        return Rejected(line, str(error) or type(error).__name__, raw_of(obj))


def raw_of(obj: Any) -> str:
    """A payload as text for the rejects file, cut to a length a person may read."""
    try:
        return json.dumps(obj, ensure_ascii=True)[:MAX_RAW]
    except (ValueError, TypeError, RecursionError):
        return repr(type(obj))


def page_of(reply: Reply) -> Page:
    """A page out of an answer. What cannot be read is a Rejected in its place."""
    document = reply.document
    data = document.get("data")
    rows = data if isinstance(data, list) else [data] if isinstance(data, Mapping) else []
    includes = includes_of(document)
    meta = document.get("meta")
    meta = meta if isinstance(meta, Mapping) else {}
    return Page(
        heard=tuple(read_post(row, includes, number) for number, row in enumerate(rows, 1)),
        newest_id=_string(meta.get("newest_id")),
        oldest_id=_string(meta.get("oldest_id")),
        next_token=_string(meta.get("next_token")),
        server_time=reply.server_time,
        missing=missing_of(document),
    )


def missing_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Ids an answer says it cannot give, each with the last word of the problem type."""
    errors = document.get("errors")
    found: dict[str, str] = {}
    for problem in errors if isinstance(errors, list) else []:
        # A problem about something a post refers to has another parameter than the ids we asked for.
        if isinstance(problem, Mapping) and problem.get("parameter", "ids") in ("ids", "id"):
            ident = _string(problem.get("resource_id")) or _string(problem.get("value"))
            kind = str(problem.get("type", "")).rstrip("/").rsplit("/", 1)[-1]
            if ident:
                found[ident] = kind or "missing"
    return found


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


async def pages(
    client: XClient,
    endpoint: Endpoint,
    params: Mapping[str, str],
    *,
    path: Mapping[str, str] | None = None,
    token_name: str = "pagination_token",  # noqa: S107 - the name of a parameter
    people: bool = False,
) -> AsyncIterator[Page]:
    """Every page, newest first. Raises NetworkError; pages already given stay valid."""
    query = dict(params)
    seen: set[str] = set()
    for _ in range(MAX_PAGES):
        page = page_of(await client.call(endpoint, path=path, params=query, people=people))
        yield page
        # A token that comes twice would keep us walking in a circle.
        if page.next_token is None or page.next_token in seen:
            return
        seen.add(page.next_token)
        query[token_name] = page.next_token
