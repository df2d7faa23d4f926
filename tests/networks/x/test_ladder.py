"""X's reconnection rules, row by row."""

import pytest

from hark.networks.port import NetworkError
from hark.networks.x.ladder import Failure, Ladder, failure_of, wait


def climb(failure: Failure, times: int, lived: float = 0.0) -> list[float]:
    ladder, waits = Ladder(), []
    for _ in range(times):
        pause, ladder = ladder.after(failure, lived)
        waits.append(pause)
    return waits


def test_a_dropped_connection_is_taken_up_at_once_and_never_in_a_tight_loop() -> None:
    assert climb(Failure.DROPPED, 4) == [0.0, 0.25, 0.5, 0.75]


def test_tcp_errors_wait_250_ms_more_each_time_up_to_16_s() -> None:
    waits = climb(Failure.TCP, 100)
    assert waits[:3] == [0.25, 0.5, 0.75]
    assert max(waits) == waits[-1] == 16.0


def test_http_errors_double_from_5_s_to_320_s() -> None:
    assert climb(Failure.HTTP, 9) == [5, 10, 20, 40, 80, 160, 320, 320, 320]


def test_429_doubles_from_a_minute() -> None:
    assert climb(Failure.RATE, 6) == [60, 120, 240, 480, 960, 960]


def test_a_connection_that_was_good_starts_the_story_anew() -> None:
    assert climb(Failure.DROPPED, 3, lived=3600.0) == [0.0, 0.0, 0.0]


def test_another_kind_of_failure_starts_its_own_ladder() -> None:
    _, ladder = Ladder(Failure.HTTP, 5).after(Failure.TCP)
    assert ladder == Ladder(Failure.TCP, 1)


def test_waits_stay_finite_however_long_it_lasts() -> None:
    assert all(wait(failure, 10_000) <= 960 for failure in Failure)


@pytest.mark.parametrize(
    ("reason", "status", "failure"),
    [
        ("refused", None, Failure.TCP),
        ("dns", None, Failure.TCP),
        ("connection_lost", None, Failure.DROPPED),
        ("silent", None, Failure.DROPPED),
        ("operational_disconnect", None, Failure.DROPPED),
        ("server_error", 503, Failure.HTTP),
        ("rate_limited", 429, Failure.RATE),
        ("too_many_connections", 429, Failure.RATE),
        ("budget_spent", None, Failure.HTTP),
    ],
)
def test_every_failure_has_its_row(reason: str, status: int | None, failure: Failure) -> None:
    assert failure_of(NetworkError(reason, "", permanent=False, status=status)) is failure
