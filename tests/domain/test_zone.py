import struct
import zoneinfo
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from hark.domain.zone import BLOCK, SECOND, segments, to_instant, to_micros

ZONES = sorted(zoneinfo.available_timezones())
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)


def compiled(zone: str) -> bytes:
    """The zone's compiled file, from where `zoneinfo` takes it (RFC 8536)."""
    for folder in zoneinfo.TZPATH:
        path = Path(folder) / zone
        if path.is_file():
            return path.read_bytes()
    return files("tzdata.zoneinfo").joinpath(zone).read_bytes()


def explicit_changes(zone: str) -> list[tuple[int, int]]:
    """The (second, offset from then on) pairs that the compiled file lists."""
    data, at = compiled(zone), 0
    for size in (4, 8):
        isut, isstd, leap, times, types, chars = struct.unpack(">6l", data[at + 20 : at + 44])
        body, at = (
            at + 44,
            at + 44 + times * (size + 1) + types * 6 + chars + leap * (size + 4) + isstd + isut,
        )
    seconds = struct.unpack(f">{times}q", data[body : body + 8 * times])
    kinds = data[body + 8 * times : body + 9 * times]
    offsets = [struct.unpack(">l", data[body + 9 * times + 6 * i :][:4])[0] for i in range(types)]
    listed, before = [], offsets[0]
    for second, kind in zip(seconds, kinds, strict=True):
        if offsets[kind] != before:
            listed.append((second, offsets[kind]))
        before = offsets[kind]
    return listed


def found_changes(zone: str) -> list[tuple[int, int]]:
    first, last = to_micros(FIRST) // BLOCK, to_micros(LAST) // BLOCK
    found, before = [], segments(zone, first)[0][2]
    for block in range(first, last + 1):
        for start, _, offset in segments(zone, block):
            if offset != before:
                found.append((start // SECOND, offset // SECOND))
            before = offset
    return found


@pytest.mark.parametrize(
    "zones", [pytest.param(ZONES[::15], id="sample"), pytest.param(ZONES, id="all", marks=pytest.mark.slow)]
)
def test_every_offset_change_of_every_zone_is_found(zones: list[str]) -> None:
    for zone in zones:
        listed = explicit_changes(zone)
        horizon = max((second for second, _ in listed), default=0)
        window = range(int(FIRST.timestamp()) + 14 * 86_400, min(horizon + 1, int(LAST.timestamp())))
        expected = [change for change in listed if change[0] in window]
        assert [change for change in found_changes(zone) if change[0] in window] == expected, zone
        segments.cache_clear()


def test_segments_cover_a_block_without_gaps() -> None:
    block = to_micros(datetime(2026, 10, 25, tzinfo=UTC)) // BLOCK
    stretches = segments("Europe/London", block)
    assert [stretches[0][0], stretches[-1][1]] == [block * BLOCK, (block + 1) * BLOCK]
    assert [before[1] for before in stretches[:-1]] == [after[0] for after in stretches[1:]]
    assert to_instant(stretches[1][0]) == datetime(2026, 10, 25, 1, tzinfo=UTC)
    assert [offset // SECOND for _, _, offset in stretches] == [3600, 0]


def test_a_naive_time_names_no_instant() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        to_micros(datetime(2026, 1, 1))
