"""Sentiment, anger and abuse: how a post feels, and whether it attacks somebody."""

from dataclasses import dataclass

import numpy as np

from hark.triage.reading import F32, Reading


@dataclass(slots=True)
class Mood:
    """`scores` are negative, neutral, positive, shape (posts, 3); `abuse` none, offensive, hateful, likewise."""

    scores: F32
    anger: F32
    abuse: F32
    trolling: F32


def _signed(reading: Reading, names: tuple[str, ...]) -> tuple[F32, F32]:
    """Sums of `names` per post, as they stand and turned around by a negation."""
    hits, size = reading.hits, reading.tokens.size
    wanted = np.isin(hits.signal, [reading.columns[name] for name in names if name in reading.columns])
    plain, turned = wanted & ~reading.negated, wanted & reading.negated
    return (
        np.bincount(hits.post[plain], hits.weight[plain], size).astype(np.float32),
        np.bincount(hits.post[turned], hits.weight[turned], size).astype(np.float32),
    )


def feel(reading: Reading) -> Mood:
    """Judge the whole batch."""
    good, not_good = _signed(reading, ("sentiment.pos", "kind.praise"))
    bad, not_bad = _signed(
        reading, ("sentiment.neg", "kind.complaint", "anger.word", "abuse.product", "abuse.insult")
    )
    positive = good + 0.3 * not_bad
    negative = bad + 0.8 * not_good
    logits = np.stack(
        [1.1 * np.minimum(negative, 5), np.full_like(good, 1.0), 1.1 * np.minimum(positive, 5)], axis=1
    )
    powers = np.exp(logits)
    scores = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    return Mood(scores, _anger(reading, scores), _abuse(reading), np.tanh(reading.score("abuse.troll")))


def _anger(reading: Reading, scores: F32) -> F32:
    tokens = reading.tokens
    shouting = (tokens.upper > 0.6 * tokens.letters) & (tokens.letters >= 12)
    swearing = reading.score("abuse.swear") + reading.score("abuse.insult")
    heat = reading.score("anger.word") + 0.5 * swearing + 0.7 * shouting
    return np.asarray(np.tanh(0.6 * heat) * (1.0 - scores[:, 2]), dtype=np.float32)


def _abuse(reading: Reading) -> F32:
    """A coarse word about a thing is anger, not abuse; an insult, a threat or a slur is."""
    aimed = (
        2.2 * reading.score("abuse.insult")
        + 3.0 * reading.score("abuse.threat")
        + reading.score("abuse.troll")
    )
    offensive = np.minimum(aimed + 0.9 * reading.score("abuse.swear") - reading.score("abuse.product"), 6.0)
    logits = np.stack(
        [np.full_like(aimed, 1.6), offensive, 3.4 * np.minimum(reading.score("abuse.hate"), 2.0)], axis=1
    )
    logits[:, 2] -= 1.0
    powers = np.exp(logits)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
