"""/2/activity: subscriptions and the activity stream."""

from typing import Any

from hark.sandbox.x.call import Call
from hark.sandbox.x.events import PRIVATE, TYPES
from hark.sandbox.x.http import Response, Route, Streaming
from hark.sandbox.x.problems import Invalid, Problem, forbidden, not_found
from hark.sandbox.x.shapes import NewSubscription
from hark.sandbox.x.stream import open_stream
from hark.sandbox.x.subscriptions import MOST, Subscription
from hark.sandbox.x.users import ANY

APP = frozenset({"app"})
DIRECTIONS = frozenset({"inbound", "outbound", "sent", "received"})
Json = dict[str, Any]


def create(call: Call) -> Response:
    body = call.request.json(NewSubscription)
    kind = str(body.get("event_type") or "")
    kind = "chat.conversation.join" if kind == "chat.conversation_join" else kind
    if kind not in TYPES:
        raise Invalid("event_type", kind, f"$.event_type: {kind} is not an event type")
    wanted = _filter(call, kind, body.get("filter") or {})
    tag = str(body.get("tag") or "")
    if len(tag) > 200:
        raise Invalid("tag", tag, "$.tag: at most 200 characters")
    app, subscriptions = call.known.app, call.box.subscriptions
    mine = subscriptions.of(app)
    hook = _hook(call, str(body.get("webhook_id") or ""))
    if any(one.event_type == kind and one.filter == wanted and one.webhook_id == hook for one in mine):
        raise Problem(
            409,
            {"title": "Conflict", "detail": "DuplicateSubscription: already exists", "type": "about:blank"},
        )
    if len(mine) >= MOST[app.plan]:
        raise forbidden("SubscriptionLimitExceeded")
    made = Subscription(str(call.box.network.new_id()), app, kind, wanted, tag, hook, call.now, call.now)
    subscriptions.add(made)
    meta = {"total_subscriptions": len(mine) + 1}
    return Response({"data": {"subscription": made.json()}, "meta": meta})


def _filter(call: Call, kind: str, given: Json) -> Json:
    """The filter of a subscription. Private events need the user's own token with the scopes."""
    wanted = {name: str(value) for name, value in given.items() if value not in (None, "")}
    if unknown := set(wanted) - {"user_id", "keyword", "direction"}:
        raise Invalid("filter", str(unknown), "$.filter: holds a field that is not defined")
    if wanted.get("direction", "inbound") not in DIRECTIONS:
        raise Invalid("direction", wanted["direction"], "$.filter.direction: is not valid")
    if kind == "news.new" or kind == "oauth.revoke":
        return wanted
    user_id = wanted.get("user_id", "")
    if user_id not in call.box.network.users:
        raise Invalid("user_id", user_id, "$.filter.user_id: no such user")
    scopes = PRIVATE.get(kind)
    if scopes is None:
        return wanted
    caller = call.known
    if caller.user is None or caller.user.id != user_id or not scopes <= caller.scopes:
        raise forbidden(
            f"{kind} is a private event: it needs the user's own token with {' '.join(sorted(scopes))}."
        )
    return wanted


def _hook(call: Call, hook_id: str) -> str:
    if not hook_id:
        return ""
    hook = call.box.hooks.all.get(hook_id)
    if hook is None or hook.app is not call.known.app:
        raise Invalid("webhook_id", hook_id, "$.webhook_id: no such webhook")
    return hook.id


def listed(call: Call) -> Response:
    found = call.box.subscriptions.of(call.known.app)
    data = [one.json() for one in found[: call.number("max_results", 1, 1000, 1000)]]
    body: Json = {"data": data} if data else {}
    return Response(body | {"meta": {"total_subscriptions": len(found), "result_count": len(data)}})


def _mine(call: Call) -> Subscription:
    found = call.box.subscriptions.all.get(call.param("id"))
    if found is None or found.app is not call.known.app:
        raise Problem(404, not_found("subscription", "subscription_id", call.param("id")) | {"status": 404})
    return found


def update(call: Call) -> Response:
    found, body = _mine(call), call.request.json()
    if "tag" in body:
        found.tag = str(body["tag"] or "")
    if "webhook_id" in body:
        found.webhook_id = _hook(call, str(body["webhook_id"] or ""))
    found.updated = call.now
    total = len(call.box.subscriptions.of(call.known.app))
    return Response({"data": {"subscription": found.json(), "total_subscriptions": total}})


def delete(call: Call) -> Response:
    call.box.subscriptions.remove(_mine(call).id)
    total = len(call.box.subscriptions.of(call.known.app))
    return Response({"data": {"deleted": True}, "meta": {"total_subscriptions": total}})


def delete_some(call: Call) -> Response:
    app, subscriptions = call.known.app, call.box.subscriptions
    data, errors = [], []
    for one in [part.strip() for part in call.query.get("ids", "").split(",") if part.strip()]:
        found = subscriptions.all.get(one)
        if found is not None and found.app is app:
            subscriptions.remove(one)
            data.append({"subscription_id": one, "deleted": True})
        else:
            errors.append({"subscription_id": one, "reason": "NotFound", "message": "no such subscription"})
    body: Json = {"data": data, "meta": {"total_subscriptions": len(subscriptions.of(app))}}
    return Response(body | ({"errors": errors} if errors else {}))


def stream(call: Call) -> Streaming:
    return open_stream(call, "activity")[0]


ROUTES = [
    Route("POST", "/2/activity/subscriptions", create, ANY, app_limit=500),
    Route("GET", "/2/activity/subscriptions", listed, ANY, app_limit=500),
    Route("DELETE", "/2/activity/subscriptions", delete_some, ANY, app_limit=500),
    Route("PUT", "/2/activity/subscriptions/:id", update, ANY, app_limit=500),
    Route("DELETE", "/2/activity/subscriptions/:id", delete, ANY, app_limit=500),
    Route("GET", "/2/activity/stream", stream, APP, app_limit=450),
]
