"""A company's own model, learnt by `hark triage train`: one task, its labels, one linear head per label.

The file is a NumPy archive without pickled objects: the heads in the form of the shipped weights, the score
on held-out rows, and a second set of heads that never saw those rows, against which a later model is
checked.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from hark.triage.heads import F64, Heads, from_arrays
from hark.triage.mood import softmax
from hark.triage.reading import F32, Reading


class Task(StrEnum):
    """What can be learnt."""

    SENTIMENT = "sentiment"
    COMPLAINT = "complaint"
    TOPIC = "topic"
    RELEVANCE = "relevance"
    ABUSE = "abuse"


LABELS: dict[Task, tuple[str, ...]] = {
    Task.SENTIMENT: ("negative", "neutral", "positive"),
    Task.COMPLAINT: ("complaint", "other"),
    Task.RELEVANCE: ("relevant", "irrelevant"),
    Task.ABUSE: ("none", "offensive", "hateful"),
}
"""Labels of each task, as in the verdict; a topic may have any names."""

FORMAT = "hark-triage-1"


class NotAModel(ValueError):
    """The file is no model of ours, or one for other features."""


@dataclass(slots=True)
class Learned:
    """`labels` are in the order of the heads' columns; `score` is macro F1 on the held-out rows, 0..1."""

    task: Task
    labels: tuple[str, ...]
    heads: Heads
    score: float
    rows: int
    version: int

    def judge(self, reading: Reading) -> F32:
        """Probability per post and label."""
        return softmax(self.logits(reading))

    def ordered(self, reading: Reading) -> F32:
        """Probabilities with columns in the order of `LABELS`; a label the model never saw gets zero."""
        known = self.judge(reading)
        columns = [
            known[:, self.labels.index(label)] if label in self.labels else np.zeros(len(known), np.float32)
            for label in LABELS[self.task]
        ]
        return np.stack(columns, axis=1)

    def best(self, reading: Reading) -> tuple[list[str], F32]:
        """The likeliest label of each post and its probability; "" for posts without a word."""
        known = self.judge(reading)
        silent = reading.tokens.first[1:] == reading.tokens.first[:-1]
        names = [self.labels[place] for place in known.argmax(axis=1).tolist()]
        chosen = ["" if none else name for none, name in zip(silent.tolist(), names, strict=True)]
        return chosen, np.where(silent, np.float32(0), known.max(axis=1))

    def logits(self, reading: Reading) -> F64:
        """Log-odds per post and label, thresholds learnt in training included."""
        return self.heads.score(reading)


def read_arrays(path: Path) -> dict[str, Any]:
    """The arrays of a model file. Raises NotAModel, or OSError when it cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = dict(stored)
    except (ValueError, EOFError, KeyError):
        raise NotAModel(f"{path} is no triage model") from None
    if str(arrays.get("format", "")) != FORMAT:
        raise NotAModel(f"{path} is no triage model")
    return arrays


def load(path: Path, part: str = "final") -> Learned:
    """The model in a file; `part` "check" gives the heads that never saw the held-out rows. Raises
    NotAModel.
    """
    arrays = read_arrays(path)
    try:
        heads = from_arrays(
            {name.partition(":")[2]: v for name, v in arrays.items() if name.startswith(part + ":")}
        )
        return Learned(
            Task(str(arrays["task"])), tuple(arrays["labels"].tolist()), heads, float(arrays["score"]),
            int(arrays["rows"]), int(arrays["version"]),
        )  # fmt: skip
    except (KeyError, ValueError) as error:
        raise NotAModel(f"{path}: {error}") from None
