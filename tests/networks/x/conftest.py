"""A local X for each story. Makes the helpers importable: pytest's importlib mode leaves the search path alone."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hark.sandbox.worlds.tiny import tiny
from hark.sandbox.x.thread import LocalX

HERE = Path(__file__).parent
for folder in (HERE, HERE.parents[1] / "listen"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


@pytest.fixture
def x() -> Iterator[LocalX]:
    """A local X of its own."""
    with LocalX(tiny()) as local:
        yield local
