"""Fits `model.json` on a folder of cascades, (see `docs/rooms/triage-spread.md`).

`python -m hark.triage.spread.fit FOLDER [OUT]`. Licence of the shipped fit: the cascades `RT*.txt` of
NII-Kobayashi/TiDeH are MIT; only the numbers in `model.json` come from them.
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hark.triage.spread.cascade import Cascade, Floats, read_cascade
from hark.triage.spread.features import NAMES, features
from hark.triage.spread.model import MODEL_FILE, WIDEST, Model, Target, to_json

_MINUTE, _HOUR = 60.0, 3600.0
NODES = np.array(
    [
        60,
        120,
        300,
        600,
        1200,
        1800,
        2700,
        3600,
        5400,
        7200,
        10800,
        14400,
        21600,
        28800,
        43200,
        86400,
        172800,
        345600,
    ],
    np.float64,
)
LEVELS = np.array([0.005, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995])
_BAND = 0.4  # width of a node's neighbourhood, in log time
_RIDGE = 3.0
_ROUNDS = 15
_FOLDS = 10
_SLOW = 0.1  # the pace of the slowest tenth is the slowest the model speaks for
FEWEST = 20  # cascades without which nothing is fitted
_SOFT = 0.1  # log units below which an error counts by its square


def fit(cascades: Sequence[Cascade]) -> Model:
    """The model from these cascades. Raises ValueError for fewer than `FEWEST`.

    Errors are those on tenths of the cascades held out in turn.
    """
    if len(cascades) < FEWEST:
        raise ValueError(f"{len(cascades)} cascades are too few to fit on; at least {FEWEST}")
    table = _Table(cascades)
    everyone = np.ones(len(cascades), bool)
    mean, scale, finals, hours = table.solve(everyone)
    errors = [_quantiles(_pooled(residuals)) for residuals in _held_out_errors(table)]
    track = np.maximum(np.quantile(table.counts, _SLOW, axis=0), 1.0)
    return Model(
        NODES,
        mean,
        scale,
        track,
        LEVELS,
        Target(finals, np.stack(errors[0])),
        Target(hours, np.stack(errors[1])),
    )


class _Table:
    """Features and targets of every cascade at every node: arrays (cascades, nodes, …)."""

    def __init__(self, cascades: Sequence[Cascade]) -> None:
        self.counts = np.array([[len(c.seen(at).times) for at in NODES] for c in cascades], float)
        self.rows = np.array([[_row(c, at) for at in NODES] for c in cascades])
        ends = np.array([len(c.times) for c in cascades], float)[:, None]
        later = np.array([[len(c.seen(at + _HOUR).times) for at in NODES] for c in cascades], float)
        self.final = np.log((ends - self.counts + 0.5) / (self.counts + 1))
        self.hour = np.log((later - self.counts + 0.5) / (self.counts + 1))
        self.known = self.counts > 0

    def solve(self, chosen: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats, Floats]:
        """Mean and scale of the features, and weights for both targets, at each node."""
        parts: list[list[Floats]] = [[], [], [], []]
        for node in range(len(NODES)):
            rows, weight, targets = self._near(node, chosen)
            mean = np.average(rows, 0, weight)
            scale = np.sqrt(np.average((rows - mean) ** 2, 0, weight)) + 1e-9
            design = np.column_stack([np.ones(len(rows)), (rows - mean) / scale])
            solved = [_robust(design, target, weight) for target in targets]
            for part, value in zip(parts, (mean, scale, *solved), strict=True):
                part.append(value)
        mean, scale, final, hour = (np.stack(part) for part in parts)
        return mean, scale, final, hour

    def _near(self, node: int, chosen: NDArray[np.bool_]) -> tuple[Floats, Floats, tuple[Floats, Floats]]:
        distance = np.log(NODES / NODES[node]) / _BAND
        near = np.flatnonzero(np.abs(distance) <= 2)
        keep = self.known[:, near] & chosen[:, None]
        weight = np.broadcast_to(np.exp(-0.5 * distance[near] ** 2), keep.shape)[keep]
        return self.rows[:, near][keep], weight, (self.final[:, near][keep], self.hour[:, near][keep])


def _row(cascade: Cascade, at: float) -> Floats:
    return features(cascade, at) if len(cascade.seen(at).times) else np.zeros(len(NAMES))


def _robust(design: Floats, target: Floats, weight: Floats) -> Floats:
    """Ridge regression of absolute errors (squared below `_SOFT`), by reweighting; the constant is not shrunk."""
    ridge = _RIDGE * np.eye(design.shape[1])
    ridge[0, 0] = 1e-6
    factor: Floats = weight
    solution: NDArray[np.floating[Any]] = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        heavy = design * factor[:, None]
        solution = np.linalg.solve(design.T @ heavy + ridge, heavy.T @ target)
        off = np.maximum(np.abs(target - design @ solution), _SOFT)
        factor = (weight * 3 * _SOFT / off).astype(np.float64)
    return solution.astype(np.float64)


def _held_out_errors(table: _Table) -> tuple[Floats, Floats]:
    """Errors (cascades, nodes) of both targets from fits without the cascade's tenth; NaN without a reshare."""
    shape = table.counts.shape
    errors = np.full((2, *shape), np.nan)
    fold = np.arange(shape[0]) % _FOLDS
    for held in range(min(_FOLDS, shape[0])):
        mean, scale, *targets = table.solve(fold != held)
        out = fold == held
        standard = np.clip((table.rows[out] - mean) / scale, -WIDEST, WIDEST)
        for which, (weights, truth) in enumerate(zip(targets, (table.final, table.hour), strict=True)):
            forecast = weights[:, 0] + np.sum(standard * weights[:, 1:], 2)
            errors[which, out] = np.where(table.known[out], truth[out] - forecast, np.nan)
    return errors[0], errors[1]


def _pooled(errors: Floats) -> list[Floats]:
    """Errors at each node and its neighbours, so that a quantile rests on more than fifty numbers."""
    pools = []
    for node in range(len(NODES)):
        pool = errors[:, max(node - 1, 0) : node + 2].ravel()
        pools.append(pool[np.isfinite(pool)])
    return pools


def _quantiles(pools: list[Floats]) -> list[Floats]:
    return [np.quantile(pool, LEVELS) for pool in pools]


def main(folder: Path, out: Path = MODEL_FILE) -> dict[str, Any]:
    """Fit on every `*.txt` of a folder and write the model. Returns what was written."""
    files = sorted(folder.glob("*.txt"))
    content = to_json(fit([read_cascade(file) for file in files]))
    content["features"] = list(NAMES)
    content["source"] = (
        "RT*.txt of github.com/NII-Kobayashi/TiDeH (MIT), retweet cascades above 2,000 retweets, 2011"
    )
    content["fitted_on"] = [digest(file) for file in files]
    out.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    return content


def digest(file: Path) -> str:
    """Short fingerprint of a file, so that a score can say whether the model has seen it."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(Path, sys.argv[2:3]))
