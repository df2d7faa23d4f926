"""/cases/42/customer-notes: POST writes something about the customer, for every later case with the brand."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hark.actions import customers
from hark.web.cases.access import case_action
from hark.web.cases.forms import NoteForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, refusal


@require_POST
@case_action
def customer_notes(request: HttpRequest, case_id: int) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return refusal(request, _("Write something first."), status=422)
    customers.note(case_id, form.cleaned_data["text"], by=person(request), now=datetime.now(UTC))
    return done(request, case_id, Toast(_("Noted for every case of this customer")))
