"""The HTTP client: what is certainly not processed, what nobody knows, and what never leaks."""

import asyncio
import gzip
import logging
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from hark.networks.http import Answer, HttpClient, Limits, Request, transport_error
from hark.networks.http_guard import PublicFetcher, is_public
from hark.networks.port import NetworkError

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
QUICK = Limits(connect=0.5, read=0.5, total=0.5)


@asynccontextmanager
async def server(handle: Handler):
    """A raw server on the loopback address; gives its base address."""
    open_now: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def tracked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_now[asyncio.current_task()] = writer
        with suppress(asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError):
            await handle(reader, writer)

    listening = await asyncio.start_server(tracked, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()
        for task, writer in open_now.items():
            task.cancel()
            writer.close()
        await asyncio.gather(
            *open_now, *(writer.wait_closed() for writer in open_now.values()), return_exceptions=True
        )


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


PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:0:0:0:0:f5ff:fffe", "nonsense",
    "2001:db8::1", "fe80::1%eth0",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_of_our_own_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_global_addresses_are_public(address: str) -> None:
    assert is_public(address)


def test_loopback_is_public_only_when_it_is_allowed() -> None:
    assert is_public("127.0.0.1", allow_loopback=True)
    assert is_public("::1", allow_loopback=True)
    assert not is_public("10.0.0.1", allow_loopback=True)


def fetch(url: str, names: dict[str, list[str]], answer: Callable[[httpx.Request], httpx.Response]):
    """Fetch with names resolved as told; gives the answer or the error, and the requests made."""
    made: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        made.append(request)
        return answer(request)

    async def resolver(host: str, port: int) -> list[str]:
        return names[host]

    async def attempt() -> Answer | NetworkError:
        fetcher = PublicFetcher(transport=httpx.MockTransport(handle), resolver=resolver)
        try:
            return await fetcher.get(url)
        except NetworkError as error:
            return error
        finally:
            await fetcher.aclose()

    return asyncio.run(attempt()), made


def ok(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=b"picture")


def test_the_checked_address_is_the_one_that_is_called() -> None:
    answer, made = fetch("https://pics.test/a.png?x=1", {"pics.test": ["93.184.216.34"]}, ok)
    assert isinstance(answer, Answer) and answer.body == b"picture"
    assert made[0].url.host == "93.184.216.34"
    assert made[0].headers["host"] == "pics.test"
    assert made[0].extensions["sni_hostname"] == "pics.test"


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("https://in.test/", {"in.test": ["10.0.0.1"]}),
        ("https://mixed.test/", {"mixed.test": ["93.184.216.34", "127.0.0.1"]}),
        ("https://none.test/", {"none.test": []}),
        ("http://user:pass@out.test/", {"out.test": ["93.184.216.34"]}),
        ("http://out.test:8080/", {"out.test": ["93.184.216.34"]}),
        ("file:///etc/passwd", {}),
        ("gopher://out.test/", {"out.test": ["93.184.216.34"]}),
        ("http://169.254.169.254/latest/meta-data", {"169.254.169.254": ["169.254.169.254"]}),
    ],
)
def test_what_leads_inside_or_is_odd_is_never_called(url: str, names: dict[str, list[str]]) -> None:
    answer, made = fetch(url, names, ok)
    assert isinstance(answer, NetworkError) and answer.permanent
    assert made == []


def test_a_redirect_into_our_network_is_refused() -> None:
    def away(request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"location": "https://in.test/admin"})

    answer, made = fetch(
        "https://out.test/", {"out.test": ["93.184.216.34"], "in.test": ["192.168.0.1"]}, away
    )
    assert isinstance(answer, NetworkError) and answer.reason == "address_refused"
    assert len(made) == 1


def test_redirects_are_followed_three_times_within_the_scheme() -> None:
    def chain(length: int):
        def answer(request: httpx.Request) -> httpx.Response:
            step = int(request.url.path.strip("/") or 0)
            return (
                ok(request) if step == length else httpx.Response(302, headers={"location": f"/{step + 1}"})
            )

        return answer

    names = {"out.test": ["93.184.216.34"]}
    assert isinstance(fetch("https://out.test/0", names, chain(3))[0], Answer)
    assert isinstance(fetch("https://out.test/0", names, chain(4))[0], NetworkError)
    down = httpx.Response(302, headers={"location": "http://out.test/"})
    assert isinstance(fetch("https://out.test/", names, lambda request: down)[0], NetworkError)


def test_a_compressed_answer_is_refused_because_it_hides_its_size() -> None:
    bomb = httpx.Response(200, headers={"content-encoding": "gzip"}, content=gzip.compress(b"0" * 10_000_000))
    answer, _ = fetch("https://out.test/", {"out.test": ["93.184.216.34"]}, lambda request: bomb)
    assert isinstance(answer, NetworkError)


def test_the_real_fetcher_reaches_a_loopback_server_only_when_allowed() -> None:
    async def picture(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        body = b"host ok" if b"host: localhost" in head.lower() else b"wrong host"
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))
        await writer.drain()
        writer.close()

    async def attempt() -> None:
        async with server(picture) as url:
            url = url.replace("127.0.0.1", "localhost")

            async def here(host: str, port: int) -> list[str]:
                return ["127.0.0.1"]

            allowed = PublicFetcher(allow_loopback=True, resolver=here)
            assert (await allowed.get(url)).body == b"host ok"
            await allowed.aclose()
            strict = PublicFetcher(resolver=here)
            with pytest.raises(NetworkError):
                await strict.get(url)
            await strict.aclose()

    asyncio.run(attempt())
