"""/notices: what a person should see, newest first. DELETE marks all of them as seen, or one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hark.accounts.models import User
from hark.actions import notify
from hark.domain.case import ACTIVE
from hark.store.models import Case, Notification
from hark.store.models.case import CaseQuerySet
from hark.web.shell import person

_MOST = 30
_SAYS: Mapping[str, tuple[str, Promise]] = {
    "mention": ("at-sign", _("%(who)s mentions you")),
    "assigned": ("user-check", _("%(who)s gave you a case")),
    "given": ("user-check", _("%(who)s gave you a case")),
    "reminder": ("bell", _("You wanted to be reminded")),
    "promise": ("handshake", _("A promise to a customer is due")),
    "approval": ("check-check", _("%(who)s asks you to approve an answer")),
    "approval_overdue": ("alarm-clock", _("An approval is overdue")),
    "rejected": ("circle-x", _("%(who)s gave an answer back to you")),
    "goodwill_asked": ("wallet", _("%(who)s asks for a credit")),
    "goodwill": ("wallet", _("%(who)s decided about a credit")),
    "returned": ("inbox", _("A case of yours went back to the queue")),
    "at_risk": ("alarm-clock", _("A case is soon due")),
    "projected": ("alarm-clock", _("At this pace your answer comes too late")),
    "escalated": ("triangle-alert", _("A case is overdue")),
    notify.UNOWNED: ("alarm-clock", _("A case nobody has taken is about to be late")),
}
# Kinds whose line may hold a number instead of words, and the view where all of its cases are.
_COUNTED = {
    "given": "mine", "returned": "unassigned", "projected": "at-risk", "escalated": "at-risk",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """A line of the list. `about` is what it quotes; without it the name of the customer of `case` stands there.

    It leads to that case, or to `view` when it is about many.
    """

    row: Notification
    icon: str
    says: str
    case: Case | None
    about: str = ""
    view: str = ""

    @property
    def address(self) -> str:
        if self.view or self.case is None:
            return f"{reverse('inbox')}?view={self.view}"
        return reverse("case", args=[self.case.pk])


@require_http_methods(["GET", "DELETE"])
def notices(request: HttpRequest) -> HttpResponse:
    """The list with its count; with `count` in the address the count alone."""
    reader, now = person(request), datetime.now(UTC)
    if request.method == "DELETE":
        notify.read(reader, None, now=now)
    context = {"unread": unread(reader, now), "now": now}
    if "count" not in request.GET:
        context["lines"] = lines(reader, now)
    return render(request, "web/shared/_notices.html", context)


@require_http_methods(["DELETE"])
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    notify.read(person(request), [notice_id], now=datetime.now(UTC))
    return HttpResponse(status=204)


def unread(reader: User, now: datetime) -> int:
    """How many lines wait. One about cases that nobody has taken waits as long as there are any."""
    calls = Count("pk", filter=Q(kind=notify.UNOWNED))
    held = Notification.objects.filter(person=reader, read_at__isnull=True).aggregate(
        n=Count("pk"), calls=calls
    )
    left = held["calls"] and untaken(reader, now).exists()
    return int(held["n"]) - int(held["calls"]) + bool(left)


def lines(reader: User, now: datetime) -> list[Notice]:
    """The newest lines whose case the reader may still see."""
    mine = Notification.objects.filter(person=reader, case__in=Case.objects.for_person(reader))
    rows = mine.select_related("actor", "case__author").order_by("-at", "-pk")[:_MOST]
    found = (_call(row, reader, now) if row.kind == notify.UNOWNED else _line(row) for row in rows)
    return [line for line in found if line is not None]


def untaken(reader: User, now: datetime) -> CaseQuerySet:
    """The cases about to be late that nobody has taken and the reader could, the nearest deadline first: those of their
    teams, or all for who supervises.
    """
    active = Case.objects.for_person(reader).filter(
        state__in=[state.value for state in ACTIVE], assignee=None
    )
    late = active.filter(warned_at__isnull=False, due_at__gt=now).order_by("due_at", "pk")
    return late if reader.supervises else late.filter(team__in=reader.teams.values("pk"))


def _line(row: Notification) -> Notice:
    icon, says = _SAYS.get(row.kind, ("bell", _("Something happened on a case")))
    who = row.actor.short_name if row.actor else "Hark"
    n = int(row.text) if row.kind in _COUNTED and row.text else 0
    if n > 1:
        return Notice(row, icon, _many(row.kind, n, who), None, view=_COUNTED[row.kind])
    if n and row.kind in ("projected", "escalated"):
        return Notice(row, icon, _many(row.kind, n, who), row.case)
    return Notice(row, icon, str(says) % {"who": who}, row.case, "" if n else row.text)


def _call(row: Notification, reader: User, now: datetime) -> Notice | None:
    """The line about what nobody has taken, as it is now; None when somebody took the last of it."""
    icon, says = _SAYS[row.kind]
    left = list(untaken(reader, now).select_related("author")[:_MOST])
    if not left:
        return None
    if len(left) == 1:
        return Notice(row, icon, str(says), left[0])
    n = len(left) if len(left) < _MOST else untaken(reader, now).count()
    return Notice(row, icon, _many(row.kind, n, ""), None, view="unassigned")


def _many(kind: str, n: int, who: str) -> str:
    """A line about as many cases."""
    said = {
        "given": ngettext("%(who)s gave you %(n)d case", "%(who)s gave you %(n)d cases", n),
        "returned": ngettext(
            "%(n)d case of yours went back to the queue", "%(n)d cases of yours went back to the queue", n
        ),
        "projected": ngettext(
            "At this pace %(n)d case is answered too late",
            "At this pace %(n)d cases are answered too late",
            n,
        ),
        "escalated": ngettext("%(n)d case is overdue", "%(n)d cases are overdue", n),
        notify.UNOWNED: ngettext(
            "%(n)d case nobody has taken is about to be late",
            "%(n)d cases nobody has taken are about to be late",
            n,
        ),
    }[kind]
    return said % {"n": n, "who": who}
