"""/availability: POST says that one takes cases, DELETE that one does not; PUT is the sign of life of an open page."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from hark.actions import agents
from hark.web.shell import person


@require_http_methods(["PUT", "POST", "DELETE"])
def availability(request: HttpRequest) -> HttpResponse:
    """Whether the person takes cases now, as `{"here": true}`."""
    by, now = person(request), datetime.now(UTC)
    if request.method == "POST":
        agents.here(by, now=now)
    elif request.method == "DELETE":
        agents.away(by, now=now)
    else:
        agents.alive(by, now=now)
    return JsonResponse({"here": agents.is_here(by)})
