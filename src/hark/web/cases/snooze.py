"""/cases/42/snooze: POST puts the case aside, DELETE brings it back."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hark.actions import cases
from hark.web.cases.access import access_case, case_action, seen_of
from hark.web.cases.batch import newest_of, undo_of
from hark.web.cases.forms import SnoozeForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.times import spoken
from hark.web.toasts import Toast, Undo, refusal


@require_http_methods(["POST", "DELETE"])
@case_action
def snooze(request: HttpRequest, case_id: int) -> HttpResponse:
    by, now = person(request), datetime.now(UTC)
    if request.method == "DELETE":
        until = access_case(request, case_id).snoozed_until
        cases.wake(case_id, by=by, now=now)
        values = {"until": until.isoformat(), "seen": newest_of(case_id, by)} if until else {}
        again = Undo("post", reverse("case-snooze", args=[case_id]), values=values) if until else None
        return done(request, case_id, Toast(_("Snooze ended"), again))
    form = SnoozeForm(request.POST)
    if not form.is_valid() or form.cleaned_data["until"] <= now:
        return refusal(request, _("Choose a time that is still to come."), status=422)
    until = form.cleaned_data["until"]
    cases.snooze(case_id, until, by=by, now=now, seen=seen_of(request))
    said = _("Snoozed until %(until)s") % {"until": spoken(until, now)}
    return done(request, case_id, Toast(said, undo_of(case_id, by)))
