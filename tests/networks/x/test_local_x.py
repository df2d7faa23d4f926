"""The connector against the local X over the wire: the whole flow, and a network full of faults."""

import asyncio
import contextlib
import math
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from hark.domain.post import Lane, Post
from hark.listen import MemoryStore, Sources, Status, reconcile_once, run
from hark.networks.port import Deletion, NetworkError, Picture
from hark.networks.x.activity import activity_stream
from hark.networks.x.client import XClient, utc_now
from hark.networks.x.compliance import PostFollower
from hark.networks.x.costs import CostMeter
from hark.networks.x.jobs import run_job
from hark.networks.x.media import XMedia
from hark.networks.x.oauth import App, Tokens
from hark.networks.x.polls import ConversationsPoll, MentionsPoll, MessagesPoll, OwnPostsPoll, SearchPoll
from hark.networks.x.rates import RateBudget
from hark.networks.x.rotating import MemoryTokens, RotatingToken
from hark.networks.x.rules import brand_rules, current_rules, sync_rules
from hark.networks.x.sender import XSender
from hark.networks.x.stream import XStream
from hark.networks.x.subscriptions import CARE_EVENTS, sync_subscriptions
from hark.networks.x.users import by_id, me
from hark.sandbox.worlds.tiny import tiny
from hark.sandbox.x.authoring import Draft, publish
from hark.sandbox.x.thread import LocalX


@pytest.fixture
def x() -> Iterator[LocalX]:
    with LocalX(tiny()) as local:
        yield local


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


def test_a_customer_is_heard_answered_and_heard_again(x: LocalX) -> None:
    async def story() -> None:
        async with People(x) as people:
            await sync_rules(people.desk, brand_rules([people.handle]))
            assert [rule.tag for rule in await current_rules(people.desk)] == [f"hark:brand:{people.handle}"]
            assert (await sync_subscriptions(people.desk, people.brand["id"])).added == CARE_EVENTS
            async with hearing(XStream(people.desk), activity_stream(people.desk)) as heard:
                asked = await people.writes.post(f"@{people.handle} where is my parcel?")
                answered = await people.speaks.reply("We are looking into it.", parent_id=asked.post_id)
                thanked = await people.writes.reply("thank you", parent_id=answered.post_id)
                wrote = await people.writes.message("my number is 12", recipient_id=people.brand["id"])
                await people.speaks.delete(answered.post_id)

                def ids(name: str, kind: type = Post) -> set[str]:
                    return {
                        item.post_id for source, item in heard if source == name and isinstance(item, kind)
                    }

                three = {asked.post_id, answered.post_id, thanked.post_id}
                await until(lambda: three <= ids("stream"))
                await until(lambda: three | {wrote.post_id} <= ids("activity"))
                await until(lambda: answered.post_id in ids("activity", Deletion))
                private = next(
                    item for _, item in heard if isinstance(item, Post) and item.post_id == wrote.post_id
                )
                assert private.lane is Lane.PRIVATE and private.text == "my number is 12"
                echo = next(
                    item for _, item in heard if isinstance(item, Post) and item.post_id == answered.post_id
                )
                assert echo.author.author_id == people.brand["id"] and echo.parent_id == asked.post_id

    asyncio.run(story())


def test_what_the_network_refuses_is_understood(x: LocalX) -> None:
    async def refused(attempt: Any) -> NetworkError:
        with pytest.raises(NetworkError) as caught:
            await attempt
        return caught.value

    async def story() -> None:
        async with People(x) as people:
            asked = await people.writes.post(f"@{people.handle} hello")
            elsewhere = await people.writes.post("nobody is named here")
            await people.speaks.reply("Hello.", parent_id=asked.post_id)
            again = await refused(people.speaks.reply("Hello.", parent_id=asked.post_id))
            assert (again.reason, again.permanent, again.processed) == ("duplicate", True, False)
            assert (
                await refused(people.speaks.reply("Hi.", parent_id=elsewhere.post_id))
            ).reason == "not_summoned"
            assert (await refused(people.speaks.reply("Hi.", parent_id="123"))).permanent
            stale = XClient(x.base_url, user_token="no-such-token", account_id="1")
            assert (await refused(me(stale))).reason == "unauthorized"
            await stale.aclose()

    asyncio.run(story())


def test_threads_pictures_and_hiding(x: LocalX) -> None:
    async def story() -> None:
        async with People(x) as people:
            asked = await people.writes.post(f"@{people.handle} explain it")
            first = await people.speaks.reply("First this.", parent_id=asked.post_id)
            then = await people.speaks.reply("Then that.", parent_id=first.post_id)
            picture = Picture(b"\x89PNG\r\n\x1a\n" + bytes(2_200_000), "image/png", "A map of the line")
            media = await XMedia(people.desk).upload(picture)
            shown = await people.speaks.post(
                f"@{people.customer['username']} the map", media_ids=[media.media_id]
            )
            rude = await people.writes.reply("useless", parent_id=shown.post_id)
            await people.speaks.hide(rude.post_id)
            store = MemoryStore()
            seen: list[Post] = []

            async def sink(batch: Any) -> None:
                seen.extend(batch.posts)
                await store.sink(batch)

            await reconcile_once(
                [OwnPostsPoll(people.desk, people.brand["id"], people.handle)], sink, store, utc_now
            )
            by_post = {post.post_id: post for post in seen}
            assert by_post[shown.post_id].media[0].alt == "A map of the line"
            assert by_post[then.post_id].parent_id == first.post_id

    asyncio.run(story())


def test_a_look_back_finds_everything_and_tells_what_it_cost(x: LocalX) -> None:
    async def story() -> None:
        costs = CostMeter(utc_now)
        async with People(x, meters=(RateBudget(utc_now), costs)) as people:
            asked = await people.writes.post(f"@{people.handle} one")
            answered = await people.speaks.reply("two", parent_id=asked.post_id)
            nested = await people.writes.reply("three", parent_id=answered.post_id)
            wrote = await people.writes.message("four", recipient_id=people.brand["id"])
            store = MemoryStore()

            async def open_ids() -> list[str]:
                return [asked.post_id]

            polls = [*people.polls(), ConversationsPoll(people.desk, open_ids)]
            report = await reconcile_once(polls, store.sink, store, utc_now, spent=lambda: float(costs.total))
            assert {sweep.error for sweep in report.sweeps} == {""}
            wanted = {asked.post_id, answered.post_id, nested.post_id, wrote.post_id}
            assert wanted <= {ident for _, ident in store.posts} and store.parked == []
            assert report.cost_usd is not None and 0 < report.cost_usd < 1
            again = await reconcile_once(polls, store.sink, store, utc_now, spent=lambda: float(costs.total))
            assert sum(sweep.new for sweep in again.sweeps) == 0 and again.cost_usd == 0.0

    asyncio.run(story())


def test_deletions_are_followed_by_lookup_and_by_job(x: LocalX) -> None:
    async def story() -> None:
        async with People(x) as people:
            kept = await people.writes.post("kept")
            gone = await people.writes.post("gone")
            await people.writes.delete(gone.post_id)
            stored = [kept.post_id, gone.post_id]

            async def ids() -> list[str]:
                return stored

            found = [item async for page in PostFollower(people.desk, ids).sweep(None) for item in page.items]
            assert [item.post_id for item in found if isinstance(item, Deletion)] == [gone.post_id]
            job = [
                item
                async for item in run_job(people.desk, "tweets", stored, sleep=lambda _: asyncio.sleep(0.05))
            ]
            assert [item.post_id for item in job if isinstance(item, Deletion)] == [gone.post_id]
            authors, missing = await by_id(people.desk, [people.brand["id"], "99"])
            assert authors[0].handle == people.handle and missing == {"99": "resource-not-found"}

    asyncio.run(story())


def test_a_token_that_ends_is_renewed_and_the_old_one_is_worthless(x: LocalX) -> None:
    async def story() -> None:
        async with People(x) as people:
            app = App(x.card["client_id"], x.card["client_secret"], base_url=x.base_url)
            store = MemoryTokens(Tokens(people.brand["oauth2_token"], people.brand["refresh_token"]))
            source = RotatingToken(people.desk.http, app, store, utc_now)
            client = XClient(
                x.base_url, user_token=source, account_id=people.brand["id"], http=people.desk.http
            )
            first = await source.renew(people.brand["oauth2_token"])
            assert (await me(client)).handle == people.handle
            x.do(lambda box: box.clock.advance(3 * 3600))
            assert (await me(client)).handle == people.handle
            assert store.saves == 2 and store.tokens.access != first
            spent = MemoryTokens(Tokens("old", people.brand["refresh_token"]))
            with pytest.raises(NetworkError) as caught:
                await RotatingToken(people.desk.http, app, spent, utc_now).renew("old")
            assert caught.value.reason == "token_lost"

    asyncio.run(story())


def say(x: LocalX, name: str, text: str, at: float | None = None) -> str:
    """Somebody posts on the local network, at a moment of its own past if need be."""

    def act(box: Any) -> str:
        author = next(user for user in box.network.users.values() if user.username == name)
        return str(publish(box.network, Draft(author, text, at or box.clock.now(), via="control")).id)

    return x.do(act)


FAULTS = [
    {"kind": "reset", "on": "filtered", "rate": 0.01},
    {"kind": "close", "on": "filtered", "rate": 0.01},
    {"kind": "half_line", "on": "filtered", "rate": 0.01},
    {"kind": "disconnect", "on": "filtered", "rate": 0.01},
    {"kind": "drop", "on": "filtered", "rate": 0.05},
    {"kind": "duplicate", "on": "filtered", "rate": 0.2},
    {"kind": "reorder", "on": "filtered", "rate": 0.2},
    {"kind": "unknown", "on": "filtered", "rate": 0.05},
    {"kind": "error_before", "on": "GET /2/users/*", "rate": 0.2},
    {"kind": "garbage", "on": "GET /2/users/*", "rate": 0.1},
    {"kind": "reset_after", "on": "GET /2/users/*", "rate": 0.1},
    {"kind": "rate_lie", "on": "GET /2/*", "rate": 0.2},
]


def test_a_network_full_of_faults_loses_nothing_and_stores_nothing_twice(x: LocalX) -> None:
    stored: dict[str, int] = {}

    async def story() -> tuple[list[str], Status, MemoryStore, XStream]:
        async with People(x) as people:
            await sync_rules(people.desk, brand_rules([people.handle]))
            x.do(lambda box: box.faults.set(FAULTS, 5))
            store, status, stop = MemoryStore(), Status(), asyncio.Event()

            async def sink(batch: Any) -> None:
                for post in batch.posts:
                    stored[post.post_id] = stored.get(post.post_id, 0) + 1
                await store.sink(batch)

            stream = XStream(people.desk, sleep=lambda seconds: asyncio.sleep(seconds / 50))
            mentions = MentionsPoll(people.desk, people.brand["id"], people.handle, every=1.0)
            listening = asyncio.create_task(
                run(Sources((stream,), (mentions,)), sink, store, utc_now, stop, status=status)
            )
            await until(lambda: stream.health.connects > 0)
            said = []
            for number in range(300):
                said.append(
                    await asyncio.to_thread(say, x, people.customer["username"], f"@{people.handle} {number}")
                )
                await asyncio.sleep(0.01)
            x.do(lambda box: box.faults.set([]))
            await asyncio.sleep(0.5)
            stop.set()
            await listening
            assert set(stored.values()) == {1}, "one process stores nothing twice"
            await reconcile_once([mentions], sink, store, utc_now, status=status)
            return said, status, store, stream

    said, status, store, stream = asyncio.run(story())
    assert set(said) <= set(stored)
    assert stream.health.connects > 5 and stream.health.losses > 4
    assert status.sources["stream"].duplicates > 10
    assert {parked.reason for parked in store.parked}, "half lines and unknown messages are parked"


DAY = 86_400.0


def test_outages_of_a_second_to_eight_days_over_the_wire(x: LocalX) -> None:
    """The sandbox's clock jumps; search alone must find everything inside seven days and tell the rest."""
    rng, rounds = random.Random(3), 400

    def now() -> datetime:
        return datetime.fromtimestamp(x.box.clock.now(), UTC)

    async def story() -> tuple[dict[str, float], MemoryStore, int]:
        async with People(x) as people:
            query = f"(@{people.handle} OR to:{people.handle}) -is:retweet"
            poll = SearchPoll(people.desk, query, name="search", clock=now)
            store, said, long = MemoryStore(), {}, 0
            await reconcile_once([poll], store.sink, store, now)
            for number in range(rounds):
                outage = 10 ** rng.uniform(0, math.log10(8 * DAY))
                if number % 10 == 9:
                    outage = rng.uniform(7.1, 8) * DAY
                began = x.box.clock.now()
                x.do(lambda box, jump=outage: box.clock.advance(jump))
                for _ in range(3):
                    at = began + rng.random() * outage
                    ident = say(
                        x, people.customer["username"], f"@{people.handle} {number} {rng.random()}", at
                    )
                    said[ident] = at
                told = len(store.gaps)
                report = await reconcile_once([poll], store.sink, store, now)
                assert report.sweeps[0].error == ""
                long += outage > 7 * DAY
                assert (len(store.gaps) > told) == (outage > 7 * DAY - 17 * 60)
            return said, store, long

    said, store, long = asyncio.run(story())
    gaps = [(gap.start.timestamp(), gap.end.timestamp()) for gap in store.gaps]
    missing = [at for ident, at in said.items() if ("x", ident) not in store.posts]
    assert all(any(start <= at <= end for start, end in gaps) for at in missing)
    assert len(gaps) >= long >= rounds // 10


def test_a_stalled_stream_is_noticed_within_25_seconds_of_network_time(x: LocalX) -> None:
    """The local network runs 12 times as fast; so do its keep-alives and our watchdog."""
    rate = 12.0
    x.do(lambda box: box.clock.set_rate(rate))

    async def story() -> float:
        async with People(x) as people:
            await sync_rules(people.desk, brand_rules([people.handle]))
            stream = XStream(people.desk, silence=23.0 / rate, clock=utc_now)
            async with hearing(stream):
                await asyncio.sleep(30 / rate)
                assert stream.health.connects == 1, "keep-alives hold the line"
                stall = [{"kind": "stall", "on": "filtered", "seconds": 600, "times": 1}]
                x.do(lambda box: box.faults.set(stall))
                await asyncio.to_thread(say, x, people.customer["username"], f"@{people.handle} unheard")
                await until(lambda: stream.health.losses == 1)
                assert stream.health.heard_at is not None
                silent = (utc_now() - stream.health.heard_at).total_seconds()
            return silent * rate

    assert asyncio.run(story()) <= 25.0
