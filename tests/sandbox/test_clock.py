"""The network's clock runs at its rate, jumps ahead and wakes sleepers."""

import asyncio

import pytest

from hark.sandbox.clock import Clock


class Wall:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_runs_at_its_rate() -> None:
    wall = Wall()
    clock = Clock(start=1000.0, rate=60.0, wall=wall)
    wall.now += 2.0
    assert clock.now() == 1120.0
    clock.set_rate(1.0)
    wall.now += 3.0
    assert clock.now() == 1123.0


def test_it_jumps_ahead_but_never_back() -> None:
    clock = Clock(start=0.0, wall=Wall())
    clock.advance(8 * 86400.0)
    assert clock.now() == 8 * 86400.0
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-1.0)
    with pytest.raises(ValueError, match="above 0"):
        clock.set_rate(0.0)


def test_a_sleeper_wakes_when_the_clock_is_moved() -> None:
    async def main() -> float:
        clock = Clock(start=0.0)
        sleeper = asyncio.create_task(clock.sleep(3600.0))
        await asyncio.sleep(0.01)
        clock.advance(3600.0)
        await asyncio.wait_for(sleeper, 1.0)
        return clock.now()

    assert asyncio.run(main()) >= 3600.0
