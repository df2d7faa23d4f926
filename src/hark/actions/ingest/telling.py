"""What the desk is told of a batch: one event per touched case."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from hark.actions import events
from hark.actions.case_times import Key
from hark.actions.events import EventKind
from hark.actions.ingest.facts import Facts, canonical_id
from hark.actions.roster import Roster

Speech = tuple[int, str]  # a customer and a conversation


def tell(
    facts: Facts,
    roster: Roster,
    written: Sequence[tuple[Any, ...]],
    groups: Mapping[Key, Key],
    now: datetime,
) -> frozenset[int]:
    """A case was opened, its customer was heard, we spoke in it, or somebody else did. Returns the cases heard from."""
    speech = {
        post_id: (facts.authors[post.author.author_id], facts.roots[post_id]) for post_id, post in _new(facts)
    }
    heard = _rows(written, groups, (said for post_id, said in speech.items() if post_id in facts.judged))
    ours = _rows(
        written, groups,
        ((customer, facts.roots[post_id]) for post_id, customer in facts.answers.items() if customer is not None),
    )  # fmt: skip
    brands = {account.pk: account.brand_pk for account in roster.by_id.values()}
    events.record_many(
        [
            events.Fact(kind=_kind(case, is_new, heard, ours), case=case, brand=brands.get(account))
            for case, account, _, _, is_new in written
        ],
        now=now,
    )
    return heard


def _new(facts: Facts) -> Iterable[tuple[str, Any]]:
    return ((canonical_id(post), post) for post in facts.new)


def _kind(case: int, is_new: bool, heard: frozenset[int], ours: frozenset[int]) -> EventKind:
    if is_new:
        return "case_opened"
    if case in heard:
        return "post_heard"
    return "post_echoed" if case in ours else "thread_grew"


def _rows(
    written: Sequence[tuple[Any, ...]], groups: Mapping[Key, Key], speech: Iterable[Speech]
) -> frozenset[int]:
    """The rows of the cases of these customers in these conversations, or of those they were merged into."""
    said = set(speech)
    said |= {(author, kept) for (_, author, lost), (_, _, kept) in groups.items() if (author, lost) in said}
    return frozenset(case for case, _, author, root, _ in written if (author, root) in said)
