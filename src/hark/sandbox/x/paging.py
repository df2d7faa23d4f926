"""Pages of posts: since_id, until_id, times, tokens and the meta block."""

import base64
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hark.sandbox.x.call import Call, check_id
from hark.sandbox.x.http import Response
from hark.sandbox.x.ids import floor_id
from hark.sandbox.x.includes import may_see
from hark.sandbox.x.model import Post
from hark.sandbox.x.problems import Invalid
from hark.sandbox.x.times import parse

ALPHABET = b"0123456789abcdefghijklmnopqrstuv"


def token(direction: str, number: int) -> str:
    """An opaque page token: base32hex, at least 16 characters, as X's are."""
    plain = f"{direction}{number:024x}".encode()
    return base64.b32hexencode(plain).decode().rstrip("=").lower()


def untoken(name: str, text: str) -> tuple[str, int]:
    """Direction and id behind a page token. Raises Invalid (400)."""
    try:
        padded = text.upper() + "=" * (-len(text) % 8)
        plain = base64.b32hexdecode(padded.encode()).decode()
        if plain[0] not in "np" or len(plain) != 25:
            raise ValueError(text)
        return plain[0], int(plain[1:], 16)
    except (ValueError, UnicodeDecodeError, IndexError) as error:
        message = f"The `{name}` query parameter value [{text}] is not valid"
        raise Invalid(name, text, message) from error


@dataclass(frozen=True, slots=True)
class Bounds:
    """Ids strictly between `low` and `high`; `older` walks to the past, else towards the present."""

    low: int
    high: int
    older: bool = True


def bounds(call: Call, token_names: Sequence[str], earliest: float | None = None) -> Bounds:
    """The stretch of ids a request asks for. Raises Invalid (400)."""
    query = call.query
    low, high = 0, 1 << 63
    if "since_id" in query:
        low = int(check_id("since_id", query["since_id"]))
    if "until_id" in query:
        high = int(check_id("until_id", query["until_id"]))
    if "start_time" in query:
        low = max(low, floor_id(_start(call, earliest)) - 1)
    if "end_time" in query:
        high = min(high, floor_id(parse("end_time", query["end_time"])))
    if earliest is not None:
        low = max(low, floor_id(earliest) - 1)
    older = True
    for name in token_names:
        if query.get(name):
            direction, number = untoken(name, query[name])
            older = direction == "n"
            low, high = (low, min(high, number)) if older else (max(low, number), high)
            break
    return Bounds(low, high, older)


def _start(call: Call, earliest: float | None) -> float:
    start = parse("start_time", call.query["start_time"])
    if earliest is not None and start < earliest - 10:
        text = call.query["start_time"]
        message = f"Invalid 'start_time':'{text}'. 'start_time' must be within the last 7 days."
        raise Invalid("start_time", text, message)
    return start


def select(
    posts: Sequence[Post], bound: Bounds, size: int, keep: Callable[[Post], bool]
) -> tuple[list[Post], bool]:
    """Up to `size` posts inside the bounds, newest first, and whether there are more that way."""
    start = bisect_right(posts, bound.low, key=lambda post: post.number)
    stop = bisect_left(posts, bound.high, key=lambda post: post.number)
    found: list[Post] = []
    places = range(stop - 1, start - 1, -1) if bound.older else range(start, stop)
    for place in places:
        if keep(posts[place]):
            if len(found) == size:
                return (found if bound.older else found[::-1]), True
            found.append(posts[place])
    return (found if bound.older else found[::-1]), False


def listing(
    call: Call,
    posts: Sequence[Post],
    size: int,
    keep: Callable[[Post], bool] = lambda _post: True,
    *,
    parameter: str = "pagination_token",
    other: str = "",
    earliest: float | None = None,
) -> Response:
    """One page out of a list of posts, with X's meta block."""
    names = [name for name in (parameter, other) if name]
    bound = bounds(call, names, earliest)
    found, more = select(posts, bound, size, lambda post: may_see(post, call.reader) and keep(post))
    return call.posts(found, more={"meta": meta(call, found, more, bound, names)})


def meta(call: Call, found: list[Post], more: bool, bound: Bounds, names: Sequence[str]) -> dict[str, Any]:
    body: dict[str, Any] = {"result_count": len(found)}
    if not found:
        return body
    body["newest_id"], body["oldest_id"] = found[0].id, found[-1].id
    came_by_token = any(call.query.get(name) for name in names)
    if more if bound.older else came_by_token:
        body["next_token"] = token("n", found[-1].number)
    if came_by_token if bound.older else more:
        body["previous_token"] = token("p", found[0].number)
    return body
