from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.domain.calendar import BusinessCalendar
from hark.domain.clock import (
    Clock,
    ClockError,
    ClockKind,
    ClockState,
    Pause,
    deadline,
    elapsed,
    status,
    warning_at,
    will_breach,
)
from hark.domain.hours import Hours

ALWAYS = BusinessCalendar.always()
OFFICE = BusinessCalendar("Europe/London", ((Hours(540, 1020),),) * 5 + ((),) * 2)
START = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)  # a Monday, 09:30 in London
FRIDAY = datetime(2026, 6, 5, 15, 50, tzinfo=UTC)  # ten minutes before closing
MINUTE = timedelta(minutes=1)
HALF_HOUR = 30 * MINUTE


def clock(start: datetime = START, target: timedelta = HALF_HOUR, **more: object) -> Clock:
    more.setdefault("pausing_states", frozenset({"waiting"}))
    return Clock(ClockKind.NEXT_REPLY, start, target, **more)  # type: ignore[arg-type]


def test_a_clock_runs_towards_its_deadline() -> None:
    seen = status(OFFICE, clock(warn_before=10 * MINUTE), START + 12 * MINUTE)
    assert seen.state is ClockState.RUNNING
    assert (seen.deadline, seen.warn_at) == (START + HALF_HOUR, START + 20 * MINUTE)
    assert (seen.elapsed, seen.remaining) == (12 * MINUTE, 18 * MINUTE)
    assert not seen.at_risk
    assert status(OFFICE, clock(warn_before=10 * MINUTE), START + 20 * MINUTE).at_risk


def test_an_answer_at_the_deadline_is_in_time_and_one_after_it_is_not() -> None:
    due, later = START + HALF_HOUR, START + HALF_HOUR + timedelta(microseconds=1)
    assert status(OFFICE, clock().stop(due), later).state is ClockState.MET
    assert status(OFFICE, clock().stop(due), due).state is ClockState.MET
    assert status(OFFICE, clock().stop(later), later).state is ClockState.BREACHED
    assert status(OFFICE, clock(), due).state is ClockState.RUNNING
    assert status(OFFICE, clock(), later).state is ClockState.BREACHED


def test_a_stopped_clock_stays_what_it_was() -> None:
    stopped = clock().stop(START + MINUTE)
    assert stopped.stop(START + 5 * MINUTE) == stopped
    seen = status(OFFICE, stopped, START + timedelta(days=40))
    assert (seen.state, seen.elapsed) == (ClockState.MET, MINUTE)
    assert not seen.at_risk


def test_overdue_time_is_negative() -> None:
    assert status(OFFICE, clock(), START + 42 * MINUTE).remaining == -12 * MINUTE


def test_a_clock_stands_still_only_in_the_named_states() -> None:
    snoozed = clock().enter("snoozed", START + MINUTE)
    assert snoozed == clock()
    waiting = clock().enter("waiting", START + MINUTE)
    assert waiting.pauses == (Pause(START + MINUTE, None, "waiting"),)
    assert waiting.enter("waiting", START + 2 * MINUTE) == waiting
    resumed = waiting.enter("open", START + 61 * MINUTE)
    assert deadline(OFFICE, resumed) == START + 90 * MINUTE


def test_a_paused_clock_has_no_deadline_yet() -> None:
    seen = status(OFFICE, clock().enter("waiting", START + MINUTE), START + 300 * MINUTE)
    assert seen.state is ClockState.PAUSED
    assert (seen.deadline, seen.warn_at) == (None, None)
    assert (seen.elapsed, seen.remaining) == (MINUTE, 29 * MINUTE)
    assert not seen.at_risk


def test_a_pause_after_the_deadline_does_not_mend_the_breach() -> None:
    late = clock().enter("waiting", START + 31 * MINUTE)
    assert status(OFFICE, late, START + 40 * MINUTE).state is ClockState.BREACHED
    assert deadline(OFFICE, late) == START + HALF_HOUR


def test_a_pause_that_began_before_the_clock_counts_from_its_start() -> None:
    early = clock(pauses=(Pause(START - MINUTE, START + 5 * MINUTE, "waiting"),))
    assert deadline(ALWAYS, early) == START + 35 * MINUTE
    past = clock(pauses=(Pause(START - 9 * MINUTE, START - MINUTE, "waiting"),))
    assert deadline(ALWAYS, past) == START + HALF_HOUR


def test_a_clock_ahead_of_ours_has_not_run() -> None:
    seen = status(OFFICE, clock(), START - MINUTE)
    assert (seen.state, seen.elapsed, seen.remaining) == (ClockState.RUNNING, timedelta(0), HALF_HOUR)


def test_the_warning_is_in_business_time_and_waits_for_no_weekend() -> None:
    late = clock(FRIDAY, warn_before=25 * MINUTE)
    assert deadline(OFFICE, late) == datetime(2026, 6, 8, 8, 20, tzinfo=UTC)
    assert warning_at(OFFICE, late) == FRIDAY + 5 * MINUTE


def test_the_time_an_answer_takes_brings_the_warning_forward() -> None:
    watched = clock(warn_before=5 * MINUTE)
    assert warning_at(OFFICE, watched, needed=12 * MINUTE) == START + 18 * MINUTE
    assert warning_at(OFFICE, watched, needed=MINUTE) == START + 25 * MINUTE
    assert warning_at(OFFICE, watched, needed=timedelta(days=9)) == START


def test_a_breach_is_projected_from_the_queue_ahead() -> None:
    now = START + 10 * MINUTE
    assert not will_breach(OFFICE, clock(), now, 20 * MINUTE)
    assert will_breach(OFFICE, clock(), now, 21 * MINUTE)
    assert not will_breach(OFFICE, clock().stop(now), now, timedelta(days=1))
    assert not will_breach(OFFICE, clock().enter("waiting", now), now, timedelta(days=1))
    assert will_breach(OFFICE, clock(), START + 31 * MINUTE, timedelta(0))


@pytest.mark.parametrize(
    "pauses",
    [
        (Pause(START, None, "waiting"), Pause(START, START, "waiting")),
        (Pause(START + MINUTE, START, "waiting"),),
        (Pause(START, START + 2 * MINUTE, "waiting"), Pause(START + MINUTE, None, "waiting")),
    ],
)
def test_pauses_follow_each_other(pauses: tuple[Pause, ...]) -> None:
    with pytest.raises(ClockError):
        clock(pauses=pauses)


def test_a_change_cannot_come_before_the_last_one() -> None:
    with pytest.raises(ClockError):
        clock().enter("waiting", START + MINUTE).enter("open", START)
    with pytest.raises(ClockError):
        clock(target=timedelta(0))


minutes = st.integers(0, 20_000).map(lambda count: count * MINUTE)


@settings(max_examples=200, deadline=None)
@given(minutes, minutes, st.integers(1, 5000).map(lambda count: count * MINUTE))
def test_a_pause_moves_the_deadline_and_changes_nothing_else(
    before: timedelta, length: timedelta, target: timedelta
) -> None:
    plain = clock(target=target)
    due = deadline(OFFICE, plain)
    assert due is not None
    paused = plain.enter("waiting", START + before).enter("open", START + before + length)
    moved = deadline(OFFICE, paused)
    assert moved is not None
    assert moved >= due
    assert (moved == due) == (before >= due - START or OFFICE.business_time(due, moved) == timedelta(0))
    assert elapsed(OFFICE, paused, moved) == target
    stood_still = OFFICE.business_time(START + before, min(START + before + length, moved))
    assert OFFICE.business_time(START, moved) == target + max(timedelta(0), stood_still)


@settings(max_examples=200, deadline=None)
@given(st.lists(minutes, min_size=2, max_size=6, unique=True), minutes, minutes)
def test_elapsed_time_never_runs_backwards(marks: list[timedelta], one: timedelta, two: timedelta) -> None:
    paused = clock()
    for index, mark in enumerate(sorted(marks)):
        paused = paused.enter("open" if index % 2 else "waiting", START + mark)
    early, late = sorted((one, two))
    assert elapsed(OFFICE, paused, START + early) <= elapsed(OFFICE, paused, START + late)
    assert elapsed(OFFICE, paused, START + late) <= OFFICE.business_time(START, START + late)
