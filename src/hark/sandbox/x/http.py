"""Requests, answers and routes: the little of HTTP that the sandbox needs, without a framework."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec

from hark.sandbox.x.problems import Invalid

ENCODER = msgspec.json.Encoder()
Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(slots=True)
class Request:
    """One request. `params` are the named parts of the path, `query` the last value of each parameter."""

    method: str
    path: str
    raw_query: str
    headers: Mapping[str, str]
    body: bytes
    scheme: str = "http"
    client: str = "127.0.0.1"
    params: dict[str, str] = field(default_factory=dict)
    scope: Scope = field(default_factory=dict)

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.raw_query, keep_blank_values=True))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return parse_qsl(self.raw_query, keep_blank_values=True)

    @property
    def form(self) -> dict[str, str]:
        """A form-encoded body."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    def json(self, shape: Any = dict[str, Any]) -> dict[str, Any]:
        """The body as a JSON object of a shape (a TypedDict). Raises Invalid (400) with the place that is wrong."""
        try:
            value = msgspec.json.decode(self.body or b"{}")
            if not isinstance(value, dict):
                raise Invalid("body", "", "The request body must be a JSON object.")
            msgspec.convert(value, shape)
        except msgspec.ValidationError as error:
            words, _, place = str(error).partition(" - at ")
            raise Invalid("body", "", f"{place.strip('`') or '$'}: {words}") from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Invalid("body", "", f"The request body is not valid JSON: {error}") from error
        return value


@dataclass(slots=True)
class Response:
    """An answer in one piece. `billed` are (item, id) pairs, see prices.py."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json; charset=utf-8"
    billed: list[tuple[str, str]] = field(default_factory=list)

    def encoded(self) -> bytes:
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else ENCODER.encode(self.body)


@dataclass(slots=True)
class Streaming:
    """An answer that goes on until its chunks end; `broken` tells afterwards whether to tear the line.

    `gone` is called when the reader has left, `attach` gets a function that tears the line at once.
    """

    chunks: AsyncIterator[bytes]
    broken: Callable[[], bool] = lambda: False
    gone: Callable[[], None] = lambda: None
    attach: Callable[[Callable[[], None]], None] = lambda _cut: None
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json; charset=utf-8"


Handler = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Route:
    """An endpoint: who may call it, how often and what it is called in the tables of limits and prices.

    `auth` holds "app", "oauth2" and "oauth1"; empty means anybody. `app_limit` and `user_limit` are
    calls per 15 minutes, `daily_app` and `daily_user` per 24 hours; None means the docs give none.
    """

    method: str
    path: str
    handler: Handler
    auth: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    app_limit: int | None = None
    user_limit: int | None = None
    daily_app: int | None = None
    daily_user: int | None = None
    enterprise: bool = False
    charge: str = ""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def compiled(path: str) -> re.Pattern[str]:
    """The expression for a path like /2/tweets/:id."""
    return re.compile(re.sub(r":(\w+)", r"(?P<\1>[^/]+)", path))


class Router:
    """Finds the endpoint for a method and a path; fixed paths win over paths with parameters."""

    def __init__(self) -> None:
        self._fixed: dict[tuple[str, str], Route] = {}
        self._open: dict[str, list[tuple[re.Pattern[str], Route]]] = {}

    def add(self, route: Route) -> None:
        if ":" in route.path:
            self._open.setdefault(route.method, []).append((compiled(route.path), route))
        else:
            self._fixed[route.method, route.path] = route

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        fixed = self._fixed.get((method, path))
        if fixed is not None:
            return fixed, {}
        for pattern, route in self._open.get(method, ()):
            match = pattern.fullmatch(path)
            if match:
                return route, {name: unquote(value) for name, value in match.groupdict().items()}
        return None

    def knows(self, path: str) -> bool:
        """Whether some other method is served at this path."""
        if any(known == path for _, known in self._fixed):
            return True
        return any(p.fullmatch(path) for routes in self._open.values() for p, _ in routes)
