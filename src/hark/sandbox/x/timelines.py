"""/2/users/:id/mentions and /tweets, and the home timeline."""

from hark.sandbox.x.call import Call, check_id
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.model import Post, User
from hark.sandbox.x.paging import listing
from hark.sandbox.x.problems import Problem, not_allowed, not_found
from hark.sandbox.x.users import ANY, PERSON, READ

MENTIONS = 800  # the newest that can be reached
AUTHORED = 3200


def _subject(call: Call) -> User:
    """The person whose timeline is asked for. Raises Problem (200 with errors, as X answers)."""
    user_id = check_id("id", call.param("id"))
    user = call.box.network.users.get(user_id)
    if user is None:
        raise Problem(200, {"errors": [not_found("user", "id", user_id)]})
    allowed = not user.protected or call.reader is user
    if call.reader is not None and user.id in call.reader.follows:
        allowed = True
    if user.suspended or not allowed:
        raise Problem(200, {"errors": [not_allowed("user", "id", user_id)]})
    return user


def mentions(call: Call) -> Response:
    user = _subject(call)
    heard = call.box.network.mentions.get(user.id, [])
    size = call.number("max_results", 5, 100, 10)
    return listing(call, heard[-MENTIONS:], size, lambda post: post.latest)


def posts(call: Call) -> Response:
    user = _subject(call)
    left_out = {part.strip() for part in call.query.get("exclude", "").split(",")}

    def keep(post: Post) -> bool:
        if post.reposts is not None and "retweets" in left_out:
            return False
        return post.latest and not (post.reply_to_id is not None and "replies" in left_out)

    authored = call.box.network.authored.get(user.id, [])
    return listing(call, authored[-AUTHORED:], call.number("max_results", 5, 100, 10), keep)


def home(call: Call) -> Response:
    """The reverse chronological home timeline: oneself and those one follows."""
    user = call.user
    seen = user.follows | {user.id}
    timeline = call.box.network.timeline
    size = call.number("max_results", 1, 100, 100)
    return listing(call, timeline, size, lambda post: post.author.id in seen and post.latest)


ROUTES = [
    Route("GET", "/2/users/:id/mentions", mentions, ANY, READ, 450, 300),
    Route("GET", "/2/users/:id/tweets", posts, ANY, READ, 10_000, 900),
    Route("GET", "/2/users/:id/timelines/reverse_chronological", home, PERSON, READ, user_limit=180),
]
