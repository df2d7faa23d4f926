"""The desk's addresses: resources, not actions. Each resource folder brings its own."""

from django.urls import URLPattern, URLResolver, include, path

ROOMS = (
    *("inbox", "cases", "search", "session", "live"),
    *("wall", "approvals", "scoreboard", "setup", "notices", "api"),
)

urlpatterns: list[URLPattern | URLResolver] = [path("", include(f"hark.web.{room}.urls")) for room in ROOMS]
