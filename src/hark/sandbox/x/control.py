"""/sandbox/…: for tests and for playing by hand. Not part of X; no token is asked for.

The local network is for this machine only, so the controls trust whoever reaches them.
"""

from typing import Any

import msgspec

from hark.sandbox.x.authoring import Draft, erase, publish
from hark.sandbox.x.call import Call
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.hub import operational_disconnect
from hark.sandbox.x.messaging import send_to
from hark.sandbox.x.model import Media, Post, User
from hark.sandbox.x.naming import EVERYTHING
from hark.sandbox.x.problems import Invalid, Problem
from hark.sandbox.x.render import post_json, user_json
from hark.sandbox.x.shapes import ControlChange, ControlFaults, ControlPerson, ControlPost, ControlSettings
from hark.sandbox.x.times import iso_ms

Json = dict[str, Any]
SETTINGS = {
    "summoned_wording": ("july", "may"),
    "credit_shape": ("depleted", "account"),
    "limit_shape": ("problem", "code"),
}
TRAITS = (
    "name",
    "bio",
    "location",
    "url",
    "followers",
    "following",
    "verified",
    "protected",
    "suspended",
    "brand",
    "dm_open",
    "x_chat",
    "language",
    "parody",
    "affiliate_of",
)


def _person(call: Call, name: str) -> User:
    network = call.box.network
    user = network.user_named(name) or network.users.get(name)
    if user is None:
        raise Invalid("user", name, f"nobody is called {name}")
    return user


def _post(call: Call, post_id: str) -> Post:
    post = call.box.network.posts.get(post_id)
    if post is None:
        raise Problem(404, {"title": "Not Found", "detail": f"there is no post {post_id}", "status": 404})
    return post


def post(call: Call) -> Response:
    """Post as anybody: {author, text, reply_to?, quotes?, reposts?, edits?, image_alt?, lang?, at?}."""
    body = call.request.json(ControlPost)
    author = _person(call, str(body.get("author") or ""))
    refs = {
        name: _post(call, str(body[name]))
        for name in ("reply_to", "quotes", "reposts", "edits")
        if body.get(name)
    }
    moment = float(body.get("at") or call.now)
    media: tuple[Media, ...] = ()
    if body.get("image_alt") is not None:
        number = call.box.network.new_id(moment)
        media = (
            Media(str(number), f"3_{number}", "photo", author.id, alt=str(body["image_alt"]), finalized=True),
        )
        call.box.network.media[media[0].id] = media[0]
    draft = Draft(author, str(body.get("text") or ""), moment, media=media, via="control")
    draft.reply_to, draft.quotes = refs.get("reply_to"), refs.get("quotes")
    draft.reposts, draft.edits = refs.get("reposts"), refs.get("edits")
    draft.lang = str(body.get("lang") or "")
    draft.reply_settings = str(body.get("reply_settings") or "everyone")
    made = publish(call.box.network, draft)
    return Response({"data": post_json(made, EVERYTHING)}, 201)


def delete(call: Call) -> Response:
    erase(call.box.network, _post(call, call.param("id")))
    return Response({"data": {"deleted": True}})


def change_post(call: Call) -> Response:
    """Withhold a post ({withheld_in: [...]}) or set its counters ({counts: {likes: 3}})."""
    body, found = call.request.json(ControlChange), _post(call, call.param("id"))
    if "withheld_in" in body:
        found.withheld_in = tuple(body["withheld_in"])
        call.box.network.tell("withhold", post=found, user=found.author)
    found.counts.update({str(name): int(value) for name, value in (body.get("counts") or {}).items()})
    return Response({"data": post_json(found, EVERYTHING)})


def message(call: Call) -> Response:
    """Write privately as anybody: {sender, recipient, text}."""
    body = call.request.json()
    sender, recipient = (_person(call, str(body.get(name) or "")) for name in ("sender", "recipient"))
    made = send_to(call.box.network, sender, recipient, str(body.get("text") or ""), call.now)
    return Response({"data": {"id": made.id, "conversation_id": made.conversation_id}}, 201)


def user(call: Call) -> Response:
    """Add a person ({username, …}) and hand out tokens, as in the line printed at the start."""
    body = call.request.json(ControlPerson)
    username = str(body.get("username") or "")
    if not username or call.box.network.user_named(username) is not None:
        raise Invalid("username", username, "a new username is needed")
    made = User(str(call.box.network.new_id()), username, str(body.get("name") or username), call.now)
    call.box.network.add_user(made)
    _traits(call, made, body)
    return Response({"data": call.box.entry(made)}, 201)


def change_user(call: Call) -> Response:
    """Change a person: protected, suspended, x_chat, bio and so on; {blocks: name, follows: name}."""
    body, found = call.request.json(ControlPerson), _person(call, call.param("name"))
    _traits(call, found, body)
    network = call.box.network
    for name, people in (
        ("blocks", found.blocks),
        ("follows", found.follows),
        ("dm_blocks", found.dm_blocks),
    ):
        if body.get(name):
            target = _person(call, str(body[name]))
            people.add(target.id)
            network.tell(name.rstrip("s"), user=found, target=target)
    return Response({"data": user_json(found, EVERYTHING, None, network.base_url)})


def _traits(call: Call, found: User, body: Json) -> None:
    for name in TRAITS:
        if name in body:
            setattr(found, name, type(getattr(found, name))(body[name]))
    network = call.box.network
    if "bio" in body:
        network.tell("profile", user=found, note=found.bio)
    for name, kind in (("protected", "protect"), ("suspended", "suspend")):
        if name in body:
            network.tell(kind, user=found, note=str(body[name]).lower())


def faults(call: Call) -> Response:
    """Replace the faults in force: {faults: [...], seed?}; GET reports how often each has struck."""
    if call.request.method == "POST":
        body = call.request.json(ControlFaults)
        try:
            call.box.faults.set(body.get("faults") or (), body.get("seed"))
        except (msgspec.ValidationError, ValueError) as error:
            raise Invalid("faults", "", str(error)) from error
    return Response({"data": call.box.faults.report()})


def truth(call: Call) -> Response:
    """The last lines of the ground truth, oldest first; ?kind= and ?after= (a line number) narrow it."""
    log = call.box.truth
    after = call.number("after", 0, 1 << 62, 0)
    skip = max(0, after - (log.total - len(log.lines)))
    kind = call.query.get("kind")
    lines = [line for place, line in enumerate(log.lines) if place >= skip and kind in (None, line["kind"])]
    return Response({"data": lines, "meta": {"total": log.total}})


def clock(call: Call) -> Response:
    """Move network time: {advance: seconds} and/or {rate: times ours}; GET tells it."""
    if call.request.method == "POST":
        body = call.request.json()
        try:
            if "rate" in body:
                call.box.clock.set_rate(float(body["rate"]))
            if "advance" in body:
                call.box.clock.advance(float(body["advance"]))
        except (TypeError, ValueError) as error:
            raise Invalid("clock", "", str(error)) from error
    now = call.box.clock.now()
    return Response({"data": {"now": now, "iso": iso_ms(now), "rate": call.box.clock.rate}})


def settings(call: Call) -> Response:
    """Plan, credits, limits and wordings: {plan, credits, cap, limit_factor, strict_webhooks, …}."""
    box, body = call.box, call.request.json(ControlSettings) if call.request.method == "POST" else {}
    if body.get("plan") in ("self-serve", "enterprise"):
        for app in box.grants.apps.values():
            app.plan = body["plan"]
    if "credits" in body:
        box.app.credits = float(body["credits"])
    if "cap" in body:
        box.ledger.cap = int(body["cap"])
    if "limit_factor" in body:
        box.limits.factor = float(body["limit_factor"])
    box.strict_webhooks = bool(body.get("strict_webhooks", box.strict_webhooks))
    for name, allowed in SETTINGS.items():
        if body.get(name) in allowed:
            setattr(box, name, body[name])
    return Response({"data": _settings(call)})


def _settings(call: Call) -> Json:
    box = call.box
    data: Json = {
        "plan": box.app.plan,
        "credits": round(box.app.credits, 6),
        "spent": round(box.app.spent, 6),
    }
    data |= {name: getattr(box, name) for name in SETTINGS}
    items = {item: count for counter in box.ledger.items.values() for item, count in counter.items()}
    return data | {"items": items, "limit_factor": box.limits.factor, "strict_webhooks": box.strict_webhooks}


def app(call: Call) -> Response:
    """Another developer app: {name, owner?, plan?}."""
    body = call.request.json()
    owner = _person(call, str(body.get("owner") or call.box.app.owner))
    plan = "enterprise" if body.get("plan") == "enterprise" else "self-serve"
    made = call.box.grants.new_app(str(body.get("name") or "another app"), owner.id, plan)
    names = ("id", "name", "consumer_key", "consumer_secret", "client_id", "client_secret", "plan")
    return Response(
        {"data": {name: getattr(made, name) for name in names} | {"bearer_token": made.bearer}}, 201
    )


def streams(call: Call) -> Response:
    """Disturb every open stream now: {do: close | reset | disconnect}."""
    action = str(call.request.json().get("do") or "")
    if action not in ("close", "reset", "disconnect"):
        raise Invalid("do", action, "do is close, reset or disconnect")
    found = list(call.box.hub.open)
    for connection in found:
        if action == "disconnect":
            connection.push(operational_disconnect())
        connection.end(action, broken=action == "reset")
    return Response({"data": {"streams": len(found)}})


def card(call: Call) -> Response:
    """The line printed at the start, once more."""
    return Response(call.box.card())


def play(call: Call) -> Response:
    """Read receipts and typing, which nobody does by themselves: {kind: read | typing, user, target}."""
    body = call.request.json()
    kind = str(body.get("kind") or "")
    if kind not in ("read", "typing"):
        raise Invalid("kind", kind, "kind is read or typing")
    people = {name: _person(call, str(body.get(name) or "")) for name in ("user", "target")}
    call.box.network.tell(kind, **people)
    return Response({"data": {"told": True}})


ROUTES = [
    Route("POST", "/sandbox/posts", post),
    Route("DELETE", "/sandbox/posts/:id", delete),
    Route("PATCH", "/sandbox/posts/:id", change_post),
    Route("POST", "/sandbox/messages", message),
    Route("POST", "/sandbox/users", user),
    Route("PATCH", "/sandbox/users/:name", change_user),
    Route("GET", "/sandbox/faults", faults),
    Route("POST", "/sandbox/faults", faults),
    Route("GET", "/sandbox/truth", truth),
    Route("GET", "/sandbox/clock", clock),
    Route("POST", "/sandbox/clock", clock),
    Route("GET", "/sandbox/settings", settings),
    Route("POST", "/sandbox/settings", settings),
    Route("POST", "/sandbox/apps", app),
    Route("POST", "/sandbox/streams", streams),
    Route("POST", "/sandbox/play", play),
    Route("GET", "/sandbox/card", card),
]
