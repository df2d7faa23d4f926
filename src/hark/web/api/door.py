"""The API's door: who asks, which route it is, what the body says, and how trouble is told."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    ValidationError,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt

from hark.accounts.models import User
from hark.actions import tokens
from hark.actions.acknowledge import Decided
from hark.actions.approvals import Outdated
from hark.actions.case_rows import MergedAway
from hark.actions.guarding import Blocked, Guard
from hark.actions.house import NotAllowed
from hark.actions.once import OtherRequest, once
from hark.actions.outbox import AnotherAnswer, NothingToAnswer
from hark.actions.presence import LockHeld
from hark.actions.undo import TooLate
from hark.domain.graph import IllegalMove
from hark.web.api.shapes import GuardOut, Problem
from hark.web.shell import person
from hark.web.told import told

_LOG = logging.getLogger("hark.web.api")

MOST_BYTES = 100_000
_ENCODE = msgspec.json.Encoder().encode


class Refused(Exception):
    """A request that cannot be served: the status and a sentence."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as handlers see it: who, when, the address's numbers, the query, the body's shape."""

    by: User
    now: datetime
    ids: Mapping[str, int]
    query: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of the query, for the document."""

    name: str
    about: str
    schema: Mapping[str, Any]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one address. `path` is Django's; `keyed` routes happen once per Idempotency-Key.

    A route that takes `bytes` takes a picture as it is; `most` bytes are the longest body. The handler of a keyed route
    runs inside a transaction and must not open a durable one.
    """

    method: str
    path: str
    name: str
    about: str
    handler: Callable[[Asked], Any]
    says: Any
    takes: Any = None
    status: int = 200
    query: Sequence[Param] = ()
    keyed: bool = False
    most: int = MOST_BYTES


def door(routes: Sequence[Route]) -> Callable[..., HttpResponse]:
    """The view of one address, with a route for each of its methods."""
    by_method = {route.method: route for route in routes}

    @csrf_exempt
    @login_not_required
    def view(request: HttpRequest, **ids: int) -> HttpResponse:
        route = by_method.get(request.method or "")
        if route is None:
            answer = problem(405, "Method not allowed")
            answer["Allow"] = ", ".join(sorted(by_method))
            return answer
        try:
            return _serve(request, route, ids)
        except Exception as error:
            refused = trouble(error)
            if refused is None:
                _LOG.exception("%s %s failed", request.method, request.path)
                return problem(500, "This is a fault of the desk. What happened stands in its log.")
            return refused

    return view


def trouble(error: Exception) -> HttpResponse | None:
    """The response an error deserves; None for one that is a fault of ours."""
    if isinstance(error, Refused):
        return problem(error.status, str(error))
    if isinstance(error, Http404 | ObjectDoesNotExist):
        return problem(404, "There is no such thing, or you may not see it.")
    if isinstance(error, Blocked):
        return problem(422, str(error), [guard_out(guard) for guard in error.guards])
    if isinstance(error, NotAllowed | PermissionDenied):
        return problem(403, str(error))
    if isinstance(error, _OVERTAKEN):
        return problem(409, str(error) or "The case's state does not allow that.")
    if isinstance(error, RequestDataTooBig):
        return problem(413, f"A body has at most {MOST_BYTES} bytes.")
    if isinstance(error, ValidationError):
        return problem(422, _sentences(error))
    if isinstance(error, OtherRequest | ValueError):
        return problem(422, str(error))
    return None


def guard_out(guard: Guard) -> GuardOut:
    """A guard as the API tells it."""
    return GuardOut(guard.kind, told(guard.why), told(guard.what_to_do), guard.blocks, guard.overridable_by)


def _sentences(error: ValidationError) -> str:
    """What a form or a table says against the values, each after the name of its field."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    fields = ((name.replace(NON_FIELD_ERRORS, ""), told) for name, told in error.message_dict.items())
    return " ".join(f"{name}: {' '.join(told)}" if name else " ".join(told) for name, told in fields)


# What cannot be done any more: somebody was first, or too much time has passed.
_OVERTAKEN = (AnotherAnswer, NothingToAnswer, MergedAway, IllegalMove, Outdated, LockHeld, TooLate, Decided)
_TITLES = {
    400: "Bad request", 401: "Who are you?", 403: "Not allowed", 404: "Not found", 405: "Method not allowed",
    409: "Not possible now", 413: "Too large", 422: "Not acceptable", 500: "Our fault", 502: "Not reached",
}  # fmt: skip


def problem(status: int, detail: str, guards: Sequence[GuardOut] = ()) -> HttpResponse:
    """A problem document (RFC 9457)."""
    body = _ENCODE(Problem(_TITLES[status], status, told(detail), list(guards)))
    answer = HttpResponse(body, status=status, content_type="application/problem+json")
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="hark"'
    return answer


def _serve(request: HttpRequest, route: Route, ids: Mapping[str, int]) -> HttpResponse:
    by, now = _who(request), datetime.now(UTC)
    body = _picture(request, route) if route.takes is bytes else _body(request, route)
    asked = Asked(by, now, ids, _without_nul(request.GET.dict()), body)
    if not route.keyed:
        said = route.handler(asked)
        return _json(said, route.status) if said is not None else HttpResponse(status=204)
    key = request.headers.get("Idempotency-Key", "")
    if not 1 <= len(key) <= 200 or not key.isprintable():
        raise Refused(400, "Send an Idempotency-Key header of 1 to 200 characters.")
    asks = hashlib.sha256(f"{route.method} {request.path}\n".encode() + request.body).hexdigest()
    (status, body), again = once(
        key, asks, lambda: (route.status, msgspec.to_builtins(route.handler(asked))), by=by, now=now
    )
    answer = _json(body, status)
    if again:
        answer["Idempotent-Replayed"] = "true"
    return answer


def _json(body: Any, status: int) -> HttpResponse:
    answer = HttpResponse(_ENCODE(body), status=status, content_type="application/json")
    answer["Cache-Control"] = "no-store"
    return answer


def _picture(request: HttpRequest, route: Route) -> bytes:
    """The body as it is, read only as far as it may be long."""
    if not (request.content_type or "").startswith("image/"):
        raise Refused(400, "Send the picture itself, with its own Content-Type such as image/jpeg.")
    content = request.read(route.most + 1)
    if len(content) > route.most:
        raise Refused(413, f"A body has at most {route.most} bytes.")
    return content


def _body(request: HttpRequest, route: Route) -> Any:
    if len(request.body) > route.most:
        raise Refused(413, f"A body has at most {route.most} bytes.")
    if route.takes is None:
        return None
    if request.content_type != "application/json":
        raise Refused(400, "Send the body as application/json.")
    try:
        body = msgspec.json.decode(request.body, type=route.takes)
        _without_nul(msgspec.to_builtins(body))
    except msgspec.ValidationError as error:
        raise Refused(422, str(error)) from None
    except msgspec.DecodeError as error:
        raise Refused(400, f"The body is no JSON: {error}") from None
    return body


def _without_nul(said: Any) -> Any:
    """What was said, itself. No text of ours holds a NUL: the database keeps none."""
    parts = [*said, *said.values()] if isinstance(said, dict) else said if isinstance(said, list) else ()
    if isinstance(said, str) and "\0" in said:
        raise Refused(422, "A text holds a NUL character.")
    for part in parts:
        _without_nul(part)
    return said


class _Csrf(CsrfViewMiddleware):
    """Django's own check, telling its reason instead of a page."""

    def _reject(self, _request: HttpRequest, reason: str) -> Any:
        return reason


def _who(request: HttpRequest) -> User:
    """By a key in the Authorization header, else by the session, which must then prove that it is no forgery."""
    header = request.headers.get("Authorization", "")
    if header:
        scheme, _, secret = header.partition(" ")
        by = tokens.holder(secret.strip(), datetime.now(UTC)) if scheme.lower() == "bearer" else None
        if by is None:
            raise Refused(401, "This key is not valid.")
        return by
    if not request.user.is_authenticated:
        raise Refused(401, "Send Authorization: Bearer and a key of yours.")
    check = _Csrf(lambda _request: HttpResponse())
    check.process_request(request)
    # The view is exempt for keys; a session is held to the check here.
    if check.process_view(request, HttpResponse, (), {}) is not None:
        raise Refused(403, "Send the page's X-CSRFToken with a session.")
    return person(request)
