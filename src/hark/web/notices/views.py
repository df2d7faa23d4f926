"""/notices: what a person should see, newest first. DELETE marks all of them as seen, or one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hark.accounts.models import User
from hark.actions import notify
from hark.store.models import Case, Notification
from hark.web.shell import person

_MOST = 30
# Kinds whose line for supervisors holds a number instead of words.
COUNTED = frozenset({"projected", "escalated"})

_SAYS: Mapping[str, tuple[str, Promise]] = {
    "mention": ("at-sign", _("%(who)s mentions you")),
    "assigned": ("user-check", _("%(who)s gave you a case")),
    "reminder": ("bell", _("You wanted to be reminded")),
    "promise": ("handshake", _("A promise to a customer is due")),
    "approval": ("check-check", _("%(who)s asks you to approve an answer")),
    "approval_overdue": ("alarm-clock", _("An approval is overdue")),
    "rejected": ("circle-x", _("%(who)s gave an answer back to you")),
    "goodwill_asked": ("wallet", _("%(who)s asks for a credit")),
    "goodwill": ("wallet", _("%(who)s decided about a credit")),
    "returned": ("inbox", _("A case of yours went back to the queue")),
    "at_risk": ("alarm-clock", _("A promise runs out soon")),
    "projected": ("alarm-clock", _("At this pace your answer comes too late")),
    "escalated": ("triangle-alert", _("A promise broke")),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A line of the list. `about` is what it quotes; without it the customer's name stands there."""

    row: Notification
    icon: str
    says: str
    about: str


@require_http_methods(["GET", "DELETE"])
def notices(request: HttpRequest) -> HttpResponse:
    """The list with its count; with `count` in the address the count alone."""
    reader = person(request)
    if request.method == "DELETE":
        notify.read(reader, None, now=datetime.now(UTC))
    context = {"unread": unread(reader), "now": datetime.now(UTC)}
    if "count" not in request.GET:
        context["lines"] = lines(reader)
    return render(request, "web/shared/_notices.html", context)


@require_http_methods(["DELETE"])
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    notify.read(person(request), [notice_id], now=datetime.now(UTC))
    return HttpResponse(status=204)


def unread(reader: User) -> int:
    return Notification.objects.filter(person=reader, read_at__isnull=True).count()


def lines(reader: User) -> list[Notice]:
    """The newest lines whose case the reader may still see."""
    mine = Notification.objects.filter(person=reader, case__in=Case.objects.for_person(reader))
    rows = mine.select_related("actor", "case__author").order_by("-at", "-pk")[:_MOST]
    return [_line(row) for row in rows]


def _line(row: Notification) -> Notice:
    icon, says = _SAYS.get(row.kind, ("bell", _("Something happened on a case")))
    if row.kind in COUNTED and row.text:
        return Notice(row, icon, _many(row.kind, int(row.text)), "")
    said = str(says) % {"who": row.actor.short_name if row.actor else "Hark"}
    return Notice(row, icon, said, row.text)


def _many(kind: str, n: int) -> str:
    """A line for supervisors, which counts (`hark.actions.alarms`)."""
    if kind == "projected":
        said = ngettext(
            "At this pace %(n)d case is answered too late",
            "At this pace %(n)d cases are answered too late",
            n,
        )
    else:
        said = ngettext("%(n)d promise broke", "%(n)d promises broke", n)
    return said % {"n": n}
