from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.domain.quota import Quota

NOW = datetime(2026, 6, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
THREE = Quota(3, 10 * MINUTE)


def ago(*minutes: float) -> list[datetime]:
    return [NOW - before * MINUTE for before in minutes]


def test_three_in_ten_minutes() -> None:
    assert THREE.allows(ago(1, 2), NOW)
    assert not THREE.allows(ago(1, 2, 9), NOW)
    assert THREE.free_at(ago(9, 1, 2), NOW) == NOW + MINUTE
    assert THREE.allows(ago(1, 2, 10), NOW)
    assert [THREE.left(ago(*range(count)), NOW) for count in range(5)] == [3, 2, 1, 0, 0]


@given(st.lists(st.integers(0, 30), max_size=20))
def test_what_is_promised_for_later_is_allowed_then(minutes: list[int]) -> None:
    times = ago(*minutes)
    free = THREE.free_at(times, NOW)
    assert THREE.allows(times, free)
    assert THREE.allows(times, NOW) == (free == NOW) == (THREE.left(times, NOW) > 0)
    if free > NOW:
        assert not THREE.allows(times, free - timedelta(microseconds=1))


@pytest.mark.parametrize(("count", "per"), [(0, MINUTE), (1, timedelta(0))])
def test_a_quota_is_positive(count: int, per: timedelta) -> None:
    with pytest.raises(ValueError, match="positive"):
        Quota(count, per)
