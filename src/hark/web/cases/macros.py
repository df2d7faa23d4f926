"""/cases/42/macros: GET offers them, filled in for the case. /cases/42/macros/7: POST uses one."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from hark.actions import macros as action
from hark.store.models import Macro
from hark.web.cases.access import access_case, case_action
from hark.web.shell import person


@require_GET
def macros(request: HttpRequest, case_id: int) -> HttpResponse:
    case, by, now = access_case(request, case_id), person(request), datetime.now(UTC)
    lane = request.GET.get("lane", "public")
    offered = [
        (macro, action.fill(macro.text, case, by=by, now=now)) for macro in action.offered(case, by, lane)
    ]
    return render(request, "web/case/_macros.html", {"offered": offered, "case": case})


@require_POST
@case_action
def macro(request: HttpRequest, case_id: int, macro_id: int) -> HttpResponse:
    try:
        filled = action.use(macro_id, case_id, by=person(request), now=datetime.now(UTC))
    except Macro.DoesNotExist:
        raise Http404 from None
    return JsonResponse({"text": filled.text, "missing": filled.missing})
