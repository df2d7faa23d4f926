"""`python -m hark.triage.report --data ../shared/data`: measure everything and fill the table of docs/triage.md.

Out of the box: the shipped weights on sets they never saw. UMSAB and TweetEval share texts with what the shipped
weights learnt from, so for those two the sentiment heads are fitted anew without the rows that are measured.
After learning: the recipe of `hark triage train` in five folds of the development rows. Takes about ten minutes.
"""

import argparse
import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hark.triage import bench, evaluation, evaluation_data, metrics
from hark.triage.engine import shipped_table
from hark.triage.evaluation_data import Rows
from hark.triage.learned import Task
from hark.triage.personal_data import evaluate as personal_data
from hark.triage.spread import evaluate as spread
from hark.triage.train import fit, recipe, sources, tasks
from hark.triage.train.matrix import matrix

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
FOLDS = 5
Line = tuple[str, int, str, str]


def _said(score: float, low: float, high: float) -> str:
    return f"{100 * score:.1f} ({100 * low:.1f} to {100 * high:.1f})"


def _shipped(root: Path, name: str, task: Task, path: str, goal: str) -> Line:
    rows = evaluation_data.load(task, root / "triage" / path)
    result = evaluation.measure(task, rows)
    return name, result["rows"], _said(*result["macro_f1"].values()), goal


def _only_sentiment(pool: tasks.Pool) -> tasks.Pool:
    return tasks.Pool(pool.texts, {n: rows for n, rows in pool.heads.items() if n.startswith("sentiment.")})


def _sentiment(found: dict[str, sources.Labelled], texts: Sequence[str]) -> np.ndarray:
    """What sentiment heads fitted on these sources say of the texts; the texts themselves are never learnt from."""
    measured = set(texts)
    kept = {
        name: sources.Labelled(*zip(*rows, strict=True))
        for name, labelled in found.items()
        if (
            rows := [
                pair for pair in zip(labelled.texts, labelled.labels, strict=True) if pair[0] not in measured
            ]
        )
    }
    pool = _only_sentiment(tasks.build(kept))
    fitted = fit.fit_pool(pool, matrix(pool.texts, shipped_table()))
    order = [fitted.names.index(f"sentiment.{label}") for label in sources.SENTIMENT]
    scores = fitted.score(matrix(list(texts), shipped_table()))[:, order]
    return np.asarray(scores.argmax(axis=1))


def _umsab(root: Path) -> Line:
    rows = evaluation_data.load(Task.SENTIMENT, root / "triage/sentiment-8-languages")
    guess = _sentiment(sources.load(root), rows.texts)
    truth = np.array([sources.SENTIMENT.index(label) for label in rows.labels])
    member = np.array(rows.groups)
    each = [metrics.macro_f1(truth[member == g], guess[member == g]) for g in sorted(set(rows.groups))]
    low, high = metrics.interval(truth, guess, metrics.macro_f1)
    detail = ", ".join(f"{g} {100 * s:.0f}" for g, s in zip(sorted(set(rows.groups)), each, strict=True))
    return (
        f"sentiment, UMSAB val, mean macro F1 of 8 languages ({detail})",
        len(truth),
        _said(float(np.mean(each)), low, high),
        "60",
    )


def _tweeteval(root: Path) -> Line:
    rows = evaluation_data.load(Task.SENTIMENT, root / "triage/tweeteval/sentiment")
    truth = np.array([sources.SENTIMENT.index(label) for label in rows.labels])
    guess = np.zeros(len(truth), dtype=np.intp)
    for part in _folds(len(truth)):
        guess[part] = _sentiment(sources.load(root), [rows.texts[i] for i in part])
    low, high = metrics.interval(truth, guess, metrics.macro_recall)
    score = metrics.macro_recall(truth, guess)
    return "sentiment, TweetEval val, macro recall, five folds", len(truth), _said(score, low, high), "64"


def _folds(size: int) -> Iterator[np.ndarray]:
    order = np.random.default_rng(0).permutation(size)
    return (order[start::FOLDS] for start in range(FOLDS))


def _learnt(name: str, rows: Rows, goal: str, task: Task) -> Line:
    first = list({text: place for place, text in reversed(list(enumerate(rows.texts)))}.values())
    labels = sorted({rows.labels[i] for i in first})
    truth = np.array([labels.index(rows.labels[i]) for i in first])
    table = recipe.rows([rows.texts[i] for i in first], task)
    guess = np.zeros(len(truth), dtype=np.intp)
    for part in _folds(len(truth)):
        rest = np.setdiff1d(np.arange(len(truth)), part)
        model = recipe.learn(table.take(rest), truth[rest], labels)
        guess[part] = model.score(table.take(part).features).argmax(axis=1)
    low, high = metrics.interval(truth, guess, metrics.macro_f1)
    return name, len(truth), _said(metrics.macro_f1(truth, guess), low, high), goal


def _lines(root: Path) -> Iterator[Line]:
    def learnt(name: str, task: Task, path: str, goal: str) -> Line:
        return _learnt(name, evaluation_data.load(task, root / "triage" / path), goal, task)

    airline, telecom, sanders = (
        "airline-2015.csv",
        "complaints-airline-telecom.csv",
        "brand-relevance-sanders.csv",
    )
    german = "germeval2017-bahn/dev.tsv"
    steps: list[Callable[[], Line]] = [
        lambda: _shipped(root, "sentiment, airlines 2015, out of the box", Task.SENTIMENT, airline, "66"),
        lambda: _shipped(
            root, "complaint, airlines and telecoms, out of the box", Task.COMPLAINT, telecom, "74"
        ),
        lambda: _shipped(
            root, "complaint, nine domains, out of the box", Task.COMPLAINT, "complaints-acl19.csv", "–"
        ),
        lambda: _shipped(root, "sentiment, German rail 2017, out of the box", Task.SENTIMENT, german, "–"),
        lambda: _shipped(root, "brand relevance, Sanders, out of the box", Task.RELEVANCE, sanders, "–"),
        lambda: _speed(root),
        lambda: _personal_data(root, "recall"),
        lambda: _personal_data(root, "over_masking"),
        lambda: _spread(root, 1),
        lambda: _spread(root, 6),
        lambda: _umsab(root),
        lambda: _tweeteval(root),
        lambda: learnt("complaint, airlines and telecoms, after learning", Task.COMPLAINT, telecom, "86"),
        lambda: learnt("brand relevance, Sanders, after learning", Task.RELEVANCE, sanders, "–"),
        lambda: learnt("sentiment, airlines 2015, after learning", Task.SENTIMENT, airline, "79"),
        lambda: learnt("reason of the complaint, airlines 2015, after learning", Task.TOPIC, airline, "62"),
        lambda: learnt("abuse, Davidson, after learning", Task.ABUSE, "abuse-davidson.csv", "78"),
    ]
    yield from (step() for step in steps)


def _personal_data(root: Path, figure: str) -> Line:
    found = personal_data.evaluate(root / "pii" / "presidio-synthetic-1500.json")
    what, goal = {"recall": ("recall of structured kinds", "≥ 99"), "over_masking": ("over-masking", "≤ 2")}[
        figure
    ]
    return f"personal data, synthetic set, {what}", found["rows"], _said(**_range(found[figure])), goal


def _spread(root: Path, hour: int) -> Line:
    """Each cascade is forecast by a model that was fitted without it; the two papers' methods beside it."""
    measured = spread.evaluate(root / "cascades", hours=(hour,))
    ours, seismic, tideh = (measured["hours"][hour][name] for name in ("hark", "seismic", "tideh"))
    goal = f"better than SEISMIC {100 * seismic['value']:.1f} and TiDeH {100 * tideh['value']:.1f}"
    name = f"spread, median relative error of the final size, seen {hour} h"
    return name, measured["cascades"], _said(**_range(ours)), goal


def _range(figure: dict[str, float]) -> dict[str, float]:
    return {"score": figure["value"], "low": figure["low"], "high": figure["high"]}


def _speed(root: Path) -> Line:
    with (root / "replay/airlines-2019.csv").open(encoding="utf-8", newline="") as file:
        speed = bench.run([row["text"] for row in csv.DictReader(file)])
    each = ", ".join(f"{name} {cost:g}" for name, cost in speed["signals"].items())
    what = f"speed, every signal, one core, posts/s (µs a post: {each})"
    return what, speed["posts"], f"{speed['posts_per_second']:,}", "12,000"


def table(lines: Sequence[Line]) -> str:
    """The measured lines as a Markdown table."""
    head = "| what | rows | measured (95 % interval) | goal |\n|---|---|---|---|\n"
    return head + "".join(f"| {what} | {rows:,} | {said} | {goal} |\n" for what, rows, said, goal in lines)


def put(page: str, content: str) -> str:
    """The page with what stands between the marks replaced. Raises ValueError when the marks are missing."""
    before, mark, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"the page lacks {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{content}{END}{after}"


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, and write the page; without the data say so and end well."""
    parser = argparse.ArgumentParser(description="Measure triage and fill the table of docs/triage.md.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--page", type=Path, default=Path("docs/triage.md"))
    chosen: Any = parser.parse_args(argv)
    if not (chosen.data / "triage").is_dir():
        print(f"{chosen.data} is not there: nothing measured")  # noqa: T201
        return
    lines: list[Line] = []
    for line in _lines(
        chosen.data
    ):  # the page after every line: a long run that is stopped leaves what it measured
        lines.append(line)
        chosen.page.write_text(put(chosen.page.read_text("utf-8"), table(lines)), "utf-8")


if __name__ == "__main__":
    main()
