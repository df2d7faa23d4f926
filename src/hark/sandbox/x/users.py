"""/2/users: lookups by id and by name, and who am I."""

import re
from collections.abc import Iterable
from typing import Any

from hark.sandbox.x.call import Call, check_id
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.includes import Gatherer, may_see
from hark.sandbox.x.model import User
from hark.sandbox.x.problems import Invalid, not_allowed, not_found
from hark.sandbox.x.render import user_json

USERNAME = re.compile(r"[A-Za-z0-9_]{1,15}")
ANY = frozenset({"app", "oauth2", "oauth1"})
PERSON = frozenset({"oauth2", "oauth1"})
READ = frozenset({"tweet.read", "users.read"})
Json = dict[str, Any]


def _suspended(parameter: str, value: str) -> Json:
    return not_allowed("user", parameter, value) | {
        "title": "Forbidden",
        "detail": f"User has been suspended: [{value}].",
    }


def _includes(call: Call, users: Iterable[User]) -> Json:
    """The pinned and latest posts that a request about people may expand."""
    gatherer = Gatherer(call.box.network, call.view, call.reader)
    for user in users:
        for name, post_id in (("pinned_tweet_id", user.pinned), ("most_recent_tweet_id", user.most_recent)):
            post = call.box.network.posts.get(post_id)
            if name in call.view.expand and post is not None and may_see(post, call.reader):
                gatherer.posts[post.id] = post
    return gatherer.includes()


def many(call: Call, wanted: Iterable[tuple[str, User | None]], parameter: str) -> Response:
    """Found people in `data`, the others in `errors`; a request for one person has no list."""
    data, errors, found = [], [], []
    for value, user in wanted:
        if user is None:
            errors.append(not_found("user", parameter, value))
        elif user.suspended:
            errors.append(_suspended(parameter, value))
        else:
            found.append(user)
            data.append(user_json(user, call.view, call.reader, call.box.network.base_url))
    body: Json = {}
    if data:
        body["data"] = data
    if includes := _includes(call, found):
        body["includes"] = includes
    if errors:
        body["errors"] = errors
    return Response(body, billed=[("user.read", user.id) for user in found])


def one(call: Call, value: str, user: User | None, parameter: str) -> Response:
    response = many(call, [(value, user)], parameter)
    if "data" in response.body:
        response.body["data"] = response.body["data"][0]
    return response


def me(call: Call) -> Response:
    return one(call, call.user.id, call.user, "id")


def by_id(call: Call) -> Response:
    user_id = check_id("id", call.param("id"))
    return one(call, user_id, call.box.network.users.get(user_id), "id")


def by_ids(call: Call) -> Response:
    users = call.box.network.users
    return many(call, [(value, users.get(value)) for value in call.ids("ids")], "ids")


def by_username(call: Call) -> Response:
    name = call.param("username")
    _check_username("username", name)
    return one(call, name, call.box.network.user_named(name), "username")


def by_usernames(call: Call) -> Response:
    names = [name for name in call.query.get("usernames", "").split(",") if name]
    if not 1 <= len(names) <= 100:
        raise Invalid("usernames", "", "The `usernames` query parameter must hold 1 to 100 names")
    for name in names:
        _check_username("usernames", name)
    return many(call, [(name, call.box.network.user_named(name)) for name in names], "usernames")


def _check_username(parameter: str, name: str) -> None:
    if not USERNAME.fullmatch(name):
        message = f"The `{parameter}` query parameter value [{name}] does not match ^[A-Za-z0-9_]{{1,15}}$"
        raise Invalid(parameter, name, message)


def search(call: Call) -> Response:
    """People whose name or handle holds the words of the query."""
    words = call.query.get("query", "").casefold().split()
    if not words:
        raise Invalid("query", "", "The `query` query parameter can not be empty")
    limit = call.number("max_results", 1, 1000, 100)
    found = [
        user
        for user in call.box.network.users.values()
        if not user.suspended and all(word in f"{user.username} {user.name}".casefold() for word in words)
    ][:limit]
    response = many(call, [(user.id, user) for user in found], "query")
    response.body["meta"] = {"result_count": len(found)}
    return response


ROUTES = [
    Route("GET", "/2/users/me", me, PERSON, READ, user_limit=75),
    Route("GET", "/2/users", by_ids, ANY, READ, 300, 900),
    Route("GET", "/2/users/by", by_usernames, ANY, READ, 300, 900),
    Route("GET", "/2/users/search", search, ANY, READ, 300, 900),
    Route("GET", "/2/users/by/username/:username", by_username, ANY, READ, 300, 900),
    Route("GET", "/2/users/:id", by_id, ANY, READ, 300, 900),
]
