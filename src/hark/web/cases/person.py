"""The person beside the case: who they are, what we talked about before, and what triage made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from hark.accounts.models import User
from hark.domain.lookalike import resembles
from hark.domain.verdict import Stage
from hark.store.models import Account, Case, Post
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


def panel(case: Case, reader: User, posts: Sequence[Post]) -> PersonPanel:
    """What the context column shows."""
    same = (
        Case.objects.for_person(reader)
        .filter(author=case.author, merged_into__isnull=True)
        .exclude(pk=case.pk)
    )
    others = list(same.select_related("account").order_by("-last_inbound_at")[: _OTHERS + 1])
    total = same.count() if len(others) > _OTHERS else len(others)
    evidence = Evidence(reasons(case.why), terms(_evidence(case, posts))[:_TERMS], case.priority)
    people = [row.author for row in case.participants.select_related("author")[:8]]
    stage = Stage(case.stage) if case.stage else None
    return PersonPanel(
        others[:_OTHERS],
        total,
        evidence,
        people,
        stage,
        _since(case, reader),
        _spread(case, posts),
        lookalike(case),
    )


def lookalike(case: Case) -> str:
    """The handle of the brand that the customer's handle or name could be taken for; "" for an honest one."""
    own = list(Account.objects.filter(brand=case.account.brand_id).values_list("handle", flat=True))
    if case.author.handle.casefold() in {handle.casefold() for handle in own}:
        return ""
    return resembles(case.author.handle, own) or resembles(case.author.name, own) or ""


def _since(case: Case, reader: User) -> datetime:
    theirs = Case.objects.for_person(reader).filter(
        author=case.author_id, account__brand=case.account.brand_id
    )
    found = theirs.aggregate(first=Min("first_inbound_at"))["first"]
    return found if isinstance(found, datetime) else case.first_inbound_at


def _spread(case: Case, posts: Sequence[Post]) -> int:
    carried = sum(post.reposts + post.quotes for post in posts if post.author_id == case.author_id)
    return carried if carried >= _SPREADING else 0


def _evidence(case: Case, posts: Sequence[Post]) -> Sequence[dict[str, object]]:
    """The newest verdict in full; the case itself keeps only its strongest evidence."""
    for post in reversed(posts):
        if post.author_id == case.author_id and post.verdict:
            return list(post.verdict.get("why") or ())
    return list(case.why)
