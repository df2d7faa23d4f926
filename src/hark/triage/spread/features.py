"""What the early hours of a cascade say about its end, without regard to how large it already is.

Every feature is a ratio or a logarithm of one; none but the author's and the resharers' followers has a unit.
The two self-exciting ones solve lambda(t) = p0 exp(-t / tau) sum_i w_i phi(t - t_i), w_i = (followers + 1)^gamma: p0
from the second half of what was seen, then the reshares that those already seen will still cause, per reshare seen.
"""

import numpy as np

from hark.triage.spread.cascade import Cascade, Floats
from hark.triage.spread.kernel import Kernel

NAMES = (
    *("caused", "caused_by_root", "second_half", "author", "median_follower", "mean_follower"),
    *("day_sine", "day_cosine", "log_time"),
)
HORIZON = 7 * 24 * 3600.0
"""Seconds after the post at which a cascade is taken to be over."""
_DAY = 86400.0
_TAU = 2 * _DAY
_KERNEL = Kernel()
_AGES, _PAST, _FUTURE = 64, 6, 40


def features(cascade: Cascade, at: float) -> Floats:
    """One row of `NAMES` for what was seen by second `at` (> 0), with at least one reshare.

    A cascade whose hour is not known gets the middle of the day's swing: sine and cosine 0.
    """
    seen = cascade.seen(at)
    times, degrees = seen.degrees()
    count = len(seen.times)
    late = int(np.count_nonzero(seen.times > at / 2))
    expected = _self_exciting(times, degrees, at)
    hour = None if cascade.start is None else 2 * np.pi * (cascade.start * 3600.0 + at) / _DAY
    return np.array(
        [
            *np.log((late + 0.5) * expected / (count + 1)),
            np.log((late + 1) / (count + 2)),
            np.log1p(degrees[0]) if seen.author is not None else np.log1p(np.median(degrees[1:])),
            np.log1p(np.median(seen.followers)),
            np.log1p(seen.followers.mean()),
            0.0 if hour is None else np.sin(hour),
            0.0 if hour is None else np.cos(hour),
            np.log(at),
        ]
    )


def _self_exciting(times: Floats, degrees: Floats, at: float) -> Floats:
    """For gamma 1 and 1/2: exposure still to come over exposure in the second half of what was seen.

    Both depend on a share's age alone, so they are computed at `_AGES` ages and interpolated: the cost does not
    grow with the number of reshares times the number of time steps.
    """
    ages = np.unique(np.concatenate(([0.0, at / 2], np.geomspace(1.0, max(at, 2.0), _AGES))))
    past = _exposure(ages, at, np.linspace(at / 2, at, _PAST + 1))
    ahead = max(HORIZON - at, 60.0)
    future = _exposure(ages, at, at + np.concatenate(([0.0], np.geomspace(60.0, max(ahead, 61.0), _FUTURE))))
    age = at - times
    weights = np.stack([degrees + 1.0, np.sqrt(degrees + 1.0)])
    before = weights @ np.interp(age, ages, past)
    after = weights @ np.interp(age, ages, future)
    ratio: Floats = after / np.maximum(before, 1e-12)
    return ratio


def _exposure(ages: Floats, at: float, edges: Floats) -> Floats:
    """int phi(s - (at - age)) exp(-s / tau) ds over the edges, the exponential taken at the middle of each step."""
    mass = _KERNEL.mass(edges[None, :] - (at - ages)[:, None])
    middle = (edges[1:] + edges[:-1]) / 2
    total: Floats = np.diff(mass, axis=1) @ np.exp(-middle / _TAU)
    return total
