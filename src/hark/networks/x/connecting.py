"""From an X app to a connected account: consent, code, tokens, and whose account it is."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hark.domain.post import Author
from hark.networks.http import HttpClient
from hark.networks.port import NetworkError
from hark.networks.x.client import XClient, utc_now
from hark.networks.x.oauth import CARE_SCOPES, App, Attempt, Tokens, authorize_url, code_from, exchange
from hark.networks.x.oauth1 import Keys, Signer
from hark.networks.x.users import me

PATIENCE = 300.0
MAX_REQUEST = 8192
PAGE = (
    "<!doctype html><meta charset=utf-8><title>Hark</title><p style='font:16px sans-serif;margin:3em'>{}</p>"
)


@dataclass(frozen=True, slots=True)
class Granted:
    """A connected account and its tokens."""

    author: Author
    tokens: Tokens = field(repr=False)

    @property
    def missing_scopes(self) -> tuple[str, ...]:
        """What was asked for and not granted; empty when X did not say what it granted."""
        given = set(self.tokens.scopes)
        return tuple(scope for scope in CARE_SCOPES if given and scope not in given)

    def credentials(self, app: App) -> dict[str, Any]:
        """What must be sealed to speak as this account and to renew its token. Secret."""
        expires = self.tokens.expires_at
        return {
            "oauth2_token": self.tokens.access,
            "refresh_token": self.tokens.refresh,
            "expires_at": expires.isoformat() if expires else "",
            "scopes": list(self.tokens.scopes),
            "client_id": app.client_id,
            "client_secret": app.client_secret,
        }


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A connected account and its keys of OAuth 1.0a, which know no scopes and do not expire."""

    author: Author
    keys: Keys = field(repr=False)
    missing_scopes: tuple[str, ...] = ()

    def credentials(self) -> dict[str, Any]:
        """What must be sealed to speak as this account. Secret."""
        return {
            name: getattr(self.keys, name) for name in ("consumer_key", "access_token", "access_token_secret")
        }


async def signed_in(keys: Keys, base_url: str, *, http: HttpClient | None = None) -> SignedIn:
    """Find out whose keys these are. Raises NetworkError."""
    client = XClient(base_url, user_token=Signer(keys), http=http or HttpClient())
    try:
        return SignedIn(await me(client), keys)
    except ValueError as error:
        raise NetworkError(
            "garbage", f"X did not say whose keys these are: {error}", permanent=False
        ) from None
    finally:
        await client.aclose()


async def consent(
    app: App, ask: Callable[[str], str], *, paste: bool = False, http: HttpClient | None = None
) -> Granted:
    """Walk the owner through X's consent page.

    `ask` shows the address. With `paste` it returns the address the browser ended on; else that is caught on
    this machine, at the app's redirect address. Raises NetworkError; OSError when that port is taken.
    """
    attempt = Attempt.begin()
    client = http or HttpClient()
    try:
        url = authorize_url(app, attempt)
        if paste:
            callback = ask(url)
        else:
            async with _Catcher(app.redirect_uri, attempt.state) as catcher:
                ask(url)
                callback = await catcher.caught()
        # Nothing may come between: the code lives 30 seconds.
        tokens = await exchange(client, app, code_from(callback, attempt), attempt, utc_now)
        author = await me(XClient(app.base_url, user_token=tokens.access, http=client))
        return Granted(author, tokens)
    except ValueError as error:
        raise NetworkError(
            "garbage", f"X did not say whose account it is: {error}", permanent=False
        ) from None
    finally:
        await client.aclose()


class _Catcher:
    """A tiny server on the loopback address that waits for the browser to come back."""

    def __init__(self, redirect_uri: str, state: str) -> None:
        self._mark = f"state={state}"
        host, _, rest = redirect_uri.removeprefix("http://").partition(":")
        port, _, path = rest.partition("/")
        self._host, self._port, self._path = host, int(port), "/" + path
        self._found: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "_Catcher":
        self._server = await asyncio.start_server(self._answer, self._host, self._port, limit=MAX_REQUEST)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()

    async def caught(self) -> str:
        """The address the browser came back with. Raises NetworkError after five minutes."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._found
        except TimeoutError:
            raise NetworkError(
                "no_answer", "nobody came back from the consent page", permanent=False
            ) from None

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(10):
                head = (await reader.readuntil(b"\r\n")).decode("latin-1")
            target = [*head.split(" "), ""][1]
            right = head.startswith("GET ") and target.split("?")[0] == self._path and self._mark in target
            words = (
                "Thank you. You may close this page and go back to the terminal." if right else "Not here."
            )
            body = PAGE.format(words).encode()
            status = "200 OK" if right else "404 Not Found"
            writer.write(
                f"HTTP/1.1 {status}\r\ncontent-type: text/html\r\ncontent-length: {len(body)}\r\n"
                "referrer-policy: no-referrer\r\nconnection: close\r\n\r\n".encode()
                + body
            )
            await writer.drain()
            if right and not self._found.done():
                self._found.set_result(target)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # whoever knocked was no browser; go on waiting
        finally:
            writer.close()
