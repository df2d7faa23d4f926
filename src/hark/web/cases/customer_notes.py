"""/cases/42/customer-notes: POST writes something about the customer, for every later case with the brand.

/cases/42/customer-notes/7: DELETE takes it back.
"""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hark.actions import customers
from hark.actions.undo import TooLate
from hark.store.models import CustomerNote
from hark.web.cases.access import case_action
from hark.web.cases.forms import NoteForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, Undo, refusal


@require_POST
@case_action
def customer_notes(request: HttpRequest, case_id: int) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return refusal(request, _("Write something first."), status=422)
    row = customers.note(case_id, form.cleaned_data["text"], by=person(request), now=datetime.now(UTC))
    off = Undo("delete", reverse("case-customer-note", args=[case_id, row.pk]))
    return done(request, case_id, Toast(_("Noted for every case of this customer"), off))


@require_http_methods(["DELETE"])
@case_action
def customer_note(request: HttpRequest, case_id: int, note_id: int) -> HttpResponse:
    try:
        customers.take_back_note(case_id, note_id, by=person(request), now=datetime.now(UTC))
    except CustomerNote.DoesNotExist:
        raise Http404 from None
    except TooLate as error:
        return refusal(request, str(error))
    return done(request, case_id, Toast(_("Taken back")))
