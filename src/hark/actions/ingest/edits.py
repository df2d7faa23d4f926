"""Posts their authors edited: the newer text, the earlier ones, and what the desk is told of it."""

import json
from datetime import datetime
from html import unescape

from hark.actions import events
from hark.actions.ingest.facts import Facts, canonical_id, other_ids
from hark.actions.ingest.posts import verdict_columns
from hark.store import bulk
from hark.store.models import Alias, Case
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
            _tell(row, now)
    return len(facts.edits)


def apply_earlier(facts: Facts) -> None:
    """A post was said when its first version was, whichever version came first."""
    if facts.earlier:
        ids = [canonical_id(post) for post in facts.earlier]
        times = [post.created_at for post in facts.earlier]
        for author, answers, root in bulk.rows("date_back", network=facts.network, ids=ids, times=times):
            facts.redated |= {(person, root) for person in (author, answers) if person is not None}


def _tell(row: PostRow, now: datetime) -> None:
    """The case of whoever is spoken of follows: its line in the list, its page, its story."""
    cases = Case.objects.filter(network=row.network, root_id=row.root_id)
    for case in cases.filter(author_id=row.answers_id or row.author_id).select_related("account"):
        shown = PostRow.objects.filter(
            network=row.network, root_id=row.root_id, author_id=case.author_id, deleted_at__isnull=True
        )
        newest = shown.order_by("-created_at").first()
        case.snippet = " ".join(unescape(newest.text).split())[:280] if newest else ""
        case.version += 1
        case.save(update_fields=["snippet", "version"])
        told = case.merged_into_id or case.pk
        data = {"post": row.post_id, "version": row.latest_id}
        events.record(events.Fact("post_edited", told, case.account.brand_id, None, data), now=now)
