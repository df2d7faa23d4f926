"""`hark triage train`: learn a company's own model from its labels, and let it in only if it is no worse.

A fifth of the texts is held out, chosen by a hash of the text alone, so that the same texts are held out in
every run and no version has ever learnt from them. A model that never saw them is scored on them; only if
it does no worse there than the current version's own such model is a final model learnt from every row and
kept.
"""

import csv
import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hark.triage import learned
from hark.triage.engine import shipped_table
from hark.triage.learned import LABELS, Task
from hark.triage.metrics import interval, macro_f1
from hark.triage.reading import read
from hark.triage.train import fit, recipe, versions

LEAST = 20
"""Rows below which nothing can be held out and learnt."""

FEWEST = 5
"""Rows a label needs; labels with fewer are left out and named in the answer."""


def rows_of(path: Path, task: Task) -> tuple[list[str], list[str]]:
    """Texts and labels of a CSV with the columns text,label, each text once. Raises ValueError saying what
    is wrong.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if not reader.fieldnames or not {"text", "label"} <= set(reader.fieldnames):
            raise ValueError(
                f"{path}: needs the columns text,label; it has {', '.join(reader.fieldnames or ['none'])}"
            )
        found: dict[str, str] = {}
        for row in reader:
            text, label = row["text"], (row["label"] or "").strip()
            if not text or not label:
                continue
            if task in LABELS and label not in LABELS[task]:
                raise ValueError(
                    f"{path} line {reader.line_num}: '{label}' is no label of {task}; "
                    f"they are {', '.join(LABELS[task])}"
                )
            found[text] = label
    if len(found) < LEAST:
        raise ValueError(f"{path}: {len(found)} labelled texts, at least {LEAST} are needed")
    return list(found), list(found.values())


def held_out(texts: list[str]) -> NDArray[np.bool_]:
    """Which texts are never learnt from while checking: about one in five, the same ones in every run."""
    digests = (
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).digest() for text in texts
    )
    return np.array([int.from_bytes(digest) % 5 == 0 for digest in digests])


def train(task_name: str, data: Path, out: Path) -> dict[str, Any]:
    """Learn and, if it is no worse than what stands at `out`, keep. Raises ValueError, OSError, NotAModel."""
    task = Task(task_name)
    texts, named = rows_of(data, task)
    few = {label for label, count in Counter(named).items() if count < FEWEST}
    texts, named = map(
        list, zip(*((t, n) for t, n in zip(texts, named, strict=True) if n not in few), strict=True)
    )
    labels = sorted(set(named))
    if len(labels) < 2:
        raise ValueError(f"{data}: at least two labels with {FEWEST} texts each are needed")
    truth = np.array([labels.index(name) for name in named])
    aside = held_out(texts)
    if len(set(truth[~aside])) < len(labels) or min(Counter(truth[~aside].tolist()).values()) < recipe.FOLDS:
        raise ValueError(f"{data}: too few texts of one label to hold some out; add more")
    return _check_and_keep(task, texts, truth, labels, aside, out) | {"left_out": sorted(few)}


def _check_and_keep(
    task: Task,
    texts: list[str],
    truth: NDArray[np.intp],
    labels: list[str],
    aside: NDArray[np.bool_],
    out: Path,
) -> dict[str, Any]:
    table = recipe.rows(texts, task)
    checked = recipe.learn(table.take(np.flatnonzero(~aside)), truth[~aside], labels)
    guessed = checked.score(table.take(np.flatnonzero(aside)).features).argmax(axis=1)
    score = macro_f1(truth[aside], guessed)
    low, high = interval(truth[aside], guessed, macro_f1)
    result: dict[str, Any] = {
        "task": str(task), "rows": len(texts), "labels": labels, "held_out": int(aside.sum()),
        "macro_f1": round(score, 4), "low": round(low, 4), "high": round(high, 4), "previous": None,
        "previous_score": None,
    }  # fmt: skip
    if out.exists():
        previous = _previous(
            task, out, [t for t, kept in zip(texts, aside, strict=True) if kept], truth[aside], labels
        )
        current = learned.load(out)
        result |= {"previous": round(previous, 4), "previous_score": round(current.score, 4)}
        # Labels given by chance make both alike on these rows: then what the current model once reached decides.
        below = set(labels) == set(current.labels) and high < current.score
        if score < previous or below:
            return result | {"accepted": False, "version": current.version}
    final = recipe.learn(table, truth, labels)
    version = versions.save(out, _arrays(task, labels, score, len(texts), final, checked))
    return result | {"accepted": True, "version": version}


def _previous(task: Task, out: Path, texts: list[str], truth: NDArray[np.intp], labels: list[str]) -> float:
    """Macro F1 of the current version's checking model on the same held-out rows."""
    current = learned.load(out, "check")
    if current.task is not task:
        raise ValueError(f"{out} is a model for {current.task}; give another --out")
    places = [labels.index(label) if label in labels else len(labels) for label in current.labels]
    scores = [current.logits(read(texts[i : i + 512], shipped_table())) for i in range(0, len(texts), 512)]
    return macro_f1(truth, np.array(places)[np.vstack(scores).argmax(axis=1)])


def _arrays(
    task: Task, labels: list[str], score: float, rows: int, final: fit.Fitted, checked: fit.Fitted
) -> dict[str, Any]:
    parts = {"final": fit.arrays(final), "check": fit.arrays(checked)}
    return {
        "format": np.array(learned.FORMAT), "task": np.array(str(task)), "labels": np.array(labels),
        "score": np.array(score), "rows": np.array(rows),
        **{f"{part}:{name}": value for part, arrays in parts.items() for name, value in arrays.items()},
    }  # fmt: skip
