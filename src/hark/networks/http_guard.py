"""Fetching addresses that come from strangers, without letting them point us at our own network.

Resolve, check that every address is global, connect to the very address that was checked, and do it all
again for each redirect (reliability.md X5: hand-written address lists fail, so the standard library decides).
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence

import httpx

from hark.networks.http import MIB, Answer, Limits, capped, plain_headers, transport_error
from hark.networks.port import NetworkError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
PORTS = {"http": 80, "https": 443}


async def resolve(host: str, port: int) -> Sequence[str]:
    """Every address of a host. Raises OSError when there is none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def embedded(address: Address) -> Address:
    """The IPv4 address an IPv6 address stands for (mapped, 6to4, Teredo, NAT64), else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address.sixtofour:
            return address.sixtofour
        if address.teredo:
            return address.teredo[1]
        if address in NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_public(text: str, *, allow_loopback: bool = False) -> bool:
    """Whether an address lies outside: global, single, and not a wrapping of one that is not."""
    try:
        address = embedded(ipaddress.ip_address(text.split("%", 1)[0]))
    except ValueError:
        return False
    if address.is_loopback:
        return allow_loopback
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _refused(why: str) -> NetworkError:
    return NetworkError("address_refused", f"this address is not fetched: {why}", permanent=True)


class PublicFetcher:
    """GET for strangers' addresses. `allow_loopback` is for the local sandbox and tests only."""

    def __init__(
        self,
        *,
        allow_loopback: bool = False,
        limits: Limits | None = None,
        resolver: Resolver = resolve,
        transport: httpx.AsyncBaseTransport | None = None,
        verify: ssl.SSLContext | bool = True,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._limits = limits or Limits(total=10.0, max_bytes=5 * MIB)
        self._resolver = resolver
        # No connection is kept: one opened for one name must never serve another name on the same address.
        self._client = httpx.AsyncClient(
            transport=transport,
            verify=verify,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(self._limits.read, connect=self._limits.connect),
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=0),
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def get(self, url: str) -> Answer:
        """Fetch an address, following at most three redirects of the same scheme.

        Raises NetworkError: "address_refused" (permanent) or any transport reason.
        """
        label = "GET (a stranger's address)"
        try:
            async with asyncio.timeout(self._limits.total):
                return await self._follow(httpx.URL(url), label)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            raise transport_error(label, error) from None

    async def _follow(self, url: httpx.URL, label: str) -> Answer:
        scheme = url.scheme
        for _ in range(MAX_REDIRECTS + 1):
            if url.scheme != scheme:
                raise _refused("a redirect changes the scheme")
            response = await self._client.send(await self._pinned(url), stream=True)
            try:
                location = response.headers.get("location")
                if response.status_code in REDIRECTS and location:
                    url = url.join(location)
                    continue
                if response.headers.get("content-encoding", "identity").lower() != "identity":
                    raise _refused("the answer is compressed, which hides its size")
                body = await capped(response, self._limits.max_bytes, label)
                return Answer(response.status_code, plain_headers(response), body)
            finally:
                await response.aclose()
        raise _refused("too many redirects")

    async def _pinned(self, url: httpx.URL) -> httpx.Request:
        """The request aimed at the checked address, with the name kept for Host, SNI and the certificate."""
        if url.scheme not in PORTS or not url.host or url.userinfo:
            raise _refused("not a plain http or https address")
        port = url.port or PORTS[url.scheme]
        if port != PORTS[url.scheme] and not self._allow_loopback:
            raise _refused("an unusual port")
        addresses = await self._resolver(url.host, port)
        if not addresses or not all(
            is_public(found, allow_loopback=self._allow_loopback) for found in addresses
        ):
            raise _refused("it leads into a private network")
        return self._client.build_request(
            "GET",
            url.copy_with(host=addresses[0].split("%", 1)[0]),
            headers={"host": url.netloc.decode("ascii"), "accept-encoding": "identity", "user-agent": "Hark"},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
