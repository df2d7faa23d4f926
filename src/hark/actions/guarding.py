"""Guards: what an answer is held against before it may leave, as values. See `guards` for the guards themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from hark.domain.permission import Permission
from hark.domain.post import Lane
from hark.text import EntityKind, UnsplittableError, measure, posts_of

# Who may overrule a warning: this level or any after it (hark.actions.rules.LEVELS). "" is nobody.
AGENT, SENIOR, SUPERVISOR, NOBODY = "agent", "senior", "supervisor", ""


@dataclass(frozen=True, slots=True)
class Guard:
    """One objection. `start` and `end` are code points of the text, -1 for the answer as a whole.

    `blocks`: the answer cannot leave like this. Otherwise `overridable_by` names the least level that may send it
    anyway, with a reason. `words` fill the sentences, for translation.
    """

    kind: str
    why: str
    what_to_do: str
    blocks: bool = False
    overridable_by: str = AGENT
    start: int = -1
    end: int = -1
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """What the writer saw when they began: the page sends it back with the answer. None was not shown.

    `answered`: the newest answer that stood there, as the outbox counts them, 0 for none.
    """

    post_version: str | None = None
    account: int | None = None
    lane: str | None = None
    answered: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and everything its guards need to know; no guard reads anything else.

    `own_handles`: handles of other accounts of the house, lower case. `own_brands`: names of its other brands.
    `customer`: the handle answered; `tagged` are the handles the conversation knows, lower case. `contacts`: what may
    stand in public although it looks like personal data (the brand's own phone or mail). `said_before`: when
    this account last said the same, and how often in this conversation within the network's window.
    `undescribed` counts pictures without a description, `descriptions` are those of the others. `money_limit` in
    cents, None for none; `granted` cents are approved for this case. `language` is the case's.
    `message_link`: where the customer writes to the account in private, "" where there is no such address.
    `answered_by`: a colleague whose answer was sent since the writer began.
    """

    text: str
    lane: Lane
    network: str
    language: str = ""
    case_lane: str = "public"
    account: int = 0
    customer: str = ""
    handle: str = ""
    tagged: frozenset[str] = frozenset()
    own_handles: frozenset[str] = frozenset()
    own_brands: tuple[str, ...] = ()
    patterns: Mapping[str, str] = field(default_factory=dict)
    contacts: tuple[str, ...] = ()
    extra_words: tuple[str, ...] = ()
    undescribed: int = 0
    descriptions: tuple[str, ...] = ()
    target_version: str | None = None
    target_gone: bool = False
    opened: Opened = field(default_factory=Opened)
    permission: Permission | None = None
    money_limit: int | None = 0
    granted: int = 0
    said_before: datetime | None = None
    said_here: int = 0
    said_here_most: int = 3
    others: tuple[str, ...] = ()
    answered_by: str = ""
    lock_held_by: str = ""
    message_link: str = ""

    @property
    def posts(self) -> Sequence[str]:
        """The posts that say it, none when it cannot be cut into posts."""
        return posts_in(self.text, self.network, self.lane)

    @property
    def price(self) -> Decimal | None:
        """What it costs as it is, in the price table's currency: the sum of its posts."""
        return price_of(self.posts, self.network, self.permission)

    @property
    def price_without_links(self) -> Decimal | None:
        """What it would cost without a link."""
        plain = self.permission.price if self.permission else None
        return None if plain is None else plain * len(self.posts)


def posts_in(text: str, network: str, lane: Lane) -> Sequence[str]:
    """The posts, or the one message, that say a text; none when it cannot be cut into posts."""
    try:
        return [text] if lane is Lane.PRIVATE else posts_of(text, network)
    except UnsplittableError:
        return ()


def price_of(posts: Sequence[str], network: str, permission: Permission | None) -> Decimal | None:
    """What these posts cost together; None when they may not be sent, or nobody knows."""
    if permission is None or permission.price is None or permission.price_with_link is None:
        return None
    linked = sum(_has_link(post, network) for post in posts)
    return permission.price_with_link * linked + permission.price * (len(posts) - linked)


def _has_link(text: str, network: str) -> bool:
    return any(entity.kind is EntityKind.URL for entity in measure(text, network).entities)


class Blocked(ValueError):
    """The answer was not taken; `guards` say why, what to do, and who may overrule."""

    def __init__(self, guards: Sequence[Guard]) -> None:
        super().__init__(" ".join(guard.why for guard in guards))
        self.guards = tuple(guards)


def standing(
    guards: Sequence[Guard], overrides: Mapping[str, str], level: int, levels: Sequence[str]
) -> list[Guard]:
    """The guards that still stand in the way of somebody of this level who overrules these kinds for a reason.

    `level` is a place in `levels`; an override without a reason is none, and what blocks cannot be overruled.
    """
    return [
        guard
        for guard in guards
        if guard.blocks
        or not guard.overridable_by
        or not overrides.get(guard.kind, "").strip()
        or level < levels.index(guard.overridable_by)
    ]
