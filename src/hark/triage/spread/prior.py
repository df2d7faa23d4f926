"""The forecast for a post nobody would call viral yet: a Gamma prior on infectiousness, sharpened by what is seen.

The rate is SEISMIC's, lambda(t) = p sum_i n_i phi(t - t_i), with p constant and Gamma(A, B) distributed. k reshares
under an exposure E = sum_i n_i int_0^{t - t_i} phi leave p with Gamma(A + k, B + E) (Poisson counts, conjugate), so
that reshares still to come are negative binomial: with M the exposure ahead and g the generations that follow,
Gamma(A + k, (B + E) / (M g)) mixed over Poisson. g = 1 / (1 - p n*), n* as in SEISMIC and p n* at most
`_WORST_BRANCHING`.

The data Hark may learn from holds no post that stayed small, so A and B are assumptions, not measurements: on average
one reshare per 20,000 followers reached, with a standard deviation of twice that.
"""

import math
from dataclasses import dataclass

import numpy as np

from hark.triage.spread.cascade import Cascade
from hark.triage.spread.kernel import Kernel

_SHAPE = 0.25
_RATE = _SHAPE * 20_000
_MEAN_DEGREE = 100.0
_WORST_BRANCHING = 0.8
_UNKNOWN_FOLLOWERS = 300.0
_KERNEL = Kernel()
_HOUR = 3600.0
_LONGEST_COUNT = 200


@dataclass(frozen=True, slots=True)
class Expectation:
    """Reshares still to come: mean, 10 % and 90 % quantile, and the mean number in the next hour."""

    mean: float
    low: float
    high: float
    next_hour: float


def expectation(cascade: Cascade, at: float) -> Expectation:
    """What follows `at` seconds after the post for a post of no particular spread. Works without any reshare."""
    count = len(cascade.times)
    if count:
        times, degrees = cascade.degrees()
        if cascade.author is None:
            degrees[0] = float(np.median(cascade.followers))
        mass = _KERNEL.mass(at - times)
        seen, ahead = float(degrees @ mass), float(degrees @ (1.0 - mass))
        soon = float(degrees @ (_KERNEL.mass(at + _HOUR - times) - mass))
    else:  # most posts: no array is built for them
        followers = _UNKNOWN_FOLLOWERS if cascade.author is None else cascade.author
        done = _KERNEL.mass_at(at)
        seen, ahead = followers * done, followers * (1.0 - done)
        soon = followers * (_KERNEL.mass_at(at + _HOUR) - done)
    shape, rate = _SHAPE + count, _RATE + seen
    generations = 1.0 / (1.0 - min(shape / rate * _MEAN_DEGREE, _WORST_BRANCHING))
    mean = shape / rate * ahead * generations
    low, high = (count_quantile(shape, mean, level) for level in (0.1, 0.9))
    return Expectation(mean, low, high, shape / rate * soon * generations)


def count_quantile(shape: float, mean: float, level: float) -> float:
    """Quantile of the negative binomial with this mean and variance mean + mean^2 / shape; above 200 of its Gamma."""
    odds = mean / (mean + shape)
    chance = (1.0 - odds) ** shape
    below = chance
    for count in range(_LONGEST_COUNT):
        if below >= level:
            return float(count)
        chance *= odds * (shape + count) / (count + 1)
        below += chance
    return max(gamma_quantile(shape, level) * mean / shape, float(_LONGEST_COUNT))


def gamma_quantile(shape: float, level: float) -> float:
    """Quantile of Gamma(shape, 1) at 0.1 or 0.9 after Wilson and Hilferty (1931).

    Small shapes at 0.1 by the power tail (p Gamma(shape + 1))^(1 / shape), exact as it goes to 0.
    """
    if level < 0.5 and shape < 2.0:
        return float((level * math.gamma(shape + 1.0)) ** (1.0 / shape))
    z = 1.2815515655446004 if level > 0.5 else -1.2815515655446004
    root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * math.sqrt(shape))
    return float(shape * max(root, 0.0) ** 3)
