"""Scores and their intervals, with numpy alone."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.intp]
DRAWS = 500
"""Resamples behind an interval."""


def _counts(
    truth: Labels, guess: Labels
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Hits, true rows and guessed rows per label."""
    size = int(max(truth.max(initial=0), guess.max(initial=0))) + 1
    hits = np.bincount(truth[truth == guess], minlength=size)
    return (
        hits.astype(np.float64),
        np.bincount(truth, minlength=size).astype(np.float64),
        np.bincount(guess, minlength=size).astype(np.float64),
    )


def macro_f1(truth: Labels, guess: Labels) -> float:
    """Mean over the labels that occur of 2PR/(P+R), 0..1."""
    hits, true, guessed = _counts(truth, guess)
    occurs = true > 0
    return float(np.mean((2 * hits / np.maximum(true + guessed, 1))[occurs])) if occurs.any() else 0.0


def macro_recall(truth: Labels, guess: Labels) -> float:
    """Mean over the labels that occur of the share found, 0..1 (the measure of SemEval-2017 Task 4)."""
    hits, true, _ = _counts(truth, guess)
    occurs = true > 0
    return float(np.mean(hits[occurs] / true[occurs])) if occurs.any() else 0.0


def accuracy(truth: Labels, guess: Labels) -> float:
    """Share of rows that are right, 0..1."""
    return float(np.mean(truth == guess)) if len(truth) else 0.0


def interval(truth: Labels, guess: Labels, score: Callable[[Labels, Labels], float]) -> tuple[float, float]:
    """95 % bootstrap interval of a score (Efron 1979, percentile method), the same for the same rows."""
    if not len(truth):
        return 0.0, 0.0
    rng = np.random.default_rng(0)
    drawn = rng.integers(0, len(truth), (DRAWS, len(truth)))
    scores = [score(truth[rows], guess[rows]) for rows in drawn]
    low, high = np.quantile(scores, [0.025, 0.975])
    return float(low), float(high)
