"""What strangers name is fetched from public addresses only, and never more than it may be."""

import asyncio
import gzip
from collections.abc import Callable

import httpx
import pytest
from tests.networks.rawserver import server

from hark.networks.http import Answer
from hark.networks.http_guard import PublicFetcher, is_public
from hark.networks.port import NetworkError

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
