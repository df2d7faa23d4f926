"""/cases/42/reminders: POST sets a reminder or keeps a promise in mind; DELETE of one says it is done."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hark.actions import reminders as action
from hark.store.models import Reminder
from hark.web.cases.access import case_action
from hark.web.cases.casework_forms import ReminderForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.times import spoken
from hark.web.toasts import Toast, Undo, refusal


@require_POST
@case_action
def reminders(request: HttpRequest, case_id: int) -> HttpResponse:
    form, by, now = ReminderForm(request.POST), person(request), datetime.now(UTC)
    if not form.is_valid() or form.cleaned_data["when"] <= now:
        return refusal(request, _("Choose a time that is still to come."), status=422)
    kind, at, text = (form.cleaned_data[name] for name in ("kind", "when", "text"))
    keep = action.promise if kind == action.PROMISE else action.remind
    row = keep(case_id, at, text, by=by, now=now)
    said = (
        _("The case comes back %(when)s, as promised")
        if kind == action.PROMISE
        else _("You are reminded %(when)s")
    )
    off = Undo("delete", reverse("case-reminder", args=[case_id, row.pk]))
    return done(request, case_id, Toast(said % {"when": spoken(at, now)}, off))


@require_http_methods(["POST", "DELETE"])
@case_action
def reminder(request: HttpRequest, case_id: int, reminder_id: int) -> HttpResponse:
    """DELETE: it was dealt with. POST: it was not, after all."""
    change = action.done if request.method == "DELETE" else action.resume
    try:
        row = change(reminder_id, by=person(request), now=datetime.now(UTC))
    except Reminder.DoesNotExist:
        raise Http404 from None
    if request.method == "POST":
        return done(request, case_id, Toast(_("It stands again")))
    said = _("Promise kept") if row.kind == action.PROMISE else _("Reminder done")
    return done(request, case_id, Toast(said, Undo("post", reverse("case-reminder", args=[case_id, row.pk]))))
