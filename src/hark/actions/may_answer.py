"""Permission before typing: what the store knows of a post and an account, held against the networks' rules."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings

from hark.actions import costs, messageable
from hark.actions.case_times import conversations
from hark.domain.budget import Budget, Spend, money_left
from hark.domain.outbox import SendState
from hark.domain.permission import (
    AccountFacts,
    Permission,
    PostFacts,
    PostState,
    PrivateLane,
    Tag,
    TokenState,
    facts_of,
    may_answer,
)
from hark.domain.policy import Plan, PolicyError, load_plan, load_policy
from hark.domain.post import Account as DomainAccount
from hark.domain.post import Author as DomainAuthor
from hark.domain.post import Lane, Mention, PostKind
from hark.domain.post import Post as DomainPost
from hark.store import bulk
from hark.store.compiled import CompiledQuery
from hark.store.models import Account, Case, Post

# What an account on a plan nobody named is taken for: the strictest one.
_USUAL_PLAN = "pay_per_use"
# What a refused message says of the private lane, by the reason of the network's reader.
_CLOSED_BY = {"dm_closed": PrivateLane.CLOSED, "dm_encrypted": PrivateLane.ENCRYPTED}


class _Around(NamedTuple):
    """What is known around a post: the query `answer_facts`. `above` and `quoted` are the network's ids of authors."""

    above: str | None
    quoted: str | None
    wrote_privately: bool
    told: str | None
    reason: str | None
    wrote_since: bool
    takes_messages: bool | None


def permissions(
    case: Case, target: Post | None, now: datetime, *, opened_version: str | None = None
) -> dict[Lane, Permission] | None:
    """What may be done with a post of the case's customer, by lane; None without a post.

    `opened_version`: the version of the post the agent reads, when it was shown. Raises PolicyError for a network
    whose rules are broken.
    """
    if target is None:
        return None
    account = case.account
    held = AccountFacts(
        account.network, account.network_id, account.handle, frozen=account.frozen,
        token=TokenState.LOST if account.token_lost else TokenState.GOOD,
        scopes=None if account.scopes is None else frozenset(account.scopes),
        money_left=_money_left(now),
    )  # fmt: skip
    around = _around(case, target, now)
    facts = _post_facts(target, account, around)
    facts = replace(
        facts,
        edited_since_opened=opened_version is not None and opened_version != target.latest_id,
        wrote_privately=target.lane == Lane.PRIVATE or around.wrote_privately,
        private_lane=facts.private_lane if target.author.encrypted else _private_lane(around),
    )
    return may_answer(facts, held, _plan(account), now, policy=load_policy(account.network))


def _money_left(now: datetime) -> Decimal | None:
    """What people may still spend; nothing is asked where no budget is set."""
    wanted = settings.CONFIG
    daily, monthly = (
        Decimal(text) if text else None for text in (wanted.daily_budget, wanted.monthly_budget)
    )
    if daily is None and monthly is None:
        return None
    return money_left(Budget(daily, monthly), Spend(*costs.spent(now)), for_person=True)


def newest_post(case: Case) -> Post | None:
    """The post an answer goes to unless another is chosen: the customer's newest that still stands."""
    newest = (
        _NEWEST.first(network=case.network, root=root, author=case.author_id, lane=case.lane)
        for root in conversations(case)
    )
    return max((post for post in newest if post), key=lambda post: (post.created_at, post.pk), default=None)


_NEWEST = CompiledQuery(
    lambda network, root, author, lane: (
        Post.objects.filter(network=network, root_id=root, author=author, lane=lane, deleted_at__isnull=True)
        .select_related("author")
        .order_by("-created_at", "-id")[:1]
    ),
    network=str,
    root=str,
    author=int,
    lane=str,
)


def _around(case: Case, target: Post, now: datetime) -> _Around:
    found = bulk.planned(
        "answer_facts", account=case.account_id, author=case.author_id, network=target.network,
        parent=target.parent_id or None, quoted=target.quoted_id or None, good_since=now - messageable.GOOD_FOR,
    )  # fmt: skip
    return _Around(*found[0])


def _private_lane(around: _Around) -> PrivateLane:
    """What the network says of the customer, or said to our last message, unless they have written to us since."""
    if around.takes_messages is not None:
        return PrivateLane.OPEN if around.takes_messages else PrivateLane.CLOSED
    if around.told is None:
        return PrivateLane.UNKNOWN
    if around.wrote_since or around.told == SendState.SENT:
        return PrivateLane.OPEN
    return _CLOSED_BY.get(around.reason or "", PrivateLane.UNKNOWN)


def _post_facts(post: Post, account: Account, around: _Around) -> PostFacts:
    facts = facts_of(_value(post, around), DomainAccount(account.network, account.network_id, account.handle))
    # An archive or a reader without mention objects still shows who is tagged: the handle stands in the text.
    tagged = facts.tag is Tag.NONE and f"@{account.handle.lower()}" in post.text.lower()
    lane = PrivateLane.ENCRYPTED if post.author.encrypted else facts.private_lane
    return replace(facts, state=_state(post), tag=Tag.TYPED if tagged else facts.tag, private_lane=lane)


def _state(post: Post) -> PostState:
    """A post that is withheld in some countries is there for everybody else, and is answered like any other."""
    if post.deleted_at:
        return PostState.DELETED
    withheld = post.withholding
    return PostState.WITHHELD if withheld and withheld.everywhere else PostState.LIVE


def _value(post: Post, around: _Around) -> DomainPost:
    author = post.author
    return DomainPost(
        network=post.network,
        post_id=post.post_id,
        author=DomainAuthor(author.author_id, author.handle, author.name, protected=author.protected),
        created_at=post.created_at,
        text=post.text,
        lane=Lane(post.lane),
        kind=PostKind(post.kind),
        parent_id=post.parent_id,
        parent_author_id=around.above,
        quoted_id=post.quoted_id,
        quoted_author_id=around.quoted,
        reply_settings=post.reply_settings,
        mentions=tuple(
            Mention(item.get("handle", ""), item.get("author_id", ""), bool(item.get("leading")))
            for item in post.mentions
        ),
    )


def _plan(account: Account) -> Plan:
    try:
        return load_plan(account.network, account.plan)
    except PolicyError:
        return load_plan(account.network, _USUAL_PLAN)
