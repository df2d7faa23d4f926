"""Writing posts: verdict, row, COPY."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec

from hark.actions.ingest.facts import Facts, Judged, canonical_id, other_ids
from hark.actions.roster import Roster
from hark.domain.post import Lane, Metrics, Post
from hark.domain.verdict import Stage
from hark.store import bulk
from hark.store.models import Alias

COLUMNS = (
    "network", "post_id", "latest_id", "author_id", "account_id", "answers_id", "created_at", "ingested_at", "text",
    "language", "lane", "kind", "parent_id", "quoted_id", "reposted_id", "root_id", "reply_settings", "mentions",
    "links", "media", "versions", "replies", "reposts", "quotes", "likes", "stage", "topic", "sentiment",
    "needs_reply", "priority", "verdict", "withheld",
)  # fmt: skip

_NO_METRICS = Metrics()
_encode = msgspec.json.Encoder().encode


def write_posts(facts: Facts, roster: Roster, now: datetime) -> None:
    """Store the batch's new posts."""
    for post in facts.new:
        _note_whom_we_answer(post, facts, roster)
        _note_thread_going_on(post, facts, roster)
    bulk.copy("store_post", COLUMNS, _rows(facts, roster, now))
    aliases = [
        Alias(network=facts.network, alias_id=version, post_id=post_id)
        for post_id, post in facts.batch.items()
        for version in other_ids(post)
    ]
    Alias.objects.bulk_create(aliases, ignore_conflicts=True)


def _note_whom_we_answer(post: Post, facts: Facts, roster: Roster) -> None:
    """For a post of ours: the customer it speaks to, as far as this batch and the store know."""
    speaks_to_somebody = bool(post.parent_id) or post.lane is Lane.PRIVATE
    if roster.own(post.author.author_id) is None or not speaks_to_somebody:
        return
    facts.answers[canonical_id(post)] = _customer_above(post, facts, roster)


def _customer_above(post: Post, facts: Facts, roster: Roster) -> int | None:
    """Climb the account's own posts (a numbered answer) until somebody else's is reached.

    A post of another brand is nobody's customer: answering it answers no customer.
    """
    me = roster.own(post.author.author_id)
    seen: set[str] = set()
    here, parent_id = post, post.parent_id
    while parent_id and parent_id not in seen:
        seen.add(parent_id)
        above = facts.batch.get(parent_id)
        if above is None:
            break
        speaker = roster.own(above.author.author_id)
        if speaker is None:
            return facts.authors[above.author.author_id]
        if speaker != me:
            return None
        here, parent_id = above, above.parent_id
    parent = facts.parents.get(parent_id or "")
    if parent is not None:
        if parent.account is None:
            return parent.author
        return parent.answers if me is not None and parent.account == me.pk else None
    # The parent is not here (yet): whom the network says the post speaks to, until the parent arrives.
    if here.parent_author_id and roster.own(here.parent_author_id) is None:
        return facts.authors.get(here.parent_author_id)
    return None


def _note_thread_going_on(post: Post, facts: Facts, roster: Roster) -> None:
    """A post that answers one of ours without a tag goes on with the thread: stage 2, whatever it says."""
    judged = facts.judged.get(canonical_id(post))
    if judged is not None and judged.verdict.stage is not Stage.DIRECT and _answers_us(post, facts, roster):
        facts.judged[canonical_id(post)] = replace(judged, verdict=judged.verdict.at(Stage.BROAD))


def _answers_us(post: Post, facts: Facts, roster: Roster) -> bool:
    """Whether the post replies to one of ours."""
    if not post.parent_id:
        return False
    above = facts.batch.get(post.parent_id)
    if above is not None:
        return roster.own(above.author.author_id) is not None
    parent = facts.parents.get(post.parent_id)
    if parent is not None:
        return parent.account is not None
    return post.parent_author_id is not None and roster.own(post.parent_author_id) is not None


def _rows(facts: Facts, roster: Roster, now: datetime) -> Iterator[tuple[Any, ...]]:
    for post in facts.new:
        post_id = canonical_id(post)
        own = roster.own(post.author.author_id)
        metrics = post.metrics or _NO_METRICS
        yield (
            post.network,
            post_id,
            post.post_id,
            facts.authors[post.author.author_id],
            own.pk if own else None,
            facts.answers.get(post_id),
            post.created_at,
            now,
            post.text,
            post.language or "",
            post.lane.value,
            post.kind.value,
            post.parent_id,
            post.quoted_id,
            post.reposted_id,
            facts.roots[post_id],
            post.reply_settings,
            _encode(post.mentions).decode(),
            _encode(post.links).decode(),
            _encode(post.media).decode(),
            _encode([{"id": v} for v in post.versions[:-1]]).decode(),
            metrics.replies,
            metrics.reposts,
            metrics.quotes,
            metrics.likes,
            *verdict_columns(facts.judged.get(post_id)),
            _encode(post.withheld).decode() if post.withheld else None,
        )


def verdict_columns(judged: Judged | None) -> tuple[Any, ...]:
    if judged is None:
        return (None, "", "", False, 0.0, None)
    verdict = judged.verdict
    return (
        int(verdict.stage) if verdict.stage else None,
        verdict.topic,
        verdict.sentiment,
        verdict.needs_reply,
        verdict.priority,
        verdict.whole,
    )
