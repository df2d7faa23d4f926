"""/score/curlew: what a brand promises in public and how well it keeps it. For everybody, without a sign-in."""

from datetime import UTC, datetime

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from hark.reports.scoreboard import Scoreboard, scoreboard
from hark.store.models import Brand

FRESH_SECONDS = 60


@require_safe
@login_not_required
def score(request: HttpRequest, slug: str) -> HttpResponse:
    """The page, if a supervisor published it; else 404. Reckoned at most once a minute."""
    brand = get_object_or_404(Brand, slug=slug, scoreboard=True)
    response = render(request, "web/scoreboard/page.html", {"score": _fresh(brand)})
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response


def _fresh(brand: Brand) -> Scoreboard:
    key = f"score:{brand.pk}:{brand.first_reply_minutes}"
    found: Scoreboard | None = cache.get(key)
    if found is None:
        found = scoreboard(brand, datetime.now(UTC))
        cache.set(key, found, FRESH_SECONDS)
    return found
