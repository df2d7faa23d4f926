"""A short run of tests/bench/disconnects.py, whose long run is 10,000 outages."""

import asyncio

from outages import SILENT_EVERY, Outages

from hark.sandbox.worlds.tiny import tiny
from hark.sandbox.x.thread import LocalX


def test_outages_of_a_second_to_eight_days_lose_nothing_but_what_is_told() -> None:
    with LocalX(tiny()) as x:
        found = asyncio.run(Outages(x, SILENT_EVERY + 5, seed=11).run())
    assert found.longer_than_a_week >= 20 and len(found.gaps) >= found.longer_than_a_week
    assert found.lost == [] and found.gaps_without_reason == 0
    assert set(found.stored.values()) == {1}
    assert found.silences and max(found.silences) <= 25.0
