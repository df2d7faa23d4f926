"""Priority 0..100: a sum, every term of which is shown."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hark.domain.verdict import Kind, Stage, TriageInput
from hark.triage import speech
from hark.triage.reading import F32
from hark.triage.scores import Scores

TERMS = (
    "urgency", "complaint", "needs_reply", "anger", "tagged", "repeated_contact", "waiting", "influence",
    "spread", "abuse", "spam",
)  # fmt: skip
"""The terms in order."""

INFLUENCE_MOST = 8.0
"""Influence adds 8 at most: a small account with a real problem outranks a large one's joke."""

SPREAD_MOST = 6.0


def add_up(
    posts: Sequence[TriageInput], scores: Scores, reach: F32, tenfold: F32
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The sum cut to 0..100, and the terms, shape (posts, len(TERMS)). `tenfold` is the chance to spread
    tenfold.
    """
    size = len(posts)
    contacts = np.fromiter((post.contacts for post in posts), np.float64, size)
    waited = np.fromiter((post.waited for post in posts), np.float64, size)
    tagged = np.fromiter((s is Stage.DIRECT for s in scores.stage), np.float64, size)
    hateful = scores.felt.abuse[:, 2]
    terms = {
        "urgency": 35.0 * scores.urgency,
        "complaint": 15.0 * scores.kinds[:, speech.KINDS.index(Kind.COMPLAINT)],
        "needs_reply": 20.0 * scores.reply,
        "anger": 10.0 * scores.felt.anger,
        "tagged": 5.0 * tagged,
        "repeated_contact": np.clip(3.0 * contacts, 0.0, 9.0),
        "waiting": 6.0 * np.clip(waited / 3600.0, 0.0, 1.0),
        "influence": INFLUENCE_MOST * reach * scores.reply,
        "spread": SPREAD_MOST * tenfold,
        "abuse": -10.0 * hateful * (hateful > 0.5),
        "spam": -25.0 * (scores.kinds[:, speech.KINDS.index(Kind.SPAM)] > 0.5),
    }
    table: NDArray[np.float64] = np.stack([terms[name] for name in TERMS], axis=1).astype(np.float64)
    table = np.round(table, 1)
    return np.round(np.clip(table.sum(axis=1), 0.0, 100.0), 1), table
