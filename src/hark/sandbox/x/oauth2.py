"""OAuth 2.0: the authorize page with PKCE, the token endpoint, revocation, and the app-only bearer."""

import base64
import binascii
import hashlib
import hmac
from urllib.parse import unquote, urlencode, urlsplit

from hark.sandbox.x.call import Call
from hark.sandbox.x.grants import ACCESS_LIFE, ALL_SCOPES, CODE_LIFE, Code
from hark.sandbox.x.http import Request, Response, Route
from hark.sandbox.x.markup import document, esc, hidden, redirect
from hark.sandbox.x.model import App, Token

ASKED = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
)


def _fault_in(call: Call, asked: dict[str, str]) -> str:
    """Why a request for authorization is no good; empty when it is."""
    app = call.box.grants.by_client.get(asked["client_id"])
    parts = urlsplit(asked["redirect_uri"])
    unknown = set(asked["scope"].split()) - ALL_SCOPES
    if app is None:
        return "no app has this client_id"
    if not parts.scheme or (app.redirect_uris and asked["redirect_uri"] not in app.redirect_uris):
        return "the redirect_uri is not registered for this app"
    if asked["response_type"] != "code":
        return "response_type must be code"
    if unknown or not asked["scope"]:
        return f"unknown scope {' '.join(sorted(unknown))}" if unknown else "no scope is asked for"
    if not asked["state"]:
        return "state is missing"
    if not asked["code_challenge"] or asked["code_challenge_method"] not in ("", "plain", "S256"):
        return "a code_challenge with method S256 or plain is needed"
    return ""


def authorize(call: Call) -> Response:
    """The page on which a person lets an app in."""
    asked = {name: call.query.get(name, "") for name in ASKED}
    if reason := _fault_in(call, asked):
        return document(
            "Something went wrong",
            f"<main class=card><h1>Something went wrong</h1><p>{esc(reason)}</p></main>",
            status=400,
        )
    app = call.box.grants.by_client[asked["client_id"]]
    people = sorted(call.box.network.users.values(), key=lambda user: not user.brand)
    options = "".join(f'<option value="{user.id}">@{esc(user.username)}</option>' for user in people[:200])
    scopes = "".join(f"<li>{esc(scope)}</li>" for scope in asked["scope"].split())
    body = (
        f'<main class="card"><h1>{esc(app.name)} wants to access your account</h1><ul>{scopes}</ul>'
        f'<form method="post" action="/i/oauth2/authorize">{hidden(asked)}'
        f'<label>You are <select name="user_id">{options}</select></label>'
        '<div class="row"><button name="decision" value="approve" id="allow">Authorize app</button>'
        '<button name="decision" value="cancel" class="quiet">Cancel</button></div></form></main>'
    )
    return document("Authorize app", body)


def decide(call: Call) -> Response:
    """What the person pressed: back to the app with a code, or with access_denied."""
    form = call.request.form
    asked = {name: form.get(name, "") for name in ASKED}
    user = call.box.network.users.get(form.get("user_id", ""))
    if (reason := _fault_in(call, asked)) or user is None:
        return Response({"error": "invalid_request", "error_description": reason or "no such user"}, 400)
    answer = {"state": asked["state"]}
    if form.get("decision") == "approve":
        answer["code"] = call.box.grants.secret(88)
        call.box.grants.codes[answer["code"]] = Code(
            call.box.grants.by_client[asked["client_id"]],
            user,
            frozenset(asked["scope"].split()),
            asked["redirect_uri"],
            asked["code_challenge"],
            asked["code_challenge_method"] or "plain",
            call.now + CODE_LIFE,
        )
    else:
        answer["error"] = "access_denied"
    joint = "&" if urlsplit(asked["redirect_uri"]).query else "?"
    return redirect(asked["redirect_uri"] + joint + urlencode(answer))


def basic(request: Request) -> tuple[str, str] | None:
    """Name and password of a Basic header."""
    header = request.headers.get("authorization", "")
    if header[:6].lower() != "basic ":
        return None
    try:
        name, _, password = base64.b64decode(header[6:], validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return unquote(name), unquote(password)


def _client(call: Call, form: dict[str, str]) -> App | None:
    """The app that asks for a token: by Basic with its secret, or a public client by its id alone."""
    pair = basic(call.request)
    if pair is None:
        return call.box.grants.by_client.get(form.get("client_id", ""))
    app = call.box.grants.by_client.get(pair[0])
    return app if app is not None and hmac.compare_digest(app.client_secret, pair[1]) else None


def _refused(error: str, words: str, status: int = 400) -> Response:
    return Response({"error": error, "error_description": words}, status)


def token(call: Call) -> Response:
    form = call.request.form
    if call.request.content_type == "application/json":
        form = {name: str(value) for name, value in call.request.json().items()}
    app = _client(call, form)
    if app is None:
        return _refused("unauthorized_client", "Missing valid authorization header", 401)
    kind = form.get("grant_type", "")
    if kind == "authorization_code":
        return _exchange(call, app, form)
    if kind == "refresh_token":
        renewed = call.box.grants.rotate(form.get("refresh_token", ""), app, call.now)
        if renewed is None:
            return _refused("invalid_request", "Value passed for the token was invalid.")
        return _granted(renewed)
    if kind == "client_credentials":
        return Response({"token_type": "bearer", "access_token": app.bearer})
    return _refused("unsupported_grant_type", "grant_type is not supported")


def _exchange(call: Call, app: App, form: dict[str, str]) -> Response:
    code = call.box.grants.codes.get(form.get("code", ""))
    fits = code is not None and code.app is app and code.redirect_uri == form.get("redirect_uri", "")
    if code is None or not fits or code.used or call.now > code.expires:
        return _refused("invalid_request", "Value passed for the authorization code was invalid.")
    if not proven(code, form.get("code_verifier", "")):
        return _refused(
            "invalid_request", "Value passed for the code verifier did not match the code challenge."
        )
    code.used = True
    return _granted(call.box.grants.oauth2_token(app, code.user, code.scopes, call.now))


def proven(code: Code, verifier: str) -> bool:
    """Whether the verifier belongs to the challenge (RFC 7636 section 4.6)."""
    if code.method == "S256":
        digest = hashlib.sha256(verifier.encode()).digest()
        verifier = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return bool(verifier) and hmac.compare_digest(verifier.encode(), code.challenge.rstrip("=").encode())


def _granted(made: Token) -> Response:
    body = {
        "token_type": "bearer",
        "expires_in": int(ACCESS_LIFE),
        "access_token": made.value,
        "scope": " ".join(sorted(made.scopes)),
    }
    return Response(body | ({"refresh_token": made.refresh} if made.refresh else {}))


def revoke(call: Call) -> Response:
    form = call.request.form
    if _client(call, form) is None:
        return _refused("unauthorized_client", "Missing valid authorization header", 401)
    value = form.get("token", "")
    found = call.box.grants.oauth2.get(value) or call.box.grants.refreshes.get(value)
    if found is not None and not found.revoked:
        call.box.grants.revoke(found)
        call.box.network.tell("revoke", user=found.user, note=found.app.id)
    return Response({"revoked": True})


def app_only(call: Call) -> Response:
    """POST /oauth2/token with the consumer key and secret: the app's bearer token."""
    pair = basic(call.request)
    app = call.box.grants.by_consumer.get(pair[0]) if pair else None
    if app is None or pair is None or not hmac.compare_digest(app.consumer_secret, pair[1]):
        words = "Unable to verify your credentials"
        return Response(
            {"errors": [{"code": 99, "message": words, "label": "authenticity_token_error"}]}, 403
        )
    if call.request.form.get("grant_type") != "client_credentials":
        return Response({"errors": [{"code": 170, "message": "Missing required parameter: grant_type"}]}, 403)
    return Response({"token_type": "bearer", "access_token": app.bearer})


ROUTES = [
    Route("GET", "/i/oauth2/authorize", authorize),
    Route("POST", "/i/oauth2/authorize", decide),
    Route("GET", "/oauth2/authorize", authorize),
    Route("POST", "/2/oauth2/token", token),
    Route("POST", "/2/oauth2/revoke", revoke),
    Route("POST", "/oauth2/token", app_only),
]
