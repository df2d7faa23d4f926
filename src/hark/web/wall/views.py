"""/wall: the supervisor's view of the queue. /wall/moves/42: POST gives a case to somebody, or to everybody."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hark.accounts.models import User
from hark.actions import cases
from hark.web.access import supervisors
from hark.web.cases.access import access_case, case_action
from hark.web.cases.forms import AssignmentForm
from hark.web.shell import is_fragment, person
from hark.web.toasts import Toast, Undo, refusal
from hark.web.wall.board import board, keep


@require_GET
@supervisors
def wall(request: HttpRequest) -> HttpResponse:
    """The whole wall, or its board alone."""
    name = "web/wall/_board.html" if is_fragment(request) else "web/wall/page.html"
    return render(request, name, board(request))


@require_POST
@supervisors
@case_action
def move(request: HttpRequest, case_id: int) -> HttpResponse:
    """Give the case to the person named, or back to everybody when nobody is."""
    case, form = access_case(request, case_id), AssignmentForm(request.POST)
    to = _taker(form, case.account.brand_id)
    if not form.is_valid() or (to is None and form.cleaned_data["to"]):
        return refusal(request, _("This person does not work for the brand of the case."), status=422)
    before = case.assignee_id
    cases.assign(case_id, to, by=person(request), now=datetime.now(UTC))
    address = f"{reverse('wall-move', args=[case_id])}?{keep(request)}"
    undo = Undo("post", address, "to", str(before or ""))
    return render(request, "web/wall/_moved.html", board(request) | {"toast": Toast(_said(to), undo)})


def _taker(form: AssignmentForm, brand: int) -> User | None:
    if not form.is_valid() or not form.cleaned_data["to"]:
        return None
    return User.objects.filter(pk=form.cleaned_data["to"], is_active=True, brand_access__brand=brand).first()


def _said(to: User | None) -> str:
    if to is None:
        return _("Case given back to everybody")
    return _("Moved to %(name)s") % {"name": to.short_name}
