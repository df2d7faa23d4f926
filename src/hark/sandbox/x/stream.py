"""/2/tweets/search/stream: the filtered stream, and how any stream is opened."""

from hark.sandbox.x.call import Call
from hark.sandbox.x.http import Route, Streaming
from hark.sandbox.x.hub import Connection
from hark.sandbox.x.problems import TYPES, Invalid, Problem
from hark.sandbox.x.users import READ


def too_many_connections() -> Problem:
    body = {
        "title": "ConnectionException",
        "detail": "This stream is currently at the maximum allowed connection limit.",
        "connection_issue": "TooManyConnections",
        "type": TYPES + "streaming-connection",
        "status": 429,
    }
    return Problem(429, body)


def open_stream(call: Call, stream: str) -> tuple[Streaming, Connection]:
    """Connect a reader. Raises Problem 429 when the app has no connection left, or what a fault demands."""
    box, app = call.box, call.known.app
    fault = box.faults.on_connect(stream)
    if fault is not None:
        body = {"title": "Service Unavailable", "type": "about:blank", "status": fault.status}
        raise Problem(fault.status, body)
    if box.hub.full(app, stream):
        raise too_many_connections()
    connection = Connection(stream, app, call.view, call.now, call.request.client)
    box.hub.connect(connection)
    answer = Streaming(
        box.hub.chunks(connection),
        broken=lambda: connection.broken,
        gone=lambda: connection.end("client"),
        attach=lambda cut: setattr(connection, "cut", cut),
    )
    return answer, connection


def filtered(call: Call) -> Streaming:
    app = call.known.app
    minutes = call.number("backfill_minutes", 0, 5, 0)
    if minutes and app.plan != "enterprise":
        words = "backfill_minutes is only available to Enterprise accounts"
        raise Invalid("backfill_minutes", str(minutes), words)
    if not call.box.rules.of(app):
        body = {
            "title": "ConnectionException",
            "detail": "There are no rules associated with this stream. Create rules first.",
            "connection_issue": "RuleConfigurationIssue",
            "type": TYPES + "streaming-connection",
            "status": 409,
        }
        raise Problem(409, body)
    stream, connection = open_stream(call, "filtered")
    call.box.fanout.catch_up(connection, call.now - 60 * minutes)
    return stream


ROUTES = [Route("GET", "/2/tweets/search/stream", filtered, frozenset({"app"}), READ, 50)]
