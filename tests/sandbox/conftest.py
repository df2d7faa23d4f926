"""A fresh local X for each test that asks for one, and a plain HTTP client in front of it."""

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from hark.sandbox.worlds.tiny import tiny
from hark.sandbox.x.thread import LocalX


class Reader:
    """A stream reader on a plain socket: it sees keep-alives, half lines and resets as they are."""

    def __init__(self, x: LocalX, path: str = "/2/tweets/search/stream", *, small: bool = False) -> None:
        address = urlsplit(x.base_url)
        self.socket = socket.socket()
        if small:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(10)
        self.socket.connect((address.hostname, address.port))
        token = x.card["bearer_token"]
        head = f"GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n"
        self.socket.sendall(head.encode())
        self.raw = b""
        while b"\r\n\r\n" not in self.raw:
            self.raw += self.socket.recv(1)
        head_raw, _, self.raw = self.raw.partition(b"\r\n\r\n")
        self.status = int(head_raw.split()[1])
        self.ending = ""

    def more(self) -> bool:
        """Read a block; False when the stream has ended, with `ending` "reset", "broken" or "closed"."""
        try:
            block = self.socket.recv(65536)
        except ConnectionResetError:
            self.ending = "reset"
            return False
        self.raw += block
        if not block or self.raw.endswith(b"0\r\n\r\n"):
            self.ending = "closed" if self.raw.endswith(b"0\r\n\r\n") else "broken"
            return False
        return True

    @property
    def body(self) -> bytes:
        """What came, without the chunk sizes."""
        found, rest = b"", self.raw
        while b"\r\n" in rest:
            size, _, rest = rest.partition(b"\r\n")
            length = int(size, 16)
            found, rest = found + rest[:length], rest[length + 2 :]
        return found

    @property
    def lines(self) -> list[dict[str, Any]]:
        whole = self.body.split(b"\r\n")[:-1]
        return [json.loads(line) for line in whole if line]

    def wait(self, count: int) -> list[dict[str, Any]]:
        while len(self.lines) < count:
            assert self.more(), (self.ending, self.body)
        return self.lines

    def to_the_end(self) -> str:
        while self.more():
            pass
        return self.ending

    def close(self) -> None:
        self.socket.close()


class Desk:
    """The local X as a test talks to it: `get`, `post` and so on as a user by name or as the app."""

    def __init__(self, x: LocalX) -> None:
        self.x = x
        self.users = {user["username"]: user for user in x.card["users"]}
        self.brand = x.card["users"][0]
        self._readers: list[Reader] = []
        self._client = httpx.Client(base_url=x.base_url, timeout=10, trust_env=False, verify=False)

    def close(self) -> None:
        for reader in self._readers:
            reader.close()
        self._client.close()

    def id(self, name: str) -> str:
        return str(self.users[name]["id"])

    def headers(self, who: str | None) -> dict[str, str]:
        token = self.x.card["bearer_token"] if who is None else self.users[who]["oauth2_token"]
        return {"authorization": f"Bearer {token}"}

    def raw(self, method: str, path: str, who: str | None = None, **more: Any) -> httpx.Response:
        headers = self.headers(who) | more.pop("headers", {})
        return self._client.request(method, path, headers=headers, **more)

    def __call__(
        self, method: str, path: str, who: str | None = None, status: int = 200, **more: Any
    ) -> dict[str, Any]:
        answer = self.raw(method, path, who, **more)
        assert answer.status_code == status, (answer.status_code, answer.text)
        return answer.json() if answer.content else {}

    def rules(self, *values: str) -> None:
        body = {"add": [{"value": value, "tag": value} for value in values]}
        self("POST", "/2/tweets/search/stream/rules", status=201, json=body)

    def read(self, path: str = "/2/tweets/search/stream", **more: Any) -> Reader:
        reader = Reader(self.x, path, **more)
        self._readers.append(reader)
        return reader

    def faults(self, *faults: dict[str, Any], seed: int = 1) -> None:
        self("POST", "/sandbox/faults", json={"faults": list(faults), "seed": seed})

    def say(self, author: str, text: str, **more: Any) -> dict[str, Any]:
        body = {"author": author, "text": text, **more}
        return self("POST", "/sandbox/posts", status=201, json=body)["data"]


@pytest.fixture
def x() -> Iterator[LocalX]:
    with LocalX(tiny()) as running:
        yield running


@pytest.fixture
def desk(x: LocalX) -> Iterator[Desk]:
    front = Desk(x)
    yield front
    front.close()


@pytest.fixture(scope="module")
def module_desk() -> Iterator[Desk]:
    """One local X for all the tests of a module that do not disturb one another."""
    with LocalX(tiny(), speed=1000.0) as running:
        front = Desk(running)
        yield front
        front.close()
