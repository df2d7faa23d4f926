"""Labelled files in the forms people have: `text,label`, folders in TweetEval's form, and a few known
headers.
"""

import csv
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from hark.triage.learned import LABELS, Task


@dataclass(slots=True)
class Rows:
    """Texts with their labels; `group` parts the rows (a language, a brand) where a score is wanted for
    each.
    """

    texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def add(self, text: str, label: str, group: str = "") -> None:
        """One more row."""
        self.texts.append(text)
        self.labels.append(label)
        self.groups.append(group)


_SENTIMENT = {"0": "negative", "1": "neutral", "2": "positive"}
_ABUSE = {"0": "hateful", "1": "offensive", "2": "none"}
_FOLDERS: dict[Task, dict[str, str]] = {
    Task.SENTIMENT: _SENTIMENT,
    Task.ABUSE: {"0": "none", "1": "offensive"},
}
_PARTS = ("test", "val", "train")


def _complaint(value: str) -> str:
    return "complaint" if value.strip() in ("1", "1.0") else "other"


Reader = Callable[[dict[str, str]], tuple[str, str] | None]
_FORMS: tuple[tuple[Task, frozenset[str], Reader], ...] = (
    (Task.SENTIMENT, frozenset({"text", "sentiment"}), lambda row: (row["sentiment"], "")),
    (Task.COMPLAINT, frozenset({"text", "complaint"}), lambda row: (_complaint(row["complaint"]), "")),
    (
        Task.ABUSE,
        frozenset({"text", "class_0hate_1offensive_2neither"}),
        lambda row: (_ABUSE.get(row["class_0hate_1offensive_2neither"], ""), ""),
    ),
    (
        Task.RELEVANCE,
        frozenset({"brand", "label", "text"}),
        lambda row: ("irrelevant" if row["label"] == "irrelevant" else "relevant", row["brand"]),
    ),
    (
        Task.RELEVANCE,
        frozenset({"text", "relevance"}),
        lambda row: ("relevant" if row["relevance"].lower() == "true" else "irrelevant", ""),
    ),
    (
        Task.TOPIC,
        frozenset({"text", "negative_reason"}),
        lambda row: (row["negative_reason"], "") if row["negative_reason"] else None,
    ),
)


def load(task: Task, path: Path) -> Rows:
    """The labelled rows for a task. Raises ValueError that says what the file lacks, OSError when
    unreadable.
    """
    if path.name.removesuffix("_text.txt") in _PARTS and _part(path.parent):
        path = path.parent
    rows = _folder(task, path) if path.is_dir() else _file(task, path)
    if not rows.texts:
        raise ValueError(f"{path}: no labelled rows")
    known = LABELS.get(task)
    unknown = sorted(set(rows.labels) - set(known)) if known else []
    if known and unknown:
        raise ValueError(f"{path}: '{unknown[0]}' is no label of {task}; they are {', '.join(known)}")
    return rows


def _folder(task: Task, path: Path) -> Rows:
    names = _FOLDERS.get(task)
    if names is None:
        raise ValueError(f"{path} is a folder: {task} is measured on a CSV")
    rows = Rows()
    inside = (
        [path]
        if _part(path)
        else sorted(f for f in path.iterdir() if f.is_dir() and f.name != "all" and _part(f))
    )
    if not inside:
        raise ValueError(
            f"{path}: no test_text.txt, val_text.txt or train_text.txt in it, nor in its folders"
        )
    for folder in inside:
        part = _part(folder)
        texts = (folder / f"{part}_text.txt").read_text("utf-8").split("\n")
        labels = (folder / f"{part}_labels.txt").read_text("utf-8").split()
        if len(texts) < len(labels):
            raise ValueError(f"{folder}: {len(labels)} labels, {len(texts)} texts")
        for text, label in zip(texts, labels, strict=False):
            rows.add(text, names.get(label, label), folder.name if len(inside) > 1 else "")
    return rows


def _part(folder: Path) -> str:
    """The most official part with texts that a folder holds, "" when there is none."""
    return next((part for part in _PARTS if (folder / f"{part}_text.txt").is_file()), "")


def _table(path: Path) -> Iterator[dict[str, str]]:
    tabs = path.suffix == ".tsv"
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open(encoding="utf-8-sig", newline="") as file:
        quoting: Literal[0, 3] = csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL
        for row in csv.DictReader(file, delimiter="\t" if tabs else ",", quoting=quoting):
            yield {name: value or "" for name, value in row.items() if isinstance(name, str)}


def _file(task: Task, path: Path) -> Rows:
    rows, seen = Rows(), set()
    reader: Reader | None = None
    for row in _table(path):
        if reader is None:
            reader = _form(task, path, set(row))
        found = reader(row)
        key = row.get("id") or row["text"]
        if found is None or not row["text"] or key in seen:
            continue  # the same text twice, or one row per opinion target: counted once
        seen.add(key)
        rows.add(row["text"], *found)
    return rows


def _form(task: Task, path: Path, header: set[str]) -> Reader:
    for wanted, columns, reader in _FORMS:
        if wanted is task and columns <= header:
            return reader
    if {"text", "label"} <= header:
        return lambda row: (row["label"], "")
    known = [" + ".join(sorted(columns)) for wanted, columns, _ in _FORMS if wanted is task]
    wanted_columns = " or ".join(["text + label", *known])
    raise ValueError(f"{path}: {task} needs the columns {wanted_columns}; it has {', '.join(sorted(header))}")
