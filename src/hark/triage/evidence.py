"""The words behind a verdict: which phrases spoke for what was decided, as spans of the post's own text."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hark.domain.verdict import Evidence
from hark.triage.reading import F32, Reading
from hark.triage.tokens import I32, Flags
from hark.triage.topic_tree import OWN

_TURNABLE = ("sentiment.", "kind.praise", "kind.complaint", "anger.")
"""Signals that a negation turns around: "not happy" is no praise, "no lawyer yet" still names a lawyer."""

MOST = 6
"""Words shown per post and at most; the strongest stay."""


def words(
    reading: Reading, speaking: Mapping[str, Flags], strength: Mapping[str, float]
) -> list[list[Evidence]]:
    """Evidence per post. `speaking` maps a signal to the posts whose verdict it supports, shape (posts,).

    A hit turned around by a negation is shown as `not …` with its weight reversed. `strength` scales the
    weights of a signal by the beginning of its name, so that the strongest reasons come first.
    """
    hits, tokens = reading.hits, reading.tokens
    allowed = np.zeros((len(reading.columns), tokens.size), dtype=np.bool_)
    scale = np.ones(len(reading.columns), dtype=np.float32)
    for name, posts in speaking.items():
        if name in reading.columns:
            allowed[reading.columns[name]] = posts
            scale[reading.columns[name]] = strength.get(name.partition(".")[0], 1.0)
    at = np.flatnonzero(allowed[hits.signal, hits.post])
    felt = np.array([name.startswith(_TURNABLE) for name in reading.columns])
    turned = reading.negated & felt[hits.signal]
    weight = hits.weight[at] * scale[hits.signal[at]] * np.where(turned[at], -0.5, 1.0)
    at, weight = _strongest(hits.post[at], at, weight)
    found: list[list[Evidence]] = [[] for _ in range(tokens.size)]
    first, last = hits.token[at], hits.token[at] + hits.width[at] - 1
    names = list(reading.columns)
    rows = zip(
        hits.post[at].tolist(), hits.signal[at].tolist(), weight.tolist(), turned[at].tolist(),
        tokens.start[first].tolist(), tokens.stop[last].tolist(), strict=True,
    )  # fmt: skip
    for post, signal, value, turned, start, stop in rows:
        head, _, tail = names[signal].partition(".")
        head = "topic" if head == OWN else head
        feature = f"not {tail or head}" if turned else tail or head
        found[post].append(Evidence(head, feature, round(value, 2), start, stop))
    return found


def _strongest(post: I32, at: NDArray[np.intp], weight: F32) -> tuple[NDArray[np.intp], F32]:
    """The `MOST` strongest of every post, strongest first."""
    order = np.lexsort((-np.abs(weight), post))
    post = post[order]
    begin = np.searchsorted(post, post)
    keep = order[np.arange(len(order)) - begin < MOST]
    return at[keep], weight[keep]


@lru_cache(maxsize=1 << 14)
def _number(signal: str, name: str, value: float) -> Evidence:
    """The same term with the same value is one object: a hundred posts share it."""
    return Evidence(signal, name, value)


def named(signal: str, features: Sequence[str], values: NDArray[np.float64]) -> list[list[Evidence]]:
    """Evidence that is a named number rather than words: one row of `values` per post, zeros left out."""
    return [
        [_number(signal, name, value) for name, value in zip(features, row, strict=True) if value]
        for row in values.tolist()
    ]
