"""LibreTranslate's interface, as a server on the loopback address speaks it."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from hark.networks.http import HttpClient, Limits
from hark.networks.port import NetworkError
from hark.networks.translate import LibreTranslate, Translation


class Service(HTTPServer):
    """Answers what it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answer: tuple[int, bytes] = (200, b"{}")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append((self.path, body))
        status, said = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    running = Service()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def ask(url: str, text: str = "Hola", source: str = "", key: str = "") -> Translation:
    async def asked() -> Translation:
        http = HttpClient(limits=Limits(connect=1, read=1, total=2))
        try:
            return await LibreTranslate(http, url, key).translate(text, source=source, target="en")
        finally:
            await http.aclose()

    return asyncio.run(asked())


def test_a_text_is_asked_for_once_with_its_languages(service: Service) -> None:
    service.answer = (
        200,
        b'{"translatedText": "Hello", "detectedLanguage": {"confidence": 90, "language": "es"}}',
    )
    assert ask(f"{service.url}/") == Translation("Hello", "es")
    assert service.asked == [
        ("/translate", {"q": "Hola", "source": "auto", "target": "en", "format": "text"})
    ]


def test_the_key_goes_into_the_body_only_when_there_is_one(service: Service) -> None:
    service.answer = (200, b'{"translatedText": "Hello"}')
    assert ask(service.url, source="es", key="k-1") == Translation("Hello", "es")
    assert service.asked[0][1]["api_key"] == "k-1"


@pytest.mark.parametrize(
    ("status", "body", "permanent"),
    [
        (403, b'{"error": "Invalid API key"}', True),
        (429, b'{"error": "Slowdown"}', True),
        (500, b"<html>oops", False),
        (200, b'{"translatedText": ["a"]}', True),
        (200, b"[1]", True),
        (302, b"", True),
    ],
)
def test_whatever_is_no_translation_is_an_error_without_the_key(
    status: int, body: bytes, permanent: bool, service: Service
) -> None:
    service.answer = (status, body)
    with pytest.raises(NetworkError) as caught:
        ask(service.url, key="k-secret")
    assert (caught.value.reason, caught.value.permanent) == ("translation_refused", permanent)
    assert "k-secret" not in str(caught.value)


def test_a_service_that_is_not_there_is_an_error_in_time() -> None:
    with pytest.raises(NetworkError, match="refused"):
        ask("http://127.0.0.1:9")
