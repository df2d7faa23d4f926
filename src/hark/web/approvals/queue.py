"""What waits for a second person: answers by case, so that two to one customer stand side by side, and money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import User
from hark.actions import approvals
from hark.domain.outbox import SendState
from hark.store.models import Approval, Case, Goodwill, Outbox, Post
from hark.web import words
from hark.web.clocks import Clock, running
from hark.web.sums import sum_of

MOST = 50
# Money has no deadline of its own; it is asked to be decided within this time.
GOODWILL_WITHIN = timedelta(hours=4)

_WHY: Mapping[str, Promise] = {
    "level:trainee": _("Written by a trainee"),
    "level:agent": _("Agents' answers are read by a second person"),
    "level:senior": _("Seniors' answers are read by a second person"),
    "level:supervisor": _("Supervisors' answers are read by a second person"),
    "guard:personal_data": _("Overruled: personal data in public"),
    "guard:placeholder": _("Overruled: something still to be filled in"),
    "guard:money": _("Overruled: a promise of money"),
    "guard:profanity": _("Overruled: profanity"),
    "guard:defensiveness": _("Overruled: defensive words"),
    "guard:duplicate": _("Overruled: the same words again"),
    "guard:lookalike": _("Overruled: look-alike characters"),
    "guard:link_price": _("Overruled: the price of a link"),
    "guard:alt_text": _("Overruled: a picture without a description"),
    "guard:being_answered": _("Overruled: somebody else is answering"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that waits. `own`: this reader wrote or changed it, and so may not decide about it."""

    approval: Approval
    answer: Outbox
    clock: Clock
    why: Sequence[str]
    target: Post | None
    own: bool


@dataclass(slots=True)
class Folder:
    """A case with the answers that wait in it, and others on their way to the same customer."""

    case: Case
    waiting: list[Waiting] = field(default_factory=list)
    others: list[Outbox] = field(default_factory=list)

    @property
    def conflict(self) -> bool:
        return len(self.waiting) + len(self.others) > 1


@dataclass(frozen=True, slots=True)
class Money:
    """Goodwill somebody asked for."""

    row: Goodwill
    clock: Clock
    amount: str
    own: bool


def folders(person: User, now: datetime) -> list[Folder]:
    """The cases with pending answers that this person may see, the nearest deadline first."""
    found: dict[int, Folder] = {}
    pending = (
        Approval.objects.filter(decided_at__isnull=True, outbox__case__in=Case.objects.for_person(person))
        .filter(outbox__state=SendState.PENDING_APPROVAL)
        .select_related(
            "outbox__case__author", "outbox__case__account", "outbox__account", "outbox__writer", "asked_by"
        )
        .order_by("due_at", "pk")[:MOST]
    )
    for approval in pending:
        answer = approval.outbox
        held = found.setdefault(answer.case_id, Folder(answer.case))
        held.waiting.append(_waiting(approval, person, now))
    for folder in found.values():
        known = {waiting.answer.pk for waiting in folder.waiting}
        folder.others = [row for row in approvals.conflicts(folder.waiting[0].answer) if row.pk not in known]
    return list(found.values())


def money(person: User, now: datetime) -> list[Money]:
    """Goodwill that waits for somebody to decide, oldest first."""
    asked = Goodwill.objects.filter(state="asked", case__in=Case.objects.for_person(person))
    rows = asked.select_related("case__author", "case__account", "asked_by").order_by("asked_at")[:MOST]
    return [
        Money(
            row,
            running(row.asked_at, row.asked_at + GOODWILL_WITHIN, now),
            sum_of(row.cents, row.currency),
            row.asked_by_id == person.pk,
        )
        for row in rows
    ]


def waiting_count(person: User) -> int:
    """How many answers and credits wait for a decision."""
    mine = Case.objects.for_person(person)
    pending = Approval.objects.filter(decided_at__isnull=True, outbox__case__in=mine)
    asked = Goodwill.objects.filter(state="asked", case__in=mine)
    return pending.filter(outbox__state=SendState.PENDING_APPROVAL).count() + asked.count()


def reason(code: str) -> str:
    """Why an answer waits, in words."""
    return str(_WHY.get(code) or words.topic(code.partition(":")[2] or code))


def _waiting(approval: Approval, person: User, now: datetime) -> Waiting:
    answer = approval.outbox
    changed = Approval.objects.filter(outbox=answer, asked_by=person).exists()
    return Waiting(
        approval,
        answer,
        running(approval.asked_at, approval.due_at, now),
        [reason(code) for code in approval.why],
        _target(answer),
        answer.writer_id == person.pk or changed,
    )


def _target(answer: Outbox) -> Post | None:
    """The post it answers; for a private one the customer's newest."""
    said = Post.objects.select_related("author").filter(network=answer.account.network)
    if answer.target_post_id:
        return said.filter(latest_id=answer.target_post_id).first()
    case = answer.case
    return (
        said.filter(root_id=case.root_id, author=case.author_id, lane=answer.lane)
        .order_by("-created_at")
        .first()
    )
