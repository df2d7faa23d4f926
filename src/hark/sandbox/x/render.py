"""Posts, people and media as the wire shows them, field by field and in either spelling."""

from collections.abc import Callable, Mapping
from typing import Any

from hark.sandbox.x.model import Media, Poll, Post, User
from hark.sandbox.x.naming import Naming, View
from hark.sandbox.x.times import iso

EDIT_WINDOW = 3600.0  # payloads and the API say 60 minutes, the guides 30
EDITS = 5
Json = dict[str, Any]


def spell(body: Json, tweet: str, post: str, value: Any, naming: Naming) -> None:
    """Set a field whose name differs between the two spellings."""
    if naming is not Naming.POST:
        body[tweet] = value
    if naming is not Naming.TWEET:
        body[post] = value


def post_json(post: Post, view: View) -> Json:
    """A post object: the default fields and those that the view names."""
    body: Json = {"id": post.id, "text": post.wire}
    spell(body, "edit_history_tweet_ids", "edit_history_post_ids", list(post.versions), view.naming)
    for name in view.post:
        make = POST.get(name)
        if make is not None:
            value = make(post)
            if value is not None:
                body[name] = value
    if "referenced_tweets" in view.post and (refs := references(post)):
        spell(body, "referenced_tweets", "referenced_posts", refs, view.naming)
    if "note_tweet" in view.post and len(post.wire) > 280:
        spell(body, "note_tweet", "note_post", {"text": post.wire}, view.naming)
    _required_by_expansions(body, post, view)
    return body


def _required_by_expansions(body: Json, post: Post, view: View) -> None:
    """An expansion brings the field it expands along, asked for or not."""
    for expansion in view.expand:
        name = expansion.split(".")[0]
        if (
            name in ("author_id", "in_reply_to_user_id", "attachments", "entities", "geo")
            and name not in body
        ):
            value = POST[name](post)
            if value is not None:
                body[name] = value
        elif name == "referenced_tweets" and name not in view.post and (refs := references(post)):
            spell(body, "referenced_tweets", "referenced_posts", refs, view.naming)


def references(post: Post) -> list[Json]:
    refs = []
    if post.reposts is not None:
        refs.append({"type": "retweeted", "id": post.reposts.id})
    if post.quotes is not None:
        refs.append({"type": "quoted", "id": post.quotes.id})
    if post.reply_to_id is not None:
        refs.append({"type": "replied_to", "id": post.reply_to_id})
    return refs


def _entities(post: Post) -> Json | None:
    found = post.entities
    kinds = {"mentions": found.mentions, "hashtags": found.hashtags, "cashtags": found.cashtags}
    kinds["urls"] = found.urls
    return {name: list(items) for name, items in kinds.items() if items} or None


def _attachments(post: Post) -> Json | None:
    body: Json = {}
    if post.media:
        body["media_keys"] = [one.key for one in post.media]
    if post.poll is not None:
        body["poll_ids"] = [post.poll.id]
    return body or None


def _metrics(post: Post) -> Json:
    counts = post.counts
    reposts = counts.get("reposts", 0)
    spread = counts.get("replies", 0) + reposts
    return {
        "retweet_count": reposts,
        "repost_count": reposts,
        "reply_count": counts.get("replies", 0),
        "like_count": counts.get("likes", 0),
        "quote_count": counts.get("quotes", 0),
        "bookmark_count": counts.get("bookmarks", 0),
        "impression_count": counts.get("views", post.author.followers // 20 + 7 * spread),
    }


def _edit_controls(post: Post) -> Json:
    return {
        "edits_remaining": max(0, EDITS - len(post.versions) + 1),
        "is_edit_eligible": post.reply_to is None and post.reposts is None and post.poll is None,
        "editable_until": iso(post.created + EDIT_WINDOW),
    }


def _withheld(post: Post) -> Json | None:
    countries = post.withheld_in or post.author.withheld_in
    if not countries:
        return None
    scope = "post" if post.withheld_in else "user"
    return {"copyright": False, "country_codes": list(countries), "scope": scope}


POST: Mapping[str, Callable[[Post], Any]] = {
    "attachments": _attachments,
    "author_id": lambda post: post.author.id,
    "username": lambda post: post.author.username,
    "community_id": lambda post: post.community_id or None,
    "conversation_id": lambda post: post.conversation_id,
    "created_at": lambda post: iso(post.created),
    "display_text_range": lambda post: [post.body_start, len(post.wire)],
    "edit_controls": _edit_controls,
    "entities": _entities,
    "geo": lambda post: {"place_id": post.place["id"]} if post.place else None,
    "in_reply_to_user_id": lambda post: post.reply_to_user.id if post.reply_to_user else None,
    "lang": lambda post: post.lang,
    "paid_partnership": lambda post: post.paid_partnership or None,
    "possibly_sensitive": lambda _post: False,
    "public_metrics": _metrics,
    "reply_settings": lambda post: post.reply_settings,
    "source": lambda post: post.source,
    "withheld": _withheld,
}


def user_json(user: User, view: View, reader: User | None = None, base_url: str = "") -> Json:
    """A user object: the default fields and those that the view names, as `reader` may see them."""
    body: Json = {"id": user.id, "name": user.name, "username": user.username}
    for name in view.user:
        make = USER.get(name)
        if make is not None:
            value = make(user)
            if value not in (None, ""):
                body[name] = value
    if "profile_image_url" in view.user:
        body["profile_image_url"] = f"{base_url}/sandbox/avatar/{user.username}.svg"
    if "pinned_tweet_id" in view.user and user.pinned:
        spell(body, "pinned_tweet_id", "pinned_post_id", user.pinned, view.naming)
    if "most_recent_tweet_id" in view.user and user.most_recent:
        spell(body, "most_recent_tweet_id", "most_recent_post_id", user.most_recent, view.naming)
    if reader is not None:
        if "receives_your_dm" in view.user:
            body["receives_your_dm"] = can_message(reader, user)
        if "connection_status" in view.user:
            body["connection_status"] = connection(reader, user)
    return body


def can_message(sender: User, recipient: User) -> bool:
    """Whether a message would be taken: open to all or following the sender, and not blocked."""
    blocked = sender.id in recipient.blocks or sender.id in recipient.dm_blocks
    return not blocked and (recipient.dm_open or sender.id in recipient.follows)


def connection(reader: User, user: User) -> list[str]:
    facts = {
        "blocking": user.id in reader.blocks,
        "followed_by": reader.id in user.follows,
        "following": user.id in reader.follows,
        "muting": user.id in reader.mutes,
    }
    return [name for name, true in facts.items() if true]


def _user_metrics(user: User) -> Json:
    return {
        "followers_count": user.followers,
        "following_count": user.following,
        "tweet_count": user.posts,
        "post_count": user.posts,
        "listed_count": user.followers // 150,
        "like_count": 0,
        "media_count": 0,
    }


def _verified_type(user: User) -> str:
    if not user.verified:
        return "none"
    return "business" if user.brand else "blue"


USER: Mapping[str, Callable[[User], Any]] = {
    "affiliation": lambda user: {"user_id": [user.affiliate_of]} if user.affiliate_of else None,
    "created_at": lambda user: iso(user.created),
    "description": lambda user: user.bio,
    "is_identity_verified": lambda user: user.verified,
    "location": lambda user: user.location,
    "parody": lambda user: user.parody,
    "protected": lambda user: user.protected,
    "public_metrics": _user_metrics,
    "subscription_type": lambda user: "Premium" if user.verified else "None",
    "url": lambda user: user.url,
    "verified": lambda user: user.verified,
    "verified_type": _verified_type,
    "withheld": lambda user: {"country_codes": list(user.withheld_in)} if user.withheld_in else None,
}


def media_json(media: Media, view: View, base_url: str = "") -> Json:
    body: Json = {"media_key": media.key, "type": media.kind}
    facts: Json = {"width": media.width, "height": media.height}
    if media.alt:
        facts["alt_text"] = media.alt
    if media.kind == "photo":
        facts["url"] = f"{base_url}/sandbox/media/{media.key}"
    else:
        facts["preview_image_url"] = f"{base_url}/sandbox/media/{media.key}"
        facts["duration_ms"] = 12000
    body.update({name: value for name, value in facts.items() if name in view.media})
    return body


def poll_json(poll: Poll, view: View, now: float) -> Json:
    options = [
        {"position": place, "label": label, "votes": poll.votes[place - 1] if poll.votes else 0}
        for place, label in enumerate(poll.labels, 1)
    ]
    body: Json = {"id": poll.id, "options": options}
    facts: Json = {"duration_minutes": poll.minutes, "end_datetime": iso(poll.ends)}
    facts["voting_status"] = "open" if now < poll.ends else "closed"
    body.update({name: value for name, value in facts.items() if name in view.poll})
    return body
