"""/theme: POST chooses light, dark, high contrast, or what the system says."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from hark.web.shell import THEME_COOKIE, THEMES

_A_YEAR = 365 * 24 * 3600


@require_POST
@login_not_required
def theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    response = HttpResponse(status=204 if chosen in THEMES else 422)
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=_A_YEAR, samesite="Lax", secure=request.is_secure())
    return response
