"""OAuth 1.0a: requests signed with four keys that do not expire (RFC 5849, HMAC-SHA1).

X still takes it beside OAuth 2 (networks.md 2.1). The keys of one's own account stand in X's console, so no
consent page is needed; but private activity events want OAuth 2 and are refused. JSON and multipart bodies are
not signed, forms are.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from hark.networks.http import Request
from hark.networks.port import NetworkError


def _nonce() -> str:
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Keys:
    """An app's and an account's keys, as X's console shows them."""

    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    access_token_secret: str = field(repr=False)


class Signer:
    """A TokenSource whose every request carries a signature of its own instead of a bearer token."""

    def __init__(
        self, keys: Keys, *, clock: Callable[[], float] = time.time, nonce: Callable[[], str] = _nonce
    ) -> None:
        self._keys = keys
        self._clock = clock
        self._nonce = nonce

    async def token(self) -> str:
        """The account's access token. Raises NetworkError when keys are missing."""
        keys = self._keys
        if not all((keys.consumer_key, keys.consumer_secret, keys.access_token, keys.access_token_secret)):
            raise NetworkError("no_token", "an OAuth 1.0a key is missing", permanent=True)
        return keys.access_token

    async def renew(self, stale: str) -> str:  # noqa: ARG002 - the protocol's signature
        """Always raises NetworkError: such keys end only when somebody takes them back."""
        raise NetworkError("unauthorized", "X refuses the account's keys", permanent=True, status=401)

    def authorization(self, request: Request, token: str) -> str:
        """The Authorization header of one request."""
        oauth = {
            "oauth_consumer_key": self._keys.consumer_key,
            "oauth_nonce": self._nonce(),
            "oauth_signature_method": "HMAC-SHA1",
            "oauth_timestamp": str(int(self._clock())),
            "oauth_token": token,
            "oauth_version": "1.0",
        }
        signed = {**request.params, **(request.form or {}), **oauth} if request.files is None else {
            **request.params, **oauth,
        }  # fmt: skip
        oauth["oauth_signature"] = self._signature(request, signed)
        return "OAuth " + ", ".join(f'{_escape(name)}="{_escape(value)}"' for name, value in oauth.items())

    def _signature(self, request: Request, signed: Mapping[str, str]) -> str:
        pairs = sorted((_escape(name), _escape(value)) for name, value in signed.items())
        parts = urlsplit(request.url)
        address = f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path}"
        joined = "&".join(f"{name}={value}" for name, value in pairs)
        base = "&".join((request.method.upper(), _escape(address), _escape(joined)))
        key = f"{_escape(self._keys.consumer_secret)}&{_escape(self._keys.access_token_secret)}"
        return base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()


def _escape(text: str) -> str:
    """Percent-encoding of RFC 5849 section 3.6."""
    return quote(text, safe="~")
