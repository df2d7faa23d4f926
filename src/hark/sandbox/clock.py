"""The local network's own time, which may run faster than ours and can be moved by a test."""

import asyncio
import time
from collections.abc import Callable

FAST = 60.0  # `--clock fast`: one second of ours is one minute of the network's


class Clock:
    """Network time in seconds since the epoch: `rate` network seconds pass per second of ours.

    Everything in the sandbox that reads the time reads it here: ids, time stamps, keep-alives, limits,
    token expiry and the script. `wall` is injectable; it must never run backwards.
    """

    def __init__(
        self, start: float | None = None, rate: float = 1.0, wall: Callable[[], float] = time.monotonic
    ) -> None:
        self._wall = wall
        self._origin = wall()
        self._base = time.time() if start is None else start
        self._rate = rate
        self._moved = asyncio.Event()

    @property
    def rate(self) -> float:
        return self._rate

    def now(self) -> float:
        return self._base + (self._wall() - self._origin) * self._rate

    def set_rate(self, rate: float) -> None:
        """Change the speed from this moment on; time never jumps."""
        if rate <= 0:
            raise ValueError("the clock's rate must be above 0")
        self._base, self._origin, self._rate = self.now(), self._wall(), rate
        self._wake()

    def advance(self, seconds: float) -> None:
        """Jump ahead; everybody who sleeps looks at the clock again."""
        if seconds < 0:
            raise ValueError("network time never runs backwards")
        self._base += seconds
        self._wake()

    def _wake(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep_until(self, moment: float) -> None:
        """Return once the network's time is `moment`, also when the clock is moved meanwhile."""
        while (left := moment - self.now()) > 0:
            moved = self._moved
            try:
                await asyncio.wait_for(moved.wait(), left / self._rate)
            except TimeoutError:
                continue

    async def sleep(self, seconds: float) -> None:
        await self.sleep_until(self.now() + seconds)
