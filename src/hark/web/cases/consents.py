"""/cases/42/consents: POST records what the customer agreed to, DELETE that they took it back."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hark.actions import customers
from hark.store.models import Consent
from hark.web import words
from hark.web.cases.access import case_action
from hark.web.cases.casework_forms import ConsentForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, Undo, refusal


@require_http_methods(["POST", "DELETE"])
@case_action
def consents(request: HttpRequest, case_id: int) -> HttpResponse:
    by, now = person(request), datetime.now(UTC)
    if request.method == "DELETE":
        stood = customers.withdraw_consent(case_id, request.GET.get("purpose", ""), by=by, now=now)
        back = _again(case_id, stood) if stood else None
        return done(request, case_id, Toast(_("Consent withdrawn; what it joined is joined no more"), back))
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return refusal(request, _("Consent is to one purpose and names how it was given."), status=422)
    purpose, evidence, number = (form.cleaned_data[name] for name in ("purpose", "evidence", "number"))
    try:
        customers.record_consent(case_id, purpose, evidence, by=by, now=now, number=number)
    except ValueError as error:
        return refusal(request, str(error), status=422)
    off = Undo("delete", f"{reverse('case-consents', args=[case_id])}?purpose={purpose}")
    return done(
        request, case_id, Toast(_("Consent recorded: %(what)s") % {"what": words.CONSENT[purpose]}, off)
    )


def _again(case_id: int, stood: Consent) -> Undo:
    """Giving it again. The number goes with the way back: the desk itself has forgotten it."""
    values = {"purpose": stood.purpose, "evidence": stood.evidence, "number": stood.customer_number}
    return Undo("post", reverse("case-consents", args=[case_id]), values=values)
