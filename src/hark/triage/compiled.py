"""The authored phrases and the shipped topic tree, compiled ahead: compiling them takes longer than a verdict.

`python -m hark.triage.train.phrases` writes `models/phrases.npz` after an edit to `data/`. A file that was made
from other data is not used: the phrases are then compiled at the start, and nothing but time is lost.
"""

import zlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from hark.triage import lexicon, topic_tree
from hark.triage.phrases import PhraseTable

FILE = Path(str(files("hark.triage"))) / "models" / "phrases.npz"


@cache
def table() -> PhraseTable:
    """Every authored phrase and the shipped topic tree, ready to look up."""
    stored = _stored()
    return compile_phrases() if stored is None else PhraseTable.from_arrays(stored)


@cache
def branches() -> dict[str, str]:
    """Topic → branch of the shipped tree, in its order."""
    stored = _stored()
    if stored is None:
        return {name: branch for name, (branch, _) in topic_tree.starter().items()}
    return dict(zip(stored["topics"].tolist(), stored["branches"].tolist(), strict=True))


def compile_phrases() -> PhraseTable:
    """The same table, from the data."""
    return PhraseTable([*lexicon.shipped(), *topic_tree.entries(topic_tree.shipped())])


def write(path: Path = FILE) -> None:
    """Compile the data and store the result."""
    tree = topic_tree.starter()
    arrays: dict[str, Any] = {
        **compile_phrases().arrays(),
        "topics": np.array(list(tree)),
        "branches": np.array([branch for branch, _ in tree.values()]),
        "data": np.uint32(_fingerprint()),
    }
    with path.open("wb") as stream:
        np.savez(stream, **arrays)


def _fingerprint() -> int:
    found = 0
    for path in sorted((FILE.parents[1] / "data").iterdir()):
        found = zlib.crc32(path.read_bytes(), found)
    return found


@cache
def _stored() -> dict[str, Any] | None:
    try:
        with np.load(FILE, allow_pickle=False) as stored:
            arrays = dict(stored)
    except (OSError, ValueError):
        return None
    return arrays if int(arrays["data"]) == _fingerprint() else None
