"""The connector and the local X, side by side: the brand, a customer, and what streams bring."""

import asyncio
import contextlib
from typing import Any

from hark.networks.x.client import XClient
from hark.networks.x.polls import MentionsPoll, MessagesPoll, OwnPostsPoll, SearchPoll
from hark.networks.x.sender import XSender
from hark.networks.x.stream import XStream
from hark.sandbox.x.authoring import Draft, publish
from hark.sandbox.x.thread import LocalX


class People:
    """The brand and one customer, each with a client of their own."""

    def __init__(self, x: LocalX, **options: Any) -> None:
        self.brand = next(user for user in x.card["users"] if user["brand"])
        self.customer = next(user for user in x.card["users"] if not user["brand"])
        self.handle = str(self.brand["username"])
        self.desk = XClient(
            x.base_url,
            bearer_token=x.card["bearer_token"],
            user_token=self.brand["oauth2_token"],
            account_id=self.brand["id"],
            **options,
        )
        self.phone = XClient(
            x.base_url, user_token=self.customer["oauth2_token"], account_id=self.customer["id"]
        )
        self.speaks, self.writes = XSender(self.desk), XSender(self.phone)

    def polls(self) -> list[Any]:
        query = f"(@{self.handle} OR to:{self.handle}) -is:retweet"
        return [
            MentionsPoll(self.desk, self.brand["id"], self.handle),
            SearchPoll(self.desk, query, name="search"),
            MessagesPoll(self.desk, self.handle),
            OwnPostsPoll(self.desk, self.brand["id"], self.handle),
        ]

    async def __aenter__(self) -> "People":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.desk.aclose()
        await self.phone.aclose()


@contextlib.asynccontextmanager
async def hearing(*streams: XStream):
    """Streams read in the background; gives what they brought, by name."""
    heard: list[tuple[str, Any]] = []

    async def hear(stream: XStream) -> None:
        async for item in stream.posts():
            heard.append((stream.name, item))  # noqa: PERF401 - read while it grows

    tasks = [asyncio.create_task(hear(stream)) for stream in streams]
    try:
        async with asyncio.timeout(10):
            while not all(stream.health.connected for stream in streams):
                await asyncio.sleep(0.02)
        yield heard
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def until(condition: Any, seconds: float = 10.0) -> None:
    """Wait until something has come true."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


def say(x: LocalX, name: str, text: str, at: float | None = None) -> str:
    """Somebody posts on the local network, at a moment of its own past if need be."""

    def act(box: Any) -> str:
        author = next(user for user in box.network.users.values() if user.username == name)
        return str(publish(box.network, Draft(author, text, at or box.clock.now(), via="control")).id)

    return x.do(act)
