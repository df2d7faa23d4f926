"""Times that the desk offers."""

from datetime import UTC, datetime

import pytest

from hark.web.offers import snoozes


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (6, ["hour", "three_hours", "evening", "tomorrow", "monday"]),  # a Friday
        (8, ["hour", "three_hours", "evening", "tomorrow"]),
        (9, ["hour", "three_hours", "evening", "tomorrow", "monday"]),
    ],
)
def test_no_time_is_offered_twice(day: int, names: list[str]) -> None:
    found = snoozes(datetime(2026, 11, day, 10, tzinfo=UTC))
    assert [name for name, _ in found] == names
    assert len({at for _, at in found}) == len(found)
