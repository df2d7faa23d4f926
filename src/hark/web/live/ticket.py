"""/live/ticket: what a page shows the hub to be let in."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from hark.accounts import tickets
from hark.web.shell import person


@require_GET
@never_cache
def ticket(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ticket": tickets.issue(person(request))})
