"""OAuth 1.0a in three steps: request token, a person's consent, access token."""

from urllib.parse import urlencode, urlsplit

from hark.sandbox.x.call import Call
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.markup import document, esc, hidden, redirect
from hark.sandbox.x.oauth1 import header_params
from hark.sandbox.x.problems import unauthorized

FORM = "application/x-www-form-urlencoded"


def _form(body: dict[str, str]) -> Response:
    return Response(urlencode(body).encode(), content_type=FORM)


def request_token(call: Call) -> Response:
    oauth = header_params(call.request.headers.get("authorization", ""))
    grants = call.box.grants
    app = grants.by_consumer.get(oauth.get("oauth_consumer_key", ""))
    if app is None or not call.box.oauth1.signed(call.request, oauth, app.consumer_secret, ""):
        raise unauthorized()
    value, secret = grants.secret(27), grants.secret(32)
    callback = oauth.get("oauth_callback") or call.query.get("oauth_callback", "oob")
    grants.request_tokens[value] = {"secret": secret, "app": app.id, "callback": callback}
    body = {"oauth_token": value, "oauth_token_secret": secret, "oauth_callback_confirmed": "true"}
    return _form(body)


def consent(call: Call) -> Response:
    value = call.query.get("oauth_token", "")
    if value not in call.box.grants.request_tokens:
        return document(
            "Something went wrong", "<main class=card><h1>This token is unknown</h1></main>", status=400
        )
    people = sorted(call.box.network.users.values(), key=lambda user: not user.brand)
    options = "".join(f'<option value="{user.id}">@{esc(user.username)}</option>' for user in people[:200])
    body = (
        '<main class="card"><h1>Authorize the app to access your account?</h1>'
        f'<form method="post" action="/oauth/authorize">{hidden({"oauth_token": value})}'
        f'<label>You are <select name="user_id">{options}</select></label>'
        '<div class="row"><button id="allow">Authorize app</button></div></form></main>'
    )
    return document("Authorize app", body)


def decide(call: Call) -> Response:
    form = call.request.form
    pending = call.box.grants.request_tokens.get(form.get("oauth_token", ""))
    if pending is None or form.get("user_id") not in call.box.network.users:
        raise unauthorized()
    pending["user"] = form["user_id"]
    pending["verifier"] = call.box.grants.secret(32)
    if pending["callback"] == "oob":
        return document(
            "PIN", f'<main class="card"><h1>Your PIN</h1><code>{pending["verifier"]}</code></main>'
        )
    joint = "&" if urlsplit(pending["callback"]).query else "?"
    answer = {"oauth_token": form["oauth_token"], "oauth_verifier": pending["verifier"]}
    return redirect(pending["callback"] + joint + urlencode(answer))


def access_token(call: Call) -> Response:
    oauth = header_params(call.request.headers.get("authorization", ""))
    grants = call.box.grants
    pending = grants.request_tokens.get(oauth.get("oauth_token", ""))
    if pending is None or "user" not in pending:
        raise unauthorized()
    app = grants.apps[pending["app"]]
    signed = call.box.oauth1.signed(call.request, oauth, app.consumer_secret, pending["secret"])
    given = (
        oauth.get("oauth_verifier")
        or call.query.get("oauth_verifier")
        or call.request.form.get("oauth_verifier")
    )
    if not signed or given != pending["verifier"]:
        raise unauthorized()
    del grants.request_tokens[oauth["oauth_token"]]
    user = call.box.network.users[pending["user"]]
    made = grants.oauth1_token(app, user)
    body = {"oauth_token": made.value, "oauth_token_secret": made.secret}
    return _form(body | {"user_id": user.id, "screen_name": user.username})


ROUTES = [
    Route("POST", "/oauth/request_token", request_token),
    Route("GET", "/oauth/request_token", request_token),
    Route("GET", "/oauth/authorize", consent),
    Route("GET", "/oauth/authenticate", consent),
    Route("POST", "/oauth/authorize", decide),
    Route("POST", "/oauth/access_token", access_token),
    Route("GET", "/oauth/access_token", access_token),
]
