"""/2/webhooks: register, list, challenge, delete, replay; and filtered posts by webhook (Enterprise)."""

import ipaddress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from hark.sandbox.x.call import Call
from hark.sandbox.x.hooks import KEPT, Hook
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.problems import Invalid, Problem, not_found
from hark.sandbox.x.times import iso_ms

APP = frozenset({"app"})
APP_OR_USER = frozenset({"app", "oauth1"})
MOST = {"self-serve": 1, "enterprise": 5}
CRC_FAILED = (
    "CrcValidationFailed: Webhook URL does not meet the requirements. "
    "Invalid CRC token or json response format."
)
Json = dict[str, Any]


def _json(hook: Hook) -> Json:
    return {"id": hook.id, "url": hook.url, "valid": hook.valid, "created_at": iso_ms(hook.created)}


def _url_problem(url: str, strict: bool) -> str:
    """Why an address will not do. Only a strict sandbox asks for https, no port and a public host."""
    parts = urlsplit(url)
    if len(url) > 200 or parts.scheme not in ("http", "https") or not parts.hostname:
        return "UrlValidationFailed: the url must be an address of at most 200 characters"
    if not strict:
        return ""
    if parts.scheme != "https" or parts.port is not None:
        return "UrlValidationFailed: the url must be https and name no port"
    try:
        local = not ipaddress.ip_address(parts.hostname).is_global
    except ValueError:
        local = parts.hostname == "localhost" or "." not in parts.hostname
    return "UrlValidationFailed: the url must be public" if local else ""


async def create(call: Call) -> Response:
    url = str(call.request.json().get("url") or "")
    box, app = call.box, call.known.app
    if reason := _url_problem(url, box.strict_webhooks):
        raise Invalid("url", url, reason)
    if any(hook.url == url for hook in box.hooks.of(app)):
        raise Invalid("url", url, "DuplicateUrlFailed: Webhook URL already exists for this app.")
    if len(box.hooks.of(app)) >= MOST[app.plan]:
        raise Invalid("url", url, "WebhookLimitExceeded: the app has as many webhooks as its plan allows.")
    hook = Hook(str(box.network.new_id()), app, url, call.now)
    if not await box.hooks.challenge(hook):
        raise Invalid("url", url, CRC_FAILED)
    box.hooks.all[hook.id] = hook
    return Response({"data": _json(hook)})


def listed(call: Call) -> Response:
    data = [_json(hook) for hook in call.box.hooks.of(call.known.app)]
    body: Json = {"data": data} if data else {}
    return Response(body | {"meta": {"result_count": len(data)}})


def _mine(call: Call, hook_id: str) -> Hook:
    hook = call.box.hooks.all.get(hook_id)
    if hook is None or hook.app is not call.known.app:
        raise Problem(404, not_found("webhook", "webhook_id", hook_id) | {"status": 404})
    return hook


async def validate(call: Call) -> Response:
    hook = _mine(call, call.param("id"))
    if not await call.box.hooks.challenge(hook):
        raise Invalid("webhook_id", hook.id, CRC_FAILED)
    return Response({"data": {"valid": hook.valid}})


def delete(call: Call) -> Response:
    hook = _mine(call, call.param("id"))
    del call.box.hooks.all[hook.id]
    for subscription in call.box.subscriptions.of(hook.app):
        if subscription.webhook_id == hook.id:
            call.box.subscriptions.remove(subscription.id)
    call.box.fanout.links.discard(hook.id)
    return Response({"data": {"deleted": True}})


def _minute(name: str, text: str) -> float:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC).timestamp()
    except ValueError as error:
        raise Invalid(name, text, f"$.{name}: must be a time like 202611221200") from error


def replay(call: Call) -> Response:
    """Send the events of a stretch of the last 24 hours again; one job at a time."""
    body = call.request.json()
    hook = _mine(call, str(body.get("webhook_id") or ""))
    begin = _minute("from_date", str(body.get("from_date") or ""))
    end = _minute("to_date", str(body.get("to_date") or ""))
    if not call.now - KEPT <= begin < end:
        raise Invalid("from_date", str(body["from_date"]), "$.from_date: must lie in the last 24 hours")
    if end > call.now - 600:
        raise Invalid("to_date", str(body["to_date"]), "$.to_date: must be at least 10 minutes ago")
    if hook.replaying:
        raise Problem(409, {"title": "Conflict", "detail": "A replay job is running.", "type": "about:blank"})
    job_id = str(call.box.network.new_id())
    call.box.hooks.start(call.box.hooks.replay(hook, job_id, begin, end))
    return Response({"data": {"job_id": job_id, "created_at": iso_ms(call.now)}})


def link(call: Call) -> Response:
    call.box.fanout.links.add(_mine(call, call.param("id")).id)
    return Response({"data": {"provisioned": True}})


def unlink(call: Call) -> Response:
    call.box.fanout.links.discard(_mine(call, call.param("id")).id)
    return Response({"data": {"deleted": True}})


def links(call: Call) -> Response:
    app = call.known.app
    found = [hook for hook in call.box.hooks.of(app) if hook.id in call.box.fanout.links]
    data = [{"application_id": app.id, "webhook_id": hook.id, "instance_id": hook.id} for hook in found]
    return Response({"data": data} if data else {})


ROUTES = [
    Route("POST", "/2/webhooks", create, APP_OR_USER, app_limit=450),
    Route("GET", "/2/webhooks", listed, APP_OR_USER, app_limit=450),
    Route("PUT", "/2/webhooks/:id", validate, APP_OR_USER, app_limit=450),
    Route("DELETE", "/2/webhooks/:id", delete, APP_OR_USER, app_limit=450),
    Route("POST", "/2/webhooks/replay", replay, APP, app_limit=100),
    Route("POST", "/2/tweets/search/webhooks/:id", link, APP, enterprise=True),
    Route("DELETE", "/2/tweets/search/webhooks/:id", unlink, APP, enterprise=True),
    Route("GET", "/2/tweets/search/webhooks", links, APP, enterprise=True),
]
