"""The connector against the local X over the wire: the whole flow."""

import asyncio
from typing import Any

import pytest
from tests.networks.x.local import People, hearing, until

from hark.domain.post import Lane, Post
from hark.listen import MemoryStore, reconcile_once
from hark.networks.port import Deletion, NetworkError, Picture
from hark.networks.x.activity import activity_stream
from hark.networks.x.client import XClient, utc_now
from hark.networks.x.compliance import PostFollower
from hark.networks.x.costs import CostMeter
from hark.networks.x.jobs import run_job
from hark.networks.x.media import XMedia
from hark.networks.x.oauth import App, Tokens
from hark.networks.x.polls import ConversationsPoll, OwnPostsPoll
from hark.networks.x.rates import RateBudget
from hark.networks.x.rotating import MemoryTokens, RotatingToken
from hark.networks.x.rules import brand_rules, current_rules, sync_rules
from hark.networks.x.stream import XStream
from hark.networks.x.subscriptions import CARE_EVENTS, sync_subscriptions
from hark.networks.x.users import by_id, me
from hark.sandbox.x.thread import LocalX


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
