"""Stored posts that are not as they were: edited by their authors, or withheld by the network."""

import json
from dataclasses import asdict
from datetime import datetime

from hark.actions.ingest.facts import Facts, canonical_id, other_ids
from hark.actions.ingest.posts import verdict_columns
from hark.actions.retelling import retell
from hark.store import bulk
from hark.store.models import Alias
from hark.store.models import Post as PostRow


def apply_edits(facts: Facts, now: datetime, *, live: bool) -> int:
    """Give stored posts their newer text; earlier texts are kept in `versions`. `live`: tell the cases they are in."""
    if not facts.edits:
        return 0
    for post in facts.edits:
        row = PostRow.objects.select_for_update(no_key=True).get(
            network=facts.network, post_id=post.versions[0]
        )
        row.versions = [*row.versions, {"id": row.latest_id, "text": row.text}]
        row.text, row.latest_id, row.ingested_at = post.text, post.post_id, now
        verdict = verdict_columns(facts.judged.get(row.post_id))
        row.stage, row.topic, row.sentiment, row.needs_reply, row.priority = verdict[:5]
        row.verdict = json.loads(verdict[5]) if verdict[5] else None
        row.save()
        Alias.objects.bulk_create(
            [Alias(network=facts.network, alias_id=v, post_id=row.post_id) for v in other_ids(post)],
            ignore_conflicts=True,
        )
        if live:
            retell(row, "post_edited", {"version": row.latest_id}, now=now)
    return len(facts.edits)


def apply_earlier(facts: Facts) -> None:
    """A post was said when its first version was, whichever version came first."""
    if facts.earlier:
        ids = [canonical_id(post) for post in facts.earlier]
        times = [post.created_at for post in facts.earlier]
        for author, answers, root in bulk.rows("date_back", network=facts.network, ids=ids, times=times):
            facts.redated |= {(person, root) for person in (author, answers) if person is not None}


def apply_withheld(facts: Facts, now: datetime, *, live: bool) -> None:
    """Note of stored posts where the network shows them no longer, or again. `live`: tell the cases they are in."""
    for post in facts.withheld:
        row = PostRow.objects.select_for_update(no_key=True).get(
            network=facts.network, post_id=canonical_id(post)
        )
        row.withheld = asdict(post.withheld) if post.withheld else None
        row.save(update_fields=["withheld"])
        if live:
            retell(row, "post_withheld", {"withheld": post.withheld is not None}, now=now)
