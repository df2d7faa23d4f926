"""The rules that networks change several times a year: prices, limits, plans, policies. Data, not code.

The files lie in `data/` beside this module. Each carries the date it was true and where it was read.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def package_data(name: str) -> Mapping[str, Any]:
    """One JSON document of the package, read once. Raises FileNotFoundError for an unknown name."""
    document = json.loads((files("hark.domain") / "data" / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    return document
