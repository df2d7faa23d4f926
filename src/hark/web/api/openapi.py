"""The OpenAPI 3.1 document, made of the table of routes and of the shapes they take and say."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hark import __version__
from hark.web.api.door import Route
from hark.web.api.routes import ROUTES
from hark.web.api.shapes import Problem

_PLACE = re.compile(r"<int:(\w+)>")
_PICTURES = ("image/jpeg", "image/png", "image/webp")
_REF = "#/components/schemas/{name}"


@cache
def document() -> Mapping[str, Any]:
    """The whole document."""
    shapes = [
        Problem,
        *{shape for route in ROUTES for shape in (route.takes, route.says) if shape not in (None, bytes)},
    ]
    shapes.sort(key=lambda shape: shape.__name__)
    refs, components = msgspec.json.schema_components(shapes, ref_template=_REF)
    named = dict(zip(shapes, refs, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(address(route), {})[route.method.lower()] = _operation(route, named)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hark",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}, {"session": []}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": _SECURITY},
    }


def address(route: Route) -> str:
    """A route's address as OpenAPI writes it."""
    return "/api/" + _PLACE.sub(r"{\1}", route.path)


@require_safe
@login_not_required
def openapi(_request: HttpRequest) -> HttpResponse:
    """/api/openapi.json, for everybody: it tells shapes and no data."""
    answer = HttpResponse(msgspec.json.encode(document()), content_type="application/json")
    answer["Cache-Control"] = "public, max-age=300"
    return answer


_SECURITY = {
    "key": {"type": "http", "scheme": "bearer", "description": "A key from the page Settings, API keys."},
    "session": {
        "type": "apiKey", "in": "cookie", "name": "hark",
        "description": "The desk's own session; acts need the header X-CSRFToken.",
    },
}  # fmt: skip


def _operation(route: Route, named: Mapping[Any, Any]) -> dict[str, Any]:
    told = {
        "operationId": route.name,
        "summary": route.about,
        "parameters": _parameters(route),
        "responses": {
            str(route.status): {
                "description": "Done.",
                "content": {"application/json": {"schema": named[route.says]}},
            },
            "default": {
                "description": "What went wrong.",
                "content": {"application/problem+json": {"schema": named[Problem]}},
            },
        },
    }
    if route.takes is bytes:
        told["requestBody"] = {"required": True, "content": {kind: {} for kind in _PICTURES}}
    elif route.takes is not None:
        told["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": named[route.takes]}},
        }
    return told


def _parameters(route: Route) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer"}}
        for name in _PLACE.findall(route.path)
    ]
    found += [
        {
            "name": param.name,
            "in": "query",
            "description": param.about,
            "required": param.required,
            "schema": dict(param.schema),
        }
        for param in route.query
    ]
    if route.keyed:
        about = "The same key with the same body is told the same answer for 24 hours; with another body it is refused."
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": about,
                "schema": {"type": "string", "minLength": 1, "maxLength": 200},
            }
        )
    return found
