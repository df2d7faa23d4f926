"""Texts as sparse rows for scikit-learn, from exactly the features that label time uses."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hark.triage import dense, features
from hark.triage.features import Grams
from hark.triage.phrases import PhraseTable
from hark.triage.reading import read

_BATCH = 512
WORD_WEIGHT, CHARACTER_WEIGHT, DENSE_WEIGHT = 1.0, 1.0, 0.5
"""How strongly each block may speak: a block scaled down is a block held back by the penalty on weights."""


def _rows(grams: Sequence[Grams], size: int) -> sparse.csr_matrix:
    post = np.concatenate([gram.post for gram in grams])
    index = np.concatenate([gram.index for gram in grams])
    ones = np.ones(len(post), dtype=np.float32)
    rows = sparse.csr_matrix((ones, (post, index)), shape=(size, 1 << features.BITS))
    count = np.bincount(post, minlength=size)
    return sparse.diags((1.0 / np.sqrt(np.maximum(count, 1))).astype(np.float32)) @ rows


def matrix(texts: Sequence[str], table: PhraseTable) -> sparse.csr_matrix:
    """Shape (texts, 2 * 2**BITS + dense): words, characters, dense values, each block scaled."""
    blocks = []
    for first in range(0, len(texts), _BATCH):
        reading = read(texts[first : first + _BATCH], table)
        size = reading.tokens.size
        word = _rows(features.words(reading), size) * WORD_WEIGHT
        character = _rows(features.characters(reading.tokens), size) * CHARACTER_WEIGHT
        plain = sparse.csr_matrix(dense.rows(reading).astype(np.float32) * DENSE_WEIGHT)
        blocks.append(sparse.hstack([word, character, plain], format="csr"))
    return sparse.vstack(blocks, format="csr")


def split(
    weights: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Weights over the columns of `matrix` as words, characters and dense, the block scales folded in."""
    size = 1 << features.BITS
    return (
        weights[:size] * WORD_WEIGHT,
        weights[size : 2 * size] * CHARACTER_WEIGHT,
        weights[2 * size :] * DENSE_WEIGHT,
    )
