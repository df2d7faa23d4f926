"""The sets the shipped weights may learn from, each with a switch and the licence line it was given under.

Only what `data/README.md` of the shared folder marks T or t is read here; sets marked M are never opened.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = {
    "arabic": "ar", "english": "en", "french": "fr", "german": "de",
    "hindi": "hi", "italian": "it", "portuguese": "pt", "spanish": "es",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts with the name of each one's label."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A set: `mark` is T (its licence permits training) or t (permitted at collection level)."""

    name: str
    mark: str
    licence: str
    load: Callable[[Path], Labelled]


def lines(folder: Path, part: str, names: tuple[str, ...]) -> Labelled:
    """A folder of `part_text.txt` and `part_labels.txt`, one row per line. Raises ValueError when they
    disagree.
    """
    texts = (folder / f"{part}_text.txt").read_text("utf-8").split("\n")
    labels = (folder / f"{part}_labels.txt").read_text("utf-8").split()
    texts = texts[: len(labels)]
    if len(texts) < len(labels):
        raise ValueError(f"{folder}: {len(labels)} labels but only {len(texts)} texts")
    return Labelled(tuple(texts), tuple(names[int(label)] for label in labels))


SENTIMENT = ("negative", "neutral", "positive")


PARTS = ("train", "val")
"""Both parts are learnt from. What measures on a part leaves its texts out of the sources first (`report`)."""


def _joined(folder: Path, names: tuple[str, ...], parts: tuple[str, ...] = PARTS) -> Labelled:
    found = [lines(folder, part, names) for part in parts]
    return Labelled(
        tuple(text for part in found for text in part.texts),
        tuple(label for part in found for label in part.labels),
    )


def _umsab(language: str) -> Callable[[Path], Labelled]:
    return lambda root: _joined(root / "triage/sentiment-8-languages" / language, SENTIMENT)


def _davidson(root: Path) -> Labelled:
    with (root / "triage/abuse-davidson.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("hateful", "offensive", "none")
    return Labelled(
        tuple(row["text"] for row in rows),
        tuple(names[int(row["class_0hate_1offensive_2neither"])] for row in rows),
    )


def _task(name: str, labels: tuple[str, ...], parts: tuple[str, ...] = PARTS) -> Callable[[Path], Labelled]:
    return lambda root: _joined(root / "triage/tweeteval" / name, labels, parts)


_COLLECTION = (
    "cardiffnlp/tweeteval, released without restrictions of its own; the task's licence is undefined"
)
_XLMT = "cardiffnlp/xlm-t, repository Apache-2.0; its makers' terms for this language were not checked"
SOURCES: tuple[Source, ...] = (
    Source(
        "tweeteval-sentiment", "T", "SemEval-2017 Task 4 (Rosenthal, Farra, Nakov 2017), CC BY 3.0",
        _task("sentiment", SENTIMENT, ("val",))  # the texts of its training part are not there,
    ),
    *(Source(f"umsab-{code}", "t", _XLMT, _umsab(name)) for name, code in LANGUAGES.items()),
    Source("tweeteval-emotion", "t", _COLLECTION, _task("emotion", ("anger", "joy", "optimism", "sadness"))),
    Source("tweeteval-irony", "t", _COLLECTION, _task("irony", ("plain", "irony"))),
    Source("tweeteval-offensive", "t", _COLLECTION, _task("offensive", ("plain", "offensive"))),
    Source("davidson", "T", "t-davidson/hate-speech-and-offensive-language (Davidson et al. 2017), MIT",
    _davidson),
)  # fmt: skip


def load(root: Path, without: frozenset[str] = frozenset(), marks: str = "Tt") -> dict[str, Labelled]:
    """Every allowed source that is there. Raises ValueError on a switch that names no source."""
    unknown = without - {source.name for source in SOURCES}
    if unknown:
        raise ValueError(f"no such source: {', '.join(sorted(unknown))}")
    return {s.name: s.load(root) for s in SOURCES if s.name not in without and s.mark in marks}
