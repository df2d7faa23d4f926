"""A stored post that has changed is told to the cases that have it: their line in the list, their page, their story."""

from datetime import datetime
from html import unescape
from typing import Any

from hark.actions import case_times, events
from hark.actions.events import EventKind
from hark.store.models import Case, Post


def retell(post: Post, kind: EventKind, data: dict[str, Any], *, now: datetime) -> None:
    """Call inside the transaction that changed the post. What was merged away is told where it went."""
    found = Case.objects.select_related("account", "merged_into__account").filter(
        network=post.network, root_id=post.root_id, author_id=post.answers_id or post.author_id
    )
    for held in found:
        case = held.merged_into or held
        case.snippet = _newest_words(case)
        case.version += 1
        case.save(update_fields=["snippet", "version"])
        told = {"post": post.post_id, **data}
        events.record(events.Fact(kind, case.pk, case.account.brand_id, None, told), now=now)


def _newest_words(case: Case) -> str:
    shown = Post.objects.filter(
        network=case.network,
        root_id__in=case_times.conversations(case),
        author_id=case.author_id,
        deleted_at__isnull=True,
    )
    newest = shown.order_by("-created_at").first()
    return " ".join(unescape(newest.text).split())[:280] if newest else ""
