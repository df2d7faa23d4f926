"""What each head of the shipped weights learns from: rows, the truth for each row, and how much a row
counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hark.domain.verdict import Kind
from hark.triage.train.authored import REPLY, examples
from hark.triage.train.feelings import felt
from hark.triage.train.sources import SENTIMENT, Labelled

_FELT = {Kind.COMPLAINT: "negative", Kind.PRAISE: "positive"}
_EMOTION = {"anger": "negative", "sadness": "negative", "joy": "positive", "optimism": "positive"}
ABUSE = ("none", "offensive", "hateful")


@dataclass(slots=True)
class Pool:
    """Every text once in order, and per head the rows it learns from: row, is it so, weight."""

    texts: list[str]
    heads: dict[str, tuple[NDArray[np.intp], NDArray[np.bool_], NDArray[np.float64]]]


class _Builder:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self._rows: dict[str, list[tuple[int, bool, float]]] = {}

    def text(self, text: str) -> int:
        self.texts.append(text)
        return len(self.texts) - 1

    def say(self, row: int, group: str, names: tuple[str, ...], truth: str, weight: float) -> None:
        """One of `names` is true of the row, the others are not."""
        for name in names:
            self._rows.setdefault(f"{group}.{name}", []).append((row, name == truth, weight))

    def pool(self) -> Pool:
        heads = {}
        for name, rows in self._rows.items():
            at, truth, weight = zip(*rows, strict=True)
            heads[name] = (np.array(at), np.array(truth), np.array(weight, dtype=np.float64))
        return Pool(self.texts, heads)


def build(sources: Mapping[str, Labelled], per_line: int = 4) -> Pool:
    """Lay out the sources that were not switched off, and the authored examples."""
    out = _Builder()
    seen: set[str] = set()
    for name, labelled in sources.items():
        for text, label in zip(labelled.texts, labelled.labels, strict=True):
            if name.startswith(("umsab", "tweeteval-sentiment")) and text in seen:
                continue
            seen.add(text)
            _learn(out, name, out.text(text), text, label)
    for example in examples(per_line):
        row = out.text(example.text)
        kinds = tuple(str(kind) for kind in Kind)
        out.say(row, "kind", kinds, str(example.kind), 1.0)
        out.say(row, "reply", ("yes",), "yes" if REPLY[example.kind] else "", 1.0)
        out.say(row, "sentiment", SENTIMENT, _FELT.get(example.kind, "neutral"), AUTHORED_FEELING)
        out.say(row, "abuse", ABUSE, "none", 0.3)
        if example.kind is not Kind.COMPLAINT:
            out.say(row, "anger", ("yes",), "", 0.3)
    for post in felt(per_line):
        out.say(out.text(post.text), "sentiment", SENTIMENT, post.label, FELT)
    return out.pool()


FELT, AUTHORED_FEELING, EMOTION_FEELING, OFFENSIVE_FEELING, CHATTER = 0.7, 0.3, 0.3, 0.1, 0.15
"""How much a row from elsewhere counts for sentiment, and a row of general talk for `kind.other`. Chosen by
cross-validation on training rows (docs/triage.md)."""


def _learn(out: _Builder, source: str, row: int, text: str, label: str) -> None:
    if source.startswith(("umsab", "tweeteval-sentiment")):
        out.say(row, "sentiment", SENTIMENT, label, 1.0)
        if "?" not in text and label != "negative":
            out.say(row, "kind", tuple(str(kind) for kind in Kind), str(Kind.OTHER), CHATTER)
            out.say(row, "reply", ("yes",), "", CHATTER)
        out.say(row, "anger", ("yes",), "", 0.2) if label == "positive" else None
    elif source == "tweeteval-emotion":
        out.say(row, "sentiment", SENTIMENT, _EMOTION[label], EMOTION_FEELING)
        out.say(row, "anger", ("yes",), "yes" if label == "anger" else "", 1.0)
    elif source == "tweeteval-irony":
        out.say(row, "irony", ("yes",), "yes" if label == "irony" else "", 1.0)
    elif source == "tweeteval-offensive":
        out.say(row, "offensive", ("yes",), "yes" if label == "offensive" else "", 1.0)
        if label == "offensive":
            out.say(row, "sentiment", SENTIMENT, "negative", OFFENSIVE_FEELING)
    elif source == "davidson":
        out.say(row, "abuse", ABUSE, label, 1.0)
