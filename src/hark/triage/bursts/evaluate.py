"""Scores the detector on labelled series in the form of the Numenta Anomaly Benchmark (NAB)."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from hark.triage.bursts.detector import Detector, Settings

_ROUNDS = 2000
_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Series:
    """Counts with the end of each step, and the labelled windows; times in UTC."""

    name: str
    counts: tuple[tuple[datetime, int], ...]
    windows: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class _Tally:
    alarms: int
    right: int
    windows: int
    found: int


def evaluate(path: Path, settings: Settings | None = None, seed: int = 1) -> dict[str, Any]:
    """Alarms (first steps of bursts) against labelled windows, for a folder with `windows.json` and `*.csv`, or for
    one such CSV with `windows.json` beside it.

    - `precision`: share of alarms inside a window; `recall`: share of windows with an alarm inside;
    - `delay_hours`: median hours from the start of a window to its first alarm (NAB's windows begin long before the
      anomaly, so this is no reaction time); `false_alarms_per_week`: alarms outside windows per week of series.

    Each is `{"value", "low", "high"}`, the 95 % interval of 2,000 bootstrap samples: alarms for precision, windows
    for recall and delay, days for false alarms. `series` has the counts of each file. Raises ValueError when the
    folder has no labelled series.
    """
    tallies: dict[str, _Tally] = {}
    outcomes: list[bool] = []
    found: list[float | None] = []
    days: list[int] = []
    for series in read_series(path):
        tally, series_outcomes, series_found, series_days = _run(series, settings or Settings())
        tallies[series.name] = tally
        outcomes += series_outcomes
        found += series_found
        days += series_days
    if not tallies:
        raise ValueError(f"no labelled series in {path.name}: windows.json and its *.csv are needed")
    rng = np.random.default_rng(seed)
    hits = np.array([delay is not None for delay in found], float)
    delays = np.array([np.nan if delay is None else delay for delay in found])
    return {
        "precision": _interval(np.array(outcomes, float), np.mean, rng),
        "recall": _interval(hits, np.mean, rng),
        "delay_hours": _interval(delays, np.nanmedian, rng),
        "false_alarms_per_week": _interval(np.array(days, float) * 7, np.mean, rng),
        "series": {
            name: {"alarms": t.alarms, "right": t.right, "windows": t.windows, "found": t.found}
            for name, t in tallies.items()
        },
    }


def read_series(path: Path) -> Iterator[Series]:
    """The series that `windows.json` names. Raises ValueError for rows that are no time and count."""
    folder = path if path.is_dir() else path.parent
    if not (folder / "windows.json").is_file():
        raise ValueError(f"{folder}: no windows.json, which says where the bursts are")
    labels = json.loads((folder / "windows.json").read_text(encoding="utf-8"))
    for name, windows in sorted(labels.items()):
        file = folder / Path(name).name
        if file.is_file() and (path.is_dir() or file.samefile(path)):
            pairs = tuple((_time(start), _time(end)) for start, end in windows)
            yield Series(file.stem, tuple(_rows(file)), pairs)


def _rows(file: Path) -> Iterator[tuple[datetime, int]]:
    with file.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            try:
                yield _time(row["timestamp"]), int(float(row["value"]))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(
                    f"{file.name}, line {number}: expected timestamp and value, {error!r}"
                ) from error


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _run(series: Series, settings: Settings) -> tuple[_Tally, list[bool], list[float | None], list[int]]:
    detector = Detector(settings=settings)
    alarms = []
    for at, count in series.counts:
        burst = detector.update(count, at)
        if burst and burst.fresh:
            alarms.append(at)
    outcomes = [any(start <= alarm <= end for start, end in series.windows) for alarm in alarms]
    found: list[float | None] = []
    for start, end in series.windows:
        first = next((alarm for alarm in alarms if start <= alarm <= end), None)
        found.append(None if first is None else (first - start).total_seconds() / _HOUR)
    first_at, last_at = series.counts[0][0], series.counts[-1][0]
    length = (last_at - first_at).total_seconds() - settings.warm_up
    days = np.zeros(max(int(np.ceil(length / 86_400)), 1), int)
    for alarm, right in zip(alarms, outcomes, strict=True):
        if not right:
            days[int(((alarm - first_at).total_seconds() - settings.warm_up) // 86_400)] += 1
    tally = _Tally(len(alarms), sum(outcomes), len(found), sum(delay is not None for delay in found))
    return tally, outcomes, found, days.tolist()


def _interval(values: Any, statistic: Any, rng: np.random.Generator) -> dict[str, float]:
    if not len(values) or np.isnan(values).all():
        return {"value": 0.0, "low": 0.0, "high": 0.0}
    samples = values[rng.integers(0, len(values), (_ROUNDS, len(values)))]
    drawn = np.array([statistic(sample) for sample in samples if not np.isnan(sample).all()])
    low, high = np.percentile(drawn, (2.5, 97.5))
    return {
        "value": round(float(statistic(values)), 3),
        "low": round(float(low), 3),
        "high": round(float(high), 3),
    }
