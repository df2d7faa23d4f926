"""Priority 0..100: a sum, every term of which is shown."""

import numpy as np
from numpy.typing import NDArray

from hark.triage.reading import F32

TERMS = (
    "urgency", "complaint", "needs_reply", "anger", "tagged", "repeated_contact", "waiting", "influence", "spread",
    "abuse", "spam",
)  # fmt: skip
"""The terms in order. Influence adds 8 at most: a small account with a real problem outranks a large one's joke."""

INFLUENCE_MOST = 8.0


def add_up(terms: dict[str, F32], size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The sum cut to 0..100 and the terms, shape (posts, len(TERMS))."""
    zero = np.zeros(size, dtype=np.float32)
    table: NDArray[np.float64] = np.stack([terms.get(name, zero) for name in TERMS], axis=1).astype(
        np.float64
    )
    table = np.round(table, 1)
    return np.round(np.clip(table.sum(axis=1), 0.0, 100.0), 1), table
