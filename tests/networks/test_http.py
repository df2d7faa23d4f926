"""The HTTP client: what is certainly not processed, what nobody knows, and what never leaks."""

import asyncio
import logging
import socket
import ssl

import httpx
import pytest
from tests.networks.rawserver import Handler, server

from hark.networks.http import Answer, HttpClient, Limits, Request, transport_error
from hark.networks.port import NetworkError

QUICK = Limits(connect=0.5, read=0.5, total=0.5)


async def ask(url: str, **options: object) -> Answer:
    http = HttpClient(limits=QUICK)
    try:
        return await http.send(Request("POST", url, json={"text": "x"}, fresh=True), **options)
    finally:
        await http.aclose()


def failure(url: str) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        asyncio.run(ask(url))
    return caught.value


def failure_at(handle: Handler) -> NetworkError:
    async def attempt() -> NetworkError:
        async with server(handle) as url:
            with pytest.raises(NetworkError) as caught:
                await ask(url)
            return caught.value

    return asyncio.run(attempt())


def test_a_refused_connection_is_certainly_not_processed() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = failure(f"http://127.0.0.1:{port}/")
    assert (error.reason, error.processed, error.permanent) == ("refused", False, False)


def test_a_broken_tls_handshake_is_certainly_not_processed() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"this is no TLS at all\r\n\r\n")
        await writer.drain()
        writer.close()

    async def attempt() -> NetworkError:
        async with server(plain) as url:
            with pytest.raises(NetworkError) as caught:
                await ask(url.replace("http:", "https:"))
            return caught.value

    error = asyncio.run(attempt())
    assert error.processed is False
    assert error.reason == "tls"


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (socket.gaierror(-2, "no such host"), "dns"),
        (ConnectionRefusedError(), "refused"),
        (ssl.SSLCertVerificationError("bad certificate"), "tls"),
        (OSError("network is unreachable"), "connect"),
    ],
)
def test_the_cause_of_a_failed_connection_is_named(cause: BaseException, reason: str) -> None:
    error = httpx.ConnectError("all attempts failed")
    error.__cause__ = OSError("wrapped")
    error.__cause__.__cause__ = cause
    found = transport_error("GET /", error)
    assert (found.reason, found.processed) == (reason, False)


def test_silence_after_the_request_is_ambiguous() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1024)
        await asyncio.sleep(1)
        writer.close()

    error = failure_at(silent)
    assert (error.reason, error.processed) == ("timeout", None)


def test_a_connection_closed_without_an_answer_is_ambiguous() -> None:
    async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1024)
        writer.close()

    error = failure_at(rude)
    assert (error.reason, error.processed) == ("connection_lost", None)


def test_half_an_answer_is_ambiguous() -> None:
    async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1024)
        writer.write(b"HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{")
        await writer.drain()
        writer.close()

    assert failure_at(half).processed is None


def test_an_answer_that_drips_for_ever_is_cut_by_the_total_time() -> None:
    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1024)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
        for _ in range(20):
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.1)
        writer.close()

    error = failure_at(slow)
    assert (error.reason, error.processed) == ("timeout", None)


def test_a_connection_that_never_comes_up_is_certainly_not_processed() -> None:
    class Slow(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await request.extensions["trace"]("connection.connect_tcp.started", {})
            await asyncio.sleep(5)
            raise AssertionError

    async def attempt() -> NetworkError:
        http = HttpClient(limits=QUICK, transport=Slow())
        with pytest.raises(NetworkError) as caught:
            await http.send(Request("POST", "https://x.test/2/tweets"))
        return caught.value

    error = asyncio.run(attempt())
    assert (error.reason, error.processed) == ("not_written", False)


def test_an_answer_over_the_cap_is_refused_and_ambiguous() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=b"x" * 2000))

    async def attempt() -> NetworkError:
        with pytest.raises(NetworkError) as caught:
            await HttpClient(transport=transport).send(Request("GET", "https://x.test/"), max_bytes=1000)
        return caught.value

    error = asyncio.run(attempt())
    assert (error.reason, error.processed) == ("too_large", None)


def test_nothing_is_repeated_and_no_redirect_is_followed() -> None:
    calls: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append(str(request.url))
        return httpx.Response(307, headers={"location": "https://elsewhere.test/"})

    async def attempt() -> Answer:
        return await HttpClient(transport=httpx.MockTransport(answer)).send(
            Request("POST", "https://x.test/a")
        )

    assert asyncio.run(attempt()).status == 307
    assert calls == ["https://x.test/a"]


def test_a_send_gets_a_connection_of_its_own() -> None:
    heads: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        await writer.drain()
        writer.close()

    async def attempt() -> None:
        async with server(answer) as url:
            http = HttpClient()
            for _ in range(2):
                await http.send(Request("POST", url, fresh=True))
            await http.aclose()

    asyncio.run(attempt())
    assert len(heads) == 2
    assert all(b"connection: close" in head.lower() for head in heads)


def test_no_secret_is_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "s3cr3t-token"

    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("broken", request=request)

    request = Request(
        "GET",
        f"https://x.test/path?token={secret}",
        headers={"authorization": f"Bearer {secret}"},
        params={"q": secret},
        form={"refresh_token": secret},
    )

    async def attempt() -> NetworkError:
        with pytest.raises(NetworkError) as caught:
            await HttpClient(transport=httpx.MockTransport(broken)).send(request)
        return caught.value

    error = asyncio.run(attempt())
    told = f"{error} {error!r} {error.__cause__!r} {request.label} {caplog.text}"
    assert secret not in told
    assert secret not in repr(
        Request("GET", "https://x.test/", headers={"authorization": secret}, form={"a": secret})
    )
