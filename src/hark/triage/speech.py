"""What kind of speech a post is, and whether an agent would answer it."""

import numpy as np

from hark.domain.verdict import Kind
from hark.triage.mood import Mood
from hark.triage.reading import F32, Reading
from hark.triage.tokens import Flags

KINDS = tuple(Kind)
_BIAS = {Kind.OTHER: 0.9, Kind.SPAM: -0.6, Kind.FEEDBACK: -0.2}


def kinds(reading: Reading, mood: Mood) -> F32:
    """Probability per kind of speech, shape (posts, kinds), columns in the order of `KINDS`."""
    logits = np.zeros((reading.tokens.size, len(KINDS)), dtype=np.float32)
    for place, kind in enumerate(KINDS):
        cue = np.minimum(reading.score(f"kind.{kind}"), 4.0)
        logits[:, place] = cue + _BIAS.get(kind, 0.0)
    lean = mood.scores[:, 0] - mood.scores[:, 2]
    logits[:, KINDS.index(Kind.COMPLAINT)] += 2.0 * lean
    logits[:, KINDS.index(Kind.PRAISE)] -= 2.0 * lean
    logits[:, KINDS.index(Kind.COMPLAINT)] += 0.5 * np.minimum(mood.anger, 1.0)
    return softmax(logits)


def softmax(logits: F32) -> F32:
    """Row-wise, in a way that cannot overflow."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def needs_reply(reading: Reading, kind: F32, urgency: F32, direct: Flags, trolling: F32) -> F32:
    """Chance that an agent would answer, 0..1: open speech and urgency speak for it, thanks and spam against it."""
    weigh = {
        Kind.COMPLAINT: 2.2, Kind.QUESTION: 2.6, Kind.REQUEST: 2.8, Kind.FEEDBACK: 0.2,
        Kind.PRAISE: -1.8, Kind.SPAM: -4.0, Kind.OTHER: -1.4,
    }  # fmt: skip
    # Not a matrix product: its rounding depends on the number of rows, and a batch must equal its posts alone.
    logit = (kind * np.array([weigh[name] for name in KINDS], dtype=np.float32)).sum(axis=1) - 0.9
    logit = logit + 1.5 * urgency + 0.5 * direct - 1.5 * trolling
    empty = reading.tokens.letters == 0
    return np.where(empty & ~direct, 0.02, 1.0 / (1.0 + np.exp(-logit))).astype(np.float32)
