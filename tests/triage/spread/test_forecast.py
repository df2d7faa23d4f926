"""The forecast: in order, blind to the future, defined from before the first reshare to the end, and quick."""

import json
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.triage.spread import forecast, forecast_file
from hark.triage.spread.features import NAMES
from hark.triage.spread.model import MODEL_FILE, from_json, shipped, to_json
from hark.triage.spread.prior import count_quantile, gamma_quantile

RESHARES = st.lists(st.tuples(st.floats(0, 7e5), st.integers(0, 10**8)), max_size=60)
FOLLOWERS = st.none() | st.integers(0, 10**9)


def viral(count=900, seed=3):
    rng = np.random.default_rng(seed)
    times = np.sort(rng.exponential(2_000, count))
    return [(float(t), int(n)) for t, n in zip(times, rng.lognormal(5, 1.2, count), strict=True)]


@settings(max_examples=150, deadline=None)
@given(RESHARES, st.floats(0, 1e6), FOLLOWERS, st.none() | st.floats(0, 24))
def test_low_final_high_in_order_and_never_below_what_was_seen(reshares, at, followers, hour):
    spread = forecast(reshares, at, followers, hour)
    seen = sum(when <= at for when, _ in reshares)
    assert seen <= spread.low <= spread.final <= spread.high < float("inf")
    assert 0.0 <= spread.tenfold <= 1.0


@settings(max_examples=60, deadline=None)
@given(RESHARES, st.floats(0, 1e6), FOLLOWERS)
def test_blind_to_the_future(reshares, at, followers):
    past = [share for share in reshares if share[0] <= at]
    assert forecast(reshares, at, followers) == forecast(past, at, followers)


def test_order_does_not_matter():
    shares = viral()
    assert forecast(shares[::-1], 3_600, 500) == forecast(shares, 3_600, 500)


def test_speaks_before_the_first_reshare():
    for followers in (None, 0, 200, 5_000_000):
        spread = forecast([], 60, followers)
        assert spread.low == 0.0
        assert spread.tenfold < 0.01
    assert forecast([], 60, 5_000_000).final > forecast([], 60, 200).final
    assert forecast([], 60, 200).final > forecast([], 40_000, 200).final


def test_works_from_the_first_reshare():
    one = forecast([(40.0, 150)], 60, 800)
    assert 1.0 <= one.final < 10
    assert forecast([(40.0, 150)] * 1, 60 * 60, 800).final < one.final


def test_a_post_that_runs_is_forecast_to_run():
    spread = forecast(viral(), 3_600, 20_000)
    assert spread.low > 900 * 0.7
    assert spread.high < 900 * 20
    assert spread.high > spread.low * 1.2


def test_over_after_a_week():
    spread = forecast(viral(), 8 * 86_400, 100)
    assert (spread.low, spread.final, spread.high, spread.tenfold) == (900, 900, 900, 0)


@pytest.mark.parametrize("at", [-1.0, float("nan"), float("inf")])
def test_the_time_must_be_a_time(at):
    with pytest.raises(ValueError, match="finite and not negative"):
        forecast([], at)


def test_explosion_makes_tenfold_likely():
    burst = [(float(second), 3_000) for second in range(1, 60)]
    assert forecast(burst, 60, 2_000_000).tenfold > 0.3
    assert forecast(viral(), 6 * 3_600, 20_000).tenfold < 0.05


def test_ten_thousand_reshares_take_milliseconds():
    shares = viral(10_000)
    best = min(_timed(shares) for _ in range(15))
    assert best < 0.01, f"{best * 1000:.1f} ms"


def _timed(shares):
    started = time.process_time()
    forecast(shares, 7_200, 500, 12.0)
    return time.process_time() - started


def test_file_form(tmp_path):
    path = tmp_path / "one.txt"
    rows = "".join(f"{when:.0f} {count}\n" for when, count in viral())
    path.write_text("900 3.5\n0 20000\n" + rows, encoding="utf-8")
    answer = forecast_file(path, 3_600)
    assert list(answer) == ["final", "low", "high"]
    assert answer["low"] <= answer["final"] <= answer["high"]


def test_shipped_model_is_whole():
    model = shipped()
    count = len(model.nodes)
    assert model.mean.shape == model.scale.shape == (count, len(NAMES))
    for target in (model.final, model.hour):
        assert target.weights.shape == (count, len(NAMES) + 1)
        assert target.errors.shape == (count, len(model.levels))
        assert np.isfinite(target.weights).all()
        assert (np.diff(target.errors, axis=1) >= 0).all()
    assert (np.diff(model.nodes) > 0).all()
    content = json.loads(MODEL_FILE.read_text(encoding="utf-8"))
    assert content["features"] == list(NAMES)
    assert to_json(from_json(content)) == {key: content[key] for key in to_json(model)}
    assert MODEL_FILE.stat().st_size < 40_000


@pytest.mark.parametrize(
    ("shape", "level", "exact"),
    [(0.5, 0.9, 1.3528), (1.0, 0.9, 2.3026), (4.0, 0.9, 6.6808), (4.0, 0.1, 1.7448), (100.0, 0.1, 87.42)],
)
def test_gamma_quantile(shape, level, exact):
    """Exact values: half the chi-square table's at 2 * shape degrees of freedom."""
    assert gamma_quantile(shape, level) == pytest.approx(exact, rel=0.03)


def test_count_quantile_is_the_negative_binomials():
    rng = np.random.default_rng(5)
    for shape, mean in ((0.25, 0.1), (0.25, 8.0), (3.0, 12.0), (40.0, 90.0)):
        draws = rng.poisson(rng.gamma(shape, mean / shape, 200_000))
        for level in (0.1, 0.9):
            assert count_quantile(shape, mean, level) == pytest.approx(np.quantile(draws, level), abs=1.01)
