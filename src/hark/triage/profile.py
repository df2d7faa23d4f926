"""What short runs of characters say of the language, for languages written in Latin letters."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from hark.triage import features
from hark.triage.features import Grams
from hark.triage.packed import PackedTable
from hark.triage.reading import F32
from hark.triage.tokens import Tokens

BITS = 15
SIZES = 2
"""Sizes of run used, of those in `features.CHARACTERS`: runs of 3 and 4."""


def runs(tokens: Tokens) -> list[Grams]:
    """The runs of a batch, on fewer bits than the heads use."""
    return [
        Grams(gram.post, gram.index >> (features.BITS - BITS)) for gram in features.characters(tokens)[:SIZES]
    ]


@dataclass(slots=True)
class Profiles:
    """`languages` in the order of the table's columns."""

    languages: tuple[str, ...]
    table: PackedTable
    scale: float

    def score(self, tokens: Tokens) -> F32:
        """Mean log-odds per run against the mean of the languages, shape (posts, languages)."""
        sums, count = self.table.sums(runs(tokens), tokens.size)
        return np.asarray(sums * self.scale / np.maximum(count, 1)[:, None], dtype=np.float32)


@cache
def shipped() -> Profiles:
    """The profiles that ship with Hark."""
    with files("hark.triage").joinpath("models/languages.npz").open("rb") as file, np.load(file) as stored:
        names = tuple(stored["languages"].tolist())
        return Profiles(names, PackedTable(stored["weights"]), float(stored["scale"]))
