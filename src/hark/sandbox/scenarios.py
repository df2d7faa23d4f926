"""Worlds by name."""

import importlib
from collections.abc import Callable

from hark.sandbox.world import World

SCENARIOS = {
    "demo": "hark.sandbox.worlds.demo",
    "tiny": "hark.sandbox.worlds.tiny",
}


class UnknownScenario(ValueError):
    """There is no world of this name."""


def scenario(name: str, seed: int = 1) -> World:
    """The world of a name, as `seed` makes it. Raises UnknownScenario."""
    if name not in SCENARIOS:
        raise UnknownScenario(f"no scenario is called {name!r}; there are {', '.join(sorted(SCENARIOS))}")
    make: Callable[[int], World] = getattr(importlib.import_module(SCENARIOS[name]), name)
    return make(seed)
