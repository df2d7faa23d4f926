"""So many a stretch of time, and no more."""

import time
from collections.abc import Callable


class Bucket:
    """Holds `size` and fills up again within `seconds`."""

    def __init__(self, size: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._rate, self._clock = float(size), size / seconds, clock
        self._left, self._at = float(size), clock()

    def take(self) -> bool:
        """Whether there was one left."""
        now = self._clock()
        self._left = min(self._size, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
