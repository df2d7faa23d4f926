"""SEISMIC, written from the paper: Zhao, Erdogdu, He, Rajaraman, Leskovec, "SEISMIC: A Self-Exciting Point Process
Model for Predicting Tweet Popularity", KDD 2015 (arXiv 1506.02594). A baseline; the forecast Hark gives is
`forecast.py`.

The rate of reshares is lambda(t) = p(t) sum_{t_i <= t} n_i phi(t - t_i), with n_i the followers of resharer i.
Infectiousness p is estimated with a triangular weight K over a window w before t:

    p(t) = sum_i K(t - t_i) / sum_i n_i int_{t_i}^t K(t - s) phi(s - t_i) ds,      K(s) = max(1 - s / w, 0)

and, when p n* < 1 (n* the mean degree in the network), each generation being p n* times the last, the final size is

    R(inf) = R(t) + p sum_i n_i (1 - int_0^{t - t_i} phi) / (1 - p n*),

otherwise infinite. Windows are those that the authors' R package documents: w = t / 2, at least 300 s and at most
7,200 s, widened to hold the last five reshares where it holds fewer.
"""

import numpy as np

from hark.triage.spread.cascade import Cascade, Floats
from hark.triage.spread.kernel import Kernel

# As in the package: theta and s0 as measured by the authors on one month of Twitter, c following from them.
KERNEL = Kernel(300.0, 0.2314843)
MEAN_DEGREE = 100.0
_WIDEST, _NARROWEST, _FEWEST = 7200.0, 300.0, 5


def infectiousness(times: Floats, degrees: Floats, at: float, kernel: Kernel = KERNEL) -> float:
    """p(at). `times` and `degrees` begin with the post itself; `at` in seconds."""
    width = _window(times, at)
    shares = times[1:]
    inside = shares[(shares >= at - width) & (shares < at)]
    weight = float(np.sum(1.0 - (at - inside) / width))
    exposure = float(np.sum(degrees * _weighted_mass(kernel, at - times, width)))
    return weight / exposure if weight > 0 and exposure > 0 else 0.0


def predict(cascade: Cascade, at: float, mean_degree: float = MEAN_DEGREE, kernel: Kernel = KERNEL) -> float:
    """Final number of reshares as forecast `at` seconds after the post; infinity when supercritical."""
    times, degrees = cascade.seen(at).degrees()
    p = infectiousness(times, degrees, at, kernel)
    if p * mean_degree >= 1.0:
        return float("inf")
    to_come = p * float(np.sum(degrees * (1.0 - kernel.mass(at - times))))
    return len(times) - 1 + to_come / (1.0 - p * mean_degree)


def _window(times: Floats, at: float) -> float:
    width = min(max(at / 2.0, _NARROWEST), _WIDEST)
    if np.count_nonzero((times >= at - width) & (times < at)) >= _FEWEST:
        return width
    before = times[times < at]
    first = max(len(before) - _FEWEST, 1) - 1
    return max(at - float(before[first]), 1.0) if len(before) else width


def _weighted_mass(kernel: Kernel, age: Floats, width: float) -> Floats:
    """int over the window of K(t - s) phi(s - t_i) ds, with u = s - t_i: (1 - b/w) [Phi] + [Psi] / w on [a, b]."""
    end = np.maximum(age, 0.0)
    start = np.maximum(age - width, 0.0)
    mass = kernel.mass(end) - kernel.mass(start)
    moment = kernel.moment(end) - kernel.moment(start)
    return (1.0 - end / width) * mass + moment / width
