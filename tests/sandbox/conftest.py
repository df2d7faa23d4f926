"""A fresh local X for each test that asks for one, and a plain HTTP client in front of it."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from hark.sandbox.worlds.tiny import tiny
from hark.sandbox.x.thread import LocalX


class Desk:
    """The local X as a test talks to it: `get`, `post` and so on as a user by name or as the app."""

    def __init__(self, x: LocalX) -> None:
        self.x = x
        self.users = {user["username"]: user for user in x.card["users"]}
        self.brand = x.card["users"][0]
        self._client = httpx.Client(base_url=x.base_url, timeout=10, trust_env=False)

    def close(self) -> None:
        self._client.close()

    def id(self, name: str) -> str:
        return str(self.users[name]["id"])

    def headers(self, who: str | None) -> dict[str, str]:
        token = self.x.card["bearer_token"] if who is None else self.users[who]["oauth2_token"]
        return {"authorization": f"Bearer {token}"}

    def raw(self, method: str, path: str, who: str | None = None, **more: Any) -> httpx.Response:
        return self._client.request(method, path, headers=self.headers(who), **more)

    def __call__(
        self, method: str, path: str, who: str | None = None, status: int = 200, **more: Any
    ) -> dict[str, Any]:
        answer = self.raw(method, path, who, **more)
        assert answer.status_code == status, (answer.status_code, answer.text)
        return answer.json() if answer.content else {}

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
