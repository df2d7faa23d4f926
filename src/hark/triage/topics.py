"""The topic tree: the shipped starter, or a brand's own, as phrases to look up."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from hark.triage import compiled
from hark.triage.phrases import Entry
from hark.triage.reading import F32, Reading

OWN = "own"
"""The beginning of the signal names of a brand's own topics; the shipped ones stay beside them as features.
"""

PLACES = frozenset({"airport", "app", "website", "store"})
"""Topics that say where rather than what: they yield to a topic that says what."""

Tree = Mapping[str, Sequence[str]]


@cache
def starter() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Topic → (branch, seed phrases) of the tree that ships with Hark."""
    import tomllib  # not needed where the compiled phrases are

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


def choose(reading: Reading, industry: str = "") -> tuple[list[str], F32]:
    """The topic of each post ("" when none speaks) and how far it leads, 0..1.

    A brand's own tree replaces the shipped one; the brand's industry breaks ties within the shipped one.
    """
    own = any(name.startswith(OWN + ".") for name in reading.columns)
    names, scores = reading.group(OWN if own else "topic")
    tree = compiled.branches()
    branches = [tree.get(name, "") for name in names]
    factor = np.array([1.0 if b in ("", "shared") or b == industry else 0.9 for b in branches], np.float32)
    factor = np.where([bool(industry) and b == industry for b in branches], 1.3, factor).astype(np.float32)
    weighed = scores * factor
    place = weighed.argmax(axis=1)
    best = weighed[np.arange(len(place)), place]
    share = best / np.maximum(weighed.sum(axis=1), 1e-6)
    found = [names[p] if b > 0 else "" for p, b in zip(place.tolist(), best.tolist(), strict=True)]
    return found, np.where(best > 0, share * best / (best + 0.5), 0).astype(np.float32)
