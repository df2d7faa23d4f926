"""Measuring: the scores against hand-worked cases, the forms of labelled files, the report's page, the bench."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import f1_score, recall_score

from hark.triage import bench, evaluation_data, metrics, report
from hark.triage.learned import Task


def test_scores_agree_with_scikit_learn() -> None:
    rng = np.random.default_rng(3)
    truth, guess = rng.integers(0, 4, 300), rng.integers(0, 4, 300)
    assert metrics.macro_f1(truth, guess) == pytest.approx(f1_score(truth, guess, average="macro"))
    assert metrics.macro_recall(truth, guess) == pytest.approx(recall_score(truth, guess, average="macro"))
    low, high = metrics.interval(truth, guess, metrics.macro_f1)
    assert low < metrics.macro_f1(truth, guess) < high
    assert metrics.macro_f1(truth, truth) == 1.0


def test_a_folder_and_known_headers_are_read(tmp_path: Path) -> None:
    (tmp_path / "val_text.txt").write_text("good\nbad\n")
    (tmp_path / "val_labels.txt").write_text("2\n0\n")
    rows = evaluation_data.load(Task.SENTIMENT, tmp_path)
    assert (rows.texts, rows.labels) == (["good", "bad"], ["positive", "negative"])
    table = tmp_path / "c.csv"
    table.write_text("created_at,text,complaint,set\n1,late again,1.0,a\n2,nice,0.0,a\n3,nice,1.0,a\n")
    assert evaluation_data.load(Task.COMPLAINT, table).labels == ["complaint", "other"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text,label\na,sideways\n", "is no label"),
        ("text,label\n", "no labelled rows"),
        ("a,b\n1,2\n", "needs the columns"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, content: str, said: str) -> None:
    table = tmp_path / "d.csv"
    table.write_text(content)
    with pytest.raises(ValueError, match=said):
        evaluation_data.load(Task.SENTIMENT, table)


def test_the_page_keeps_what_stands_around_the_table() -> None:
    page = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    new = report.put(page, report.table([("speed", 10, "9", "8")]))
    assert new.startswith("before\n") and new.endswith("\nafter\n")
    assert "| speed | 10 | 9 | 8 |" in new and "old" not in new
    with pytest.raises(ValueError, match="lacks"):
        report.put("nothing", "x")


def test_the_report_says_when_there_is_nothing_to_measure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report.main(["--data", str(tmp_path)])
    assert "nothing measured" in capsys.readouterr().out


def test_the_bench_counts_every_signal() -> None:
    result = bench.run(["where is my parcel?", "thanks", "😡"] * 40)
    assert result["posts"] == 120 and result["posts_per_second"] > 0
    assert {"learned heads", "language", "personal data"} <= set(result["signals"])
    with pytest.raises(ValueError, match="no texts"):
        bench.run([])
