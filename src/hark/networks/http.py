"""The one way out to other machines: time-outs everywhere, no automatic retries, byte caps, no secrets told.

Base addresses given to this client are the operator's choice and are trusted. Addresses that come from
strangers (avatars, previews) go through `hark.networks.http_guard` instead.
"""

import asyncio
import json
import logging
import socket
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from hark import __version__
from hark.networks.port import NetworkError

USER_AGENT = f"Hark/{__version__}"
MIB = 1024 * 1024

# At INFO httpx prints addresses with their query, at DEBUG httpcore prints headers. Both may hold secrets.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes. `total` covers the whole exchange and stays far below a send lease of 60 s."""

    connect: float = 5.0
    read: float = 15.0
    total: float = 20.0
    max_bytes: int = 8 * MIB


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `url` is complete; `fresh` asks for a connection of its own, as every send needs."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    params: Mapping[str, str] = field(default_factory=dict, repr=False)
    json: Any = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    files: Mapping[str, tuple[str, bytes, str]] | None = field(default=None, repr=False)
    content: bytes | None = field(default=None, repr=False)
    fresh: bool = False

    @property
    def label(self) -> str:
        """Method and path: what may stand in a log. Never the query, which may hold a token."""
        return f"{self.method} {httpx.URL(self.url).path}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers by lower-case name, and the whole body (at most `max_bytes`)."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """The body as JSON. Raises ValueError when it is none."""
        return json.loads(self.body)


class _Trace:
    """Listens to httpcore to know whether a byte of the request may have left the machine."""

    def __init__(self) -> None:
        self.seen = False
        self.written = False

    async def __call__(self, event: str, _info: Mapping[str, Any]) -> None:
        self.seen = True
        if "send_request_headers.started" in event:
            self.written = True

    @property
    def surely_unwritten(self) -> bool:
        """True only when the transport reported its steps and never came to writing."""
        return self.seen and not self.written


def connect_reason(error: BaseException) -> str:
    """Which way the connection failed to come up: "dns", "refused", "tls" or "connect"."""
    seen: set[int] = set()
    stack: list[BaseException] = [error]
    while stack:
        link = stack.pop()
        if id(link) in seen:
            continue
        seen.add(id(link))
        if isinstance(link, socket.gaierror):
            return "dns"
        if isinstance(link, ssl.SSLError):
            return "tls"
        if isinstance(link, ConnectionRefusedError):
            return "refused"
        stack += [cause for cause in (link.__cause__, link.__context__) if cause is not None]
        stack += getattr(link, "exceptions", ())
    return "connect"


def transport_error(label: str, error: BaseException, *, surely_unwritten: bool = False) -> NetworkError:
    """A failed exchange as a NetworkError, following reliability.md 6.3.

    Nothing was processed only when the connection never came up or no byte was written; else nobody knows.
    """
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return NetworkError("connect_timeout", f"{label}: no connection in time", permanent=False)
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        reason = connect_reason(error)
        return NetworkError(reason, f"{label}: no connection ({reason})", permanent=False)
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
        return NetworkError("bad_address", f"{label}: not an address we can call", permanent=True)
    if surely_unwritten:
        return NetworkError("not_written", f"{label}: gave up before anything was sent", permanent=False)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return NetworkError("timeout", f"{label}: no answer in time", permanent=False, processed=None)
    return NetworkError(
        "connection_lost",
        f"{label}: the connection broke ({type(error).__name__})",
        permanent=False,
        processed=None,
    )


class HttpClient:
    """One client for the whole process. Retries are off: only the caller knows what may be repeated."""

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        verify: ssl.SSLContext | bool = True,
        proxy: str | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._pooled = self._client(transport, verify, proxy, keep=20)
        self._single = self._client(transport, verify, proxy, keep=0)

    def _client(
        self,
        transport: httpx.AsyncBaseTransport | None,
        verify: ssl.SSLContext | bool,
        proxy: str | None,
        keep: int,
    ) -> httpx.AsyncClient:
        limits = self.limits
        return httpx.AsyncClient(
            transport=transport,
            verify=verify,
            proxy=proxy,
            # The environment could add a proxy nobody asked for, or credentials from a .netrc file.
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(limits.read, connect=limits.connect),
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=keep),
            headers={"user-agent": USER_AGENT},
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pooled.aclose()
        await self._single.aclose()

    def _built(self, request: Request, trace: _Trace, timeout: httpx.Timeout | None) -> httpx.Request:
        headers = dict(request.headers)
        if request.fresh:
            headers["connection"] = "close"
        built = self._pooled.build_request(
            request.method,
            request.url,
            headers=headers,
            params=request.params or None,
            json=request.json,
            data=request.form,
            files=request.files,
            content=request.content,
            timeout=timeout or self._pooled.timeout,
        )
        built.extensions["trace"] = trace
        return built

    async def send(
        self, request: Request, *, max_bytes: int | None = None, total: float | None = None
    ) -> Answer:
        """One exchange, answered in full. Raises NetworkError when the exchange itself fails.

        An answer of any status is returned, not raised: what it means is the network's business.
        """
        trace = _Trace()
        client = self._single if request.fresh else self._pooled
        try:
            async with asyncio.timeout(total or self.limits.total):
                response = await client.send(self._built(request, trace, None), stream=True)
                try:
                    body = await capped(response, max_bytes or self.limits.max_bytes, request.label)
                finally:
                    await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            unwritten = trace.surely_unwritten
            raise transport_error(request.label, error, surely_unwritten=unwritten) from None
        return Answer(response.status_code, plain_headers(response), body)

    @asynccontextmanager
    async def stream(self, request: Request, *, silence: float) -> AsyncIterator["Line"]:
        """An answer that never ends. `silence` is the longest pause in seconds between two bytes."""
        timeout = httpx.Timeout(silence, connect=self.limits.connect)
        try:
            async with asyncio.timeout(self.limits.total):
                response = await self._single.send(self._built(request, _Trace(), timeout), stream=True)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            raise transport_error(request.label, error) from None
        try:
            yield Line(request.label, response, self.limits.max_bytes)
        finally:
            await response.aclose()


class Line:
    """An open answer: its status at once, its bytes as they come."""

    def __init__(self, label: str, response: httpx.Response, max_bytes: int) -> None:
        self._label = label
        self._response = response
        self._max_bytes = max_bytes
        self.status = response.status_code
        self.headers = plain_headers(response)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Bytes as they arrive. Ends when the other side closes; raises NetworkError when the line breaks."""
        try:
            async for chunk in self._response.aiter_bytes():
                yield chunk
        except (httpx.HTTPError, OSError) as error:
            raise transport_error(self._label, error) from None

    async def answer(self) -> Answer:
        """The whole body, for an answer that turned out to be a refusal. Raises NetworkError."""
        try:
            return Answer(
                self.status, self.headers, await capped(self._response, self._max_bytes, self._label)
            )
        except (httpx.HTTPError, OSError) as error:
            raise transport_error(self._label, error) from None


def plain_headers(response: httpx.Response) -> dict[str, str]:
    """Headers by lower-case name; a repeated one is joined by commas."""
    return {name.lower(): value for name, value in response.headers.items()}


async def capped(response: httpx.Response, max_bytes: int, label: str) -> bytes:
    """The body, decoded. Raises NetworkError "too_large" as soon as it passes `max_bytes`."""
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > max_bytes:
            # The request was answered, so it may well have been done: nobody knows.
            raise NetworkError(
                "too_large", f"{label}: the answer is over {max_bytes} bytes", permanent=False, processed=None
            )
    return bytes(body)
