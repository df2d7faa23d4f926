"""What triage takes and what it says: plain values, batch in, batch out.

The shape of `Verdict` is the JSON contract of `hark triage label` (docs/rooms/triage.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class Stage(IntEnum):
    """How the post reached us: 1 the handle is tagged, 2 the brand is named or the thread goes on, 3 neither."""

    DIRECT = 1
    BROAD = 2
    PROACTIVE = 3


class Kind(StrEnum):
    """What kind of speech a post is."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    PRAISE = "praise"
    REQUEST = "request"
    FEEDBACK = "feedback"
    SPAM = "spam"
    OTHER = "other"


class Sentiment(StrEnum):
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Abuse(StrEnum):
    NONE = "none"
    OFFENSIVE = "offensive"
    HATEFUL = "hateful"


@dataclass(frozen=True, slots=True)
class BrandProfile:
    """What triage must know of a brand to judge a post: its handles, names, products and homonyms.

    `names` are matched as whole words, case-folded; `homonyms` are phrases that contain a name and mean something else.
    `patterns` are the brand's own number formats: kind ("order", "account", "booking", "parcel") to a
    regular expression. `topics` is the brand's own topic tree, name to seed phrases; empty means the shipped one.
    """

    name: str
    handles: tuple[str, ...] = ()
    account_ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    homonyms: tuple[str, ...] = ()
    industry: str = ""
    patterns: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TriageInput:
    """One post as triage sees it. Everything but `id` and `text` may be left out.

    `tagged` says the brand's handle is among the mentions, `in_thread` that an account of the brand already
    speaks in this conversation, `contacts` how many of the author's posts in this case came before.
    `reshares` are (seconds since the post, followers of the resharer), in time order. `waited` is how long the
    author has waited for us so far, in seconds by the network's clock.
    """

    id: str
    text: str
    language: str | None = None
    followers: int | None = None
    verified: bool = False
    reposts: int = 0
    quotes: int = 0
    likes: int = 0
    mentions: tuple[str, ...] = ()
    tagged: bool = False
    in_thread: bool = False
    contacts: int = 0
    created_at: datetime | None = None
    reshares: tuple[tuple[float, int], ...] = ()
    waited: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a score is what it is: the signal, the words or the named feature, what it added, where it stands.

    `start` and `end` are code-point offsets into the text, -1 for a feature that is not in the text.
    """

    signal: str
    feature: str
    weight: float
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A span of personal data in the text, in code points."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Forecast of the final number of reshares with an 80 % interval, and the chance of 10x within the hour."""

    final: float
    low: float
    high: float
    tenfold: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What triage says of one post. Scores run 0..1 but `priority`, which runs 0..100.

    `stage` None means not about us. `sentiment_scores` are negative, neutral, positive. `topic` is "" when no topic
    speaks. `why` holds every term of `priority` (signal "priority", weights that add up to it before it is cut to
    0..100) and the words that decided.
    """

    id: str
    language: str
    stage: Stage | None
    needs_reply: bool
    kind: Kind
    topic: str
    sentiment: Sentiment
    sentiment_scores: tuple[float, float, float]
    anger: float
    urgency: float
    abuse: Abuse
    abuse_score: float
    personal_data: tuple[PersonalData, ...]
    influence: float
    spread: Spread | None
    priority: float
    language_confidence: float = 0.0
    needs_reply_score: float = 0.0
    kind_score: float = 0.0
    topic_score: float = 0.0
    why: tuple[Evidence, ...] = ()
