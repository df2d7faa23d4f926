"""Scores the forecast and both published baselines on cascades whose end is known."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from hark.domain.verdict import Spread
from hark.triage.spread import fit, seismic, tideh
from hark.triage.spread.cascade import Cascade, Floats, read_cascade
from hark.triage.spread.forecast import forecast_cascade
from hark.triage.spread.model import MODEL_FILE

HOURS = (1, 6)
_ROUNDS = 2000


def evaluate(path: Path, hours: Sequence[int] = HOURS, seed: int = 1) -> dict[str, Any]:
    """Median absolute relative error of the final size, for a file or for every `*.txt` of a folder.

    Per hour: `hark`, `seismic` and `tideh` as `{"value", "low", "high"}` (95 % bootstrap interval over the
    cascades), `covered`, the share of ends inside the 80 % interval, and `better`, the bootstrap share in which
    Hark's median error is below both baselines'. A file the shipped model was fitted on is forecast by a model
    fitted on the others: `left_out` counts them. Raises ValueError for a folder without cascades and for bad files.
    """
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    if not files:
        raise ValueError(f"no cascades (*.txt) in {path.name}")
    cascades = [read_cascade(file) for file in files]
    fitted_on = set(json.loads(MODEL_FILE.read_text(encoding="utf-8"))["fitted_on"])
    known = [fit.digest(file) in fitted_on for file in files]
    forecasters = _forecasters(cascades, known)
    report: dict[str, Any] = {"cascades": len(files), "left_out": sum(known), "hours": {}}
    for hour in hours:
        report["hours"][hour] = _score(cascades, forecasters, hour * 3600.0, np.random.default_rng(seed))
    return report


def _forecasters(cascades: list[Cascade], known: list[bool]) -> list[Callable[[Cascade, float], Spread]]:
    """For each cascade the shipped forecast, or one that never saw it."""
    training = [cascade for cascade, seen in zip(cascades, known, strict=True) if seen]
    forecasters: list[Callable[[Cascade, float], Spread]] = []
    for cascade, seen in zip(cascades, known, strict=True):
        others = [other for other in training if other is not cascade]
        model = fit.fit(others) if seen and len(others) >= fit.FEWEST else None
        forecasters.append(partial(forecast_cascade, model=model))
    return forecasters


def _score(
    cascades: list[Cascade],
    forecasters: list[Callable[[Cascade, float], Spread]],
    at: float,
    rng: np.random.Generator,
) -> dict[str, Any]:
    ends = np.array([len(cascade.times) for cascade in cascades], float)
    spreads = [forecast(cascade, at) for forecast, cascade in zip(forecasters, cascades, strict=True)]
    errors = {
        "hark": _errors([spread.final for spread in spreads], ends),
        "seismic": _errors([seismic.predict(cascade, at) for cascade in cascades], ends),
        "tideh": _errors([tideh.predict(cascade, at) for cascade in cascades], ends),
    }
    picks = rng.integers(0, len(ends), (_ROUNDS, len(ends)))
    medians = {name: np.median(error[picks], 1) for name, error in errors.items()}
    score: dict[str, Any] = {
        name: {
            "value": round(float(np.median(error)), 4),
            "low": round(float(np.quantile(medians[name], 0.025, method="lower")), 4),
            "high": round(float(np.quantile(medians[name], 0.975, method="lower")), 4),
        }
        for name, error in errors.items()
    }
    inside = [spread.low <= end <= spread.high for spread, end in zip(spreads, ends, strict=True)]
    score["covered"] = round(float(np.mean(inside)), 4)
    best = np.minimum(medians["seismic"], medians["tideh"])
    score["better"] = round(float(np.mean(medians["hark"] < best)), 4)
    return score


def _errors(forecasts: list[float], ends: Floats) -> Floats:
    errors: Floats = np.abs(np.array(forecasts) - ends) / np.maximum(ends, 1.0)
    return errors
