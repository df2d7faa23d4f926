"""A batch read once: its tokens, every authored phrase found in it, and the sum per signal.

All the signals below work from this one reading, so the texts are walked once however many signals there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hark.triage import characters as ch
from hark.triage.phrases import Hits, PhraseTable
from hark.triage.tokens import Flags, Tokens, analyse

_MUTE = (ch.USER, ch.LINK, ch.DOTS, ord("0"), ord("!"))

NEGATION_REACH = 3
"""Tokens after a negation that it still turns around."""

F32 = NDArray[np.float32]


@dataclass(slots=True)
class Reading:
    """`scores` has one row per post and one column per signal name in `columns`; `negated` is per hit,
    `under_negation` per token."""

    tokens: Tokens
    hits: Hits
    negated: Flags
    under_negation: Flags
    scores: F32
    columns: dict[str, int]

    def score(self, name: str) -> F32:
        """The sum of weights of one signal, shape (posts,); zero when no phrase speaks for it."""
        column = self.columns.get(name)
        return np.zeros(self.tokens.size, np.float32) if column is None else self.scores[:, column]

    def silent(self) -> Flags:
        """Posts in which nothing is said: nothing but handles, links, dots and bare numbers."""
        tokens = self.tokens
        first = tokens.chars[tokens.begin]
        speaks = np.logical_and.reduce([first != code for code in _MUTE])
        return np.asarray(np.bincount(tokens.post[speaks], minlength=tokens.size) == 0)

    def group(self, prefix: str) -> tuple[list[str], F32]:
        """The names behind `prefix.` and their sums, shape (posts, names)."""
        names = [name for name in self.columns if name.startswith(prefix + ".")]
        return [name[len(prefix) + 1 :] for name in names], self.scores[
            :, [self.columns[name] for name in names]
        ]


def read(texts: Sequence[str], table: PhraseTable) -> Reading:
    """Cut the texts, find the phrases of `table`, mark what a negation turns around, sum per post."""
    tokens = analyse(texts)
    hits = table.find(tokens)
    columns = {name: index for index, name in enumerate(table.signals)}
    under = _under_negation(tokens, hits, columns.get("negator", -1))
    negated = under[hits.token]
    width = len(columns)
    sums = np.bincount(hits.post * width + hits.signal, weights=hits.weight, minlength=tokens.size * width)
    return Reading(tokens, hits, negated, under, sums.reshape(tokens.size, width).astype(np.float32), columns)


def _under_negation(tokens: Tokens, hits: Hits, negator: int) -> Flags:
    """For each token: does a negation stand in the few tokens before it, in the same post?"""
    count = np.zeros(len(tokens.hash) + 1, dtype=np.int32)
    mark = np.zeros(len(tokens.hash), dtype=np.int32)
    mark[hits.token[hits.signal == negator]] = 1
    np.cumsum(mark, out=count[1:])
    here = np.arange(len(tokens.hash))
    since = np.maximum(here - NEGATION_REACH, tokens.first[tokens.post])
    return np.asarray(count[here] - count[since] > 0)
