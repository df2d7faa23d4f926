"""What must be known to say whether a post may be answered. None and UNKNOWN: the network did not say."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from hark.domain.post import Account, Lane, Post, PostKind

LONGEST_NAME = 40


class PostState(StrEnum):
    LIVE = "live"
    DELETED = "deleted"
    WITHHELD = "withheld"


class AuthorState(StrEnum):
    ACTIVE = "active"
    PROTECTED = "protected"
    SUSPENDED = "suspended"
    GONE = "gone"


class Tag(StrEnum):
    """Whether the author tagged the account: typed in the body, or only carried in by answering a thread."""

    NONE = "none"
    CARRIED = "carried"
    TYPED = "typed"


class PrivateLane(StrEnum):
    """Whether the author can be written to. ENCRYPTED: X Chat, which no API of ours can read or write."""

    UNKNOWN = "unknown"
    OPEN = "open"
    CLOSED = "closed"
    ENCRYPTED = "encrypted"


class TokenState(StrEnum):
    GOOD = "good"
    LOST = "lost"


class Sender(StrEnum):
    """Who would answer: a person who presses send, or an automatic rule."""

    PERSON = "person"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class PostFacts:
    """One post and its author as seen from one account.

    `edited_since_opened`: there is a newer version than the one the agent reads. `wrote_privately`: the
    author has sent us a direct message. `opted_in`: the author asked for automatic messages. `said_stop`: the
    author asked for them to end (see stop.py). `automated_answers`: to this interaction so far.
    """

    post_id: str
    author_id: str
    author_name: str = ""
    author_handle: str = ""
    lane: Lane = Lane.PUBLIC
    kind: PostKind = PostKind.POST
    state: PostState = PostState.LIVE
    author_state: AuthorState = AuthorState.ACTIVE
    edited_since_opened: bool = False
    tag: Tag = Tag.NONE
    quotes_account: bool = False
    answers_account: bool = False
    reply_settings: str = "everyone"
    author_follows_account: bool | None = None
    account_follows_author: bool | None = None
    account_subscribes: bool | None = None
    author_blocks_account: bool = False
    account_blocks_author: bool = False
    private_lane: PrivateLane = PrivateLane.UNKNOWN
    wrote_privately: bool = False
    opted_in: bool = False
    said_stop: bool = False
    automated_answers: int = 0

    @property
    def summoned(self) -> bool:
        """Whether X's self-serve plans accept a reply: the author tagged the account or quoted its post."""
        return self.tag is not Tag.NONE or self.quotes_account

    @property
    def called_as(self) -> str:
        """What to call the author in a sentence: the name, the handle when the name plays tricks."""
        name = self.author_name.strip()
        tricks = any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in name)
        if name and not tricks and len(name) <= LONGEST_NAME:
            return name
        return f"@{self.author_handle}" if self.author_handle else "The author"


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """The account that would answer.

    `frozen`: an emergency stop is on. `scopes`: what the token holds, None when tokens of this network have
    none. `automation`: an operator has switched automatic answers on. `money_left`: what may still be spent
    (see budget.money_left), None without a budget. `free_at`: when the network takes the next call, by lane.
    """

    network: str
    account_id: str
    handle: str
    verified: bool | None = None
    frozen: bool = False
    token: TokenState = TokenState.GOOD
    scopes: frozenset[str] | None = None
    automation: bool = False
    money_left: Decimal | None = None
    free_at: Mapping[Lane, datetime] = field(default_factory=dict)


def tag_of(post: Post, account: Account) -> Tag:
    """Whether and how a post tags an account, by id where the network gives one, else by handle."""
    found = [
        mention
        for mention in post.mentions
        if (mention.author_id == account.account_id if mention.author_id else _same(mention.handle, account))
    ]
    if not found:
        return Tag.NONE
    return Tag.CARRIED if all(mention.leading for mention in found) else Tag.TYPED


def facts_of(post: Post, account: Account) -> PostFacts:
    """What the post itself says; the caller adds what network and case know (`dataclasses.replace`)."""
    return PostFacts(
        post_id=post.post_id,
        author_id=post.author.author_id,
        author_name=post.author.name,
        author_handle=post.author.handle,
        lane=post.lane,
        kind=post.kind,
        author_state=AuthorState.PROTECTED if post.author.protected else AuthorState.ACTIVE,
        tag=tag_of(post, account),
        quotes_account=post.quoted_author_id == account.account_id,
        answers_account=post.parent_author_id == account.account_id,
        reply_settings=post.reply_settings,
        wrote_privately=post.lane is Lane.PRIVATE,
    )


def _same(handle: str, account: Account) -> bool:
    return handle.removeprefix("@").casefold() == account.handle.removeprefix("@").casefold()
