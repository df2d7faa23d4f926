"""/cases/42/tickets: POST names a ticket of another system. /cases/42/tickets/7: DELETE forgets it."""

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hark.actions import tags as action
from hark.store.models import TicketLink
from hark.web.cases.access import case_action
from hark.web.cases.casework_forms import TicketForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, Undo, refusal


@require_POST
@case_action
def tickets(request: HttpRequest, case_id: int) -> HttpResponse:
    form = TicketForm(request.POST)
    if not form.is_valid():
        return refusal(request, _("A ticket has a system and a number, and perhaps an address."), status=422)
    try:
        row = action.link_ticket(case_id, **form.cleaned_data, by=person(request), now=datetime.now(UTC))
    except ValidationError:
        return refusal(request, _("This ticket is named here already, or its address is none."), status=422)
    off = Undo("delete", reverse("case-ticket", args=[case_id, row.pk]))
    return done(request, case_id, Toast(_("Ticket %(number)s linked") % {"number": row.number}, off))


@require_http_methods(["DELETE"])
@case_action
def ticket(request: HttpRequest, case_id: int, ticket_id: int) -> HttpResponse:
    try:
        row = action.unlink_ticket(ticket_id, by=person(request), now=datetime.now(UTC))
    except TicketLink.DoesNotExist:
        raise Http404 from None
    values = {"system": row.system, "number": row.number, "url": row.url}
    back = Undo("post", reverse("case-tickets", args=[case_id]), values=values)
    return done(
        request, case_id, Toast(_("Ticket %(number)s no longer linked") % {"number": row.number}, back)
    )
