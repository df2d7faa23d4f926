"""/cases/batch: POST does one thing to many cases. /undo: POST takes acts back, one or many."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hark.accounts.models import User
from hark.actions import many
from hark.actions import undo as action
from hark.actions.case_rows import MergedAway
from hark.actions.many import Outcome
from hark.store.models import Case, Event
from hark.web.cases.forms import BatchForm
from hark.web.shell import person
from hark.web.toasts import Toast, Undo, refusal
from hark.web.told import told


@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    form = BatchForm(request.POST)
    if not form.is_valid():
        return refusal(request, _("Choose some cases and what to do with them."), status=422)
    outcomes = _do(form, person(request), datetime.now(UTC))
    return said(request, _summary(form.cleaned_data["verb"], outcomes))


def _do(form: BatchForm, by: User, now: datetime) -> list[Outcome]:
    given, ids = form.cleaned_data, form.cleaned_data["case"]
    if given["verb"] == "assign":
        return many.assign(ids, by, by=by, now=now)
    if given["verb"] == "snooze":
        return many.snooze(ids, given["until"], by=by, now=now)
    return many.close(ids, given["outcome"] or "resolved", by=by, now=now)


def _summary(verb: str, outcomes: Sequence[Outcome]) -> Toast:
    """How many went through, what stood in the way of the rest, and one way back for all of them."""
    well = [outcome for outcome in outcomes if outcome.done]
    n = {"n": len(well)}
    said = {
        "assign": ngettext("%(n)d case assigned to you", "%(n)d cases assigned to you", len(well)),
        "close": ngettext("%(n)d case closed", "%(n)d cases closed", len(well)),
        "snooze": ngettext("%(n)d case snoozed", "%(n)d cases snoozed", len(well)),
    }[verb] % n
    if len(well) < len(outcomes):
        left = len(outcomes) - len(well)
        said += ". " + ngettext("%(n)d could not be changed", "%(n)d could not be changed", left) % {
            "n": left
        }
    events = [str(outcome.event) for outcome in well if outcome.event]
    return Toast(said, take_back(*events) if events else None)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Each act that can still be taken back is; of the rest it is said why not."""
    wanted = request.POST.get("events", "").split(",")
    refused = [why for event in wanted[: many.MOST] if (why := _undone(event, person(request)))]
    if not refused:
        return said(request, Toast(_("Taken back")))
    return said(request, Toast(refused[0], tone="alarm"))


def _undone(event: str, by: User) -> str:
    """Why this act could not be taken back, "" when it was."""
    try:
        action.undo(int(event), by=by, now=datetime.now(UTC))
    except (action.TooLate, MergedAway) as error:
        return told(str(error))
    except (ValueError, Event.DoesNotExist, Case.DoesNotExist):
        return _("There is nothing to take back.")
    return ""


def take_back(*events: str) -> Undo:
    """The way back for acts that are events."""
    return Undo("post", reverse("undo"), "events", ",".join(events))


def undo_of(case_id: int, by: User) -> Undo | None:
    """The way back for what this person has just done to a case."""
    last = Event.objects.filter(case=case_id, actor=by, kind__in=action.UNDOABLE).order_by("-pk").first()
    return take_back(str(last.pk)) if last else None


def newest_of(case_id: int, by: User) -> str:
    """What this person has done to a case last; whoever moved it since was later."""
    last = Event.objects.filter(case=case_id, actor=by).order_by("-pk").values_list("pk", flat=True).first()
    return str(last or "")


def said(request: HttpRequest, toast: Toast) -> HttpResponse:
    """A toast alone; list and open case are asked to look again."""
    response = render(request, "web/shared/_toast.html", {"toast": toast})
    response["HX-Trigger"] = "hark:changed, hark:touched"
    return response
