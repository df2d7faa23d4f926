"""/cases/42/goodwill: POST asks for a credit; within the person's limit it is granted at once."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hark.actions import goodwill as action
from hark.web.cases.access import case_action
from hark.web.cases.casework import amount
from hark.web.cases.casework_forms import GoodwillForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, refusal


@require_POST
@case_action
def goodwill(request: HttpRequest, case_id: int) -> HttpResponse:
    form = GoodwillForm(request.POST)
    if not form.is_valid():
        return refusal(request, _("A credit has an amount and a reason."), status=422)
    cents, reason = int(form.cleaned_data["amount"] * 100), form.cleaned_data["reason"]
    row = action.ask(case_id, cents, reason, by=person(request), now=datetime.now(UTC))
    said = (
        _("%(amount)s granted")
        if row.state == "approved"
        else _("%(amount)s asked for; a supervisor decides")
    )
    return done(request, case_id, Toast(said % {"amount": amount(row)}))
