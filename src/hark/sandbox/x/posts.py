"""/2/tweets: look up, delete, hide."""

from collections.abc import Iterable

from hark.sandbox.x.authoring import erase
from hark.sandbox.x.call import Call, check_id
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.includes import may_see
from hark.sandbox.x.problems import Invalid, Problem, forbidden, not_allowed, not_found
from hark.sandbox.x.users import ANY, PERSON, READ

WRITE = frozenset({"tweet.read", "tweet.write", "users.read"})
MODERATE = frozenset({"tweet.read", "users.read", "tweet.moderate.write"})


def look_up(call: Call, ids: Iterable[str], parameter: str) -> Response:
    """Posts by id; what is missing, deleted or out of sight is named in `errors`."""
    found, errors = [], []
    for one in dict.fromkeys(ids):
        post = call.box.network.posts.get(one)
        if post is None:
            errors.append(not_found("tweet", parameter, one))
        elif not may_see(post, call.reader):
            errors.append(not_allowed("tweet", parameter, one))
        else:
            found.append(post)
    response = call.posts(found)
    if errors:
        response.body["errors"] = errors + response.body.get("errors", [])
    return response


def by_ids(call: Call) -> Response:
    return look_up(call, call.ids("ids"), "ids")


def by_id(call: Call) -> Response:
    response = look_up(call, [check_id("id", call.param("id"))], "id")
    if "data" in response.body:
        response.body["data"] = response.body["data"][0]
    return response


def delete(call: Call) -> Response:
    """Delete one's own post with its whole edit chain; nobody else's."""
    post_id = check_id("id", call.param("id"))
    post = call.box.network.posts.get(post_id)
    if post is None:
        raise Problem(404, not_found("tweet", "id", post_id) | {"status": 404})
    if post.author is not call.user:
        raise forbidden("You are not allowed to delete this Tweet.")
    erase(call.box.network, post)
    return Response({"data": {"deleted": True}}, billed=[("delete", post_id)])


def hide(call: Call) -> Response:
    """Hide a reply in a conversation of one's own."""
    post_id = check_id("tweet_id", call.param("id"))
    hidden = call.request.json().get("hidden")
    if not isinstance(hidden, bool):
        raise Invalid("hidden", str(hidden), "`hidden` must be true or false")
    network = call.box.network
    post = network.posts.get(post_id)
    if post is None:
        raise Problem(404, not_found("tweet", "tweet_id", post_id) | {"status": 404})
    root = network.posts.get(post.conversation_id)
    if post.reply_to_id is None or root is None or root.author is not call.user:
        raise forbidden("You are not allowed to hide this reply.")
    post.hidden = hidden
    return Response({"data": {"hidden": hidden}}, billed=[("manage", "")])


ROUTES = [
    Route("GET", "/2/tweets", by_ids, ANY, READ, 3500, 5000),
    Route("GET", "/2/tweets/:id", by_id, ANY, READ, 450, 900),
    Route("DELETE", "/2/tweets/:id", delete, PERSON, WRITE, user_limit=50),
    Route("PUT", "/2/tweets/:id/hidden", hide, PERSON, MODERATE, user_limit=50),
]
