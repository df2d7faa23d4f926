"""/2/usage and /2/connections: what an app has used, and the streams it holds."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hark.sandbox.x.call import Call
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.hub import Connection
from hark.sandbox.x.problems import Invalid
from hark.sandbox.x.shapes import Uuids
from hark.sandbox.x.times import iso_ms

APP = frozenset({"app"})
ENDPOINTS = {"filtered": "filtered_stream", "activity": "activity_stream"}
Json = dict[str, Any]


def usage(call: Call) -> Response:
    """Post reads of the last days, per UTC day."""
    app, ledger = call.known.app, call.box.ledger
    days = call.number("days", 1, 90, 7)
    today = int(call.now // 86400)
    counts: Mapping[int, int] = ledger.daily.get(app.id, {})
    daily = [
        {"date": _midnight(day), "usage": str(counts[day])}
        for day in range(today - days + 1, today + 1)
        if day in counts
    ]
    total = sum(int(one["usage"]) for one in daily)
    data: Json = {
        "cap_reset_day": 1,
        "project_id": app.id,
        "project_cap": str(ledger.cap),
        "project_usage": str(ledger.used_this_month(app, call.now)),
        "daily_project_usage": {"project_id": app.id, "usage": daily},
        "daily_client_app_usage": [
            {"client_app_id": app.id, "usage": daily, "usage_result_count": total},
        ],
    }
    return Response({"data": data})


def _midnight(day: int) -> str:
    return datetime.fromtimestamp(day * 86400, UTC).strftime("%Y-%m-%dT00:00:00.000Z")


def _entry(one: Connection) -> Json:
    body: Json = {
        "id": one.id,
        "endpoint_name": ENDPOINTS[one.stream],
        "connected_at": iso_ms(one.connected),
        "client_ip": one.client,
    }
    if one.disconnected is not None:
        body |= {"disconnected_at": iso_ms(one.disconnected), "disconnect_reason": one.ended or ""}
    return body


def connections(call: Call) -> Response:
    app, hub = call.known.app, call.box.hub
    wanted = call.query.get("status", "active")
    if wanted not in ("active", "inactive", "all"):
        raise Invalid("status", wanted, "status is active, inactive or all")
    found = hub.of(app) if wanted != "inactive" else []
    if wanted != "active":
        found += [one for one in hub.past if one.app is app]
    endpoints = set(filter(None, call.query.get("endpoints", "").split(",")))
    data = [_entry(one) for one in found if not endpoints or ENDPOINTS[one.stream] in endpoints]
    body: Json = {"data": data} if data else {}
    return Response(body | {"meta": {"result_count": len(data)}})


def _kill(wanted: list[str], found: list[Connection]) -> Response:
    for one in found:
        one.end("terminated by the app")
    alive = {one.id for one in found}
    results = [
        {"uuid": one, "success": True}
        if one in alive
        else {"uuid": one, "success": False, "error_message": "not open"}
        for one in wanted
    ]
    bad = len(wanted) - len(alive)
    data = {"successful_kills": len(alive), "failed_kills": bad, "results": results}
    return Response({"data": data})


def end_some(call: Call) -> Response:
    wanted = [str(one) for one in call.request.json(Uuids).get("uuids") or ()]
    if not wanted:
        raise Invalid("uuids", "", "$.uuids: must name at least one connection")
    return _kill(wanted, [one for one in call.box.hub.of(call.known.app) if one.id in wanted])


def end_all(call: Call) -> Response:
    found = call.box.hub.of(call.known.app)
    return _kill([one.id for one in found], found)


def end_endpoint(call: Call) -> Response:
    name = call.param("endpoint")
    found = [one for one in call.box.hub.of(call.known.app) if ENDPOINTS[one.stream] == name]
    return _kill([one.id for one in found], found)


ROUTES = [
    Route("GET", "/2/usage/tweets", usage, APP, app_limit=50),
    Route("GET", "/2/connections", connections, APP, app_limit=25),
    Route("DELETE", "/2/connections", end_some, APP, app_limit=25),
    Route("DELETE", "/2/connections/all", end_all, APP, app_limit=25),
    Route("DELETE", "/2/connections/:endpoint", end_endpoint, APP, app_limit=25),
]
