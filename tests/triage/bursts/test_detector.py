"""The detector on made streams: quiet ones stay quiet, bursts are found at once and end, state is a value."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.triage.bursts import Detector, Settings, State, advance
from hark.triage.bursts.detector import steady, unsteady

START = datetime(2026, 3, 2, tzinfo=UTC)
STEP = timedelta(minutes=5)
A_DAY = 288


def rates(days, mean=20.0, swing=0.6):
    steps = np.arange(days * A_DAY)
    return mean * (1 + swing * np.sin(2 * np.pi * steps / A_DAY))


def run(counts, detector=None):
    detector = detector or Detector()
    begin = detector.state.steps
    return [
        detector.update(int(count), START + (begin + i) * STEP) for i, count in enumerate(counts)
    ], detector


def alarms(bursts):
    return [place for place, burst in enumerate(bursts) if burst and burst.fresh]


@pytest.mark.parametrize("mean", [0.05, 2.0, 20.0, 2_000.0])
def test_an_ordinary_fortnight_raises_no_alarm(mean):
    counts = np.random.default_rng(7).poisson(rates(14, mean))
    assert alarms(run(counts)[0]) == []


def test_a_burst_is_found_within_ten_minutes_and_ends():
    rng = np.random.default_rng(8)
    counts = rng.poisson(rates(10))
    begins = 8 * A_DAY + 100
    counts[begins : begins + 12] += 150
    bursts, detector = run(counts)
    (alarm,) = alarms(bursts)
    assert begins <= alarm <= begins + 2
    assert bursts[alarm].count > 5 * bursts[alarm].expected
    assert all(bursts[alarm : begins + 12])
    last = max(place for place, burst in enumerate(bursts) if burst)
    assert begins + 12 <= last < begins + 12 + 12
    assert bursts[last].peak == max(counts[alarm : last + 1])
    assert bursts[last].began == START + alarm * STEP
    assert not detector.state.active


def test_a_small_brand_is_heard_too():
    counts = np.zeros(5 * A_DAY, int)
    counts[::20] = 1
    counts[4 * A_DAY : 4 * A_DAY + 4] = 40
    assert alarms(run(counts)[0]) == [4 * A_DAY]


def test_nothing_is_said_before_the_warm_up():
    counts = np.full(A_DAY, 5)
    counts[100:110] = 500
    assert alarms(run(counts)[0]) == []


def test_the_daily_rush_is_learned():
    """Every day at noon ten times as much arrives. By the second week that is no news."""
    counts = np.random.default_rng(9).poisson(np.where((np.arange(21 * A_DAY) // 12) % 24 == 12, 200, 20))
    bursts, _ = run(counts)
    assert [place for place in alarms(bursts) if place >= 14 * A_DAY] == []


def test_a_burst_that_flares_up_again_is_the_same():
    counts = np.full(6 * A_DAY, 10)
    for begins in (4 * A_DAY, 4 * A_DAY + 40, 4 * A_DAY + 80):
        counts[begins : begins + 6] = 300
    counts[5 * A_DAY + 200 : 5 * A_DAY + 206] = 300
    assert alarms(run(counts)[0]) == [4 * A_DAY, 5 * A_DAY + 200]


def test_a_lasting_change_becomes_the_new_normal():
    counts = np.concatenate([np.full(7 * A_DAY, 10), np.full(21 * A_DAY, 60)])
    bursts, detector = run(np.random.default_rng(3).poisson(counts))
    assert alarms(bursts)[0] <= 7 * A_DAY + 1
    assert not detector.state.active
    assert bursts[-1] is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 10**6), max_size=60), st.integers(0, 60))
def test_state_stored_and_read_back_goes_on_the_same(counts, cut):
    whole, detector = run(counts)
    first, half = run(counts[:cut])
    restored = State.from_json(json.loads(json.dumps(half.state.to_json())))
    second, other = run(counts[cut:], Detector(restored))
    assert first + second == whole
    assert other.state == detector.state


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=80))
def test_any_counts_give_finite_numbers(counts):
    loud = Settings(warm_up=0.0)
    bursts, detector = run(counts, Detector(settings=loud))
    assert np.isfinite(
        [detector.state.level, detector.state.scale, *detector.state.day, *detector.state.week]
    ).all()
    for burst in filter(None, bursts):
        assert burst.expected >= 0
        assert burst.began <= burst.at


def test_advance_leaves_the_old_state_alone():
    before = State()
    after, burst = advance(before, 5, START, Settings())
    assert before == State()
    assert after.steps == 1
    assert burst is None


def test_what_is_refused():
    detector = Detector()
    with pytest.raises(ValueError, match="negative"):
        detector.update(-1, START)
    with pytest.raises(ValueError, match="zone"):
        detector.update(1, START.replace(tzinfo=None))
    detector.update(1, START)
    with pytest.raises(ValueError, match="not after the last"):
        detector.update(1, START)
    for broken in (
        {},
        {"ended": None},
        {**State().to_json(), "day": [0.0]},
        {**State().to_json(), "extra": 1},
        {**State().to_json(), "level": "high"},
        {**State().to_json(), "day": 3},
    ):
        with pytest.raises(ValueError, match="not the state"):
            State.from_json(broken)


@given(st.floats(0, 1e9))
def test_unsteady_undoes_steady(count):
    assert unsteady(steady(count)) == pytest.approx(count, rel=1e-6, abs=1e-6)
