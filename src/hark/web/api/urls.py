"""Addresses of the API, made of the table of routes."""

from collections import defaultdict

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from hark.web.api.door import Route, door, problem
from hark.web.api.openapi import openapi
from hark.web.api.routes import ROUTES


@csrf_exempt
@login_not_required
def nothing(_request: HttpRequest, rest: str) -> HttpResponse:
    return problem(404, f"There is no /api/{rest}.")


_by_path: defaultdict[str, list[Route]] = defaultdict(list)
for _route in ROUTES:
    _by_path[_route.path].append(_route)

urlpatterns = [
    path("api/openapi.json", openapi, name="api-openapi"),
    *(
        path(f"api/{address}", door(routes), name=f"api-{routes[0].name}")
        for address, routes in _by_path.items()
    ),
    path("api/<path:rest>", nothing),
]
