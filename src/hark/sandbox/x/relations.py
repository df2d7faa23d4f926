"""Likes, reposts, follows, mutes and who did them. Writing them is not on self-serve plans (2026-04-20)."""

from typing import Any

from hark.sandbox.x.authoring import Draft, erase, publish
from hark.sandbox.x.call import Call, check_id
from hark.sandbox.x.entities import shorten
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.includes import may_see
from hark.sandbox.x.model import Post, User
from hark.sandbox.x.paging import listing
from hark.sandbox.x.problems import Problem, forbidden, not_found
from hark.sandbox.x.users import ANY, PERSON, READ, many

LIKE = frozenset({"tweet.read", "users.read", "like.write"})
FOLLOW = frozenset({"tweet.read", "users.read", "follows.write"})
MUTE = frozenset({"tweet.read", "users.read", "mute.write"})
WRITE = frozenset({"tweet.read", "users.read", "tweet.write"})
Json = dict[str, Any]


def _self(call: Call) -> User:
    """The caller, who must be the person named in the path."""
    if call.param("id") != call.user.id:
        raise forbidden("The id in the path must be the authenticating user's.")
    return call.user


def _post(call: Call, post_id: Any) -> Post:
    post = call.box.network.posts.get(check_id("tweet_id", str(post_id)))
    if post is None or not may_see(post, call.reader):
        raise Problem(404, not_found("tweet", "tweet_id", str(post_id)) | {"status": 404})
    return post


def _user(call: Call, name: str, user_id: Any) -> User:
    user = call.box.network.users.get(check_id(name, str(user_id)))
    if user is None:
        raise Problem(404, not_found("user", name, str(user_id)) | {"status": 404})
    return user


def like(call: Call) -> Response:
    user, post = _self(call), _post(call, call.request.json().get("tweet_id"))
    fans = call.box.network.likes.setdefault(post.id, set())
    if user.id not in fans:
        fans.add(user.id)
        post.counts["likes"] = post.counts.get("likes", 0) + 1
        call.box.network.tell("like", post=post, user=user, target=post.author)
    return Response({"data": {"liked": True}}, billed=[("interaction", "")])


def unlike(call: Call) -> Response:
    user, post = _self(call), _post(call, call.param("tweet_id"))
    fans = call.box.network.likes.setdefault(post.id, set())
    if user.id in fans:
        fans.remove(user.id)
        post.counts["likes"] -= 1
    return Response({"data": {"liked": False}}, billed=[("interaction", "")])


def repost(call: Call) -> Response:
    user, post = _self(call), _post(call, call.request.json().get("tweet_id"))
    made = publish(call.box.network, Draft(user, "", call.now, reposts=post, via="api"))
    data = {"retweeted": True, "rest_id": made.id}
    return Response({"data": data}, billed=[("interaction", "")])


def unrepost(call: Call) -> Response:
    user, source = _self(call), call.param("source")
    for post in [one for one in call.box.network.authored.get(user.id, []) if one.reposts is not None]:
        if post.reposts is not None and post.reposts.id == source:
            erase(call.box.network, post)
    return Response({"data": {"retweeted": False}}, billed=[("interaction", "")])


def follow(call: Call) -> Response:
    user, target = _self(call), _user(call, "target_user_id", call.request.json().get("target_user_id"))
    if target.protected:
        return Response({"data": {"following": False, "pending_follow": True}})
    if target.id not in user.follows:
        user.follows.add(target.id)
        target.followers += 1
        call.box.network.tell("follow", user=user, target=target)
    return Response({"data": {"following": True, "pending_follow": False}}, billed=[("interaction", "")])


def unfollow(call: Call) -> Response:
    user, target = _self(call), _user(call, "target_user_id", call.param("target"))
    if target.id in user.follows:
        user.follows.remove(target.id)
        target.followers -= 1
    return Response({"data": {"following": False}}, billed=[("interaction", "")])


def mute(call: Call) -> Response:
    user, target = _self(call), _user(call, "target_user_id", call.request.json().get("target_user_id"))
    user.mutes.add(target.id)
    call.box.network.tell("mute", user=user, target=target)
    return Response({"data": {"muting": True}})


def unmute(call: Call) -> Response:
    user, target = _self(call), _user(call, "target_user_id", call.param("target"))
    user.mutes.discard(target.id)
    return Response({"data": {"muting": False}})


def _people(call: Call, ids: list[str]) -> Response:
    users = call.box.network.users
    size = call.number("max_results", 1, 1000, 100)
    response = many(call, [(one, users.get(one)) for one in ids[:size]], "id")
    response.body["meta"] = {"result_count": len(response.body.get("data", []))}
    return response


def muting(call: Call) -> Response:
    return _people(call, sorted(_self(call).mutes))


def blocking(call: Call) -> Response:
    return _people(call, sorted(_self(call).blocks))


def following(call: Call) -> Response:
    return _people(call, sorted(_user(call, "id", call.param("id")).follows))


def followers(call: Call) -> Response:
    target = _user(call, "id", call.param("id")).id
    return _people(call, [user.id for user in call.box.network.users.values() if target in user.follows])


def liking_users(call: Call) -> Response:
    return _people(call, sorted(call.box.network.likes.get(_post(call, call.param("id")).id, set())))


def reposted_by(call: Call) -> Response:
    post = _post(call, call.param("id"))
    return _people(call, [one.author.id for one in call.box.network.timeline if one.reposts is post])


def reposts(call: Call) -> Response:
    post = _post(call, call.param("id"))
    size = call.number("max_results", 1, 100, 100)
    return listing(call, call.box.network.timeline, size, lambda one: one.reposts is post)


def liked(call: Call) -> Response:
    user = _user(call, "id", call.param("id"))
    fans = call.box.network.likes
    size = call.number("max_results", 5, 100, 100)
    return listing(call, call.box.network.timeline, size, lambda one: user.id in fans.get(one.id, ()))


def reposts_of_me(call: Call) -> Response:
    mine = call.box.network.authored.get(call.user.id, [])
    size = call.number("max_results", 1, 100, 100)
    return listing(call, mine, size, lambda one: one.counts.get("reposts", 0) > 0)


def public_keys(call: Call) -> Response:
    """The keys of somebody on encrypted X Chat: whoever has one does not read unencrypted messages."""
    user = _user(call, "id", call.param("id"))
    key = {"public_key_version": "1", "public_key": shorten(f"{user.id}-key")[-10:]}
    key["signing_public_key"] = shorten(f"{user.id}-signing")[-10:]
    return Response({"data": [key]} if user.x_chat else {})


def quotes(call: Call) -> Response:
    post = _post(call, call.param("id"))
    size = call.number("max_results", 10, 100, 10)
    return listing(call, call.box.network.timeline, size, lambda one: one.quotes is post)


ROUTES = [
    Route("POST", "/2/users/:id/likes", like, PERSON, LIKE, None, 50, None, 1000, True),
    Route("DELETE", "/2/users/:id/likes/:tweet_id", unlike, PERSON, LIKE, None, 50, None, 1000, True),
    Route("POST", "/2/users/:id/retweets", repost, PERSON, WRITE, None, 50, enterprise=True),
    Route("DELETE", "/2/users/:id/retweets/:source", unrepost, PERSON, WRITE, None, 50, enterprise=True),
    Route("POST", "/2/users/:id/following", follow, PERSON, FOLLOW, None, 50, enterprise=True),
    Route("DELETE", "/2/users/:id/following/:target", unfollow, PERSON, FOLLOW, None, 50, enterprise=True),
    Route("POST", "/2/users/:id/muting", mute, PERSON, MUTE, None, 50),
    Route("DELETE", "/2/users/:id/muting/:target", unmute, PERSON, MUTE, None, 50),
    Route("GET", "/2/users/:id/muting", muting, PERSON, READ | {"mute.read"}, None, 15),
    Route("GET", "/2/users/:id/blocking", blocking, PERSON, READ | {"block.read"}, None, 15),
    Route("GET", "/2/users/:id/following", following, ANY, READ | {"follows.read"}, 300, 300),
    Route("GET", "/2/users/:id/followers", followers, ANY, READ | {"follows.read"}, 300, 300),
    Route("GET", "/2/users/:id/liked_tweets", liked, ANY, READ | {"like.read"}, 75, 75),
    Route("GET", "/2/users/reposts_of_me", reposts_of_me, PERSON, READ, None, 75),
    Route("GET", "/2/users/:id/public_keys", public_keys, PERSON, READ | {"dm.read"}, None, 75),
    Route("GET", "/2/tweets/:id/liking_users", liking_users, ANY, READ | {"like.read"}, 75, 75),
    Route("GET", "/2/tweets/:id/retweeted_by", reposted_by, ANY, READ, 75, 75),
    Route("GET", "/2/tweets/:id/retweets", reposts, ANY, READ, 75, 75),
    Route("GET", "/2/tweets/:id/quote_tweets", quotes, ANY, READ, 75, 75),
]
