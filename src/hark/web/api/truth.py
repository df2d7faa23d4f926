"""The truth of a case over the API: its story, why it stands where it does, covered data, what triage got wrong."""

from typing import cast

from hark.actions import corrections, reveals
from hark.actions.case_times import conversations
from hark.store.models import Correction, Event, Post
from hark.web.api.cases import colleague, post_out, seen
from hark.web.api.door import Asked
from hark.web.api.shapes import PostOut
from hark.web.api.shapes_customer import (
    CorrectionIn,
    CorrectionOut,
    CorrectionsOut,
    EvidenceOut,
    HappenedOut,
    RevealIn,
    StoryOut,
    TermOut,
)
from hark.web.cases.happenings import sentence
from hark.web.cases.person import evidence_of
from hark.web.why import reasons, terms

EVENTS, POSTS = 200, 200


def reveal(asked: Asked) -> PostOut:
    """The post with its personal data; that it was shown, and to whom, stands in the case's story."""
    wanted = cast("RevealIn", asked.body).post
    post = reveals.reveal(asked.ids["case"], wanted, by=asked.by, now=asked.now)
    row = Post.objects.select_related("author").get(pk=post.pk)
    return post_out(row, "" if row.deleted_at else row.text)


def story(asked: Asked) -> StoryOut:
    """What happened to the case."""
    rows = seen(asked).events.select_related("actor").order_by("-pk")[:EVENTS]
    return StoryOut([_happened(row) for row in reversed(rows)])


def evidence(asked: Asked) -> EvidenceOut:
    """Why the case has its priority."""
    case = seen(asked)
    said = case.author.posts.filter(network=case.network, root_id__in=conversations(case), lane=case.lane)
    posts = list(said.order_by("-created_at", "-pk")[:POSTS])[::-1]
    parts = [TermOut(name, weight) for name, weight in terms(evidence_of(case, posts))]
    return EvidenceOut(case.priority, list(reasons(case.why)), parts)


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


def _happened(row: Event) -> HappenedOut:
    by = colleague(row.actor) if row.actor else None
    return HappenedOut(row.pk, row.kind, row.at, by, sentence(row))


def _correction(row: Correction) -> CorrectionOut:
    by = colleague(row.by) if row.by else None
    return CorrectionOut(row.task, row.post_id, row.said, row.corrected, by, row.at)
