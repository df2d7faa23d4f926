"""The way of a request through Django under ASGI: one thread, the whole answer, nothing kept open."""

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

import pytest
from django.core import signals
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path, reverse

from hark.web.handler import Handler

made_by: list[int] = []


def page(request: HttpRequest) -> HttpResponse:
    made_by.append(threading.get_ident())
    answer = HttpResponse(request.body, headers={"X-Where": reverse("page")})
    answer.set_cookie("one", "1")
    answer.set_cookie("two", "2")
    return answer


def pieces(_request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"a", b"b"]))


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours")


def marking(respond: Any) -> Any:
    """Middleware that notes its thread on the way in and out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        made_by.append(threading.get_ident())
        answer: HttpResponse = respond(request)
        made_by.append(threading.get_ident())
        return answer

    return middleware


urlpatterns = [
    path("page", page, name="page"),
    path("pieces", pieces),
    path("broken", broken),
    path("inbox", page, name="inbox"),  # where a page that says so leads
]


def ask(handler: Handler, where: str, body: bytes = b"", **more: Any) -> list[Mapping[str, Any]]:
    """What the handler sends for a POST."""
    sent: list[Mapping[str, Any]] = []
    heard = [{"type": "http.request", "body": body}]
    headers = [(b"content-length", str(len(body)).encode())]
    scope = {"type": "http", "method": "POST", "path": where, "headers": headers, "query_string": b"", **more}

    async def receive() -> Mapping[str, Any]:
        return heard.pop()

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(handler(scope, receive, send))
    return sent


@pytest.fixture
def handler() -> Any:
    middleware = ["django.middleware.common.CommonMiddleware", f"{__name__}.marking", f"{__name__}.marking"]
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=middleware, ALLOWED_HOSTS=["*"]):
        yield Handler(2)


def test_one_thread_makes_the_whole_answer(handler: Handler) -> None:
    made_by.clear()
    start, body = ask(handler, "/page", b"words")
    assert start["status"] == 200
    assert body == {"type": "http.response.body", "body": b"words"}
    assert len(made_by) == 5
    assert len({*made_by}) == 1
    assert threading.get_ident() not in made_by


def test_headers_and_every_cookie_are_sent(handler: Handler) -> None:
    start, _ = ask(handler, "/page", b"words")
    headers = list(start["headers"])
    assert (b"Content-Length", b"5") in headers
    assert [value.split(b";")[0] for name, value in headers if name == b"Set-Cookie"] == [b"one=1", b"two=2"]


def test_a_desk_below_a_folder_knows_its_addresses(handler: Handler) -> None:
    start, _ = ask(handler, "/care/page", root_path="/care")
    assert (b"X-Where", b"/care/page") in start["headers"]
    start, _ = ask(handler, "/page")
    assert (b"X-Where", b"/page") in start["headers"]


def test_an_answer_in_pieces_is_sent_whole(handler: Handler) -> None:
    _, body = ask(handler, "/pieces")
    assert body["body"] == b"ab"


def test_a_fault_of_a_page_is_an_answer(handler: Handler, caplog: pytest.LogCaptureFixture) -> None:
    start, _ = ask(handler, "/broken")
    assert start["status"] == 500
    assert "a fault of ours" in caplog.text


def test_the_request_is_over_before_its_answer_leaves(handler: Handler) -> None:
    told: list[str] = []

    def began(**_: Any) -> None:
        told.append("began")

    def ended(**_: Any) -> None:
        told.append("ended")

    async def send(message: Mapping[str, Any]) -> None:
        told.append(message["type"])

    async def receive() -> Mapping[str, Any]:
        return {"type": "http.request"}

    scope = {"type": "http", "method": "GET", "path": "/page", "headers": [], "query_string": b""}
    signals.request_started.connect(began, sender=Handler)
    signals.request_finished.connect(ended, sender=Handler)
    try:
        asyncio.run(handler(scope, receive, send))
    finally:
        signals.request_started.disconnect(began, sender=Handler)
        signals.request_finished.disconnect(ended, sender=Handler)
    assert told == ["began", "ended", "http.response.start", "http.response.body"]


def test_who_leaves_before_they_have_asked_gets_nothing(handler: Handler) -> None:
    made_by.clear()
    sent: list[Mapping[str, Any]] = []

    async def receive() -> Mapping[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/page", "headers": [], "query_string": b""}
    asyncio.run(handler(scope, receive, send))
    assert (sent, made_by) == ([], [])


def test_a_question_that_is_no_text_is_refused(handler: Handler) -> None:
    start, _ = ask(handler, "/page", query_string=b"q=\xff")
    assert start["status"] == 400
