"""The tables of the official twitter-text, as character classes for patterns.

Source: npm twitter-text 3.1.0 and twemoji-parser 11.0.2; `data/README.md` says how they were read.
"""

import json
from importlib.resources import files
from typing import Any

_DATA = files("hark.text") / "data"


def read_json(name: str) -> Any:
    """The content of one of our data files."""
    return json.loads((_DATA / name).read_text(encoding="utf-8"))


def read_text(name: str) -> str:
    """The content of one of our data files, without the line end it closes with."""
    return (_DATA / name).read_text(encoding="utf-8").rstrip("\n")


def _escaped(point: str) -> str:
    return rf"\U{int(point, 16):08x}"


def _inside(ranges: str) -> str:
    return "".join("-".join(map(_escaped, part.split("-"))) for part in ranges.split())


# Name of a class → what stands between its square brackets. Case is already folded in, so that patterns
# need no re.IGNORECASE, which folds by other rules than JavaScript.
CHARACTERS: dict[str, str] = {name: _inside(ranges) for name, ranges in read_json("characters.json").items()}

# JavaScript cannot see half of a surrogate pair as a character; Python may be handed one in broken text.
SURROGATES = r"\ud800-\udfff"
