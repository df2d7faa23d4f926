"""From X's API v2 wire form to Post: one function for the live connector and for archives.

X writes two spellings (networks.md 2.4): `referenced_tweets`, `note_tweet`, `edit_history_tweet_ids`,
`retweet_count` and, since specification 2.167, `referenced_posts`, `note_post`, `edit_history_post_ids`,
`repost_count`. Both are read. Fields nobody told us about are ignored.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from hark.domain.post import Author, Metrics, Post, PostKind, Withheld
from hark.networks.x import v2_values as v
from hark.networks.x.v2_entities import links_of, media_of, mentions_of

NETWORK = "x"
Wire = Mapping[str, Any]


class Includes(NamedTuple):
    """The `includes` of an answer by id (media by media key): `post_from_v2(obj, *includes)`."""

    users: Mapping[str, Wire]
    media: Mapping[str, Wire]
    referenced: Mapping[str, Wire]


def includes_of(payload: Wire) -> Includes:
    """Index the `includes` of an answer, page or stream line; parts that are missing or odd are empty."""
    includes = v.mapping(payload.get("includes"))
    users = [v.mapping(user.get("data")) or user for user in v.objects(includes.get("users"))]
    posts = v.objects(includes.get("tweets")) + v.objects(includes.get("posts"))
    media = v.objects(includes.get("media"))
    return Includes(
        {key: user for user in users if (key := v.ident(user.get("id")))},
        {item["media_key"]: item for item in media if isinstance(item.get("media_key"), str)},
        {key: post for post in posts if (key := v.ident(post.get("id")))},
    )


def author_from_v2(user: Wire) -> Author:
    """A v2 user object as Author. Raises ValueError when it has no id."""
    try:
        joined = v.moment(user.get("created_at"))
    except ValueError:
        joined = None
    followers = v.mapping(user.get("public_metrics")).get("followers_count")
    return Author(
        author_id=v.required_id(user, "id"),
        handle=v.line(user.get("username"), v.MAX_HANDLE),
        name=v.line(user.get("name"), v.MAX_NAME),
        followers=v.count(followers) if isinstance(followers, int) else None,
        verified=user.get("verified") is True,
        protected=user.get("protected") is True,
        bio=v.line(user.get("description")),
        avatar_url=v.line(user.get("profile_image_url")),
        created_at=joined,
    )


def references(obj: Wire) -> dict[str, Wire]:
    """What a post refers to: "replied_to", "quoted" or "retweeted" to the reference, which holds the id.

    In flattened archives the reference is the whole post it names.
    """
    found: dict[str, Wire] = {}
    for name in ("referenced_tweets", "referenced_posts"):
        for item in v.objects(obj.get(name)):
            kind = item.get("type")
            if isinstance(kind, str) and v.ident(item.get("id")):
                found.setdefault("retweeted" if kind == "reposted" else kind, item)
    return found


def post_from_v2(
    obj: Wire, users: Mapping[str, Wire], media: Mapping[str, Wire], referenced: Mapping[str, Wire]
) -> Post:
    """One v2 post object as Post.

    `users` and `referenced` are by id, `media` by media key, as `includes_of` gives them. A long post
    (`note_tweet`) comes with its full text. A reply that also quotes is a reply: it speaks to somebody.
    Raises ValueError, with the reason, when id, author, time or text are missing or cannot be stored.
    """
    post_id, author_id = v.required_id(obj, "id"), v.required_id(obj, "author_id")
    if obj.get("created_at") is None:
        raise ValueError("no created_at")
    text, entities = _full_text(obj)
    refs = references(obj)
    versions, later = _versions(obj, post_id)
    parent, quoted, reposted = (v.ident(refs.get(kind, {}).get("id")) for kind in _REFERENCES)
    return Post(
        network=NETWORK,
        post_id=post_id,
        author=_author(obj, author_id, users),
        created_at=v.moment(obj.get("created_at")),
        text=text,
        language=v.language(obj.get("lang")),
        kind=_kind(parent, quoted, reposted),
        parent_id=parent,
        parent_author_id=_parent_author(obj, refs, referenced) if parent else None,
        quoted_id=quoted,
        quoted_author_id=_author_of(refs.get("quoted"), referenced),
        reposted_id=reposted,
        conversation_id=v.ident(obj.get("conversation_id")),
        mentions=mentions_of(entities, text, reply=parent is not None),
        versions=versions,
        later=later,
        reply_settings=v.line(obj.get("reply_settings"), v.MAX_SETTING) or "everyone",
        metrics=_metrics(obj.get("public_metrics")),
        media=media_of(obj.get("attachments"), media),
        links=links_of((obj.get("entities"), entities)),
        withheld=_withheld(obj.get("withheld")),
    )


_COUNTRY = re.compile("[A-Z]{2}")
_REFERENCES = ("replied_to", "quoted", "retweeted")


def _kind(parent: str | None, quoted: str | None, reposted: str | None) -> PostKind:
    if reposted:
        return PostKind.REPOST
    return PostKind.QUOTE if quoted and not parent else PostKind.POST


def _full_text(obj: Wire) -> tuple[str, Any]:
    """The whole text and the entities whose offsets belong to it."""
    for name in ("note_tweet", "note_post"):
        note = v.mapping(obj.get(name))
        if isinstance(note.get("text"), str) and note["text"]:
            own = v.mapping(note.get("entities"))
            return v.storable(note["text"]), own if own.get("mentions") else obj.get("entities")
    text = obj.get("text")
    if not isinstance(text, str):
        raise ValueError("no text" if text is None else "text is not a string")
    return v.storable(text), obj.get("entities")


def _author(obj: Wire, author_id: str, users: Mapping[str, Wire]) -> Author:
    inline = v.mapping(obj.get("author"))
    user = v.mapping(users.get(author_id)) or (inline if v.ident(inline.get("id")) == author_id else {})
    if user:
        return author_from_v2({**user, "id": author_id})
    return Author(author_id=author_id, handle=v.line(obj.get("username"), v.MAX_HANDLE))


def _author_of(ref: Wire | None, referenced: Mapping[str, Wire]) -> str | None:
    if ref is None:
        return None
    known = v.mapping(referenced.get(v.ident(ref.get("id")) or ""))
    return v.ident(known.get("author_id")) or v.ident(ref.get("author_id"))


def _parent_author(obj: Wire, refs: Mapping[str, Wire], referenced: Mapping[str, Wire]) -> str | None:
    return v.ident(obj.get("in_reply_to_user_id")) or _author_of(refs.get("replied_to"), referenced)


def _versions(obj: Wire, post_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The edit chain up to this version, and what came after it: X lists all versions on each."""
    for name in ("edit_history_tweet_ids", "edit_history_post_ids"):
        listed = obj.get(name)
        if isinstance(listed, list) and len(listed) > 1:
            chain = list(dict.fromkeys(key for key in map(v.ident, listed) if key))
            at = chain.index(post_id) if post_id in chain else len(chain)
            return (*chain[:at], post_id), tuple(chain[at + 1 :])
    return (), ()


def _withheld(value: Any) -> Withheld | None:
    """X: {copyright, country_codes, scope}; codes in either case, scope "tweet", "post" or "user"."""
    told = v.mapping(value)
    listed = told.get("country_codes")
    codes = [code.upper() for code in listed if isinstance(code, str)] if isinstance(listed, list) else []
    countries = tuple(sorted({code for code in codes if _COUNTRY.fullmatch(code)}))
    claimed = told.get("copyright") is True
    return Withheld(countries, told.get("scope") == "user", claimed) if countries or claimed else None


def _metrics(value: Any) -> Metrics | None:
    if not isinstance(value, Mapping):
        return None
    reposts = value.get("retweet_count", value.get("repost_count"))
    return Metrics(
        replies=v.count(value.get("reply_count")),
        reposts=v.count(reposts),
        quotes=v.count(value.get("quote_count")),
        likes=v.count(value.get("like_count")),
        views=v.count(value.get("impression_count")),
    )
