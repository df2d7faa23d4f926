"""SEISMIC and TiDeH against slow, literal evaluations of the papers' formulas."""

import math

import numpy as np
import pytest

from hark.triage.spread import seismic, tideh
from hark.triage.spread.cascade import Cascade

HOUR = 3600.0


def cascade(seed=1, count=300, author=5_000.0, start=14.0):
    rng = np.random.default_rng(seed)
    times = np.sort(rng.pareto(0.9, count) * 600.0)
    return Cascade(times, rng.lognormal(5, 1.5, count).round(), author, start)


def slow_infectiousness(times, degrees, at, width):
    """The estimator's two sums, the inner integral on a fine grid."""
    inside = times[1:][(times[1:] >= at - width) & (times[1:] < at)]
    weight = sum(1 - (at - t) / width for t in inside)
    exposure = 0.0
    for t, degree in zip(times, degrees, strict=True):
        low = max(t, at - width)
        if low < at:
            edges = np.linspace(low, at, 4_001)
            middle = (edges[1:] + edges[:-1]) / 2
            memory = seismic.KERNEL.density(middle - t)
            exposure += degree * float(np.sum((1 - (at - middle) / width) * memory) * (edges[1] - edges[0]))
    return weight / exposure


@pytest.mark.parametrize(("at", "width"), [(1_200.0, 600.0), (3_600.0, 1_800.0), (36_000.0, 7_200.0)])
def test_seismic_infectiousness_is_the_papers_ratio(at, width):
    seen = cascade(count=3_000).seen(at)
    times, degrees = seen.degrees()
    assert seismic.infectiousness(times, degrees, at) == pytest.approx(
        slow_infectiousness(times, degrees, at, width), rel=2e-3
    )


def test_seismic_widens_its_window_to_the_last_five():
    times = np.array([0.0, 10.0, 20.0, 30.0, 40.0, 50.0])
    degrees = np.full(6, 100.0)
    at = 20_000.0
    width = at - 0.0
    assert seismic.infectiousness(times, degrees, at) == pytest.approx(
        slow_infectiousness(times, degrees, at, width), rel=2e-2
    )


def test_seismic_final_size():
    one = cascade()
    at = 7_200.0
    times, degrees = one.seen(at).degrees()
    p = seismic.infectiousness(times, degrees, at)
    ahead = float(np.sum(degrees * (1 - seismic.KERNEL.mass(at - times))))
    assert p * 100 < 1
    assert seismic.predict(one, at) == pytest.approx(len(times) - 1 + p * ahead / (1 - 100 * p))
    assert seismic.predict(one, at, mean_degree=1 / p) == math.inf


def test_seismic_without_reshares_expects_none():
    silent = Cascade(np.array([]), np.array([]), 1_000.0)
    assert seismic.predict(silent, 600.0) == 0.0


def test_tideh_rate_breathes_and_ages():
    hours = np.array([0.0, 24.0, 48.0])
    rate = tideh.rate(hours, 0.001, 0.4, 0.1, 48.0, 5.0)
    assert rate[1] / rate[0] == pytest.approx(math.exp(-0.5))
    assert rate[2] / rate[1] == pytest.approx(math.exp(-0.5))


def test_tideh_recovers_what_made_the_rate():
    """Windows measured from a rate of known parameters give these parameters back."""
    middles = np.arange(2.0, 46.0)
    truth = (0.0012, 0.3, 0.2, 40.0)
    measured = tideh.rate(middles, *truth, 14.0)
    fitted = tideh._fit(middles, measured, (0.001, *tideh.TRAINED), 14.0)
    assert fitted == pytest.approx(truth, rel=1e-3)


def test_tideh_solves_its_integral_equation():
    """The flow equals, at every step, what the seen shares and the flow before it cause."""
    one = cascade().seen(6 * HOUR)
    times, degrees = one.degrees()
    p0, until = 0.0004, 60.0
    parameters = (p0, 0.2, 0.1, 30.0)
    total = tideh._integrate(times, degrees, 6.0, until, parameters, 14.0)
    fine = slow_tideh(times, degrees, 6.0, until, parameters, 14.0, step=0.05)
    assert total == pytest.approx(fine, rel=0.05)


def slow_tideh(times, degrees, hours, until, parameters, start, step):
    """Forward Euler on a finer grid, each generation's memory integrated exactly over the step."""
    grid = np.arange(hours, until, step)
    followers = min(degrees[1:].mean(), 1 / (parameters[0] * (1 + parameters[1])))
    events = np.zeros(len(grid))
    for i, t in enumerate(grid):
        p = float(tideh.rate(np.array([t + step / 2]), *parameters, start)[0])
        now = tideh.KERNEL.mass((t + step) * HOUR - times) - tideh.KERNEL.mass(t * HOUR - times)
        caused = float(degrees @ now)
        if i:
            age = (t - grid[:i] - step / 2) * HOUR
            caused += followers * float(
                events[:i] @ (tideh.KERNEL.mass(age + step * HOUR) - tideh.KERNEL.mass(age))
            )
        events[i] = p * caused
    return events.sum()


def test_tideh_never_forecasts_less_than_seen():
    for seed in range(5):
        one = cascade(seed)
        for at in (600.0, HOUR, 6 * HOUR, 24 * HOUR):
            assert tideh.predict(one, at) >= len(one.seen(at).times)
