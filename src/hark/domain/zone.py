"""The stretches of constant UTC offset of an IANA time zone.

`zoneinfo` answers "what is the offset now?" but not "when does it change?". Business time needs the
second question, so changes are found by probing once a day and halving the day in which one happened.
Two changes in one day would be missed; the closest pair since 1900 in tzdata 2026.6 lies four days apart
(Africa/Freetown 1939), and tests/domain/test_zone.py proves 2000 to 2037 against the compiled files.

All instants here are whole microseconds since 1970-01-01T00:00Z, all offsets microseconds east of UTC.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 86_400 * SECOND
BLOCK_DAYS = 14
BLOCK = BLOCK_DAYS * DAY
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Segment = tuple[int, int, int]


def to_micros(at: datetime) -> int:
    """Microseconds since the epoch. Raises ValueError for a naive datetime, which names no instant."""
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone")
    return (at - EPOCH) // MICROSECOND


def to_instant(micros: int) -> datetime:
    """The UTC datetime of `micros` since the epoch."""
    return EPOCH + timedelta(microseconds=micros)


def offset_at(zone: ZoneInfo, at: int) -> int:
    """The zone's offset at an instant."""
    offset = to_instant(at).astimezone(zone).utcoffset()
    assert offset is not None
    return offset // MICROSECOND


def _change_between(zone: ZoneInfo, early: int, late: int) -> int:
    """The whole second at which the offset stops being what it was at `early`."""
    before = offset_at(zone, early)
    low, high = early // SECOND, late // SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(zone, middle * SECOND) == before:
            low = middle
        else:
            high = middle
    return high * SECOND


@lru_cache(maxsize=4096)
def segments(key: str, block: int) -> tuple[Segment, ...]:
    """The (start, end, offset) stretches of one block of 14 UTC days; they cover it without gaps."""
    zone = ZoneInfo(key)
    start, end = block * BLOCK, (block + 1) * BLOCK
    found: list[Segment] = []
    since, offset = start, offset_at(zone, start)
    for probe in range(start + DAY, end + 1, DAY):
        after = offset_at(zone, probe)
        if after != offset:
            change = _change_between(zone, probe - DAY, probe)
            found.append((since, change, offset))
            since, offset = change, after
    if since < end:
        found.append((since, end, offset))
    return tuple(found)
