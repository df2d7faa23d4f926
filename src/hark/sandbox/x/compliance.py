"""/2/compliance/jobs: which of the posts or people I store are gone?"""

from typing import Any

from hark.sandbox.x.call import Call
from hark.sandbox.x.http import ENCODER, Response, Route
from hark.sandbox.x.jobs import Job
from hark.sandbox.x.model import Post, User
from hark.sandbox.x.network import Network
from hark.sandbox.x.problems import Invalid, Problem, not_found
from hark.sandbox.x.shapes import NewJob
from hark.sandbox.x.times import iso_ms

APP = frozenset({"app"})
Json = dict[str, Any]


def create(call: Call) -> Response:
    body = call.request.json(NewJob)
    kind = body.get("type")
    if kind not in ("tweets", "users"):
        raise Invalid("type", str(kind), "$.type: must be tweets or users")
    jobs, app = call.box.jobs, call.known.app
    if any(
        job.app_id == app.id and job.kind == kind and job.status(call.now) == "in_progress"
        for job in jobs.values()
    ):
        raise Problem(
            409, {"title": "Conflict", "detail": "One job of a kind at a time.", "type": "about:blank"}
        )
    job = Job(
        str(call.box.network.new_id()),
        app.id,
        kind,
        str(body.get("name") or ""),
        call.box.grants.secret(40),
        bool(body.get("resumable")),
        call.now,
    )
    jobs[job.id] = job
    return Response({"data": job.json(call.box.network.base_url, call.now)})


def one(call: Call) -> Response:
    job = call.box.jobs.get(call.param("id"))
    if job is None or job.app_id != call.known.app.id:
        raise Problem(404, not_found("compliance_job", "id", call.param("id")) | {"status": 404})
    return Response({"data": job.json(call.box.network.base_url, call.now)})


def many(call: Call) -> Response:
    kind, status = call.query.get("type", ""), call.query.get("status", "")
    if kind not in ("tweets", "users"):
        raise Invalid("type", kind, "The `type` query parameter must be tweets or users")
    mine = [job for job in call.box.jobs.values() if job.app_id == call.known.app.id and job.kind == kind]
    shown = [job for job in mine if status in ("", job.status(call.now))]
    data = [job.json(call.box.network.base_url, call.now) for job in shown]
    body: Json = {"data": data} if data else {}
    return Response(body | {"meta": {"result_count": len(data)}})


def _job(call: Call) -> Job:
    job = call.box.jobs.get(call.param("id"))
    if job is None or job.secret != call.param("secret"):
        raise Problem(403, {"title": "Forbidden", "type": "about:blank", "status": 403})
    return job


def receive(call: Call) -> Response:
    """The list of ids, one per line, as text/plain."""
    job = _job(call)
    if job.status(call.now) != "created":
        raise Problem(
            400, {"title": "Bad Request", "detail": "the upload has expired or is done", "status": 400}
        )
    lines = call.request.body.decode("utf-8", "replace").split()
    job.ids = [line for line in lines if line.isascii() and line.isdigit()]
    job.received = call.now
    check = _gone_post if job.kind == "tweets" else _gone_user
    found = (check(call.box.network, one, call.now) for one in job.ids)
    job.result = b"".join(ENCODER.encode(line) + b"\n" for line in found if line is not None)
    return Response(None)


def fetch(call: Call) -> Response:
    job = _job(call)
    if job.status(call.now) != "complete":
        raise Problem(404, {"title": "Not Found", "detail": "the result is not there yet", "status": 404})
    return Response(job.result, content_type="text/plain; charset=utf-8")


def _line(thing: Post | User, reason: str, now: float) -> Json:
    return {
        "id": thing.id,
        "action": "delete",
        "created_at": iso_ms(thing.created),
        "redacted_at": iso_ms(now),
        "reason": reason,
    }


def _gone_post(network: Network, post_id: str, now: float) -> Json | None:
    post = network.posts.get(post_id) or network.gone.get(post_id)
    if post is None:
        return None
    if post.deleted:
        return _line(post, "deleted", now)
    if post.author.suspended:
        return _line(post, "suspended", now)
    return _line(post, "protected", now) if post.author.protected else None


def _gone_user(network: Network, user_id: str, now: float) -> Json | None:
    user = network.users.get(user_id)
    if user is None or not (user.suspended or user.protected):
        return None
    return _line(user, "suspended" if user.suspended else "protected", now)


ROUTES = [
    Route("POST", "/2/compliance/jobs", create, APP, app_limit=150),
    Route("GET", "/2/compliance/jobs", many, APP, app_limit=150),
    Route("GET", "/2/compliance/jobs/:id", one, APP, app_limit=150),
    Route("PUT", "/sandbox/compliance/:id/:secret", receive),
    Route("GET", "/sandbox/compliance/:id/:secret", fetch),
]
