"""What happens to every call around its handler: who, how often, at what price, with which faults."""

import logging
import time
import uuid
from collections.abc import Awaitable
from email.utils import formatdate

from hark.sandbox.x.box import Box
from hark.sandbox.x.call import Call
from hark.sandbox.x.faults import Fault
from hark.sandbox.x.grants import Caller
from hark.sandbox.x.http import Request, Response, Route, Streaming
from hark.sandbox.x.limits import State, too_many
from hark.sandbox.x.prices import out_of_credits
from hark.sandbox.x.problems import TYPES, Problem, forbidden, not_on_plan, unauthorized, wrong_auth

LOG = logging.getLogger("hark.sandbox.x")
BROKEN = {
    "title": "Internal Server Error",
    "detail": "The local X has a defect; its own log says more.",
    "type": TYPES + "internal-error",
    "status": 500,
}
MODES = {
    "app": "OAuth 2.0 Application-Only",
    "oauth2": "OAuth 2.0 User Context",
    "oauth1": "OAuth 1.0a User Context",
}


def identify(box: Box, request: Request) -> Caller | None:
    """Who stands behind the Authorization header."""
    header = request.headers.get("authorization", "")
    if header[:7].lower() == "bearer ":
        return box.grants.of_bearer(header[7:].strip(), box.clock.now())
    if header[:6].lower() == "oauth ":
        return box.oauth1.caller(request)
    return None


def admit(route: Route, caller: Caller | None) -> None:
    """Let a caller through to an endpoint. Raises Problem 401 or 403."""
    if not route.auth:
        return
    if caller is None:
        raise unauthorized()
    if caller.mode not in route.auth:
        raise wrong_auth(MODES[caller.mode], [MODES[mode] for mode in sorted(route.auth)])
    if caller.mode == "oauth2" and not route.scopes <= caller.scopes:
        raise forbidden("Forbidden")
    if caller.user is not None and caller.user.suspended:
        raise forbidden("Your account is suspended and is not permitted to access this feature.")
    if route.enterprise and caller.app.plan != "enterprise":
        raise not_on_plan()


async def answer(box: Box, route: Route, request: Request, fault: Fault | None) -> Response | Streaming:
    """Run one call from the door to the answer; every Problem becomes a Response."""
    headers: dict[str, str] = {}
    caller: Caller | None = None
    try:
        caller = identify(box, request)
        admit(route, caller)
        if caller is not None and route.auth:
            _meter(box, route, caller, headers, fault)
        response = await run(route, Call(box, request, caller))
    except Problem as refusal:
        response = Response(refusal.body, refusal.status)
    except Exception:
        LOG.exception("%s %s failed", request.method, request.path)
        response = Response(BROKEN, 500)
    if isinstance(response, Response):
        if caller is not None and response.billed:
            box.ledger.charge(caller.app, response.billed, box.clock.now())
        _write_down(box, request, response, caller)
    response.headers = {**_common(box, fault), **headers, **response.headers}
    return response


async def run(route: Route, call: Call) -> Response | Streaming:
    """Call the handler, which may be a coroutine function."""
    outcome: Response | Streaming | Awaitable[Response | Streaming] = route.handler(call)
    return outcome if isinstance(outcome, Response | Streaming) else await outcome


def _meter(box: Box, route: Route, caller: Caller, headers: dict[str, str], fault: Fault | None) -> None:
    """Count the call and see that it is paid for. Raises Problem 429 or 402."""
    now = box.clock.now()
    state, allowed = box.limits.take(route, caller, now)
    if state is not None and not (fault and fault.kind == "rate_missing"):
        if fault and fault.kind == "rate_lie":
            state = State(state.limit, state.limit, int(now) - 60)
        headers |= state.headers()
    headers["x-access-level"] = "read-write-directmessages" if caller.user else "read"
    if fault and fault.kind == "limited":
        raise too_many(fault.shape or box.limit_shape)
    if fault and fault.kind == "credits":
        raise out_of_credits(fault.shape or box.credit_shape)
    if not allowed:
        raise too_many(box.limit_shape)
    box.ledger.refuse(caller.app, now, box.credit_shape)


def _common(box: Box, fault: Fault | None) -> dict[str, str]:
    """Headers on every answer. `Date` is the network's clock, which a fault may put wrong."""
    skew = fault.seconds if fault and fault.kind == "skew" else 0.0
    return {
        "date": formatdate(box.clock.now() + skew, usegmt=True),
        "x-transaction-id": uuid.uuid4().hex[:16],
        "api-version": "2.167",
        "x-response-time": str(int(time.monotonic() * 1000) % 97 + 3),
    }


def _write_down(box: Box, request: Request, response: Response, caller: Caller | None) -> None:
    box.truth.record(
        "call",
        method=request.method,
        path=request.path,
        query=request.raw_query,
        status=response.status,
        user=caller.user.username if caller and caller.user else None,
        app=caller.app.id if caller else None,
    )
