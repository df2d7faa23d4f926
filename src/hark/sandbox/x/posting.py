"""POST /2/tweets: every field, every refusal."""

from typing import Any

from hark.sandbox.x.authoring import Draft, publish
from hark.sandbox.x.call import Call, check_id
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.includes import may_see
from hark.sandbox.x.model import Media, Poll, Post, User
from hark.sandbox.x.posts import WRITE
from hark.sandbox.x.problems import Invalid, Problem, forbidden, invalid_request, not_on_plan
from hark.sandbox.x.render import EDIT_WINDOW, EDITS
from hark.sandbox.x.sets import names
from hark.sandbox.x.shapes import CreatePost
from hark.sandbox.x.users import PERSON
from hark.sandbox.x.weight import weighted_length

FIELDS = names(
    "text reply quote_tweet_id media poll reply_settings direct_message_deep_link nullcast made_with_ai "
    "paid_partnership edit_options community_id card_uri geo for_super_followers_only "
    "share_with_followers"
)
SETTINGS = frozenset({"everyone", "following", "mentionedUsers", "subscribers", "verified"})
SHORT, LONG = 280, 25_000
DUPLICATE_WINDOW = 12 * 3600.0  # X does not document it
SUMMONED = {
    "july": "You can only reply to or quote posts where you are mentioned or are the author.",
    "may": "Reply to this conversation is not allowed because you have not been mentioned or otherwise "
    "engaged by the author of the post you are replying to.",
}
Json = dict[str, Any]


def create(call: Call) -> Response:
    """Publish a post. Raises Problem with X's reason when X would refuse it."""
    body = call.request.json(CreatePost)
    if unknown := sorted(set(body) - FIELDS):
        message = f"$.{unknown[0]}: is not defined, and the schema does not allow additional properties"
        raise Problem(400, invalid_request([(unknown[0], "", message)]))
    draft = _draft(call, body)
    _check_text(draft)
    if draft.reply_to is not None:
        _check_reply(call, draft.reply_to)
    if _is_duplicate(call, draft):
        raise forbidden("You are not allowed to create a Tweet with duplicate content.")
    post = publish(call.box.network, draft)
    data: Json = {"id": post.id, "text": _as_sent(post)}
    data["edit_history_tweet_ids"] = data["edit_history_post_ids"] = list(post.versions)
    return Response({"data": data}, 201, billed=[(_price(post), post.id)])


def _draft(call: Call, body: Json) -> Draft:
    reply = body.get("reply") or {}
    parent_id = reply.get("in_reply_to_tweet_id") or reply.get("in_reply_to_post_id")
    if body.get("quote_tweet_id") and call.known.app.plan != "enterprise":
        raise not_on_plan()
    settings = body.get("reply_settings") or "everyone"
    if settings not in SETTINGS:
        raise Invalid("reply_settings", str(settings), f"$.reply_settings: {settings} is not a valid value")
    return Draft(
        author=call.user,
        text=str(body.get("text") or ""),
        moment=call.now,
        reply_to=_visible(call, "in_reply_to_tweet_id", parent_id),
        quotes=_visible(call, "quote_tweet_id", body.get("quote_tweet_id")),
        edits=_edited(call, body.get("edit_options")),
        media=_media(call, body.get("media")),
        poll=_poll(call, body.get("poll")),
        exclude=frozenset(map(str, reply.get("exclude_reply_user_ids") or ())),
        reply_settings=settings,
        source=call.known.app.name,
        nullcast=bool(body.get("nullcast")),
        via="api",
        more=_extras(body),
    )


def _extras(body: Json) -> Json:
    geo = body.get("geo") or {}
    return {
        "made_with_ai": bool(body.get("made_with_ai")),
        "paid_partnership": bool(body.get("paid_partnership")),
        "community_id": str(body.get("community_id") or ""),
        "dm_deep_link": str(body.get("direct_message_deep_link") or ""),
        "place": {"id": str(geo["place_id"])} if geo.get("place_id") else None,
    }


def _visible(call: Call, name: str, post_id: Any) -> Post | None:
    if post_id is None:
        return None
    post = call.box.network.posts.get(check_id(name, str(post_id)))
    if post is None or not may_see(post, call.user):
        if name == "in_reply_to_tweet_id":
            raise forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
        raise forbidden("You attempted to quote a Tweet that is deleted or not visible to you.")
    return post


def _edited(call: Call, options: Json | None) -> Post | None:
    """The version that is to be replaced. Replies, reposts and polls cannot be edited."""
    if not options:
        return None
    post_id = check_id("previous_post_id", str(options.get("previous_post_id")))
    post = call.box.network.posts.get(post_id)
    if post is None or post.author is not call.user or not post.latest:
        raise forbidden("You are not allowed to edit this Tweet.")
    first = call.box.network.posts[post.versions[0]]
    fixed = post.reply_to is not None or post.poll is not None or post.reposts is not None
    if fixed or len(post.versions) > EDITS or call.now > first.created + EDIT_WINDOW:
        raise forbidden("This Tweet can no longer be edited.")
    return post


def _media(call: Call, given: Json | None) -> tuple[Media, ...]:
    if not given:
        return ()
    ids = [str(one) for one in given.get("media_ids") or ()]
    found = [call.box.network.media.get(one) for one in ids]
    if not 1 <= len(ids) <= 4:
        raise Invalid("media_ids", ",".join(ids), "$.media.media_ids: must have between 1 and 4 items")
    usable = [one for one in found if one is not None and one.finalized and one.owner == call.user.id]
    gone = any(one.state == "failed" or call.now > (one.expires or call.now) for one in usable)
    if len(usable) != len(ids) or gone:
        raise Invalid("media.media_ids", ",".join(ids), "Your media IDs are invalid.")
    return tuple(usable)


def _poll(call: Call, given: Json | None) -> Poll | None:
    if not given:
        return None
    labels = tuple(str(one) for one in given.get("options") or ())
    minutes = given.get("duration_minutes")
    if not 2 <= len(labels) <= 4 or any(not 1 <= len(one) <= 25 for one in labels):
        raise Invalid("poll.options", "", "$.poll.options: 2 to 4 options of 1 to 25 characters")
    if not isinstance(minutes, int) or not 5 <= minutes <= 10080:
        raise Invalid("poll.duration_minutes", str(minutes), "$.poll.duration_minutes: 5 to 10080")
    number = str(call.box.network.new_id())
    return Poll(number, labels, minutes, call.now + minutes * 60, [0] * len(labels))


def _check_text(draft: Draft) -> None:
    if not draft.text.strip() and not draft.media and draft.poll is None and draft.quotes is None:
        raise Invalid("text", "", "$.text: is missing; a post needs text, media, a poll or a quoted post")
    if weighted_length(draft.text) > (LONG if draft.author.verified else SHORT):
        body = {
            "title": "Invalid Request",
            "detail": "Your Tweet text is too long. For more information on how length is determined see "
            "https://docs.x.com/resources/fundamentals/counting-characters",
            "type": "about:blank",
            "status": 400,
        }
        raise Problem(400, body)


def _check_reply(call: Call, parent: Post) -> None:
    author, user = parent.author, call.user
    if author is not user and user.id in author.blocks:
        raise forbidden("You are not allowed to reply to this Tweet: its author has blocked you.")
    if not _settings_allow(call, parent, user):
        raise forbidden("Reply to this conversation is not allowed: its author limits who can reply.")
    if call.known.app.plan != "enterprise" and not summoned(user, parent):
        raise forbidden(SUMMONED[call.box.summoned_wording])


def summoned(user: User, post: Post) -> bool:
    """The self-serve rule of 2026-02-23: the author tagged or quoted the one who answers, or is the same."""
    tagged = any(one["id"] == user.id for one in post.entities.mentions)
    quoted = post.quotes is not None and post.quotes.author is user
    return post.author is user or tagged or quoted


def _settings_allow(call: Call, parent: Post, user: User) -> bool:
    """Who may reply is decided by the settings of the conversation's first post."""
    root = call.box.network.posts.get(parent.conversation_id, parent)
    if root.author is user or root.reply_settings == "everyone":
        return True
    if any(one["id"] == user.id for one in root.entities.mentions):
        return True
    if root.reply_settings == "following":
        return user.id in root.author.follows
    return root.reply_settings == "verified" and user.verified


def _is_duplicate(call: Call, draft: Draft) -> bool:
    """Whether the author has said the same, to the same post, a short while ago."""
    if draft.edits is not None or draft.media:
        return False
    recent = call.box.network.authored.get(draft.author.id, [])[-50:]
    wanted = (_even(draft.text), draft.reply_to.author if draft.reply_to else None)
    return any(
        post.created > draft.moment - DUPLICATE_WINDOW
        and (_even(post.typed), post.reply_to.author if post.reply_to else None) == wanted
        for post in recent
    )


def _even(text: str) -> str:
    return " ".join(text.split())


def _as_sent(post: Post) -> str:
    """The text of the answer: as typed, links shortened. Handles a reply carries along come with a lookup."""
    return post.wire[post.body_start :] if post.reply_to is not None else post.wire


def _price(post: Post) -> str:
    if any("media_key" not in link for link in post.entities.urls):
        return "post.create.url"
    return "post.create.summoned" if post.reply_to is not None else "post.create"


ROUTES = [Route("POST", "/2/tweets", create, PERSON, WRITE, user_limit=100, daily_app=10_000)]
