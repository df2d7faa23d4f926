"""`hark triage evaluate`: triage against labels, every score with its 95 % bootstrap interval."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hark.domain.verdict import BrandProfile, Kind, TriageInput, Verdict
from hark.triage import evaluation_data, metrics
from hark.triage.bursts.evaluate import evaluate as bursts_evaluate
from hark.triage.engine import Triage
from hark.triage.learned import LABELS, Learned, Task
from hark.triage.personal_data.evaluate import evaluate as personal_data_evaluate
from hark.triage.spread.evaluate import evaluate as spread_evaluate

_SAYS: dict[Task, Callable[[Verdict], str]] = {
    Task.SENTIMENT: lambda verdict: str(verdict.sentiment),
    Task.COMPLAINT: lambda verdict: "complaint" if verdict.kind is Kind.COMPLAINT else "other",
    Task.ABUSE: lambda verdict: str(verdict.abuse),
    Task.RELEVANCE: lambda verdict: "irrelevant" if verdict.stage is None else "relevant",
    Task.TOPIC: lambda verdict: verdict.topic,
}


def run(task: str, data: Path, models: Sequence[Learned] = ()) -> dict[str, Any]:
    """Scores of one task on one file. Raises ValueError that says what is wrong with the file, OSError."""
    if task in _ELSEWHERE:
        return _ELSEWHERE[task](data)
    return measure(Task(task), evaluation_data.load(Task(task), data), models) | {"data": data.name}


def verdicts(task: Task, rows: evaluation_data.Rows, models: Sequence[Learned]) -> list[str]:
    """What triage says of each row. A group of a relevance file is the brand whose name is looked for."""
    said: list[str] = [""] * len(rows.texts)
    brands = sorted(set(rows.groups)) if task is Task.RELEVANCE else [""]
    for name in brands:
        at = [i for i, group in enumerate(rows.groups) if not name or group == name]
        engine = Triage(BrandProfile(name=name, handles=(name,)) if name else None, models)
        for place, verdict in zip(
            at, engine.label([TriageInput(str(i), rows.texts[i]) for i in at]), strict=True
        ):
            said[place] = _SAYS[task](verdict)
    return said


def measure(task: Task, rows: evaluation_data.Rows, models: Sequence[Learned] = ()) -> dict[str, Any]:
    """Macro F1, macro recall and accuracy, 0..1, over all rows; macro F1 of each group, and its mean,
    beside it.
    """
    said = verdicts(task, rows, models)
    names = list(LABELS.get(task) or sorted(set(rows.labels)))
    if task is Task.ABUSE and set(rows.labels) <= {
        "none",
        "offensive",
    }:  # a set that tells only abusive from not
        names, said = ["none", "offensive"], ["none" if label == "none" else "offensive" for label in said]
    codes = {name: place for place, name in enumerate(names)}
    truth = np.array([codes[label] for label in rows.labels], dtype=np.intp)
    guess = np.array([codes.get(label, len(names)) for label in said], dtype=np.intp)
    result: dict[str, Any] = {"task": str(task), "rows": len(truth)}
    for name, score in (
        ("macro_f1", metrics.macro_f1),
        ("macro_recall", metrics.macro_recall),
        ("accuracy", metrics.accuracy),
    ):
        low, high = metrics.interval(truth, guess, score)
        result[name] = {"score": round(score(truth, guess), 4), "low": round(low, 4), "high": round(high, 4)}
    groups = sorted(set(rows.groups))
    if len(groups) > 1:
        member = np.array(rows.groups)
        each = {g: round(metrics.macro_f1(truth[member == g], guess[member == g]), 4) for g in groups}
        result["groups"] = each
        result["mean_of_groups"] = round(sum(each.values()) / len(each), 4)
    return result


_ELSEWHERE: dict[str, Callable[[Path], dict[str, Any]]] = {
    "personal-data": personal_data_evaluate,
    "bursts": bursts_evaluate,
    "spread": spread_evaluate,
}
"""Tasks that bring their own measuring."""
