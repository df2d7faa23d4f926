"""Versions of a company's model: every accepted one is kept beside the file, and any can be put back.

`MODEL` is the current model; `MODEL.versions/0001` and so on are all that were accepted. Files are replaced
in one step, so a reader never meets half a model.
"""

import shutil
from pathlib import Path
from typing import Any

import numpy as np

from hark.triage import learned


def folder(model: Path) -> Path:
    """Where the versions of a model stand."""
    return model.with_name(model.name + ".versions")


def kept(model: Path) -> list[int]:
    """The version numbers that are kept, in order."""
    place = folder(model)
    return sorted(int(file.name) for file in place.iterdir() if file.name.isdigit()) if place.is_dir() else []


def _put(source: Path, model: Path) -> None:
    partial = model.with_name(model.name + ".partial")
    shutil.copyfile(source, partial)
    partial.replace(model)


def save(model: Path, arrays: dict[str, Any]) -> int:
    """Keep a model as the next version and make it the current one. Returns its number."""
    number = (kept(model) or [0])[-1] + 1
    folder(model).mkdir(parents=True, exist_ok=True)
    file = folder(model) / f"{number:04d}"
    with file.open("wb") as out:
        np.savez_compressed(out, **arrays, version=np.array(number))
    _put(file, model)
    return number


def rollback(model: Path) -> int:
    """Put the version before the current one back. Raises ValueError when there is none, OSError,
    NotAModel.
    """
    current = learned.load(model).version
    earlier = [number for number in kept(model) if number < current]
    if not earlier:
        raise ValueError(f"{model}: version {current} is the first that is kept")
    _put(folder(model) / f"{earlier[-1]:04d}", model)
    return earlier[-1]
