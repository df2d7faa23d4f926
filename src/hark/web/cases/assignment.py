"""/cases/42/assignment: POST gives the case to somebody, DELETE gives it back to everybody."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hark.accounts.models import User
from hark.actions import cases
from hark.web.cases.access import access_case, case_action, seen_of
from hark.web.cases.batch import undo_of
from hark.web.cases.forms import AssignmentForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, refusal


@require_http_methods(["POST", "DELETE"])
@case_action
def assignment(request: HttpRequest, case_id: int) -> HttpResponse:
    to = None
    if request.method == "POST":
        to = colleague(request, case_id)
        if to is None:
            return refusal(request, _("This person does not work for the brand of the case."), status=422)
    cases.assign(case_id, to, by=person(request), now=datetime.now(UTC), seen=seen_of(request))
    return done(request, case_id, Toast(_said(to, person(request)), undo_of(case_id, person(request))))


def colleague(request: HttpRequest, case_id: int) -> User | None:
    """The person named in the request, who must see the case's brand; nobody named is the one who asks."""
    form = AssignmentForm(request.POST)
    if not form.is_valid():
        return None
    brand = access_case(request, case_id).account.brand_id
    to = form.cleaned_data["to"] or person(request).pk
    return User.objects.filter(pk=to, is_active=True, brand_access__brand=brand).first()


def _said(to: User | None, reader: User) -> str:
    if to is None:
        return _("Case given back to everybody")
    if to.pk == reader.pk:
        return _("Assigned to you")
    return _("Assigned to %(name)s") % {"name": to.short_name}
