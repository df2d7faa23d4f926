"""OAuth 1.0a: every signature is checked, never just looked up."""

import hmac
import time
from base64 import b64encode
from urllib.parse import parse_qsl, quote, unquote

from oauthlib.oauth1.rfc5849 import signature

from hark.sandbox.x.grants import Caller, Grants
from hark.sandbox.x.http import Request

# A client that is pointed at the sandbox below its own signing still signs for one of these.
HOSTS = ("https://api.twitter.com", "https://api.x.com", "https://upload.twitter.com")
TOLERANCE = 300.0


def header_params(header: str) -> dict[str, str]:
    """The parameters of an `Authorization: OAuth …` header, decoded."""
    pairs = (part.strip().partition("=") for part in header[len("OAuth ") :].split(","))
    return {unquote(name): unquote(value.strip('"')) for name, _, value in pairs}


def candidates(request: Request) -> list[str]:
    """The addresses the client may have signed."""
    host = request.headers.get("host", "")
    return [f"{base}{request.path}" for base in (f"http://{host}", f"https://{host}", *HOSTS)]


def expected(request: Request, oauth: dict[str, str], uri: str, secret: str, token_secret: str) -> str:
    """The HMAC-SHA1 signature the request should carry (RFC 5849 section 3.4)."""
    params = [(name, value) for name, value in oauth.items() if name not in ("oauth_signature", "realm")]
    params += request.pairs
    if request.content_type == "application/x-www-form-urlencoded":
        params += parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)
    pairs = sorted((_escape(name), _escape(value)) for name, value in params)
    joined = "&".join(f"{name}={value}" for name, value in pairs)
    base = "&".join((request.method.upper(), _escape(signature.base_string_uri(uri)), _escape(joined)))
    key = f"{_escape(secret)}&{_escape(token_secret)}"
    return b64encode(hmac.new(key.encode(), base.encode(), "sha1").digest()).decode()


def _escape(text: str) -> str:
    """Percent-encoding by RFC 5849 section 3.6."""
    return quote(text, safe="~")


class OAuth1:
    """Checks signatures and remembers nonces, so that a captured request cannot be sent twice."""

    def __init__(self, grants: Grants) -> None:
        self._grants = grants
        self._nonces: dict[tuple[str, str], float] = {}

    def caller(self, request: Request) -> Caller | None:
        """Who signed this request; None when the signature, the token, the time or the nonce is wrong."""
        oauth = header_params(request.headers.get("authorization", ""))
        app = self._grants.by_consumer.get(oauth.get("oauth_consumer_key", ""))
        token = self._grants.oauth1.get(oauth.get("oauth_token", ""))
        if app is None or token is None or token.app is not app or token.revoked:
            return None
        if not self.signed(request, oauth, app.consumer_secret, token.secret):
            return None
        return Caller(app, "oauth1", token.user)

    def signed(self, request: Request, oauth: dict[str, str], secret: str, token_secret: str) -> bool:
        """Whether the signature holds and is fresh. Time is the wall clock's: clients sign with theirs."""
        if oauth.get("oauth_signature_method") != "HMAC-SHA1" or not self._fresh(oauth):
            return False
        found = oauth.get("oauth_signature", "")
        return any(
            hmac.compare_digest(found, expected(request, oauth, uri, secret, token_secret))
            for uri in candidates(request)
        )

    def _fresh(self, oauth: dict[str, str]) -> bool:
        now = time.time()
        stamp = oauth.get("oauth_timestamp", "")
        if not stamp.isdigit() or abs(now - int(stamp)) > TOLERANCE:
            return False
        nonce = (oauth.get("oauth_consumer_key", ""), oauth.get("oauth_nonce", ""))
        if nonce in self._nonces:
            return False
        if len(self._nonces) > 50_000:
            self._nonces = {key: at for key, at in self._nonces.items() if now - at < 2 * TOLERANCE}
        self._nonces[nonce] = now
        return True
