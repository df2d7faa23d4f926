"""/cases/42/presence: PUT says that one looks or writes, DELETE that one has left."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.views.decorators.http import require_http_methods

from hark.actions import lanes
from hark.actions import presence as action
from hark.actions.house import NotAllowed
from hark.web.cases.access import access_case, case_action
from hark.web.cases.forms import PresenceForm
from hark.web.shell import person


@require_http_methods(["PUT", "DELETE"])
@case_action
def presence(request: HttpRequest, case_id: int) -> HttpResponse:
    """204; 409 with the holder's name when somebody else has the pen of this lane."""
    now, by = datetime.now(UTC), person(request)
    if request.method == "DELETE":
        action.leave(case_id, by=by, now=now)
        return HttpResponse(status=204)
    form = PresenceForm(QueryDict(request.body))
    if not form.is_valid():
        return HttpResponse(status=422)
    doing, lane = form.cleaned_data["doing"], form.cleaned_data["lane"]
    action.beat(case_id, doing, by=by, now=now, lane=lane if doing == action.WRITING else "")
    if form.cleaned_data["down"]:
        action.release_lock(lanes.seat(access_case(request, case_id), lane).pk, lane, by=by)
    if doing != action.WRITING or not lane:
        return HttpResponse(status=204)
    return pen(case_id, lane, request, over=form.cleaned_data["over"])


def pen(case_id: int, lane: str, request: HttpRequest, *, over: bool) -> HttpResponse:
    """Become the one who writes, or hear who is."""
    by = person(request)
    try:
        seat = lanes.seat(access_case(request, case_id), lane)
        action.take_lock(seat.pk, lane, by=by, now=datetime.now(UTC), over=over)
    except action.LockHeld as held:
        return JsonResponse({"holder": held.holder.short_name, "mayTake": by.supervises}, status=409)
    except NotAllowed:
        return HttpResponse(status=403)
    return HttpResponse(status=204)
