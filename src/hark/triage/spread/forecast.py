"""How far a post will spread: final number of reshares, an 80 % interval, the chance of 10x within the hour.

Two forecasts meet. A post that keeps pace with the cascades the model learned from is forecast by the model
(`model.py`); a post well below them by a prior that its reshares sharpen (`prior.py`); between the two the logarithms
are mixed by how far below it is. Final means a week after the post.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hark.domain.verdict import Spread
from hark.triage.spread.cascade import Cascade, from_reshares, read_cascade
from hark.triage.spread.features import HORIZON, features
from hark.triage.spread.model import Model, shipped
from hark.triage.spread.prior import expectation

_FADE = 4.0  # below a fourth of the slowest tenth's pace the prior speaks alone
_TENFOLD = 9.0  # ten times as many is nine times as many more


def forecast(
    reshares: Sequence[tuple[float, int]], at: float, followers: int | None = None, hour: float | None = None
) -> Spread:
    """Forecast from (seconds since the post, followers of the resharer), seen `at` seconds after the post.

    Later reshares are ignored. `followers` are the author's; `hour` is the hour of the day (0..24, where the
    audience lives) at which it was posted. Raises ValueError for times or followers that are negative.
    """
    cascade = from_reshares(reshares, followers)
    return forecast_cascade(Cascade(cascade.times, cascade.followers, cascade.author, hour), at)


def forecast_cascade(cascade: Cascade, at: float, model: Model | None = None) -> Spread:
    """The same for a cascade; `model` replaces the one that ships. Raises ValueError when `at` is no time."""
    if not math.isfinite(at) or at < 0:
        raise ValueError(f"the time of the forecast must be finite and not negative, not {at}")
    seen = cascade.seen(at)
    count = len(seen.times)
    if at >= HORIZON:
        return Spread(float(count), float(count), float(count), 0.0)
    expected = expectation(seen, at)
    plain = _spread(
        count, expected.mean, expected.low, expected.high, _poisson_tail(expected.next_hour, count)
    )
    if not count:
        return plain
    model = model or shipped()
    weight = _on_track(count, model.track_at(at))
    return _mix(plain, _learned(model, seen, at), weight, count) if weight > 0 else plain


def forecast_file(path: Path, at: float) -> dict[str, Any]:
    """`{"final","low","high"}` for a file of TiDeH's form. Raises ValueError for a bad file, OSError for none."""
    spread = forecast_cascade(read_cascade(path), at)
    return {"final": round(spread.final, 1), "low": round(spread.low, 1), "high": round(spread.high, 1)}


def _learned(model: Model, seen: Cascade, at: float) -> Spread:
    count = len(seen.times)
    row = features(seen, max(at, 1.0))
    ratio, errors = model.ratio(model.final, row, at)
    middle, low, high = (
        max(math.exp(ratio + error) * (count + 1) - 0.5, 0.0)
        for error in (0.0, *np.interp((0.1, 0.9), model.levels, errors).tolist())
    )
    soon, soon_errors = model.ratio(model.hour, row, at)
    needed = math.log((_TENFOLD * count + 0.5) / (count + 1)) - soon
    tenfold = 1.0 - float(np.interp(needed, soon_errors, model.levels, left=0.0, right=1.0))
    return _spread(count, middle, low, high, tenfold)


def _spread(count: int, middle: float, low: float, high: float, tenfold: float) -> Spread:
    return Spread(
        count + middle, count + min(low, middle), count + max(high, middle), min(max(tenfold, 0.0), 1.0)
    )


def _on_track(count: int, slowest: float) -> float:
    """1 where a post keeps pace with the slowest tenth of the training set, 0 at a fourth of that."""
    return float(np.clip(1.0 + math.log((count + 1e-9) / slowest) / math.log(_FADE), 0.0, 1.0))


def _mix(plain: Spread, learned: Spread, weight: float, count: int) -> Spread:
    def between(a: float, b: float) -> float:
        return math.exp((1 - weight) * math.log(a - count + 1) + weight * math.log(b - count + 1)) - 1 + count

    return Spread(
        between(plain.final, learned.final),
        between(plain.low, learned.low),
        between(plain.high, learned.high),
        (1 - weight) * plain.tenfold + weight * learned.tenfold,
    )


def _poisson_tail(mean: float, count: int) -> float:
    """Chance of at least max(9 count, 9) reshares, Poisson around the mean; normal above 50."""
    needed = int(_TENFOLD * max(count, 1))
    if mean <= 0:
        return 0.0
    if needed > 200 or mean > 200:
        return 0.5 * math.erfc((needed - 0.5 - mean) / math.sqrt(2 * mean))
    below = sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(needed))
    return max(0.0, 1.0 - below)
