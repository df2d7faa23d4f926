"""One pass by hand: the report that `hark listen --once --json` prints."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from simulation import START, Desk, SimNetwork

from hark.listen import MemoryStore, RefusedError, reconcile_once
from hark.listen.ports import Batch

DAY = timedelta(days=1)


def world(*ages: timedelta) -> SimNetwork:
    network = SimNetwork()
    for age in sorted(ages, reverse=True):
        network.now = START - age
        network.write()
    network.now = START
    return network


def once(polls: list[Any], store: MemoryStore, **options: Any) -> Any:
    return asyncio.run(reconcile_once(polls, store.sink, store, lambda: polls[0].now, **options))


def test_a_first_pass_finds_a_day_and_a_second_pass_nothing_new() -> None:
    network, store = world(timedelta(hours=30), timedelta(hours=2), timedelta(minutes=1)), MemoryStore()
    spent = iter([1.0, 1.25, 1.25, 1.25])
    first = once([network], store, spent=lambda: next(spent)).as_json()
    assert first["sources"]["search"] == {
        "pages": 1, "heard": 2, "new": 2, "rejected": 0, "parked": 0,
        "watermark": (START - timedelta(minutes=5)).isoformat(), "gap": None, "error": "",
    }  # fmt: skip
    assert (first["gaps"], first["cost_usd"]) == ([], 0.25)
    second = once([network], store).as_json()["sources"]["search"]
    assert (second["heard"], second["new"]) == (1, 0), "only the overlap is read again"
    json.dumps(first)


def test_a_gap_is_told_once_and_kept() -> None:
    network, store = world(timedelta(minutes=1)), MemoryStore()
    once([network], store)
    network.now += timedelta(days=9)
    (gap,) = once([network], store).as_json()["gaps"]
    assert gap["source"] == "search" and gap["reason"] == "over 7 days"
    assert gap["from"] == (START - timedelta(minutes=15)).isoformat()
    assert gap["to"] == (network.now - timedelta(days=7)).isoformat()
    assert once([network], store).as_json()["gaps"] == []
    assert len(store.gaps) == 1


def test_a_source_that_fails_is_reported_and_the_others_go_on() -> None:
    broken, works = world(timedelta(minutes=1)), world(timedelta(minutes=1))
    broken.name, broken.fail_at_page = "broken", 0
    report = once([broken, works], MemoryStore()).as_json()["sources"]
    assert report["broken"]["error"] == "server_error" and report["broken"]["watermark"] is None
    assert report["search"]["new"] == 1


def test_a_chore_without_a_cursor_is_asked_for_everything_and_keeps_none() -> None:
    network, store = world(), MemoryStore()

    class Chore:
        name, every, keeps_cursor, live, now = "again", 900.0, False, False, START

        async def sweep(self, since: Any) -> Any:
            assert since is None
            async for page in network.sweep(START - DAY):
                yield page

    once([Chore()], store)
    assert store.cursors == {}


def test_a_store_that_cannot_be_read_is_said_at_once() -> None:
    desk = Desk(world(timedelta(minutes=1)))

    async def away(source: str) -> None:
        raise RefusedError("the database is away")

    desk.store.load_cursor = away  # type: ignore[method-assign]
    with pytest.raises(RefusedError):
        asyncio.run(desk.look())


def test_the_cursor_is_kept_only_after_the_posts() -> None:
    order: list[str] = []
    network, store = world(timedelta(minutes=1)), MemoryStore()
    save = store.save_cursor

    async def sink(batch: Batch) -> None:
        order.append("posts")
        await store.sink(batch)

    async def save_cursor(cursor: Any) -> None:
        order.append("cursor")
        await save(cursor)

    store.save_cursor = save_cursor  # type: ignore[method-assign]
    asyncio.run(reconcile_once([network], sink, store, lambda: network.now))
    assert order == ["posts", "cursor"]
