"""Worlds by name, and archives by path."""

import importlib
from collections.abc import Callable
from pathlib import Path

from hark.sandbox.world import World
from hark.sandbox.worlds.archive import archive

SCENARIOS = {name: f"hark.sandbox.worlds.{name}" for name in ("demo", "outage", "storm", "tiny", "trolls")}
ARCHIVE = "archive:"


class UnknownScenario(ValueError):
    """There is no world of this name."""


def scenario(name: str, seed: int = 1) -> World:
    """The world of a name, as `seed` makes it; `archive:PATH` plays a file of past posts,
    `archive:PATH#HANDLE,HANDLE` one that does not say who the brand is.

    Raises UnknownScenario, or NotAnArchive for a file that is none.
    """
    if name.startswith(ARCHIVE):
        place, _, handles = name.removeprefix(ARCHIVE).partition("#")
        if not Path(place).is_file():
            raise UnknownScenario(f"there is no file {place}")
        return archive(Path(place), seed, handles=[one for one in handles.split(",") if one])
    if name not in SCENARIOS:
        known = ", ".join(SCENARIOS)
        raise UnknownScenario(f"no scenario is called {name!r}; there are {known} and {ARCHIVE}PATH")
    make: Callable[[int], World] = getattr(importlib.import_module(SCENARIOS[name]), name)
    return make(seed)
