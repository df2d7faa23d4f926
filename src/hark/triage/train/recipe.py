"""How a company's own model is learnt: a blend of linear models that knows what the shipped heads think.

Per label, against the rest: a logistic regression, two linear support vector machines (one hears rare labels louder)
and complement naive Bayes (Rennie et al. 2003) over rarity-weighted words, character runs, authored lexicons and
topics, with the log-odds of the shipped heads as further columns (a prior learnt elsewhere). A second regression over
their out-of-fold scores joins them, and one threshold per label is found by coordinate ascent on macro F1. All of it is
linear in the same features, so it is folded into one weight per feature and label: the result stands alone.
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
_ROUNDS = 60


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


Member = Callable[[sparse.csr_matrix, NDArray[np.bool_]], tuple[F64, float]]


def _regression(table: sparse.csr_matrix, truth: NDArray[np.bool_]) -> tuple[F64, float]:
    model = LogisticRegression(
        C=1.0, solver="liblinear", dual=True, max_iter=_ROUNDS, class_weight="balanced", random_state=0
    )
    model.fit(table, truth)
    return model.coef_[0], float(model.intercept_[0])


def _machine(strength: float, power: float) -> Member:
    """A support vector machine; rows of a label count by its share to the power of minus `power`."""

    def fitted(table: sparse.csr_matrix, truth: NDArray[np.bool_]) -> tuple[F64, float]:
        share = truth.mean()
        counts = {True: (0.5 / share) ** power, False: (0.5 / (1.0 - share)) ** power}
        model = LinearSVC(C=strength, class_weight=counts, max_iter=_ROUNDS, random_state=0)
        model.fit(table, truth)
        return model.coef_[0], float(model.intercept_[0])

    return fitted


def _bayes(n_grams: int) -> Member:
    def fitted(table: sparse.csr_matrix, truth: NDArray[np.bool_]) -> tuple[F64, float]:
        sums = [
            np.asarray(table[truth == side, :n_grams].sum(axis=0)).ravel() + 0.3 for side in (True, False)
        ]
        weights = np.zeros(table.shape[1])
        weights[:n_grams] = np.log(sums[0] / sums[0].sum()) - np.log(sums[1] / sums[1].sum())
        return weights, 0.0

    return fitted


def _columns(data: Rows, seen: NDArray[np.intp]) -> sparse.csr_matrix:
    return sparse.hstack([data.features, sparse.csr_matrix(data.prior)], format="csc")[:, seen].tocsr()


@dataclass(slots=True)
class Members:
    """Weights of every member for every label, shape (columns seen, members * labels), and their starts."""

    seen: NDArray[np.intp]
    weights: F64
    starts: F64

    def score(self, data: Rows) -> F64:
        """One column per member and label."""
        return np.asarray(_columns(data, self.seen) @ self.weights + self.starts)


def _fit(data: Rows, truth: NDArray[np.intp], labels: Sequence[str]) -> Members:
    """Every member for every label against the rest."""
    scale = rarity(data.features)
    scale[-len(dense.names()) :] = PLAIN_WEIGHT
    scale = np.concatenate([scale, np.full(data.prior.shape[1], PRIOR_WEIGHT)])
    seen = np.flatnonzero(scale)
    table = (_columns(data, seen) @ sparse.diags(scale[seen])).tocsr()
    n_grams = len(seen) - len(dense.names()) - data.prior.shape[1]
    columns, starts = [], []
    for member in (_regression, _machine(0.03, 0.5), _machine(0.1, 0.0), _bayes(n_grams)):
        for place in range(len(labels)):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)  # close enough is all a blend needs
                found, start = member(table, truth == place)
            columns.append(found * scale[seen])
            starts.append(start)
    return Members(seen, np.stack(columns, axis=1), np.array(starts))


def _stack(scores: F64, truth: NDArray[np.intp], labels: Sequence[str]) -> tuple[F64, F64]:
    """How much each member's word on each label counts for each label: weights (columns, labels) and starts.

    A multinomial logistic regression over out-of-fold scores (Wolpert 1992). It learns that one label's score
    speaks against another's, and how far rare labels can be trusted, which a plain sum cannot.
    """
    middle, spread = scores.mean(axis=0), np.maximum(scores.std(axis=0), 1e-9)
    model = LogisticRegression(C=0.1, max_iter=200, random_state=0)
    model.fit((scores - middle) / spread, truth)
    weights, starts = model.coef_, model.intercept_
    if len(labels) == 2:
        weights, starts = np.vstack([-weights, weights]) / 2.0, np.append(-starts, starts) / 2.0
    weights = (weights / spread).T
    return weights, starts - middle @ weights


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
    """The whole recipe: out-of-fold scores say how members are joined, then every row teaches the members."""
    out = np.zeros((len(truth), 0))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for train, test in folds.split(np.zeros(len(truth)), truth):
        scores = _fit(data.take(train), truth[train], labels).score(data.take(test))
        out = out if out.size else np.zeros((len(truth), scores.shape[1]))
        out[test] = scores
    weights, starts = _stack(out, truth, labels)
    starts = starts + thresholds(out @ weights + starts, truth)
    whole = _fit(data, truth, labels)
    joined = np.zeros((data.features.shape[1] + data.prior.shape[1], len(labels)))
    joined[whole.seen] = whole.weights @ weights
    return _folded(joined, whole.starts @ weights + starts, tuple(labels))
