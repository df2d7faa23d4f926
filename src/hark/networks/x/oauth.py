"""OAuth 2.0 with PKCE against X: the address to send a person to, and codes and refresh tokens into tokens.

X: the code lives 30 seconds, the access token 2 hours, a refresh token needs the scope `offline.access` and
is worth nothing once it has been used (networks.md 2.1).
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from hark.networks.http import HttpClient, Request
from hark.networks.port import NetworkError
from hark.networks.x.client import BASE_URL
from hark.networks.x.errors import parse
from hark.networks.x.meter import Clock

CARE_SCOPES = (
    "tweet.read",
    "tweet.write",
    "tweet.moderate.write",
    "users.read",
    "dm.read",
    "dm.write",
    "media.write",
    "like.read",
    "offline.access",
)
AUTHORIZE_X = "https://x.com/i/oauth2/authorize"


@dataclass(frozen=True, slots=True)
class App:
    """The company's own X app. A confidential client has a secret, a public one has none."""

    client_id: str
    client_secret: str = field(default="", repr=False)
    redirect_uri: str = "http://127.0.0.1:8643/callback"
    base_url: str = BASE_URL

    @property
    def authorize_url(self) -> str:
        """X's consent page; a sandbox has it under its own address."""
        return AUTHORIZE_X if self.base_url == BASE_URL else f"{self.base_url.rstrip('/')}/i/oauth2/authorize"

    @property
    def token_url(self) -> str:
        return f"{self.base_url.rstrip('/')}/2/oauth2/token"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One walk through the consent page: what only we know until it comes back."""

    state: str = field(repr=False)
    verifier: str = field(repr=False)

    @classmethod
    def begin(cls) -> "Attempt":
        """A new one, from the operating system's randomness."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(64))

    @property
    def challenge(self) -> str:
        """S256 of the verifier, RFC 7636 section 4.2."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Tokens:
    """What X granted. `expires_at` is by our clock; `refresh` is "" without the scope offline.access."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()


def authorize_url(app: App, attempt: Attempt, scopes: Sequence[str] = CARE_SCOPES) -> str:
    """Where the owner of the account says yes."""
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": app.redirect_uri,
        "scope": " ".join(scopes),
        "state": attempt.state,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
    }
    return f"{app.authorize_url}?{urlencode(query, quote_via=quote)}"


def code_from(callback: str, attempt: Attempt) -> str:
    """The code in the address X sent the browser back to. Raises NetworkError (permanent) when there is none.

    The state must be the one we gave out: else somebody else's consent would be taken for ours.
    """
    query = parse_qs(urlsplit(callback).query)
    state = query.get("state", [""])[0]
    if not hmac.compare_digest(state.encode(), attempt.state.encode()):
        raise NetworkError("wrong_state", "this answer does not belong to this attempt", permanent=True)
    if "error" in query:
        raise NetworkError("access_denied", "the account's owner did not agree", permanent=True)
    code = query.get("code", [""])[0]
    if not code:
        raise NetworkError("no_code", "X sent no code", permanent=True)
    return code


async def exchange(http: HttpClient, app: App, code: str, attempt: Attempt, clock: Clock) -> Tokens:
    """The code for tokens; it must be done within 30 seconds. Raises NetworkError."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": app.redirect_uri,
        "code_verifier": attempt.verifier,
    }
    return await _ask(http, app, form, clock)


async def refresh(http: HttpClient, app: App, refresh_token: str, clock: Clock) -> Tokens:
    """New tokens for a refresh token, which is spent by this: store the answer at once.

    Raises NetworkError, "token_lost" (permanent) when X does not know the token any more.
    """
    if not refresh_token:
        raise NetworkError(
            "token_lost", "there is no refresh token; connect the account again", permanent=True
        )
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    try:
        return await _ask(http, app, form, clock)
    except NetworkError as error:
        if error.status in (400, 401, 403):
            raise NetworkError(
                "token_lost",
                "X refused the refresh token; connect the account again",
                permanent=True,
                status=401,
            ) from None
        raise


async def _ask(http: HttpClient, app: App, form: Mapping[str, str], clock: Clock) -> Tokens:
    headers = {}
    body = dict(form)
    if app.client_secret:
        # RFC 6749 section 2.3.1: both parts are form-encoded before they are joined.
        pair = f"{quote(app.client_id, safe='')}:{quote(app.client_secret, safe='')}"
        headers["authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        body["client_id"] = app.client_id
    request = Request("POST", app.token_url, headers=headers, form=body, fresh=True)
    document = parse(request.label, await http.send(request))
    access, again = document.get("access_token"), document.get("refresh_token")
    if not isinstance(access, str) or not access:
        raise NetworkError("garbage", f"{request.label}: no token came back", permanent=False, processed=None)
    lives, scope = document.get("expires_in"), document.get("scope")
    return Tokens(
        access,
        again if isinstance(again, str) else "",
        clock() + timedelta(seconds=lives) if isinstance(lives, int) else None,
        tuple(scope.split()) if isinstance(scope, str) else (),
    )
