"""Sentiment, anger and abuse: how a post feels, and whether it attacks somebody.

An angry customer swears at a service; a troll or an abuser aims at people. The learned heads judge the whole
text, the authored words decide what the coarse words aim at: coarse words about a thing alone are anger.
"""

from dataclasses import dataclass

import numpy as np

from hark.triage.heads import F64, Heads
from hark.triage.reading import F32, Reading


@dataclass(slots=True)
class Mood:
    """`scores` are negative, neutral, positive, shape (posts, 3); `abuse` none, offensive, hateful,
    likewise.
    """

    scores: F32
    anger: F32
    abuse: F32
    trolling: F32


def softmax(logits: F64 | F32) -> F32:
    """Row-wise, in a way that cannot overflow; rounded, so that a batch equals its posts alone."""
    powers = np.exp(np.asarray(logits, np.float64) - np.max(logits, axis=1, keepdims=True))
    return np.asarray(np.round(powers / powers.sum(axis=1, keepdims=True), 6), dtype=np.float32)


def sigmoid(logit: F64 | F32) -> F32:
    """1 / (1 + e^-x), rounded like `softmax`."""
    clipped = np.clip(np.asarray(logit, np.float64), -30, 30)
    return np.round(1.0 / (1.0 + np.exp(-clipped)), 6).astype(np.float32)


def feel(reading: Reading, heads: Heads, logits: F64) -> Mood:
    """Judge the whole batch from its reading and the log-odds of the heads."""
    feeling = np.where(reading.silent()[:, None], [0.0, 3.0, 0.0], logits[:, heads.columns("sentiment")])
    scores = softmax(TEMPERATURE * feeling)
    trolling = np.tanh(0.7 * reading.score("abuse.troll")).astype(np.float32)
    return Mood(
        scores,
        _anger(reading, scores, heads.log_odds(logits, "anger.yes")),
        _abuse(reading, heads, logits),
        trolling,
    )


TEMPERATURE = 1.4
"""The heads are fitted one against the rest; joined, their log-odds are this much too shy (docs/triage.md).
"""


def _anger(reading: Reading, scores: F32, learned: F64) -> F32:
    tokens = reading.tokens
    shouting = (tokens.upper > 0.6 * tokens.letters) & (tokens.letters >= 12)
    swearing = reading.score("abuse.swear") + reading.score("abuse.insult") + reading.score("abuse.product")
    heat = reading.score("anger.word") + 0.6 * swearing + 0.7 * shouting
    told = sigmoid(0.6 * learned + 1.3 * np.minimum(heat, 4.0) - 0.9)
    return np.round(told * (1.0 - scores[:, 2]) ** 1.5, 4).astype(np.float32)


def _abuse(reading: Reading, heads: Heads, logits: F64) -> F32:
    learned = logits[:, heads.columns("abuse")]
    offence = heads.log_odds(logits, "offensive.yes")
    aimed = (
        reading.score("abuse.insult")
        + 1.5 * reading.score("abuse.threat")
        + 0.5 * reading.score("abuse.troll")
    )
    hate = reading.score("abuse.hate")
    words = np.stack(
        [-0.8 * np.minimum(aimed + hate, 2), 0.8 * np.minimum(aimed, 2), 1.0 * np.minimum(hate, 2)], 1
    )
    joined = learned + words
    joined[:, 1] += 0.25 * np.clip(offence, -3, 3)
    nobody = (aimed + hate) == 0
    # No insult, slur, threat or bait: coarse words then stand for anger at a thing, however strong they are.
    joined[:, 0] += 2.5 * nobody + 1.5 * (reading.score("abuse.product") > 0) * nobody
    return softmax(joined)
