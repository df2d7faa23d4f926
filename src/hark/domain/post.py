"""What a network tells us: posts, authors and accounts as immutable values.

Every network's reader produces these, everything behind it consumes these. Identifiers are the
network's own, always strings (X ids exceed 2**53, Mastodon-compatible servers use ULIDs).
Times are timezone-aware UTC `datetime`s as the network states them, never our own clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Lane(StrEnum):
    """Who can read it: everybody, or the two of us."""

    PUBLIC = "public"
    PRIVATE = "private"


class PostKind(StrEnum):
    """What the post is to its network. A quote or a repost is a signal: reach, never a case."""

    POST = "post"
    QUOTE = "quote"
    REPOST = "repost"


@dataclass(frozen=True, slots=True)
class Author:
    """A person's handle on one network. `followers` is None when the network did not say."""

    author_id: str
    handle: str = ""
    name: str = ""
    followers: int | None = None
    verified: bool = False
    protected: bool = False
    bio: str = ""
    avatar_url: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A handle tagged in a post; `leading` ones were carried in by the reply, not typed in the body."""

    handle: str = ""
    author_id: str = ""
    leading: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or film on a post; `alt` is its description, empty when there is none."""

    kind: str
    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Metrics:
    """How far the post had travelled when we last looked."""

    replies: int = 0
    reposts: int = 0
    quotes: int = 0
    likes: int = 0
    views: int = 0


# What X writes for a country when it means every one, and when a claim of copyright is why.
_EVERYWHERE = "XX"
_COPYRIGHT = "XY"


@dataclass(frozen=True, slots=True)
class Withheld:
    """Where a network does not show a post: two-letter codes of countries. `author`: it withholds all of theirs."""

    countries: tuple[str, ...]
    author: bool = False
    copyright: bool = False

    @property
    def everywhere(self) -> bool:
        """Whether nobody is shown it."""
        return self.copyright or any(code in (_EVERYWHERE, _COPYRIGHT) for code in self.countries)


@dataclass(frozen=True, slots=True)
class Post:
    """One post or direct message, as received.

    `text` is stored exactly as the network gave it (any Unicode but NUL).
    `parent_id` is the post this one answers, `conversation_id` the network's own thread id, when it has one.
    `versions` are the ids of an edit chain, oldest first, this post's own id last; empty when never edited. `later`
    are the ids of versions the network says came after this one.
    `links` maps a shortened URL in the text to the address it stands for. `rules` are the tags of the listening
    rules that brought it.
    """

    network: str
    post_id: str
    author: Author
    created_at: datetime
    text: str
    language: str | None = None
    lane: Lane = Lane.PUBLIC
    kind: PostKind = PostKind.POST
    parent_id: str | None = None
    parent_author_id: str | None = None
    quoted_id: str | None = None
    quoted_author_id: str | None = None
    reposted_id: str | None = None
    conversation_id: str | None = None
    mentions: tuple[Mention, ...] = ()
    versions: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    reply_settings: str = "everyone"
    metrics: Metrics | None = None
    media: tuple[Media, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    withheld: Withheld | None = None

    @property
    def is_signal(self) -> bool:
        """Whether this is reach (quote, repost) rather than speech addressed to somebody."""
        return self.kind is not PostKind.POST


@dataclass(frozen=True, slots=True)
class Account:
    """A brand's handle on one network, as the core needs to know it."""

    network: str
    account_id: str
    handle: str
    brand: str = ""
