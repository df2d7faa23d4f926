"""Weights of many heads side by side, summed for a whole batch with whole-number arithmetic.

Weights are int8. Three of them, moved up by 128 to be positive, share one 64-bit word in fields of 21 bits,
so one addition serves three heads, and one row of the table is one cache line for up to 24 heads. A field
holds the sum over any one sort of n-gram of the longest text (4,096 x 255 < 2^21). Whole numbers make the
sums exact: a post scores the same alone and in a batch.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hark.triage.features import Grams

_FIELD = 21
_MASK = np.uint64((1 << _FIELD) - 1)
_PER_WORD = 3
_CHUNK = 1 << 13  # rows packed at a time, so that packing needs little memory
_PACK_FROM = 1 << 15  # n-grams looked up before packing pays


class PackedTable:
    """A (features, heads) table of int8 weights that can be summed over the n-grams of each post.

    Packing takes as long as some hundred posts, so the first ones are summed without it; the sums are the same.
    """

    def __init__(self, weights: NDArray[np.int8]) -> None:
        self.heads = weights.shape[1]
        self._weights = weights
        self._packed: NDArray[np.uint64] | None = None
        self._seen = 0

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
            total[some] += self._summed(gram.index, bounds[some], count[some])
            counted += count
        return total.astype(np.float64), counted

    def weights(self) -> NDArray[np.float64]:
        """The table as it was given, shape (features, heads)."""
        return self._weights.astype(np.float64)

    def _summed(
        self, index: NDArray[Any], bounds: NDArray[Any], count: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        self._seen += len(index)
        if self._packed is None and self._seen < _PACK_FROM:
            plain: NDArray[np.int64] = np.add.reduceat(
                self._weights.take(index, axis=0), bounds, axis=0, dtype=np.int64
            )
            return plain
        if self._packed is None:
            self._packed = _pack(self._weights)
        packed = np.add.reduceat(self._packed.take(index, axis=0), bounds, axis=0)
        return self._unpack(packed) - 128 * count[:, None]

    def _unpack(self, packed: NDArray[np.uint64]) -> NDArray[np.int64]:
        fields = [(packed >> np.uint64(_FIELD * place)) & _MASK for place in range(_PER_WORD)]
        return np.stack(fields, axis=2).reshape(len(packed), -1)[:, : self.heads].astype(np.int64)


def _pack(weights: NDArray[np.int8]) -> NDArray[np.uint64]:
    rows, heads = weights.shape
    width = -(-heads // _PER_WORD)
    table = np.empty((rows, width), dtype=np.uint64)
    raised = np.full((min(rows, _CHUNK), width * _PER_WORD), 128, dtype=np.uint8)
    for first in range(0, rows, _CHUNK):
        part = weights[first : first + _CHUNK]
        raised[: len(part), :heads] = part.view(np.uint8) ^ np.uint8(128)
        fields = raised[: len(part)].reshape(len(part), width, _PER_WORD).astype(np.uint64)
        table[first : first + len(part)] = sum(
            fields[:, :, place] << np.uint64(_FIELD * place) for place in range(_PER_WORD)
        )
    return table
