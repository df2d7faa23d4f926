"""/2/tweets/search/recent, /2/tweets/search/all and /2/tweets/counts/recent."""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from hark.sandbox.x.call import Call
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.ids import moment_of
from hark.sandbox.x.model import Post
from hark.sandbox.x.operators import Dialect, Matcher, RuleError, compile_rule, read
from hark.sandbox.x.paging import bounds, listing, select
from hark.sandbox.x.problems import Invalid, Problem, invalid_request
from hark.sandbox.x.times import iso
from hark.sandbox.x.users import ANY, READ

WEEK = 7 * 86400.0
LENGTH = {"self-serve": 512, "enterprise": 4096}
STEPS = {"minute": 60, "hour": 3600, "day": 86400}


@lru_cache(maxsize=512)
def matcher(query: str, limit: int) -> Matcher:
    """The test behind a search. Raises RuleError."""
    return compile_rule(read(query, Dialect.SEARCH, limit), Dialect.SEARCH)


def _keep(call: Call) -> Callable[[Post], bool]:
    query = call.query.get("query", "")
    if not query:
        raise Invalid("query", "", "The `query` query parameter can not be empty")
    try:
        matches = matcher(query, LENGTH[call.known.app.plan])
    except RuleError as error:
        raise Problem(400, invalid_request([("query", query, str(error))])) from error
    return lambda post: post.latest and not post.author.protected and not post.nullcast and matches(post)


def recent(call: Call) -> Response:
    return _search(call, call.now - WEEK)


def everything(call: Call) -> Response:
    """The whole archive (Enterprise)."""
    return _search(call, None)


def _search(call: Call, earliest: float | None) -> Response:
    keep = _keep(call)
    size = call.number("max_results", 10, 100, 10)
    order = call.query.get("sort_order", "recency")
    if order not in ("recency", "relevancy"):
        raise Invalid("sort_order", order, "The `sort_order` query parameter is recency or relevancy")
    return listing(
        call,
        call.box.network.timeline,
        size,
        keep,
        parameter="next_token",
        other="pagination_token",
        earliest=earliest,
    )


def counts(call: Call) -> Response:
    """How many posts match in each minute, hour or day of the last week."""
    keep = _keep(call)
    step = STEPS.get(call.query.get("granularity", "hour"))
    if step is None:
        raise Invalid("granularity", call.query["granularity"], "granularity is minute, hour or day")
    bound = bounds(call, (), call.now - WEEK)
    found, _ = select(call.box.network.timeline, bound, 1_000_000, keep)
    per_step = Counter(int(post.created // step) for post in found)
    begin = max(call.now - WEEK, moment_of(bound.low + 1))
    end = min(call.now, moment_of(bound.high))
    data = [
        {
            "start": iso(max(begin, place * step)),
            "end": iso(min(end, (place + 1) * step)),
            "tweet_count": per_step[place],
            "post_count": per_step[place],
        }
        for place in range(int(begin // step), int(end // step) + 1)
    ]
    meta = {"total_tweet_count": len(found), "total_post_count": len(found)}
    return Response({"data": data, "meta": meta}, billed=[("counts", "")])


ROUTES = [
    Route("GET", "/2/tweets/search/recent", recent, ANY, READ, 450, 300),
    Route("GET", "/2/tweets/search/all", everything, ANY, READ, 300, 300, enterprise=True),
    Route("GET", "/2/tweets/counts/recent", counts, frozenset({"app"}), READ, 300),
]
