"""Fitting linear heads over the shared features, and writing them as small whole numbers."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from hark.triage import dense, features
from hark.triage.heads import DENSE_STEP
from hark.triage.train.matrix import split
from hark.triage.train.tasks import Pool

_RARE = 2
_ROUNDS = 100


@dataclass(slots=True)
class Fitted:
    """Weights over the columns of `matrix`, one column per head, and the bias of each."""

    names: tuple[str, ...]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def score(self, rows: sparse.csr_matrix) -> NDArray[np.float64]:
        """Log-odds per row and head."""
        return np.asarray(rows @ self.weights + self.bias)


def rarity(rows: sparse.csr_matrix) -> NDArray[np.float64]:
    """Scale per column: log inverse document frequency over 3 for n-grams (0 when seen once), 1 for dense
    values.
    """
    n_grams = rows.shape[1] - len(dense.names())
    seen = np.bincount(rows.indices, minlength=rows.shape[1])[:n_grams]
    scale = np.ones(rows.shape[1])
    scale[:n_grams] = np.where(seen < _RARE, 0.0, np.log(rows.shape[0] / (1.0 + seen)) / 3.0)
    return scale


def fit_head(
    rows: sparse.csr_matrix, truth: NDArray[np.bool_], weight: NDArray[np.float64], strength: float
) -> tuple[NDArray[np.float64], float]:
    """Weights and bias of one head: logistic regression, L2 penalty 1/strength, rare n-grams set aside."""
    scale = rarity(rows)
    # The dual form reaches the same weights as the primal in a fifth of the time (docs/triage.md).
    model = LogisticRegression(C=strength, solver="liblinear", dual=True, max_iter=_ROUNDS, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the last rounds move no verdict
        model.fit(rows @ sparse.diags(scale), truth, sample_weight=weight)
    return model.coef_[0] * scale, float(model.intercept_[0])


STRENGTH = {
    "sentiment": 1.0,
    "kind": 1.0,
    "reply": 1.0,
    "abuse": 1.0,
    "offensive": 0.5,
    "anger": 1.0,
    "irony": 0.5,
}


def fit_pool(pool: Pool, rows: sparse.csr_matrix, keep: NDArray[np.bool_] | None = None) -> Fitted:
    """Every head of the pool. `keep` says which rows may be learnt from (all, when None)."""
    names, weights, bias = [], [], []
    for name, (at, truth, weight) in pool.heads.items():
        use = np.ones(len(at), dtype=np.bool_) if keep is None else keep[at]
        if len(set(truth[use].tolist())) < 2:
            continue  # with its sources left out a head may have nothing to tell apart
        coefficients, start = fit_head(
            rows[at[use]], truth[use], weight[use], STRENGTH[name.partition(".")[0]]
        )
        names.append(name)
        weights.append(coefficients)
        bias.append(start)
    return Fitted(tuple(names), np.stack(weights, axis=1), np.array(bias))


def _small(weights: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Each column as int8 and its scale; the largest tenth of a permille is cut so that the rest keeps its
    detail.
    """
    top = np.array(
        [np.quantile(np.abs(column[column != 0]), 0.9995) if column.any() else 1.0 for column in weights.T]
    )
    scale = top / 127.0
    return np.clip(np.round(weights / scale), -127, 127).astype(np.int8), scale


def arrays(fitted: Fitted) -> dict[str, Any]:
    """What a weights file holds."""
    said, spelt, plain = split(fitted.weights)
    words, word_scale = _small(said)
    characters, character_scale = _small(spelt)
    return {
        "names": np.array(fitted.names), "words": words, "word_scale": word_scale, "characters": characters,
        "character_scale": character_scale, "dense": np.round(plain * DENSE_STEP) / DENSE_STEP,
        "bias": np.round(fitted.bias * DENSE_STEP) / DENSE_STEP, "dense_names": np.array(dense.names()),
        "bits": np.array(features.BITS),
    }  # fmt: skip
