"""The fitted part of the forecast: a log-linear model at each of a row of times, read between them.

At time node a, log((reshares to come + 1/2) / (reshares seen + 1)) is linear in the standardised features. Fitted by
`fit.py`; the numbers live in `model.json`, which also says from what.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from hark.triage.spread.cascade import Floats

MODEL_FILE = Path(__file__).with_name("model.json")
_ARRAYS = ("nodes", "mean", "scale", "track", "levels")
WIDEST = 3.0  # standard deviations at which a feature stops counting for more


@dataclass(frozen=True, slots=True)
class Target:
    """One quantity at all nodes: `weights` (nodes, 1 + features), `errors` (nodes, quantiles) of the log ratio."""

    weights: Floats
    errors: Floats


@dataclass(frozen=True, slots=True)
class Model:
    """`nodes` seconds, rising; `mean` and `scale` (nodes, features); `track` reshares that the slowest
    tenth of the training set had at each node; `levels` the probabilities of the error quantiles."""

    nodes: Floats
    mean: Floats
    scale: Floats
    track: Floats
    levels: Floats
    final: Target
    hour: Target

    def ratio(self, target: Target, row: Floats, at: float) -> tuple[float, Floats]:
        """Log ratio of reshares to come to reshares seen, and the quantiles of its error, at second `at`."""
        left, right, share = self._between(at)
        values = [self._at(target, row, node) for node in (left, right)]
        errors = (1 - share) * target.errors[left] + share * target.errors[right]
        return (1 - share) * values[0] + share * values[1], errors

    def track_at(self, at: float) -> float:
        """Reshares that the slowest tenth of the training set had at second `at`."""
        logs = np.interp(np.log(max(at, 1.0)), np.log(self.nodes), np.log(self.track))
        return float(np.exp(logs))

    def _at(self, target: Target, row: Floats, node: int) -> float:
        standard = np.clip((row - self.mean[node]) / self.scale[node], -WIDEST, WIDEST)
        return float(target.weights[node, 0] + standard @ target.weights[node, 1:])

    def _between(self, at: float) -> tuple[int, int, float]:
        right = int(np.clip(np.searchsorted(self.nodes, at), 1, len(self.nodes) - 1))
        span = np.log(self.nodes[right] / self.nodes[right - 1])
        share = np.log(max(at, 1.0) / self.nodes[right - 1]) / span
        return right - 1, right, float(np.clip(share, 0.0, 1.0))


@cache
def shipped() -> Model:
    """The model that comes with Hark."""
    return from_json(json.loads(MODEL_FILE.read_text(encoding="utf-8")))


def from_json(content: dict[str, Any]) -> Model:
    """Read what `to_json` wrote."""

    def array(name: str) -> Floats:
        return np.array(content[name], np.float64)

    def target(name: str) -> Target:
        return Target(*(np.array(content[name][part], np.float64) for part in ("weights", "errors")))

    nodes, mean, scale, track, levels = map(array, _ARRAYS)
    return Model(nodes, mean, scale, track, levels, target("final"), target("hour"))


def to_json(model: Model) -> dict[str, Any]:
    """Plain lists, rounded to six digits."""
    content: dict[str, Any] = {name: _plain(getattr(model, name)) for name in _ARRAYS}
    for name in ("final", "hour"):
        target = getattr(model, name)
        content[name] = {"weights": _plain(target.weights), "errors": _plain(target.errors)}
    return content


def _plain(values: Floats) -> list[Any]:
    plain: list[Any] = (
        np.array([float(f"{value:.6g}") for value in values.ravel()]).reshape(values.shape).tolist()
    )
    return plain
