"""What the local X remembers: people, posts, messages, media, apps and tokens."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, eq=False)
class User:
    """An account. `dm_open` takes messages from anybody; `x_chat` has moved to encrypted X Chat."""

    id: str
    username: str
    name: str
    created: float
    bio: str = ""
    location: str = ""
    url: str = ""
    followers: int = 50
    following: int = 100
    verified: bool = False
    protected: bool = False
    suspended: bool = False
    brand: bool = False
    parody: bool = False
    language: str = "en"
    affiliate_of: str = ""
    dm_open: bool = True
    x_chat: bool = False
    posts: int = 0
    most_recent: str = ""
    pinned: str = ""
    withheld_in: tuple[str, ...] = ()
    blocks: set[str] = field(default_factory=set)
    dm_blocks: set[str] = field(default_factory=set)
    mutes: set[str] = field(default_factory=set)
    follows: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Media:
    """An upload. `data` is kept so that the picture can be looked at on the page."""

    id: str
    key: str
    kind: str
    owner: str
    content_type: str = "image/png"
    category: str = "tweet_image"
    alt: str = ""
    width: int = 1200
    height: int = 800
    total: int = 0
    parts: dict[int, bytes] = field(default_factory=dict)
    data: bytes = b""
    state: str = "succeeded"
    ready_at: float = 0.0
    expires: float = 0.0
    finalized: bool = False


@dataclass(slots=True)
class Poll:
    id: str
    labels: tuple[str, ...]
    minutes: int
    ends: float
    votes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Entities:
    """What stands in a text. Offsets are code points of the wire text (that is, after HTML escaping)."""

    mentions: list[dict[str, Any]] = field(default_factory=list)
    hashtags: list[dict[str, Any]] = field(default_factory=list)
    cashtags: list[dict[str, Any]] = field(default_factory=list)
    urls: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Post:
    """One version of a post. `wire` is the text as sent (escaped, links shortened), `text` as written."""

    id: str
    number: int
    author: User
    created: float
    text: str
    wire: str
    entities: Entities
    lang: str
    conversation_id: str
    typed: str = ""  # what the author wrote, without the handles a reply carries along
    body_start: int = 0  # where the words begin behind the leading handles, in code points of `wire`
    reply_to: "Post | None" = None
    reply_to_id: str | None = None
    reply_to_user: User | None = None
    quotes: "Post | None" = None
    reposts: "Post | None" = None
    media: tuple[Media, ...] = ()
    poll: Poll | None = None
    reply_settings: str = "everyone"
    source: str = "X Web App"
    versions: list[str] = field(default_factory=list)
    hidden: bool = False
    deleted: bool = False
    nullcast: bool = False
    withheld_in: tuple[str, ...] = ()
    place: dict[str, Any] | None = None
    made_with_ai: bool = False
    paid_partnership: bool = False
    community_id: str = ""
    dm_deep_link: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    implicit: frozenset[str] = frozenset()  # ids of those whom the reply carries along untyped
    via: str = "script"  # who made it: script, api, control or page
    tokens: list[str] | None = None
    folded: list[str] | None = None

    @property
    def latest(self) -> bool:
        """Whether no later version has replaced this one."""
        return self.versions[-1] == self.id


@dataclass(slots=True, eq=False)
class Message:
    """A direct-message event of an unencrypted conversation."""

    id: str
    number: int
    conversation_id: str
    kind: str
    created: float
    sender: User
    text: str = ""
    wire: str = ""
    entities: Entities = field(default_factory=Entities)
    media: tuple[Media, ...] = ()
    participants: tuple[str, ...] = ()
    quotes: Post | None = None
    encrypted: bool = False
    gone_for: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class App:
    """A developer app. `plan` is "self-serve" (pay-per-use) or "enterprise"; `credits` is in US dollars."""

    id: str
    name: str
    owner: str
    consumer_key: str
    consumer_secret: str
    client_id: str
    client_secret: str
    bearer: str
    plan: str = "self-serve"
    redirect_uris: tuple[str, ...] = ()
    credits: float = 1_000_000.0
    spent: float = 0.0


@dataclass(slots=True, eq=False)
class Token:
    """A user's grant to an app. `expires` is network time; OAuth 1.0a tokens have a secret and no end."""

    value: str
    app: App
    user: User
    scopes: frozenset[str]
    secret: str = ""
    refresh: str = ""
    expires: float | None = None
    revoked: bool = False
