"""The cursor protocol: all inside the promised window is stored once, what cannot be is told as a gap."""

import asyncio
import math
import random
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from simulation import PROMISED_DELAY, REACH, START, Desk, SimNetwork

from hark.listen import Cursor
from hark.listen import cursor as protocol

DAY = 86_400.0
MINUTE = timedelta(minutes=1)


def test_a_sweep_asks_from_the_watermark_less_the_overlap() -> None:
    cursor = Cursor("s", START, START)
    assert protocol.look_from(cursor, START + MINUTE) == START - timedelta(minutes=10)
    assert protocol.look_from(None, START) == START - timedelta(hours=24)


def test_the_watermark_moves_to_the_networks_time_less_the_settle_time() -> None:
    cursor = Cursor("s", START, START)
    later = START + timedelta(hours=1)
    assert protocol.moved(cursor, "s", later, later, START).watermark == later - timedelta(minutes=5)


def test_the_watermark_never_moves_back() -> None:
    cursor = Cursor("s", START, START)
    assert protocol.moved(cursor, "s", START, START, START).watermark == START


def test_a_network_clock_that_runs_ahead_promises_nothing() -> None:
    cursor = Cursor("s", START, START)
    now = START + timedelta(hours=1)
    moved = protocol.moved(cursor, "s", now + timedelta(days=1), now, START)
    assert moved.watermark == now + MINUTE - timedelta(minutes=5)


def test_without_the_networks_time_the_watermark_stays() -> None:
    cursor = Cursor("s", START, START)
    assert protocol.moved(cursor, "s", None, START + MINUTE, START).watermark == START
    assert protocol.moved(None, "s", None, START, START - MINUTE).watermark == START - MINUTE


def test_a_gap_runs_from_where_we_asked_to_where_the_network_reaches_back() -> None:
    gap = protocol.unproven("s", START, START + timedelta(days=1), "over 7 days")
    assert gap is not None and (gap.start, gap.end) == (START, START + timedelta(days=1))
    assert protocol.unproven("s", START, START - MINUTE, "") is None
    assert protocol.unproven("s", START, None, "") is None


class Listening(RuleBasedStateMachine):
    """Anything may happen, in any order; at the end one honest look must account for every post."""

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.network = SimNetwork()
        self.desk = Desk(self.network)
        self.runner = asyncio.Runner()
        self.restarted = False
        self.runner.run(self.desk.look())

    @rule(count=st.integers(1, 30), spacing=st.floats(0.1, 600), delay=st.floats(0, 899))
    def people_post_while_the_stream_is_up(self, count: int, spacing: float, delay: float) -> None:
        posts = self._write(count, spacing, delay)
        self.runner.run(self.desk.hear(posts, self.rng))

    @rule(count=st.integers(1, 150), exponent=st.floats(0, math.log10(8 * DAY)), delay=st.floats(0, 899))
    def the_stream_is_down(self, count: int, exponent: float, delay: float) -> None:
        self._write(count, 10**exponent / count, delay)

    @rule(seconds=st.floats(1, 3600))
    def time_passes(self, seconds: float) -> None:
        self.network.now += timedelta(seconds=seconds)

    @rule()
    def look(self) -> None:
        self.runner.run(self.desk.look())

    @rule(page=st.integers(0, 2))
    def a_look_fails_half_way(self, page: int) -> None:
        before = dict(self.desk.store.cursors)
        self.network.fail_at_page = page
        report = self.runner.run(self.desk.look())
        self.network.fail_at_page = None
        if report.error:
            assert self.desk.store.cursors == before, "a failed sweep must not move the cursor"

    @rule(times=st.integers(1, 5))
    def the_database_goes_away(self, times: int) -> None:
        self.desk.refusals = times

    @rule()
    def the_process_restarts(self) -> None:
        self.restarted = True
        self.desk.restart()

    @rule(hours=st.floats(-1, 1))
    def the_networks_clock_is_wrong(self, hours: float) -> None:
        self.network.clock_skew = timedelta(hours=min(hours, 0))

    @rule()
    def a_post_is_poison(self) -> None:
        self.desk.poison.add(self._write(1, 1.0, 0.0)[0].post_id)

    def _write(self, count: int, spacing: float, delay: float) -> list:
        posts = []
        for _ in range(count):
            self.network.now += timedelta(seconds=spacing)
            posts.append(self.network.write(visible_after=timedelta(seconds=self.rng.uniform(0, delay))))
        return posts

    @invariant()
    def nothing_is_stored_twice(self) -> None:
        if hasattr(self, "desk") and not self.restarted:
            assert all(times == 1 for times in self.desk.store.posts.values())

    def teardown(self) -> None:
        if not hasattr(self, "desk"):
            return
        self.network.now += PROMISED_DELAY
        self.desk.refusals = 0
        self.runner.run(self.desk.look())
        assert self.desk.missing() == []
        assert {parked.reason for parked in self.desk.store.parked} <= {"ValueError: poison"}
        for gap in self.desk.store.gaps:
            assert gap.end <= self.network.now - REACH, "a gap is told only for what is out of reach"
        self.runner.close()


Listening.TestCase.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
test_listening = Listening.TestCase


def test_ten_thousand_disconnects_of_a_second_to_eight_days() -> None:
    """One long life: after each disconnect a look; nothing inside the window is lost, long gaps are told."""
    rng = random.Random(20261121)
    network = SimNetwork()
    desk = Desk(network)
    long_outages = 0
    with asyncio.Runner() as runner:
        runner.run(desk.look())
        for _ in range(10_000):
            network.now += timedelta(seconds=rng.uniform(1, 300))
            runner.run(desk.hear([network.write(visible_after=timedelta(seconds=rng.uniform(0, 890)))], rng))
            outage = 10 ** rng.uniform(0, math.log10(8 * DAY))
            for _ in range(3):
                network.now += timedelta(seconds=outage / 3)
                network.write(visible_after=timedelta(seconds=rng.uniform(0, 890)))
            cursor = desk.store.cursors["search"]
            must_tell = network.now - protocol.look_from(cursor, network.now) > REACH
            long_outages += must_tell
            told = len(desk.store.gaps)
            if rng.random() < 0.1:
                network.fail_at_page = 0
                assert runner.run(desk.look()).error == "server_error"
                network.fail_at_page = None
            runner.run(desk.look())
            assert (len(desk.store.gaps) > told) == must_tell
        network.now += PROMISED_DELAY
        runner.run(desk.look())
    assert desk.missing() == []
    assert long_outages > 50
    assert all(times == 1 for times in desk.store.posts.values())
