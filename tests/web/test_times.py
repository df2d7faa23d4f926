"""Times as people say them, in the reader's zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from hark.web.clocks import running
from hark.web.times import ago, day, exact, spoken

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "said"), [(5, "now"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"), (90_000, "1 d")]
)
def test_ago(seconds: int, said: str) -> None:
    assert ago(NOW - timedelta(seconds=seconds), NOW) == said


@pytest.mark.parametrize(
    ("zone", "hours", "said"),
    [
        ("UTC", 0, "12:00"),
        ("UTC", -24, "yesterday 12:00"),
        ("UTC", 24, "tomorrow 12:00"),
        ("UTC", -24 * 40, "21 Jan 12:00"),
        ("Pacific/Auckland", -14, "yesterday 11:00"),
        ("America/Los_Angeles", -4, "00:00"),
    ],
)
def test_spoken(zone: str, hours: int, said: str) -> None:
    with timezone.override(ZoneInfo(zone)):
        assert spoken(NOW + timedelta(hours=hours), NOW) == said


def test_exact_names_the_zone() -> None:
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert exact(NOW) == "Monday 2 March 2026, 13:00:00 CET"


def test_day() -> None:
    assert day(NOW, NOW) == "Today"
    assert day(NOW - timedelta(days=1), NOW) == "Yesterday"
    assert day(NOW - timedelta(days=9), NOW) == "Saturday 21 February"


@pytest.mark.parametrize(
    ("minutes", "kind", "label", "left"),
    [
        (30, "calm", "30 min", 0.5),
        (9, "soon", "9 min", 0.15),
        (-0.5, "over", "now", 0.0),
        (-12, "over", "+12 min", 0.0),
    ],
)
def test_the_ring(minutes: int, kind: str, label: str, left: float) -> None:
    due = NOW + timedelta(minutes=minutes)
    clock = running(due - timedelta(minutes=60), due, NOW)
    assert (clock.kind, clock.label) == (kind, label)
    assert clock.left == pytest.approx(left)
