"""/cases/42/closure: POST closes, DELETE reopens."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hark.actions import cases
from hark.web.cases.access import access_case, case_action, seen_of
from hark.web.cases.batch import newest_of, undo_of
from hark.web.cases.forms import ClosureForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, Undo, refusal


@require_http_methods(["POST", "DELETE"])
@case_action
def closure(request: HttpRequest, case_id: int) -> HttpResponse:
    address, by, now = reverse("case-closure", args=[case_id]), person(request), datetime.now(UTC)
    if request.method == "DELETE":
        outcome = access_case(request, case_id).outcome or "resolved"
        cases.reopen(case_id, by=by, now=now, seen=seen_of(request))
        again = Undo("post", address, values={"outcome": outcome, "seen": newest_of(case_id, by)})
        return done(request, case_id, Toast(_("Case reopened"), again))
    form = ClosureForm(request.POST)
    if not form.is_valid():
        return refusal(request, _("Choose an outcome."), status=422)
    cases.close(case_id, form.cleaned_data["outcome"], by=by, now=now, seen=seen_of(request))
    return done(request, case_id, Toast(_("Case closed"), undo_of(case_id, by)))
