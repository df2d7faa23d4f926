"""The learned heads: one linear score per head and post, from words, pieces of words and the authored
lexicon.
"""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hark.triage import dense, features
from hark.triage.packed import PackedTable
from hark.triage.reading import Reading

F64 = NDArray[np.float64]
DENSE_STEP = 1024.0
"""Dense weights are whole multiples of 1/DENSE_STEP, so that their sums are exact."""


@dataclass(slots=True)
class Heads:
    """`names` are the heads in column order; scores are log-odds of each head against the rest."""

    names: tuple[str, ...]
    words: PackedTable
    characters: PackedTable
    word_scale: F64
    character_scale: F64
    dense: F64
    bias: F64
    _dense_rows: F64 = field(init=False, repr=False)

    def score(self, reading: Reading) -> F64:
        """Log-odds, shape (posts, heads)."""
        size = reading.tokens.size
        said, said_count = self.words.sums(features.words(reading), size)
        spelt, spelt_count = self.characters.sums(features.characters(reading.tokens), size)
        said *= self.word_scale / np.sqrt(np.maximum(said_count, 1))[:, None]
        spelt *= self.character_scale / np.sqrt(np.maximum(spelt_count, 1))[:, None]
        # Not a matrix product: BLAS would start threads, which costs more than it saves at this size.
        plain = np.einsum("ij,kj->ik", dense.rows(reading), self._dense_rows)
        return np.asarray(said + spelt + plain + self.bias)

    def __post_init__(self) -> None:
        self._dense_rows = np.ascontiguousarray(self.dense.T)

    def log_odds(self, logits: F64, name: str) -> F64:
        """One head's column of `logits`; zero when the weights were trained without it."""
        return logits[:, self.names.index(name)] if name in self.names else np.zeros(len(logits))

    def columns(self, prefix: str) -> list[int]:
        """Where the heads whose name begins with `prefix.` stand."""
        return [place for place, name in enumerate(self.names) if name.startswith(prefix + ".")]


def load(path: Path) -> Heads:
    """Read a weights file. Raises OSError when it is missing, ValueError when it is not one of ours."""
    with np.load(path, allow_pickle=False) as stored:
        return from_arrays(dict(stored))


def from_arrays(stored: dict[str, Any]) -> Heads:
    """Heads from the arrays of a weights file. Raises ValueError when they were made for other features."""
    if tuple(stored["dense_names"].tolist()) != dense.names() or int(stored["bits"]) != features.BITS:
        raise ValueError("these weights were trained for other features: train them again")
    return Heads(
        names=tuple(stored["names"].tolist()),
        words=PackedTable(stored["words"]),
        characters=PackedTable(stored["characters"]),
        word_scale=stored["word_scale"],
        character_scale=stored["character_scale"],
        dense=stored["dense"],
        bias=stored["bias"],
    )


@cache
def shipped() -> Heads:
    """The heads that ship with Hark."""
    with files("hark.triage").joinpath("models/heads.npz").open("rb") as file, np.load(file) as stored:
        return from_arrays(dict(stored))
