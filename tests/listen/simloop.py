"""An event loop whose time is simulated: when everything waits, the clock jumps to the next timer."""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")
START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class _Jump(selectors.SelectSelector):
    """Waits for nobody: what would be waited is added to the simulated time."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("deadlock: everything waits for something that never comes")
        if not ready and timeout:
            self.now += timeout
        return ready


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Use `run(coroutine)`; inside it `asyncio.sleep(3600)` takes no real time."""

    def __init__(self) -> None:
        self._jump = _Jump()
        super().__init__(self._jump)

    def time(self) -> float:
        return self._jump.now


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in simulated time."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(coroutine)


def clock() -> datetime:
    """Wall time as simulated: 2026-11-21 12:00 plus the loop's seconds."""
    return START + timedelta(seconds=asyncio.get_running_loop().time())
