"""What every page knows of its reader: the time zone, and where to go when the session has ended."""

from collections.abc import Callable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import urlencode

Respond = Callable[[HttpRequest], HttpResponse]


class PersonMiddleware:
    """Shows times in the person's own zone and sends a fragment whose session has ended to the sign-in page."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request) if "HX-Request" in request.headers else self._respond(request)
        with timezone.override(zone_of(request.user.zone)):
            return self._respond(request)


def zone_of(name: str) -> ZoneInfo:
    """The zone of this IANA name, UTC for a name nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A fragment cannot show a sign-in page: the whole page goes there and comes back."""
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    query = urlencode({"next": f"{here.path or '/'}{'?' + here.query if here.query else ''}"})
    return HttpResponse(status=401, headers={"HX-Redirect": f"{resolve_url('sign-in')}?{query}"})
