"""From heard to stored: once, in batches, waiting when refused, with the poison parked."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hark.domain.post import Author, Post
from hark.listen.deliver import Delivery
from hark.listen.memory import MemoryStore
from hark.listen.ports import Batch, RefusedError
from hark.networks.port import AuthorFact, Deletion, Rejected

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def post(number: int) -> Post:
    return Post("sim", str(number), Author("1"), NOW, f"post {number}")


class Bench:
    """A delivery whose sink can refuse and choke."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.refuse = 0
        self.poison: set[str] = set()
        self.waits: list[float] = []
        self.refusals: list[str] = []
        self.sizes: list[int] = []
        self.delivery = Delivery(
            self.sink, self.store, lambda: NOW, sleep=self.sleep, on_refusal=self.refusals.append
        )

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    async def sink(self, batch: Batch) -> None:
        self.sizes.append(len(batch))
        if self.refuse:
            self.refuse -= 1
            raise RefusedError("the database is away")
        if any(one.post_id in self.poison for one in batch.posts):
            raise ValueError("cannot be stored")
        await self.store.sink(batch)

    def give(self, *items: Any) -> Any:
        return asyncio.run(self.delivery("stream", items, live=True))


def test_each_fact_is_stored_once_however_often_it_comes() -> None:
    bench = Bench()
    gone = Deletion("sim", "1", NOW)
    first = bench.give(post(1), post(2), post(1), gone, gone)
    second = bench.give(post(2), post(3), gone)
    assert (len(first.stored), first.duplicates) == (3, 2)
    assert (len(second.stored), second.duplicates) == (1, 2)
    assert bench.store.posts == {("sim", "1"): 1, ("sim", "2"): 1, ("sim", "3"): 1}
    assert bench.store.deleted == {("sim", "1")}


def test_a_post_of_another_network_is_another_post() -> None:
    bench = Bench()
    other = Post("other", "1", Author("1"), NOW, "x")
    assert len(bench.give(post(1), other).stored) == 2


def test_a_person_may_be_protected_open_and_protected_again() -> None:
    bench = Bench()
    states = ["protected", "seen", "protected"]
    assert [len(bench.give(AuthorFact("sim", Author("1"), NOW, state)).stored) for state in states] == [
        1,
        1,
        1,
    ]


def test_a_refusal_is_waited_out_longer_each_time_and_nothing_is_lost() -> None:
    bench = Bench()
    bench.refuse = 8
    assert len(bench.give(post(1)).stored) == 1
    assert bench.waits == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert set(bench.refusals) == {"the database is away"}
    assert bench.store.parked == []


def test_a_refusal_may_name_its_own_time() -> None:
    bench = Bench()

    async def once() -> None:
        if not bench.waits:
            raise RefusedError("busy", retry_after=7.0)

    asyncio.run(bench.delivery.retried(once))
    assert bench.waits == [7.0]


def test_poison_is_parked_and_the_rest_is_stored() -> None:
    bench = Bench()
    bench.poison = {"13"}
    delivered = bench.give(*(post(number) for number in range(100)))
    assert len(delivered.stored) == 99 and delivered.parked == 1
    (parked,) = bench.store.parked
    assert parked.reason == "ValueError: cannot be stored" and "post 13" in parked.raw
    assert len(bench.sizes) < 20, "halving, not one by one"


@given(st.sets(st.integers(0, 40), max_size=12), st.integers(0, 3))
def test_whatever_is_poison_everything_else_is_stored_in_order(poison: set[int], refuse: int) -> None:
    bench = Bench()
    bench.poison, bench.refuse = {str(number) for number in poison}, refuse
    delivered = bench.give(*(post(number) for number in range(40)))
    kept = [number for number in range(40) if number not in poison]
    assert [int(fact.post_id) for fact in delivered.stored] == kept
    assert len(bench.store.parked) == len([number for number in poison if number < 40])


def test_what_the_network_wrote_badly_is_parked_with_its_reason() -> None:
    bench = Bench()
    delivered = bench.give(Rejected(7, "no text", "{}"), post(1))
    assert delivered.rejected == 1 and len(delivered.stored) == 1
    assert (bench.store.parked[0].reason, bench.store.parked[0].raw) == ("no text", "{}")


def test_parking_too_waits_for_the_store() -> None:
    bench = Bench()
    refusals = 3
    works = bench.store.park

    async def park(parked: Any) -> None:
        nonlocal refusals
        if refusals:
            refusals -= 1
            raise RefusedError("away")
        await works(parked)

    bench.store.park = park  # type: ignore[method-assign]
    bench.give(Rejected(1, "no text", "{}"))
    assert len(bench.store.parked) == 1 and len(bench.waits) == 3


def test_a_store_that_breaks_while_parking_is_waited_for() -> None:
    bench = Bench()
    works, failures = bench.store.park, 2

    async def park(parked: Any) -> None:
        nonlocal failures
        if failures:
            failures -= 1
            raise KeyError("a fault of ours")
        await works(parked)

    bench.store.park = park  # type: ignore[method-assign]
    assert bench.give(Rejected(1, "no text", "{}"), post(1)).rejected == 1
    assert len(bench.store.parked) == 1 and bench.refusals == ["cannot park: KeyError"] * 2


def test_what_is_parked_can_be_kept_by_any_database() -> None:
    bench = Bench()
    bench.give(Rejected(1, "NUL \0", "half \ud800 pair \0"))
    (parked,) = bench.store.parked
    parked.raw.encode()
    assert "\0" not in parked.raw + parked.reason


def test_a_post_that_was_not_stored_is_tried_again_when_it_comes_again() -> None:
    bench = Bench()
    bench.poison = {"1"}
    bench.give(post(1))
    bench.poison = set()
    assert len(bench.give(post(1)).stored) == 1
