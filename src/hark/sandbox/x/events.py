"""The X Activity API's events: which happening is what event for whom, and what it looks like.

Source: networks.md section 7, with its traps: no `post.mention.create` for handles that a reply merely
carries along, no `post.reply.create` for replies to replies, nothing of protected accounts, `*_str` twins
beside counters, users sometimes wrapped in `data`, event ids that may be negative.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hark.sandbox.x.includes import page
from hark.sandbox.x.model import Message, Post, User
from hark.sandbox.x.naming import EVERYTHING
from hark.sandbox.x.network import Happening, Network
from hark.sandbox.x.render import user_json
from hark.sandbox.x.sets import names

TYPES = names(
    "profile.update.bio profile.update.profile_picture profile.update.banner_picture "
    "profile.update.screenname profile.update.geo profile.update.url profile.update.verified_badge "
    "profile.update.affiliate_badge profile.update.handle news.new follow.follow follow.unfollow "
    "spaces.start spaces.end broadcast.start broadcast.end broadcast.chat chat.received chat.sent "
    "chat.conversation.join chat.conversation_join chat.conversation.member_added "
    "chat.conversation.member_removed chat.conversation.admin_added chat.conversation.admin_removed "
    "chat.update.group_name chat.update.restrictions dm.sent dm.received dm.indicate_typing dm.read "
    "post.create post.delete post.mention.create post.reply.create post.quote.create post.repost.create "
    "like.create mute.mute mute.unmute block.block block.unblock oauth.revoke"
)
# Private events need the user's own OAuth 2.0 token with these scopes.
PRIVATE = {
    "post.mention.create": names("tweet.read"),
    "post.reply.create": names("tweet.read"),
    "post.quote.create": names("tweet.read"),
    "post.repost.create": names("tweet.read"),
    "dm.sent": names("dm.read"),
    "dm.received": names("dm.read"),
    "dm.indicate_typing": names("dm.read"),
    "dm.read": names("dm.read"),
    "chat.sent": names("dm.read"),
    "chat.received": names("dm.read"),
    "like.create": names("like.read"),
    "mute.mute": names("mute.read"),
    "mute.unmute": names("mute.read"),
    "block.block": names("block.read"),
    "block.unblock": names("block.read"),
}
WRAPPED = 0.2  # share of includes whose users come wrapped
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One event for one account. `private_id` names the post or message, for the log."""

    kind: str
    user_id: str
    payload: Json
    includes: Json
    thing: str
    direction: str = ""


def price(kind: str) -> str:
    """What a delivered event is billed as."""
    if kind in ("dm.sent", "dm.read", "chat.sent", "dm.indicate_typing", "oauth.revoke"):
        return "activity.free"
    if kind in ("dm.received", "chat.received") or kind.startswith("follow."):
        return "activity.dm.received"
    return "activity.profile" if kind.startswith("profile.") else "activity.post"


def of(network: Network, happening: Happening) -> Iterator[Event]:
    """Every event a happening gives rise to."""
    post, message, user = happening.post, happening.message, happening.user
    if happening.kind == "post" and post is not None:
        yield from _of_post(network, post)
    elif happening.kind == "delete" and post is not None and not post.author.protected:
        payload = {"id": post.id, "author_id": post.author.id}
        yield Event("post.delete", post.author.id, payload, {}, post.id)
    elif happening.kind == "message" and message is not None:
        yield from _of_message(network, message)
    elif happening.kind == "like" and post is not None and user is not None:
        payload = {"id": f"{user.id}-{post.id}", "liked_tweet_id": post.id, "tweet_author_id": post.author.id}
        yield Event("like.create", post.author.id, payload, {}, post.id, "inbound")
        yield Event("like.create", user.id, payload, {}, post.id, "outbound")
    elif user is not None:
        yield from _of_people(network, happening, user)


def _of_post(network: Network, post: Post) -> Iterator[Event]:
    author = post.author
    if author.protected or author.suspended or post.nullcast:
        return
    body = page(network, [post], EVERYTHING, None)
    payload, includes = twins(body["data"][0]), _includes(network, body.get("includes", {}))
    yield Event("post.create", author.id, payload, includes, post.id)
    if post.reposts is not None:
        yield Event("post.repost.create", post.reposts.author.id, payload, includes, post.id)
        return
    for user_id in explicit(post):
        yield Event("post.mention.create", user_id, payload, includes, post.id)
    if post.reply_to is not None and post.reply_to.author is not author:
        yield Event("post.reply.create", post.reply_to.author.id, payload, includes, post.id)
    if post.quotes is not None and post.quotes.author is not author:
        yield Event("post.quote.create", post.quotes.author.id, payload, includes, post.id)


def explicit(post: Post) -> list[str]:
    """Ids of those whom the author named: in the words, or in front without the thread carrying them."""
    found = {
        one["id"]: None
        for one in post.entities.mentions
        if one["start"] >= post.body_start or one["id"] not in post.implicit
    }
    found.pop(post.author.id, None)
    return list(found)


def twins(payload: Json) -> Json:
    """The same with a string beside every counter."""
    metrics = payload.get("public_metrics")
    if metrics:
        payload["public_metrics"] = metrics | {f"{name}_str": str(value) for name, value in metrics.items()}
    return payload


def _includes(network: Network, includes: Json) -> Json:
    if "users" in includes and network.random.random() < WRAPPED:
        return includes | {"users": [{"data": user} for user in includes["users"]]}
    return includes


def _of_message(network: Network, message: Message) -> Iterator[Event]:
    if message.kind != "MessageCreate":
        return
    family = "chat" if message.encrypted else "dm"
    payload = _cipher(message) if message.encrypted else direct_message(network, message)
    yield Event(f"{family}.sent", message.sender.id, payload, {}, message.id, "sent")
    for user_id in message.participants:
        if user_id != message.sender.id:
            yield Event(f"{family}.received", user_id, payload, {}, message.id, "received")


def _cipher(message: Message) -> Json:
    """An X Chat message: nothing in it can be read here."""
    return {
        "id": message.id,
        "conversation_id": message.conversation_id,
        "sender_id": message.sender.id,
        "encoded_event": f"{message.number:x}",
    }


def direct_message(network: Network, message: Message) -> Json:
    """A message in the shape of API v1.1."""
    recipients = [one for one in message.participants if one != message.sender.id]
    found = message.entities
    entities = {
        "hashtags": [{"text": one["tag"], "indices": [one["start"], one["end"]]} for one in found.hashtags],
        "symbols": [],
        "user_mentions": [
            {"screen_name": one["username"], "id_str": one["id"], "indices": [one["start"], one["end"]]}
            for one in found.mentions
        ],
        "urls": [
            {
                "url": one["url"],
                "expanded_url": one["expanded_url"],
                "display_url": one["display_url"],
                "indices": [one["start"], one["end"]],
            }
            for one in found.urls
        ],
    }
    created = {
        "target": {"recipient_id": recipients[0] if recipients else message.sender.id},
        "sender_id": message.sender.id,
        "message_data": {"text": message.wire, "entities": entities},
    }
    event = {
        "type": "message_create",
        "id": message.id,
        "created_timestamp": str(round(message.created * 1000)),
        "message_create": created,
    }
    people = {one: _old_user(network.users[one]) for one in message.participants if one in network.users}
    return {"direct_message_events": [event], "users": people}


def _old_user(user: User) -> Json:
    """A person in the shape of API v1.1."""
    return {
        "id": user.id,
        "created_timestamp": str(round(user.created * 1000)),
        "name": user.name,
        "screen_name": user.username,
        "description": user.bio,
        "protected": user.protected,
        "verified": user.verified,
        "followers_count": user.followers,
        "friends_count": user.following,
        "statuses_count": user.posts,
    }


def _of_people(network: Network, happening: Happening, user: User) -> Iterator[Event]:
    target = happening.target
    if happening.kind == "profile":
        payload: Json = {"user_id": user.id, "before": "", "after": happening.note}
        yield Event("profile.update.bio", user.id, payload, {}, user.id)
    elif happening.kind == "revoke":
        yield Event("oauth.revoke", user.id, {"user_id": user.id, "app_id": happening.note}, {}, user.id)
    elif target is not None:
        base = network.base_url
        source = user_json(user, EVERYTHING, None, base)
        pair = {"source": source, "target": user_json(target, EVERYTHING, None, base)}
        kinds = {"follow": "follow.follow", "mute": "mute.mute", "block": "block.block"}
        kinds |= {"typing": "dm.indicate_typing", "read": "dm.read"}
        kind = kinds.get(happening.kind)
        if kind is not None:
            subject = target.id if kind.startswith(("dm.", "follow.")) else user.id
            yield Event(kind, subject, pair, {}, user.id, "inbound")
