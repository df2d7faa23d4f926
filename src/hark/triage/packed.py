"""Weights of many heads side by side, summed for a whole batch with whole-number arithmetic.

Weights are int8. Three of them, moved up by 128 to be positive, share one 64-bit word in fields of 21 bits,
so one addition serves three heads, and one row of the table is one cache line for up to 24 heads. A field
holds the sum over any one sort of n-gram of the longest text (4,096 x 255 < 2^21). Whole numbers make the
sums exact: a post scores the same alone and in a batch.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hark.triage.features import Grams

_FIELD = 21
_MASK = np.uint64((1 << _FIELD) - 1)
_PER_WORD = 3
_CHUNK = 1 << 13  # rows packed at a time, so that loading needs little memory


class PackedTable:
    """A (features, heads) table of int8 weights that can be summed over the n-grams of each post."""

    def __init__(self, weights: NDArray[np.int8]) -> None:
        rows, self.heads = weights.shape
        width = -(-self.heads // _PER_WORD)
        self._table = np.zeros((rows, width), dtype=np.uint64)
        for first in range(0, rows, _CHUNK):
            raised = (weights[first : first + _CHUNK].astype(np.int16) + 128).astype(np.uint64)
            for head in range(self.heads):
                place = np.uint64(_FIELD * (head % _PER_WORD))
                self._table[first : first + _CHUNK, head // _PER_WORD] |= raised[:, head] << place

    def sums(self, grams: Sequence[Grams], posts: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Sum of weights per post and head, and the number of n-grams per post."""
        total = np.zeros((posts, self.heads), dtype=np.int64)
        counted = np.zeros(posts, dtype=np.int64)
        for gram in grams:
            if not len(gram.post):
                continue
            bounds = np.searchsorted(gram.post, np.arange(posts + 1))
            count = np.diff(bounds)
            some = np.flatnonzero(count)
            packed = np.add.reduceat(self._table.take(gram.index, axis=0), bounds[some], axis=0)
            total[some] += self._unpack(packed) - 128 * count[some, None]
            counted += count
        return total.astype(np.float64), counted

    def weights(self) -> NDArray[np.float64]:
        """The table as it was given, shape (features, heads)."""
        return (self._unpack(self._table) - 128).astype(np.float64)

    def _unpack(self, packed: NDArray[np.uint64]) -> NDArray[np.int64]:
        fields = [(packed >> np.uint64(_FIELD * place)) & _MASK for place in range(_PER_WORD)]
        return np.stack(fields, axis=2).reshape(len(packed), -1)[:, : self.heads].astype(np.int64)
