"""May this account answer this post, lane by lane: send, prepare or no; why, in one sentence; at what price.

Computed when a post is heard, shown before anybody types, and computed again before sending.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    facts_of,
    tag_of,
)
from hark.domain.permission.reasons import Reason, Verdict
from hark.domain.permission.rules import RULES, Question
from hark.domain.permission.sentences import BY_HAND, SENTENCES, sentence
from hark.domain.permission.stop import said_stop
from hark.domain.policy import NetworkPolicy, Plan, load_policy
from hark.domain.post import Lane
from hark.domain.prices import LinkKind, PriceTable, load_prices

__all__ = [
    "BY_HAND",
    "SENTENCES",
    "AccountFacts",
    "AuthorState",
    "Permission",
    "PostFacts",
    "PostState",
    "PrivateLane",
    "Reason",
    "Sender",
    "Tag",
    "TokenState",
    "Verdict",
    "facts_of",
    "may_answer",
    "said_stop",
    "tag_of",
]

_NETWORK_NAMES = {"x": "X", "bluesky": "Bluesky", "mastodon": "Mastodon"}
_SEVERITY = (Verdict.NO, Verdict.PREPARE, Verdict.SEND)


@dataclass(frozen=True, slots=True)
class Permission:
    """One lane's answer. `price` is for an answer without a link; both prices are None for "no".

    Prices are in the price table's currency; what is posted by hand costs nothing. `certain` is False where
    the network's behaviour is not confirmed. `words` are what the sentence was filled with, for translation.
    """

    lane: Lane
    verdict: Verdict
    reason: Reason
    sentence: str
    price: Decimal | None
    price_with_link: Decimal | None
    certain: bool = True
    words: Mapping[str, str] = field(default_factory=dict)


def may_answer(
    post: PostFacts,
    account: AccountFacts,
    plan: Plan,
    now: datetime,
    *,
    sender: Sender = Sender.PERSON,
    policy: NetworkPolicy | None = None,
    prices: PriceTable | None = None,
) -> dict[Lane, Permission]:
    """What holds for each lane at `now`. Without `policy` and `prices` the shipped ones of the network count.

    Of all rules that object the strictest verdict wins, and within it the first in `rules.RULES`.
    """
    rules = policy or load_policy(account.network)
    table = prices or load_prices(account.network)
    return {lane: _permission(post, account, plan, now, sender, rules, table, lane) for lane in Lane}


def _permission(
    post: PostFacts,
    account: AccountFacts,
    plan: Plan,
    now: datetime,
    sender: Sender,
    policy: NetworkPolicy,
    prices: PriceTable,
    lane: Lane,
) -> Permission:
    private = lane is Lane.PRIVATE
    plain, linked = (
        prices.answer_cost(private=private, summoned=post.summoned, link=link)
        for link in (LinkKind.NONE, LinkKind.LINK)
    )
    ask = Question(post, account, plan, policy, lane, sender, plain, now)
    found = [reason for reason in (rule(ask) for rule in RULES) if reason is not None]
    reason = min(found, key=lambda candidate: _SEVERITY.index(candidate.verdict))
    words = {
        "author": post.called_as,
        "account": f"@{account.handle.removeprefix('@')}",
        "network": _NETWORK_NAMES.get(account.network, account.network),
    }
    by_hand = Decimal(0) if reason.verdict is Verdict.PREPARE else None
    sends = reason.verdict is Verdict.SEND
    return Permission(
        lane=lane,
        verdict=reason.verdict,
        reason=reason,
        sentence=sentence(reason, lane, words),
        price=plain if sends else by_hand,
        price_with_link=linked if sends else by_hand,
        certain=not (sends and _leans_on_a_carried_tag(ask)),
        words=words,
    )


def _leans_on_a_carried_tag(ask: Question) -> bool:
    """Whether the summoned rule is met only by a tag that the thread carried along, which is unverified."""
    restricted = ask.plan.summoned_only and ask.lane is Lane.PUBLIC
    return restricted and ask.post.tag is Tag.CARRIED and not ask.post.quotes_account
