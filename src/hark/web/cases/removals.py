"""/cases/42/removals: POST has a post of ours deleted on the network."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hark.actions import lanes, removals
from hark.actions.case_rows import MergedAway
from hark.actions.removals import NotOurs
from hark.domain.post import Lane
from hark.web.cases.access import access_case, case_action
from hark.web.cases.forms import RemovalForm
from hark.web.cases.page import done
from hark.web.shell import person
from hark.web.toasts import Toast, refusal


@require_POST
@case_action
def of_case(request: HttpRequest, case_id: int) -> HttpResponse:
    form = RemovalForm(request.POST)
    if not form.is_valid():
        return refusal(request, _("Choose a post."), status=422)
    try:
        seat = lanes.seat(access_case(request, case_id), Lane.PUBLIC)
        removals.ask(seat.pk, form.cleaned_data["post"], by=person(request), now=datetime.now(UTC))
    except (NotOurs, MergedAway) as error:
        return refusal(request, str(error))
    return done(request, case_id, Toast(_("The post is being deleted on the network")))
