"""Taking posts in: one batch, one transaction, whatever order they come in.

`take_in` is the only way a post enters the store. It de-duplicates on (network, post id), finds the
conversation, asks triage, writes with COPY, and re-derives every case the batch touches from the posts
themselves, so that arrival order never changes the outcome.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hark.actions.ingest.cases import settle_cases
from hark.actions.ingest.edits import apply_earlier, apply_edits, apply_withheld
from hark.actions.ingest.facts import Facts, Judged, gather
from hark.actions.ingest.judging import judge
from hark.actions.ingest.posts import write_posts
from hark.actions.ingest.threads import apply_moves, place, point_at_posts
from hark.actions.ingest.verdict_row import VerdictRow
from hark.actions.ingest.watching import note_watched
from hark.actions.roster import Roster
from hark.domain.post import Post
from hark.store import bulk


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch. `cases` are the rows of the cases it touched."""

    stored: int
    duplicates: int
    edited: int
    cases: tuple[int, ...] = ()


def take_in(
    posts: Sequence[Post],
    roster: Roster,
    *,
    now: datetime,
    live: bool = True,
    judged: Mapping[str, Judged] | None = None,
) -> Taken:
    """Store a batch of posts of one network and bring its cases up to date.

    `judged`: what `judge` said of the batch, when it was asked ahead.
    `live`: False for an archive, whose cases are history: they are stored closed and raise no events.
    """
    verdicts = judge(posts, roster) if judged is None else judged
    with transaction.atomic(durable=True):
        bulk.rows("alone_with_network", network=roster.network)
        facts = gather(posts, roster, verdicts)
        edited = apply_edits(facts, now, live=live)
        apply_withheld(facts, now, live=live)
        apply_earlier(facts)
        if facts.new or facts.aliases:
            place(facts)
            point_at_posts(facts)
            write_posts(facts, roster, now)
            apply_moves(facts)
        cases = settle_cases(facts, roster, now, live=live)
        note_watched(posts)
    return Taken(len(facts.new), len(posts) - len(facts.new) - edited, edited, cases)


__all__ = ["Facts", "Judged", "Taken", "VerdictRow", "judge", "take_in"]
