"""The person beside the case: who they are, what we talked about before, and what triage made of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from hark.accounts.models import User
from hark.domain.verdict import Stage
from hark.store.models import Case, Post
from hark.web.why import reasons, terms

_OTHERS = 6
_TERMS = 6


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why the case stands where it stands: reasons in words, the priority's terms, and the words that decided."""

    reasons: Sequence[str]
    terms: Sequence[tuple[str, float]]
    priority: float


@dataclass(frozen=True, slots=True)
class PersonPanel:
    """`others` are this author's other cases that the reader may see, newest first; `total` counts all of them."""

    others: Sequence[Case]
    total: int
    evidence: Evidence
    participants: Sequence[object]
    stage: Stage | None


def panel(case: Case, reader: User, posts: Sequence[Post]) -> PersonPanel:
    """What the context column shows."""
    same = Case.objects.for_person(reader).filter(author=case.author).exclude(pk=case.pk)
    others = list(same.select_related("account").order_by("-last_inbound_at")[: _OTHERS + 1])
    total = same.count() if len(others) > _OTHERS else len(others)
    evidence = Evidence(reasons(case.why), terms(_evidence(case, posts))[:_TERMS], case.priority)
    people = [row.author for row in case.participants.select_related("author")[:8]]
    return PersonPanel(others[:_OTHERS], total, evidence, people, Stage(case.stage) if case.stage else None)


def _evidence(case: Case, posts: Sequence[Post]) -> Sequence[dict[str, object]]:
    """The newest verdict in full; the case itself keeps only its strongest evidence."""
    for post in reversed(posts):
        if post.author_id == case.author_id and post.verdict:
            return list(post.verdict.get("why") or ())
    return list(case.why)
