"""What a person sees behind a mask and says instead of triage, over the API: both are kept as on the desk."""

from typing import cast

from hark.actions import corrections, reveals
from hark.store.models import Correction, Post
from hark.web.api.cases import colleague, post_out, seen
from hark.web.api.door import Asked
from hark.web.api.shapes import PostOut
from hark.web.api.shapes_customer import CorrectionIn, CorrectionOut, CorrectionsOut, RevealIn


def reveal(asked: Asked) -> PostOut:
    """The post with its personal data; that it was shown, and to whom, stands in the case's story."""
    wanted = cast("RevealIn", asked.body).post
    post = reveals.reveal(asked.ids["case"], wanted, by=asked.by, now=asked.now)
    row = Post.objects.select_related("author").get(pk=post.pk)
    return post_out(row, "" if row.deleted_at else row.text)


def corrected(asked: Asked) -> CorrectionsOut:
    """What was corrected on the case."""
    rows = seen(asked).corrections.select_related("by").order_by("-at", "-pk")
    return CorrectionsOut([_correction(row) for row in rows])


def correct(asked: Asked) -> CorrectionsOut:
    """Say what triage should have said."""
    given = cast("CorrectionIn", asked.body)
    corrections.correct(
        asked.ids["case"], given.task, given.value, by=asked.by, now=asked.now, post_id=given.post
    )
    return corrected(asked)


def _correction(row: Correction) -> CorrectionOut:
    by = colleague(row.by) if row.by else None
    return CorrectionOut(row.task, row.post_id, row.said, row.corrected, by, row.at)
