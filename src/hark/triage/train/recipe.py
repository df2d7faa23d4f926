"""How a company's own model is learnt: a blend of linear models that knows what the shipped heads think.

Per label, against the rest: a logistic regression, a linear support vector machine and complement naive Bayes
(Rennie et al. 2003) over rarity-weighted words, character runs, authored lexicons and topics, with the log-odds of
the shipped heads as further columns (a prior learnt elsewhere; being linear in the same features they are folded
back into the weights, so the result stands alone). Each label counts alike, however rare. Then one threshold per
label, found by coordinate ascent on macro F1 over out-of-fold scores.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from hark.triage import dense, engine, features
from hark.triage.heads import shipped
from hark.triage.learned import Task
from hark.triage.metrics import macro_f1
from hark.triage.train.fit import Fitted, rarity
from hark.triage.train.matrix import CHARACTER_WEIGHT, DENSE_WEIGHT, WORD_WEIGHT, matrix

F64 = NDArray[np.float64]
PRIOR_WEIGHT, PLAIN_WEIGHT = 0.1, 0.5
"""How loudly the shipped heads' log-odds and the dense values speak among the columns."""

FOLDS = 3
_ITERATIONS = 200


@dataclass(slots=True)
class Rows:
    """Texts as columns: the features, and the shipped heads' log-odds."""

    features: sparse.csr_matrix
    prior: F64

    def take(self, at: NDArray[np.intp]) -> "Rows":
        """The same, of some rows."""
        return Rows(self.features[at], self.prior[at])


@cache
def shipped_weights() -> tuple[F64, F64]:
    """The shipped heads as weights over the columns of `matrix`, and their bias."""
    heads = shipped()
    words = heads.words.weights() * heads.word_scale / WORD_WEIGHT
    characters = heads.characters.weights() * heads.character_scale / CHARACTER_WEIGHT
    return np.vstack([words, characters, heads.dense / DENSE_WEIGHT]), heads.bias


def rows(texts: Sequence[str], task: Task) -> Rows:
    """Features of the texts, and what the shipped heads say of them.

    For abuse the shipped abuse heads keep silent: they learnt from a public set that many will train on, and of a row
    they have learnt from they are surer than they ought to be.
    """
    table = matrix(texts, engine.shipped_table())
    weights, bias = shipped_weights()
    prior = np.asarray(table @ weights + bias)
    if task is Task.ABUSE:
        prior[:, [name.startswith(("abuse.", "offensive.")) for name in shipped().names]] = 0.0
    return Rows(table, prior)


def _members(n_grams: int) -> list[Callable[[sparse.csr_matrix, NDArray[np.bool_]], tuple[F64, float]]]:
    def regression(table: sparse.csr_matrix, truth: NDArray[np.bool_]) -> tuple[F64, float]:
        model = LogisticRegression(
            C=1.0,
            solver="liblinear",
            dual=True,
            max_iter=_ITERATIONS,
            class_weight="balanced",
            random_state=0,
        )
        model.fit(table, truth)
        return model.coef_[0], float(model.intercept_[0])

    def machine(table: sparse.csr_matrix, truth: NDArray[np.bool_]) -> tuple[F64, float]:
        model = LinearSVC(C=0.03, class_weight="balanced", max_iter=_ITERATIONS * 5, random_state=0)
        model.fit(table, truth)
        return model.coef_[0], float(model.intercept_[0])

    def bayes(table: sparse.csr_matrix, truth: NDArray[np.bool_]) -> tuple[F64, float]:
        sums = [
            np.asarray(table[truth == side, :n_grams].sum(axis=0)).ravel() + 0.3 for side in (True, False)
        ]
        weights = np.zeros(table.shape[1])
        weights[:n_grams] = np.log(sums[0] / sums[0].sum()) - np.log(sums[1] / sums[1].sum())
        return weights, 0.0

    return [regression, machine, bayes]


def fit(data: Rows, truth: NDArray[np.intp], labels: Sequence[str]) -> Fitted:
    """One head per label: the sum of the blend, every member's scores brought to unit spread."""
    scale = rarity(data.features)
    scale[-len(dense.names()) :] = PLAIN_WEIGHT
    scale = np.concatenate([scale, np.full(data.prior.shape[1], PRIOR_WEIGHT)])
    seen = np.flatnonzero(scale)
    table = sparse.hstack([data.features, sparse.csr_matrix(data.prior)], format="csc")[:, seen].tocsr()
    table = (table @ sparse.diags(scale[seen])).tocsr()
    columns, starts = [], []
    for place in range(len(labels)):
        weights, start = np.zeros(len(scale)), 0.0
        for member in _members(len(seen) - len(dense.names()) - data.prior.shape[1]):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)  # close enough is all a blend needs
                found, begin = member(table, truth == place)
            scores = table @ found
            spread = max(float(np.std(scores)), 1e-9)
            middle = float(np.mean(scores)) if begin == 0.0 else 0.0
            weights[seen] += found / spread
            start += (begin - middle) / spread
        columns.append(weights * scale)
        starts.append(start)
    return _folded(np.stack(columns, axis=1), np.array(starts), tuple(labels))


def _folded(weights: F64, bias: F64, labels: tuple[str, ...]) -> Fitted:
    """The weights on the shipped heads' log-odds carried over to the features those are made of."""
    own = 2 * (1 << features.BITS)
    size = weights.shape[0] - len(shipped().names)
    assert size > own
    carried, start = shipped_weights()
    return Fitted(labels, weights[:size] + carried @ weights[size:], bias + start @ weights[size:])


def thresholds(scores: F64, truth: NDArray[np.intp]) -> F64:
    """What to add to each label's score so that macro F1 of the highest is best; coordinate ascent, two
    rounds.
    """
    added = np.zeros(scores.shape[1])
    spread = float(np.std(scores)) or 1.0
    best = macro_f1(truth, scores.argmax(axis=1))
    for _ in range(2):
        for place in range(scores.shape[1]):
            for step in np.linspace(-0.8, 0.8, 33) * spread:
                tried = added.copy()
                tried[place] = step
                score = macro_f1(truth, (scores + tried).argmax(axis=1))
                if score > best + 2e-4:
                    best, added = score, tried
    return added


def learn(data: Rows, truth: NDArray[np.intp], labels: Sequence[str]) -> Fitted:
    """The whole recipe: out-of-fold scores for the thresholds, then every row for the weights."""
    out = np.zeros((len(truth), len(labels)))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for train, test in folds.split(np.zeros(len(truth)), truth):
        part = data.take(test)
        out[test] = fit(data.take(train), truth[train], labels).score(part.features)
    added = thresholds(out, truth)
    whole = fit(data, truth, labels)
    whole.bias = whole.bias + added
    return whole
