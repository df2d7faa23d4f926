"""TiDeH, written from the paper: Kobayashi, Lambiotte, "TiDeH: Time-Dependent Hawkes Process for Predicting Retweet
Dynamics", ICWSM 2016 (arXiv 1603.09449). A baseline; the forecast Hark gives is `forecast.py`.

lambda(t) = p(t) sum_i d_i phi(t - t_i), with an infectious rate that ages and breathes with the day:

    p(t) = p0 {1 - r0 sin(2 pi ((t + t0) / T + phi0))} exp(-t / tau),     T = 24 h, t0 the hour of the post.

p(t) is measured in moving windows (4 h wide, every hour): reshares in the window over sum_i d_i times the memory's
mass in it. From 12 hours of observation on all four parameters are fitted to these by least squares; before, as the
authors advise, r0, phi0 and tau are those trained on the whole set and p0 alone is fitted. The future is the solution
of the self-consistent equation (their eq. 8)

    lambda(t) = p(t) {sum_{seen} d_i phi(t - t_i) + d int_T^t lambda(s) phi(t - s) ds},

with d the mean followers of those who reshared, at most 1 / p_max (their condition against bursting), by the
trapezoidal rule in steps of 0.1 h up to one week.
"""

import numpy as np

from hark.triage.spread.cascade import Cascade, Floats
from hark.triage.spread.kernel import Kernel

KERNEL = Kernel(300.0, 0.242)
TRAINED = (0.424, 0.125, 48.0)
"""r0, phi0 in days and tau in hours, as the authors' code ships them."""
_HOUR = 3600.0
_WINDOW, _STRIDE, _FULL_FIT, _STEP = 4.0, 1.0, 12.0, 0.1
_WEEK = 168.0
_BOUNDS = ((-1.0, 1.0), (12.0, 480.0))  # of r0, and of tau in hours


def rate(hours: Floats, p0: float, r0: float, phi0: float, tau: float, start: float) -> Floats:
    """p(t) at `hours` after the post; `start` is the hour of the day of the post."""
    p: Floats = p0 * (1.0 - r0 * np.sin(2 * np.pi * ((hours + start) / 24.0 + phi0))) * np.exp(-hours / tau)
    return p


def predict(
    cascade: Cascade, at: float, until: float = _WEEK, trained: tuple[float, float, float] = TRAINED
) -> float:
    """Number of reshares after `until` hours as forecast `at` seconds after the post."""
    seen = cascade.seen(at)
    times, degrees = seen.degrees()
    hours = at / _HOUR
    start = cascade.start or 0.0
    middles, measured = _measure(times, degrees, hours)
    shape = rate(middles, 1.0, *trained, start)
    p0 = float(measured @ shape / (shape @ shape))
    parameters: tuple[float, ...] = (p0, *trained)
    if hours >= _FULL_FIT and len(middles) >= len(parameters):
        parameters = _fit(middles, measured, parameters, start)
    return len(seen.times) + _integrate(times, degrees, hours, until, parameters, start)


def _measure(times: Floats, degrees: Floats, hours: float) -> tuple[Floats, Floats]:
    """Middle (hours) and infectious rate of each window. A shorter observation than one window is one window."""
    width = min(_WINDOW, hours)
    begins = np.arange(0.0, hours - width + 1e-9, _STRIDE)
    rates = []
    for begin in begins * _HOUR:
        end = begin + width * _HOUR
        exposure = degrees * (KERNEL.mass(end - times) - KERNEL.mass(begin - times))
        count = np.count_nonzero((times[1:] > begin) & (times[1:] <= end))
        rates.append(count / max(float(exposure[times < end].sum()), 1e-12))
    return begins + width / 2, np.array(rates)


def _fit(middles: Floats, measured: Floats, first: tuple[float, ...], start: float) -> tuple[float, ...]:
    """Least squares by Levenberg and Marquardt on (p0, r0, phi0, tau), r0 and tau kept within bounds."""
    scale = np.array([max(first[0], 1e-12), 1.0, 1.0, 24.0])
    point, damping = np.array(first) / scale, 1e-2

    def misfit(x: Floats) -> Floats:
        p0, r0, phi0, tau = x * scale
        tau = float(np.clip(tau, *_BOUNDS[1]))
        error: Floats = rate(middles, p0, float(np.clip(r0, *_BOUNDS[0])), phi0, tau, start) - measured
        return error / float(scale[0])

    error = misfit(point)
    for _ in range(60):
        slope = np.stack([(misfit(point + step) - error) / 1e-5 for step in np.eye(4) * 1e-5], 1)
        square = slope.T @ slope
        move = np.linalg.solve(square + damping * np.eye(4), -slope.T @ error)
        trial = misfit(point + move)
        better = trial @ trial < error @ error
        if better:
            done = error @ error - trial @ trial < 1e-10 * (error @ error)
            point, error, damping = point + move, trial, damping / 3
            if done:
                break
        else:
            damping *= 4
    p0, r0, phi0, tau = point * scale
    return float(p0), float(np.clip(r0, *_BOUNDS[0])), float(phi0), float(np.clip(tau, *_BOUNDS[1]))


def _integrate(
    times: Floats, degrees: Floats, hours: float, until: float, parameters: tuple[float, ...], start: float
) -> float:
    p0, r0, phi0, tau = parameters
    grid = np.arange(hours, until, _STEP)
    if not len(grid) or p0 <= 0:
        return 0.0
    p = rate(grid, p0, r0, phi0, tau, start)
    followers = float(degrees[1:].mean()) if len(degrees) > 1 else 0.0
    followers = min(followers, 1.0 / (p0 * (1.0 + abs(r0))))
    seen = p * _seen_sum(times, degrees, grid)
    memory = KERNEL.density(np.arange(len(grid), dtype=np.float64) * (_STEP * _HOUR)) * _HOUR
    alpha = followers * p * _STEP
    closing = 1.0 / (1.0 - alpha * memory[0] / 2.0)
    flow = np.zeros(len(grid))
    flow[0] = seen[0]
    for i in range(1, len(grid)):
        past = memory[i] * flow[0] / 2.0 + memory[i - 1 : 0 : -1] @ flow[1:i]
        flow[i] = closing[i] * (seen[i] + alpha[i] * past)
    return float(_STEP * flow.sum())


def _seen_sum(times: Floats, degrees: Floats, grid: Floats) -> Floats:
    """sum_i d_i phi(t - t_i) per hour on the grid."""
    return np.array([float(degrees @ KERNEL.density(t * _HOUR - times)) for t in grid]) * _HOUR
