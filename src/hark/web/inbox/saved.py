"""The saved views of the inbox: which cases, in which order, and what an empty one means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import User
from hark.actions.projection import AHEAD
from hark.domain.case import CaseState
from hark.domain.outbox import SendState
from hark.domain.verdict import Stage
from hark.store import bulk
from hark.store.models import Approval, Goodwill
from hark.web.inbox.keyset import Key, Order

# A case is at risk when its next deadline is this near, or past, or is projected to come too early.
AT_RISK = timedelta(minutes=10)

_ACTIVE = Q(state__in=[CaseState.NEW, CaseState.OPEN])
# Named one by one, as the index that the counts are read from names them.
UNFINISHED = (CaseState.NEW, CaseState.OPEN, CaseState.WAITING, CaseState.SNOOZED)
_URGENT = Order((Key("priority", descending=True), Key("due_at"), Key("id")))
_BY_DUE = Order((Key("due_at"), Key("id")))

# Answers and money that somebody else must look at first, by the case they are in.
_APPROVALS = Approval.objects.filter(decided_at__isnull=True, outbox__state=SendState.PENDING_APPROVAL)
_MONEY = Goodwill.objects.filter(state="asked")


@dataclass(frozen=True, slots=True)
class Risk:
    """How near a deadline is a risk: `soon` is the end of the time in which any is, `ahead` of that in which one may
    have been projected late.
    """

    soon: datetime
    ahead: datetime

    @classmethod
    def at(cls, now: datetime) -> "Risk":
        return cls(now + AT_RISK, now + AHEAD)


Which = Callable[[User, Risk], Q]


def _at_risk(risk: Risk) -> Q:
    """Due soon, or past, or warned of before its time, which only a projection does. All of it is a stretch of
    `case_due`: nothing is projected further ahead.
    """
    return Q(due_at__lte=risk.ahead) & (Q(due_at__lte=risk.soon) | Q(warned_at__lt=F("warn_at")))


def _awaiting_approval() -> Q:
    return Q(pk__in=_APPROVALS.values("outbox__case")) | Q(pk__in=_MONEY.values("case"))


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view by its key in the address. `which`: the cases, for a person and what is a risk. `counted` ones show how
    many; `empty` says what none means."""

    key: str
    name: Promise
    icon: str
    which: Which
    order: Order
    empty: Promise
    counted: bool = True
    keys: str = ""


VIEWS: Mapping[str, SavedView] = {
    view.key: view
    for view in (
        SavedView(
            "mine", _("Mine"), "user", lambda person, _risk: _ACTIVE & Q(assignee=person), _URGENT,
            _("Nobody waits for you. Take the next case from Unassigned."), keys="g m",
        ),
        SavedView(
            "team", _("My team"), "users",
            lambda person, _risk: _ACTIVE & Q(team__in=person.teams.values("pk")), _URGENT,
            _("No open case belongs to a team of yours."), keys="g t",
        ),
        SavedView(
            "unassigned", _("Unassigned"), "inbox", lambda _person, _risk: _ACTIVE & Q(assignee=None), _URGENT,
            _("Every open case has somebody. New posts appear here by themselves."), keys="g u",
        ),
        SavedView(
            "at-risk", _("At risk"), "alarm-clock",
            lambda _person, risk: _ACTIVE & _at_risk(risk), _BY_DUE,
            _("No clock runs out in the next ten minutes, and at this pace nobody is answered too late."),
            keys="g r",
        ),
        SavedView(
            "all", _("All open"), "layout-list", lambda _person, _risk: _ACTIVE, _URGENT,
            _("Nobody waits for an answer."), keys="g a",
        ),
        SavedView(
            "proactive", _("Proactive"), "radar", lambda _person, _risk: _ACTIVE & Q(stage=Stage.PROACTIVE), _URGENT,
            _("Nobody talks about what we do without naming us. Watches decide what is listened for."),
            keys="g p",
        ),
        SavedView(
            "approvals", _("Awaiting approval"), "check-check",
            lambda _person, _risk: Q(state__in=UNFINISHED) & _awaiting_approval(), _URGENT,
            _("Nothing waits for a second person."), keys="g v",
        ),
        SavedView(
            "waiting", _("Waiting"), "hourglass", lambda _person, _risk: Q(state=CaseState.WAITING),
            Order((Key("last_outbound_at", descending=True), Key("id"))),
            _("No customer owes us a word."), keys="g w",
        ),
        SavedView(
            "snoozed", _("Snoozed"), "moon", lambda _person, _risk: Q(state=CaseState.SNOOZED),
            Order((Key("snoozed_until"), Key("id"))),
            _("Nothing is put aside. Cases you snooze come back here first."), keys="g s",
        ),
        SavedView(
            "done", _("Done"), "circle-check", lambda _person, _risk: Q(state=CaseState.CLOSED),
            Order((Key("closed_at", descending=True), Key("id", descending=True))),
            _("No case has been closed yet."), counted=False, keys="g d",
        ),
    )
}  # fmt: skip

COUNTED = tuple(view.key for view in VIEWS.values() if view.counted)
DEFAULT = "unassigned"

# The result list wears the same dress as a view; what is in it, hark.web.search decides.
SEARCH = SavedView(
    "search", _("Search"), "search", lambda _person, _risk: Q(pk__in=[]), _URGENT,
    _("No case holds all of these words. Try fewer of them, or another filter."), counted=False,
)  # fmt: skip


def counts(person: User, now: datetime) -> dict[str, int]:
    """How many cases each counted view holds for this person; one pass over the cases that are not done.

    Written as SQL: Django takes longer to build nine filtered counts than PostgreSQL to count.
    """
    risk = Risk.at(now)
    (found,) = bulk.planned("inbox_counts", person=person.pk, soon=risk.soon, ahead=risk.ahead)
    return dict(zip(COUNTED, found, strict=True))
