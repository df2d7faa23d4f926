"""The topic tree: the shipped starter, or a brand's own, as phrases to look up."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from hark.triage.phrases import Entry

OWN = "own"
"""The beginning of the signal names of a brand's own topics; the shipped ones stay beside them as features.
"""

PLACES = frozenset({"airport", "app", "website", "store"})
"""Topics that say where rather than what: they yield to a topic that says what."""

Tree = Mapping[str, Sequence[str]]


@cache
def starter() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Topic → (branch, seed phrases) of the tree that ships with Hark."""
    text = (files("hark.triage") / "data" / "topics.toml").read_text("utf-8")
    return {
        name: (branch, tuple(seeds))
        for branch, topics in tomllib.loads(text).items()
        for name, seeds in topics.items()
    }


def shipped() -> dict[str, tuple[str, ...]]:
    """Topic → seed phrases of the shipped tree."""
    return {name: seeds for name, (_, seeds) in starter().items()}


def entries(tree: Tree, prefix: str = "topic") -> Iterator[Entry]:
    """A tree as phrases: long phrases weigh more, a phrase that several topics claim weighs less."""
    claims = Counter(seed for seeds in tree.values() for seed in set(seeds))
    for name, seeds in tree.items():
        for seed in dict.fromkeys(seeds):
            weight = (1.0 + 0.5 * (len(seed.split()) - 1)) / claims[seed] ** 0.5
            weight *= 0.8 if name in PLACES else 1.0
            yield Entry(seed, f"{prefix}.{name}", weight)
