"""A cascade: when a post was reshared, by accounts with how many followers; and the file form of TiDeH's data set.

The first line is `<number of reshares> <start time in days>`, every other line `<seconds since the post>
<followers>`, the first of them the post itself at second 0. The count in the first line is the future: it is
read only to score forecasts. A CSV with a header and the columns seconds, followers (as `seismic-tweet.csv` of
the R package seismic) is read too; it knows no hour.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_LONGEST_FILE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cascade:
    """`times` in seconds since the post, in order, and `followers` of each resharer, without the post itself.

    `author` is the followers of the post's author (None when not known), `start` the hour of the day 0..24 at
    which it was posted (None when not known), `final` the number of reshares in the end (None when not known).
    """

    times: Floats
    followers: Floats
    author: float | None = None
    start: float | None = None
    final: float | None = None

    def seen(self, at: float) -> "Cascade":
        """The cascade as it looked `at` seconds after the post: nothing later, and no final size."""
        count = int(np.searchsorted(self.times, at, "right"))
        return Cascade(self.times[:count], self.followers[:count], self.author, self.start)

    def degrees(self) -> tuple[Floats, Floats]:
        """Times and followers with the post itself first, as the models want them."""
        author = self.author if self.author is not None else 0.0
        return np.concatenate(([0.0], self.times)), np.concatenate(([author], self.followers))


def from_reshares(reshares: Sequence[tuple[float, int]], followers: int | None = None) -> Cascade:
    """From (seconds since the post, followers of the resharer) in any order. Raises ValueError on a negative time."""
    flat = np.fromiter(chain.from_iterable(reshares), np.float64, 2 * len(reshares))
    table = flat.reshape(len(reshares), 2)
    if not np.isfinite(flat).all() or (flat < 0).any():
        raise ValueError("reshare times and followers must be finite and not negative")
    if (np.diff(table[:, 0]) < 0).any():
        table = table[np.argsort(table[:, 0], kind="stable")]
    return Cascade(table[:, 0], table[:, 1], None if followers is None else float(followers))


def read_cascade(path: Path) -> Cascade:
    """Read the file form above. Raises ValueError naming the line, OSError when the file cannot be read."""
    if path.stat().st_size > _LONGEST_FILE:
        raise ValueError(f"{path.name}: larger than {_LONGEST_FILE} bytes")
    lines = path.read_text(encoding="utf-8", errors="strict").splitlines()
    if not lines:
        raise ValueError(f"{path.name}: the file is empty")
    header = lines[0].replace('"', "").split(",")
    if len(header) == 2 and header[0][:1].isalpha():
        lines = [line.replace(",", " ") for line in lines]
        final, days = None, None
    else:
        final, days = _pair(path, 1, lines[0], "number of reshares and start time in days")
    rows = [
        _pair(path, number, line, "seconds and followers")
        for number, line in enumerate(lines[1:], 2)
        if line.strip()
    ]
    if not rows:
        raise ValueError(f"{path.name}: no line with the post itself (seconds 0, followers of its author)")
    if rows[0][0] != 0:
        raise ValueError(
            f"{path.name}, line 2: the first entry is the post itself, at second 0, not {rows[0][0]:g}"
        )
    table = np.array(rows, np.float64)
    if (np.diff(table[:, 0]) < 0).any():
        late = int(np.flatnonzero(np.diff(table[:, 0]) < 0)[0]) + 3
        raise ValueError(f"{path.name}, line {late}: times must not run backwards")
    return Cascade(
        table[1:, 0], table[1:, 1], float(table[0, 1]), None if days is None else days % 1 * 24, final
    )


def _pair(path: Path, number: int, line: str, what: str) -> tuple[float, float]:
    parts = line.split()
    try:
        first, second = (float(part) for part in parts)
    except ValueError:
        raise ValueError(f"{path.name}, line {number}: expected {what}, found {line[:40]!r}") from None
    if not (math.isfinite(first) and math.isfinite(second)) or first < 0 or second < 0:
        raise ValueError(f"{path.name}, line {number}: {what} must be finite and not negative")
    return first, second
