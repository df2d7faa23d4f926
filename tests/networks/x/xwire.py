"""X's side of the wire for tests: payloads of our own making and a scripted answerer behind httpx."""

import json
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from hark.networks.http import HttpClient
from hark.networks.x.client import XClient
from hark.networks.x.ids import first_id

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BRAND = "7001"
CUSTOMER = "7002"


def post(
    text: str = "@brand my parcel is late", *, at: datetime = NOW, number: int = 1, **fields: Any
) -> dict[str, Any]:
    """A post object as X writes it, with an id that fits its time."""
    ident = str(int(first_id(at)) + number)
    return {
        "id": ident,
        "text": text,
        "author_id": CUSTOMER,
        "created_at": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "conversation_id": ident,
        "edit_history_tweet_ids": [ident],
        "entities": {"mentions": [{"start": 0, "end": 6, "username": "brand", "id": BRAND}]},
        "lang": "en",
        "reply_settings": "everyone",
        "public_metrics": {"retweet_count": 0, "reply_count": 1, "like_count": 2, "quote_count": 0},
    } | fields


def user(ident: str = CUSTOMER, username: str = "customer") -> dict[str, Any]:
    return {
        "id": ident,
        "username": username,
        "name": username.title(),
        "public_metrics": {"followers_count": 12},
    }


def page(*rows: dict[str, Any], next_token: str | None = None) -> dict[str, Any]:
    meta: dict[str, Any] = {"result_count": len(rows)}
    if rows:
        meta |= {"newest_id": rows[0]["id"], "oldest_id": rows[-1]["id"]}
    if next_token:
        meta["next_token"] = next_token
    return {"data": list(rows), "includes": {"users": [user()]}, "meta": meta} if rows else {"meta": meta}


def problem(
    status: int, detail: str = "", kind: str = "about:blank", title: str = "", **extra: Any
) -> httpx.Response:
    return answer(
        {"title": title or "Problem", "detail": detail, "type": kind, "status": status, **extra}, status
    )


def answer(document: Any, status: int = 200, at: datetime = NOW, **headers: str) -> httpx.Response:
    dated = {"date": at.strftime("%a, %d %b %Y %H:%M:%S GMT"), "content-type": "application/json"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=dated | named, content=json.dumps(document).encode())


class X:
    """Answers by method and path and keeps every request. An answer: a response, an error or a callable."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self._answers: dict[str, list[Any]] = {}

    def on(self, route: str, *answers: Any) -> "X":
        """`route` is "GET /2/users/me". The last answer is given for ever."""
        self._answers[route] = list(answers)
        return self

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        queue = self._answers.get(f"{request.method} {request.url.path}")
        if queue is None:
            return problem(404, f"no answer for {request.method} {request.url.path}")
        found = queue.pop(0) if len(queue) > 1 else queue[0]
        if callable(found):
            found = found(request)
        if isinstance(found, BaseException):
            raise found
        # A response object can be sent once only, so the last answer is copied each time.
        return found if found.stream is not None and not hasattr(found, "_content") else copy(found)

    def bodies(self, route: str) -> list[Any]:
        """The JSON bodies sent to a route."""
        return [
            json.loads(request.content)
            for request in self.requests
            if f"{request.method} {request.url.path}" == route
        ]

    def client(self, **options: Any) -> XClient:
        settings: dict[str, Any] = {
            "bearer_token": "app-token",
            "user_token": "user-token",
            "account_id": BRAND,
        }
        http = HttpClient(transport=httpx.MockTransport(self))
        return XClient("https://x.test", http=http, **(settings | options))


def copy(response: httpx.Response) -> httpx.Response:
    return httpx.Response(response.status_code, headers=response.headers, content=response.content)


class Chunks(httpx.AsyncByteStream):
    """A body that comes in pieces: bytes are sent, errors raised, callables awaited (a stall)."""

    def __init__(self, pieces: Iterable[bytes | BaseException | Callable[[], Any]]) -> None:
        self._pieces = list(pieces)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, BaseException):
                raise piece
            if callable(piece):
                await piece()
            else:
                yield piece


def streaming(*pieces: Any) -> Callable[[httpx.Request], httpx.Response]:
    """A stream's answer; dictionaries are written as lines."""
    made = [json.dumps(piece).encode() + b"\r\n" if isinstance(piece, dict) else piece for piece in pieces]
    return lambda request: httpx.Response(
        200, headers={"content-type": "application/json"}, stream=Chunks(made)
    )


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)
