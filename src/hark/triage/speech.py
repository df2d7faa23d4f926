"""What kind of speech a post is, and whether an agent would answer it."""

import numpy as np

from hark.domain.verdict import Kind
from hark.triage.heads import F64, Heads
from hark.triage.mood import Mood, sigmoid, softmax
from hark.triage.reading import F32, Reading
from hark.triage.tokens import Flags

KINDS = tuple(Kind)
BIAS = {Kind.COMPLAINT: 1.0, Kind.QUESTION: 0.3, Kind.REQUEST: 0.3, Kind.SPAM: -0.5}
"""The authored examples are plain speech; real posts say the same less plainly, so what an agent must not
miss is given a head start. Set once by judgement, not fitted to any measuring set.
"""

_CUES = {Kind.QUESTION: 0.35, Kind.REQUEST: 0.35, Kind.PRAISE: 0.3, Kind.FEEDBACK: 0.4, Kind.SPAM: 0.6}


def kinds(reading: Reading, heads: Heads, logits: F64, mood: Mood) -> F32:
    """Probability per kind of speech, shape (posts, kinds), columns in the order of `KINDS`."""
    joined = np.stack([heads.log_odds(logits, f"kind.{kind}") for kind in KINDS], axis=1)
    joined += np.array([BIAS.get(kind, 0.0) for kind in KINDS])
    for kind, weight in _CUES.items():
        joined[:, KINDS.index(kind)] += weight * np.minimum(reading.score(f"kind.{kind}"), 3.0)
    lean = (mood.scores[:, 0] - mood.scores[:, 2]).astype(np.float64)
    joined[:, KINDS.index(Kind.COMPLAINT)] += 2.0 * lean
    joined[:, KINDS.index(Kind.PRAISE)] -= 1.5 * lean
    joined[reading.silent(), KINDS.index(Kind.OTHER)] += 2.0
    return softmax(joined)


def put_complaint(kinds: F32, chance: F32) -> None:
    """Let a learned complaint model speak, in place: its chance stands, the other kinds share what is left.

    Above one half a post is a complaint whatever else it is; below, it is not.
    """
    place = KINDS.index(Kind.COMPLAINT)
    rest = np.maximum(1.0 - kinds[:, place], 1e-6)
    kinds *= ((1.0 - chance) / rest)[:, None]
    kinds[:, place] = chance
    highest = np.delete(kinds, place, axis=1).max(axis=1)
    kinds[:, place] = np.where(
        chance > 0.5, np.maximum(chance, highest + 1e-4), np.minimum(chance, highest - 1e-4)
    )


def needs_reply(
    reading: Reading, heads: Heads, logits: F64, kind: F32, urgency: F32, direct: Flags, trolling: F32
) -> F32:
    """Chance that an agent would answer, 0..1: open speech and urgency speak for it, thanks and spam
    against it.
    """
    weigh = {
        Kind.COMPLAINT: 2.2, Kind.QUESTION: 2.6, Kind.REQUEST: 2.8, Kind.FEEDBACK: 0.0,
        Kind.PRAISE: -2.2, Kind.SPAM: -4.0, Kind.OTHER: -1.8,
    }  # fmt: skip
    # Not a matrix product: its rounding depends on the number of rows, and a batch must equal its posts
    # alone.
    logit = (kind * np.array([weigh[name] for name in KINDS], dtype=np.float32)).sum(axis=1) - 0.6
    logit = logit + 0.35 * np.clip(heads.log_odds(logits, "reply.yes"), -4, 4)
    logit = logit + 1.2 * urgency + 0.4 * direct - 1.5 * trolling
    return np.where(reading.silent(), np.float32(0.02), sigmoid(logit)).astype(np.float32)
