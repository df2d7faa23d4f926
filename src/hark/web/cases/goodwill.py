"""/cases/42/goodwill: POST asks for a credit; within the person's limit it is granted at once.

/cases/42/goodwill/7: DELETE takes a request back, or withdraws a granted credit with a reason.
"""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hark.actions import goodwill as action
from hark.store.models import Goodwill
from hark.web.cases.access import case_action
from hark.web.cases.casework import amount
from hark.web.cases.casework_forms import GoodwillForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, Undo, refusal


@require_POST
@case_action
def goodwill(request: HttpRequest, case_id: int) -> HttpResponse:
    form = GoodwillForm(request.POST)
    if not form.is_valid():
        return refusal(request, _("A credit has an amount and a reason."), status=422)
    cents, reason = int(form.cleaned_data["amount"] * 100), form.cleaned_data["reason"]
    row = action.ask(case_id, cents, reason, by=person(request), now=datetime.now(UTC))
    if row.state == "approved":
        return done(request, case_id, Toast(_("%(amount)s granted") % {"amount": amount(row)}))
    off = Undo("delete", reverse("case-credit", args=[case_id, row.pk]))
    said = _("%(amount)s asked for; a supervisor decides") % {"amount": amount(row)}
    return done(request, case_id, Toast(said, off))


@require_http_methods(["DELETE"])
@case_action
def credit(request: HttpRequest, case_id: int, goodwill_id: int) -> HttpResponse:
    reason = request.GET.get("reason", "")
    try:
        row = action.withdraw(case_id, goodwill_id, reason, by=person(request), now=datetime.now(UTC))
    except Goodwill.DoesNotExist:
        raise Http404 from None
    except ValueError as error:
        return refusal(request, str(error), status=422)
    said = _("%(amount)s withdrawn") if reason else _("The request for %(amount)s is taken back")
    return done(request, case_id, Toast(said % {"amount": amount(row)}))
