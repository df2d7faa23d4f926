"""How far an author's voice carries, capped: a large account weighs more than a small one, but not by much.

Product rule 8: a small account with a real problem outranks a large one with a joke. So reach is counted by its
logarithm, ends at `CEILING` followers, and never becomes more than 1; what priority makes of that 1 is priority's
affair (`docs/rooms/triage.md`), and must be less than what a real problem adds.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

CEILING = 1_000_000
"""Followers from which on more followers count for nothing."""
_VERIFIED = 0.05
_UNKNOWN = 0.0


def capped(followers: int | None, verified: bool = False) -> float:
    """Influence 0..1: log(1 + followers) over log(1 + 1,000,000), and 0.05 more for a verified account.

    Unknown followers count as none: nobody is ranked up for what we do not know. Negative counts count as none.
    """
    reach = _UNKNOWN if followers is None else math.log1p(max(followers, 0)) / math.log1p(CEILING)
    return min(reach + (_VERIFIED if verified else 0.0), 1.0)


def capped_all(followers: Sequence[int | None], verified: Sequence[bool]) -> NDArray[np.float64]:
    """`capped` for many authors at once. Raises ValueError when the two sequences differ in length."""
    if len(followers) != len(verified):
        raise ValueError(f"{len(followers)} followers, {len(verified)} verified")
    counts = np.array([0 if count is None else max(count, 0) for count in followers], np.float64)
    reach = np.log1p(counts) / math.log1p(CEILING)
    return np.minimum(reach + _VERIFIED * np.array(verified, np.float64), 1.0)
