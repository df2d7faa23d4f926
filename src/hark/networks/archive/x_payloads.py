"""What one line of an X archive holds: posts, in whichever way the archiver wrote them, or something else.

Archivers write pages as X answered (`{data: [...], includes, meta}`), stream lines (`{data: {...}, includes,
matching_rules}`) or one flattened post per line, with the author and the posts it refers to written into it.
The same files hold counts, lists, users and compliance records; those are named, not guessed at.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hark.domain.post import Post
from hark.networks.x.posts import Includes, includes_of, post_from_v2, references
from hark.networks.x.v2_values import ident, line, mapping, objects

Wire = Mapping[str, Any]
MAX_NESTING = 3  # a flattened post brings the post it answers, which may bring one more


class NoPost(NamedTuple):
    """Something that is no post: why, and the thing itself (the whole line when `item` is None)."""

    reason: str
    item: Any = None


def posts_in(payload: Any) -> Iterator[Post | NoPost]:
    """Every post of a line: those asked for first, then those they refer to, each once."""
    lines = payload if isinstance(payload, list) else [payload]
    for one in lines:
        if isinstance(one, Mapping):
            yield from _posts_of(one)
        else:
            yield NoPost("no JSON object")


def _posts_of(payload: Wire) -> Iterator[Post | NoPost]:
    items = _items(payload)
    if not items:
        if not _is_empty_page(payload):
            yield NoPost(what(payload))
        return
    if all(isinstance(item, Mapping) and not _like_a_post(item) for item in items):
        yield NoPost(what(items[0]))
        items = []  # a page of users or lists may still include posts
    includes = includes_of(payload)
    seen: set[str | None] = set()
    for item in [*items, *includes.referenced.values()]:
        yield from _with_inlined(item, includes, seen, MAX_NESTING)


def _items(payload: Wire) -> list[Any]:
    data = payload.get("data")
    if isinstance(data, list):
        return data
    if isinstance(data, Mapping):
        return [data]
    return [payload] if _like_a_post(payload) else []


def _with_inlined(
    item: Any, includes: Includes, seen: set[str | None], depth: int
) -> Iterator[Post | NoPost]:
    """The post and the posts written into its references."""
    if not isinstance(item, Mapping):
        yield NoPost("no JSON object", item)
        return
    if not _like_a_post(item):
        yield NoPost(what(item), item)
        return
    key = ident(item.get("id"))
    if key not in seen:
        try:
            yield post_from_v2(item, *includes)
        except ValueError as refusal:
            yield NoPost(str(refusal), item)
    if key is not None:
        seen.add(key)
    if depth:
        for reference in references(item).values():
            if "text" in reference and ident(reference.get("id")) not in seen:
                yield from _with_inlined(reference, includes, seen, depth - 1)


def _is_empty_page(payload: Wire) -> bool:
    """A search that found nothing is a sound answer, neither a post nor a broken line."""
    return payload.get("data") in (None, []) and mapping(payload.get("meta")).get("result_count") == 0


def _like_a_post(item: Wire) -> bool:
    if "dm_conversation_id" in item or "user" in item or "delete" in item:
        return False
    return "text" in item or "author_id" in item or "note_tweet" in item or "note_post" in item


# The telling field, or fields, of what else archivers keep, in the order they are tried.
TELLING = (
    (("dm_conversation_id",), "a direct message event, not a post"),
    (("user", "id_str"), "a post in the form of API v1, not v2"),
    (("delete",), "a deletion notice, not a post"),
    (("action", "reason"), "a compliance record, not a post"),
    (("event_type",), "an activity event, not a post"),
    (("tweet_count",), "a count, not a post"),
    (("post_count",), "a count, not a post"),
    (("username",), "a user, not a post"),
    (("owner_id",), "a list, not a post"),
    (("member_count",), "a list, not a post"),
    (("media_key",), "a picture or film, not a post"),
    (("id", "name"), "a list, not a post"),
)


def what(item: Any) -> str:
    """One phrase for something that is no post."""
    if not isinstance(item, Mapping):
        return "no JSON object"
    for names, phrase in TELLING:
        if all(name in item for name in names):
            return phrase
    problem = next(iter(objects(item.get("errors"))), item if "title" in item else {})
    if title := line(problem.get("title"), 80) or line(problem.get("detail"), 80):
        return f"an error answer ({title}), not a post"
    return "an object without text and author, not a post"


def users_in(payload: Any) -> Iterator[tuple[str, str]]:
    """(handle, user id) of every user a line tells of: in includes, written into posts, tagged with an id."""
    for one in objects(payload if isinstance(payload, list) else [payload]):
        found = list(includes_of(one).users.values())
        for item in objects(_items(one) or [one]):
            found += [item, mapping(item.get("author")), mapping(item.get("in_reply_to_user"))]
            found += objects(mapping(item.get("entities")).get("mentions"))
        for user in found:
            handle, user_id = user.get("username"), user.get("author_id") or user.get("id")
            if isinstance(handle, str) and (key := ident(user_id)):
                yield line(handle, 256), key
