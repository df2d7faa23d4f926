"""The rules, one small function each: a question in, a reason out, or None when the rule has nothing to say.

Where a rule of X comes from is noted beside it (networks.md, sections 1, 4 and 9). Rules of other networks
are the same ones with fewer limits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from hark.domain.permission.facts import (
    AccountFacts,
    AuthorState,
    PostFacts,
    PostState,
    PrivateLane,
    Sender,
    Tag,
    TokenState,
)
from hark.domain.permission.reasons import Reason
from hark.domain.policy import NetworkPolicy, Plan
from hark.domain.post import Lane, PostKind


@dataclass(frozen=True, slots=True)
class Question:
    """May this account answer this post in this lane now? `price`: of the answer without a link."""

    post: PostFacts
    account: AccountFacts
    plan: Plan
    policy: NetworkPolicy
    lane: Lane
    sender: Sender
    price: Decimal
    now: datetime


Rule = Callable[[Question], Reason | None]


def ourselves(ask: Question) -> Reason | None:
    """Our own posts are never inbound; an emergency stop stops everything."""
    if ask.post.author_id == ask.account.account_id:
        return Reason.OWN_POST
    return Reason.ACCOUNT_FROZEN if ask.account.frozen else None


def the_post(ask: Question) -> Reason | None:
    """A public answer needs a public post that still stands there. An edit must be read in either lane."""
    if ask.post.kind is PostKind.REPOST:
        return Reason.REPOST
    if ask.lane is Lane.PUBLIC:
        if ask.post.lane is Lane.PRIVATE:
            return Reason.NOT_PUBLIC
        if ask.post.state is PostState.DELETED:
            return Reason.POST_DELETED
        if ask.post.state is PostState.WITHHELD:
            return Reason.POST_WITHHELD
    return Reason.POST_EDITED if ask.post.edited_since_opened else None


def the_author(ask: Question) -> Reason | None:
    """Whether there is somebody to read it. What protected authors write is for their followers only."""
    if ask.post.author_state is AuthorState.SUSPENDED:
        return Reason.AUTHOR_SUSPENDED
    if ask.post.author_state is AuthorState.GONE:
        return Reason.AUTHOR_GONE
    if ask.post.author_blocks_account:
        return Reason.AUTHOR_BLOCKS_US
    if ask.post.account_blocks_author:
        return Reason.WE_BLOCK_AUTHOR
    hidden = ask.post.author_state is AuthorState.PROTECTED and not ask.post.account_follows_author
    return Reason.AUTHOR_PROTECTED if hidden and ask.lane is Lane.PUBLIC else None


def automation(ask: Question) -> Reason | None:
    """X's automation rules: only to people who addressed us, once per interaction, and never after "stop"."""
    if ask.sender is Sender.PERSON:
        return None
    if not ask.account.automation:
        return Reason.AUTOMATION_OFF
    if ask.post.said_stop:
        return Reason.AUTOMATION_STOPPED
    if ask.post.automated_answers >= ask.policy.automated_answers:
        return Reason.AUTOMATION_DONE
    if ask.lane is Lane.PRIVATE:
        asked = ask.post.wrote_privately
    else:
        asked = ask.post.tag is Tag.TYPED or ask.post.answers_account
    return None if asked or ask.post.opted_in else Reason.AUTOMATION_UNASKED


def reply_settings(ask: Question) -> Reason | None:
    """Who the author lets answer. Tagged accounts always may (so X's own screens; unverified for its API)."""
    setting, post, account = ask.post.reply_settings, ask.post, ask.account
    if ask.lane is Lane.PRIVATE or setting in ("", "everyone"):
        return None
    if setting == "nobody":
        return Reason.REPLIES_OFF
    if post.tag is not Tag.NONE:
        return None
    if setting == "mentionedUsers":
        return Reason.REPLIES_TAGGED_ONLY
    known = {
        "following": (post.author_follows_account, Reason.REPLIES_FOLLOWED_ONLY),
        "followers": (post.account_follows_author, Reason.REPLIES_FOLLOWERS_ONLY),
        "subscribers": (post.account_subscribes, Reason.REPLIES_SUBSCRIBERS_ONLY),
        "verified": (account.verified, Reason.REPLIES_VERIFIED_ONLY),
    }
    allowed, otherwise = known.get(setting, (None, Reason.REPLIES_UNKNOWN))
    if allowed is None:
        return Reason.REPLIES_UNKNOWN
    return None if allowed else otherwise


def private_lane(ask: Question) -> Reason | None:
    """Whether a direct message would arrive. X's `receives_your_dm` has the last word, even mid-talk."""
    if ask.lane is Lane.PUBLIC:
        return None
    state = ask.post.private_lane
    if state is PrivateLane.CLOSED:
        return Reason.PRIVATE_CLOSED
    if state is PrivateLane.ENCRYPTED:
        return Reason.PRIVATE_ENCRYPTED
    unknown = state is PrivateLane.UNKNOWN and not ask.post.wrote_privately
    return Reason.PRIVATE_UNKNOWN if unknown else None


def summoned(ask: Question) -> Reason | None:
    """X, self-serve plans, since 2026-02-23: the author must have tagged the account or quoted its post.

    A direct answer to our post does not count by itself. Whether a tag that the thread carried along counts
    is unverified: the mention stands in the post's entities, so it is taken to count and said to be unsure.
    """
    restricted = ask.plan.summoned_only and ask.lane is Lane.PUBLIC
    return Reason.NOT_SUMMONED if restricted and not ask.post.summoned else None


def access(ask: Question) -> Reason | None:
    """Whether our key still opens the door. "write" covers "write:statuses" (Mastodon)."""
    if ask.account.token is TokenState.LOST:
        return Reason.TOKEN_LOST
    held = ask.account.scopes
    if held is None:
        return None
    missing = [
        scope
        for scope in ask.policy.scopes[ask.lane]
        if scope not in held and scope.partition(":")[0] not in held
    ]
    return Reason.SCOPE_MISSING if missing else None


def money(ask: Question) -> Reason | None:
    """Whether the budget covers the answer without a link; a link is priced again when it is typed."""
    left = ask.account.money_left
    return Reason.MONEY_SPENT if left is not None and ask.price > left else None


def welcome(ask: Question) -> Reason:
    """Nothing stands in the way: why it may be sent."""
    free_at = ask.account.free_at.get(ask.lane)
    if free_at is not None and free_at > ask.now:
        return Reason.LATER
    if ask.lane is Lane.PRIVATE:
        return Reason.WROTE_PRIVATELY if ask.post.wrote_privately else Reason.OPEN
    if ask.post.tag is Tag.TYPED:
        return Reason.TAGGED
    if ask.post.quotes_account:
        return Reason.QUOTED
    carried = ask.post.tag is Tag.CARRIED and ask.plan.summoned_only
    return Reason.TAG_CARRIED if carried else Reason.OPEN


RULES: tuple[Rule, ...] = (
    ourselves,
    the_post,
    the_author,
    automation,
    reply_settings,
    private_lane,
    summoned,
    access,
    money,
    welcome,
)
