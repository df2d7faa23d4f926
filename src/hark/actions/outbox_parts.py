"""An answer in several posts: every part a row with a fate of its own, the first one speaking for all.

A part replies to the one before it and leaves only when that one is known to be out. What stops a part stops those
behind it; what is out stays out. Call everything that writes in a transaction.
"""

from django.db.models import Q, QuerySet

from hark.domain.outbox import LIFE, SendMove, SendState, text_hash
from hark.domain.post import Lane
from hark.store.models import Outbox
from hark.text import joined, posts_of


def rewrite(row: Outbox) -> None:
    """Save an answer whose `text` is all of it, cut into as many parts as it needs. Raises UnsplittableError."""
    texts = posts_of(row.text, row.case.network) if row.lane == Lane.PUBLIC else [row.text]
    row.whole = row.text if len(texts) > 1 else ""
    row.text, row.text_hash = texts[0], text_hash(texts[0])
    if row.pk is not None:
        row.rest.all().delete()
    row.save()
    _write_rest(row, texts)


def parts_of(row: Outbox) -> QuerySet[Outbox]:
    """All rows of the answer that this row is, or is a part of, in the order they are said."""
    first = row.first_id or row.pk
    return Outbox.objects.filter(Q(pk=first) | Q(first=first)).order_by("seq")


def move_all(row: Outbox, *moves: SendMove, **changes: object) -> None:
    """Move an answer none of which has left: the first part in memory, the rest in the store."""
    for move in moves:
        row.state = LIFE.after(SendState(row.state), move)
    row.rest.update(state=row.state, **changes)


def follow(row: Outbox) -> None:
    """Let a part reply to the part before it, which is out."""
    before = parts_of(row).get(seq=row.seq - 1)
    row.target_post_id = before.external_post_id
    row.save(update_fields=["target_post_id"])


def stop_rest(row: Outbox) -> None:
    """What stands behind this part will not leave: the part was refused, dropped or taken back."""
    behind = parts_of(row).filter(seq__gt=row.seq, state__in=[SendState.QUEUED, SendState.PENDING_APPROVAL])
    behind.update(state=SendState.CANCELLED, reason="part_missing")


def words_left(row: Outbox) -> str:
    """What an answer still wanted to say from this part on, as its writer may say it again."""
    if row.first_id is None:
        return row.whole or row.text
    left = parts_of(row).filter(seq__gte=row.seq)
    return joined(list(left.values_list("text", flat=True)))


def _write_rest(row: Outbox, texts: list[str]) -> None:
    shared = {
        name: getattr(row, name)
        for name in ("account", "case", "lane", "target_author_id", "conversation_key", "untagged", "state",
                     "priority", "writer", "not_before", "created_at")
    }  # fmt: skip
    Outbox.objects.bulk_create(
        Outbox(**shared, first=row, seq=seq, text=text, text_hash=text_hash(text))
        for seq, text in enumerate(texts[1:], 1)
    )
