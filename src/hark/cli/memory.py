"""How much memory a run holds: this process and the one that reads ahead, what they share counted once."""

import contextlib
import multiprocessing
import resource
import sys
import time

import psutil

FIRST_SECONDS, LAST_SECONDS = 1.0, 10.0


class Memory:
    """The most that was held. This process's own peak is the kernel's; what its children hold beside it is looked
    up at once and then ever more rarely, at last every ten seconds, as each look takes milliseconds."""

    def __init__(self) -> None:
        self._beside, self._pause, self._due = 0, FIRST_SECONDS, 0.0

    def note(self) -> None:
        """Call often; looks when it is time."""
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + self._pause
        self._pause = min(2 * self._pause, LAST_SECONDS)
        pids = [child.pid for child in multiprocessing.active_children() if child.pid]
        self._beside = max(self._beside, sum(map(_alone, pids)))

    def peak_mb(self) -> float:
        """In MiB, so far."""
        unit = 1 if sys.platform == "darwin" else 1024
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
        return round((own + self._beside) / (1 << 20), 1)


def _alone(pid: int) -> int:
    """Bytes that this process has and nobody else; none when it is gone by now."""
    with contextlib.suppress(psutil.Error):
        return int(psutil.Process(pid).memory_full_info().uss)
    return 0
