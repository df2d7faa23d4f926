"""The person beside the case: who they are, what we talked about before, and what triage made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hark.accounts.models import User
from hark.domain.lookalike import resembles
from hark.domain.verdict import Stage
from hark.store.compiled import CompiledQuery
from hark.store.models import Author, Case, Participant, Post
from hark.store.models.case import CaseQuerySet
from hark.web.cases.glance import Glance
from hark.web.why import reasons, terms

_OTHERS = 6
_TERMS = 6
_SPREADING = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why the case stands where it stands: reasons in words, the priority's terms, and the words that decided."""

    reasons: Sequence[str]
    terms: Sequence[tuple[str, float]]
    priority: float


@dataclass(frozen=True, slots=True)
class PersonPanel:
    """`others` are this author's other cases that the reader may see, newest first; `total` counts all of them.

    `since`: when the brand first heard of them. `spread`: reposts and quotes of their posts here, 0 below a handful.
    `lookalike`: the handle of ours that theirs could be taken for.
    """

    others: Sequence[Case]
    total: int
    evidence: Evidence
    participants: Sequence[object]
    stage: Stage | None
    since: datetime
    spread: int
    lookalike: str


def panel(case: Case, first: Glance, reader: User, posts: Sequence[Post]) -> PersonPanel:
    """What the context column shows."""
    others, total = _others(case, reader) if "others" in first.holds else ([], 0)
    evidence = Evidence(reasons(case.why), terms(evidence_of(case, posts))[:_TERMS], case.priority)
    people = _PEOPLE.all(case=case) if "participants" in first.holds else ()
    stage = Stage(case.stage) if case.stage else None
    return PersonPanel(
        others,
        total,
        evidence,
        [row.author for row in people],
        stage,
        first.since,
        _spread(case, posts),
        lookalike(case.author, first.handles),
    )


def lookalike(author: Author, own: Sequence[str]) -> str:
    """The handle of the brand, of its `own`, that the customer's handle or name could be taken for; "" for none."""
    if author.handle.casefold() in {handle.casefold() for handle in own}:
        return ""
    return resembles(author.handle, own) or resembles(author.name, own) or ""


def poses(authors: Iterable[Author], own: Sequence[str]) -> dict[int, str]:
    """By the author's row, the handle of `own` that each could be taken for; "" for none."""
    return {row: lookalike(author, own) for row, author in {author.pk: author for author in authors}.items()}


def _others(case: Case, reader: User) -> tuple[list[Case], int]:
    """The newest of the author's other cases, as much of them as is shown, and how many there are."""
    found = _OTHER_CASES.all(reader=reader, author=case.author_id, case=case)
    if len(found) <= _OTHERS:
        return found, len(found)
    return found[:_OTHERS], _others_of(reader, case.author_id, case).count()


def _others_of(reader: User, author: int, case: Case) -> CaseQuerySet:
    return Case.objects.for_person(reader).filter(author=author, merged_into__isnull=True).exclude(pk=case.pk)


_OTHER_CASES = CompiledQuery(
    lambda reader, author, case: (
        _others_of(reader, author, case)
        .only("state", "outcome", "topic", "snippet", "last_inbound_at")
        .order_by("-last_inbound_at")[: _OTHERS + 1]
    ),
    reader=User,
    author=int,
    case=Case,
)
_PEOPLE = CompiledQuery(
    lambda case: Participant.objects.filter(case=case).select_related("author")[:8], case=Case
)


def _spread(case: Case, posts: Sequence[Post]) -> int:
    carried = sum(post.reposts + post.quotes for post in posts if post.author_id == case.author_id)
    return carried if carried >= _SPREADING else 0


def evidence_of(case: Case, posts: Sequence[Post]) -> Sequence[dict[str, object]]:
    """The verdict that says how urgent the case is, in full, else the newest; the case keeps its strongest evidence."""
    said = [post.verdict for post in reversed(posts) if post.author_id == case.author_id and post.verdict]
    if not said:
        return list(case.why)
    verdict = next((one for one in said if one.get("priority") == case.priority), said[0])
    return list(verdict.get("why") or ())
