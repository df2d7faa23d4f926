"""What templates ask about answers on their way: parts, pictures, removals, replies that are hidden."""

from collections.abc import Mapping

from django import template
from django.db.models import QuerySet

from hark.actions import outbox_parts
from hark.domain.outbox import SendState
from hark.store.models import Hiding, Outbox, Picture, Post, Removal
from hark.web.refused import refused

register = template.Library()


@register.filter
def words_left(row: Outbox) -> str:
    """What the answer still wanted to say from this part on."""
    return outbox_parts.words_left(row)


@register.filter
def refusal(row: Outbox | Removal | Hiding) -> str:
    """Why the network, or the desk, did not do it."""
    return refused(row.reason, row.error)


@register.filter
def parts(row: Outbox) -> int:
    """How many posts the answer is made of; 1 for an ordinary one."""
    return outbox_parts.parts_of(row).count() if row.first_id or row.whole else 1


@register.filter
def is_next(row: Outbox) -> bool:
    """Whether this part is the first that has not left: taking it back takes back all that is left."""
    return not row.seq or outbox_parts.parts_of(row).get(seq=row.seq - 1).state == SendState.SENT


@register.filter
def shots(row: Outbox | None) -> QuerySet[Picture] | tuple[()]:
    """The pictures that go with an answer, without their content."""
    return row.pictures.defer("content").order_by("pk") if row and row.media else ()


@register.filter
def hiding_of(hidings: Mapping[str, Hiding] | str, post: Post) -> Hiding | None:
    """What became of the wish to hide a reply or to show it again; None when nobody has it."""
    return hidings.get(post.post_id) if isinstance(hidings, Mapping) else None


@register.filter
def removal_of(removals: Mapping[str, Removal] | str, post_id: str | None) -> Removal | None:
    """What became of the wish to delete a post of ours; None when nobody has it."""
    return removals.get(post_id or "") if isinstance(removals, Mapping) else None
