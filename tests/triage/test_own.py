"""A company's own model: learnt from a CSV, checked on rows it never saw, kept in versions, put back."""

import csv
from pathlib import Path

import pytest

from hark.domain.verdict import Kind, TriageInput
from hark.triage import Triage, learned
from hark.triage.train import own, versions

GOODS = ("toaster", "kettle", "lamp", "fan", "radio", "heater", "mixer", "iron")


def _rows(sense: bool = True) -> list[tuple[str, str]]:
    rows = []
    for number in range(60):
        thing = GOODS[number % len(GOODS)]
        rows.append((f"the {thing} number {number} glows like embers at night", "glow"))
        rows.append((f"my {thing} number {number} hums a tune all day", "hum"))
    if not sense:
        labels = [label for _, label in rows]
        rows = [(text, labels[(at * 7) % len(labels)]) for at, (text, _) in enumerate(rows)]
    return rows


def _write(path: Path, rows: list[tuple[str, str]], header: tuple[str, ...] = ("text", "label")) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def test_learn_refuse_a_worse_one_accept_an_equal_one_and_roll_back(tmp_path: Path) -> None:
    out = tmp_path / "topics.model"
    good = _write(tmp_path / "good.csv", _rows())
    first = own.train("topic", good, out)
    assert (first["accepted"], first["version"], first["previous"]) == (True, 1, None)
    assert first["macro_f1"] > 0.9
    engine = Triage(models=[learned.load(out)])
    assert engine.label([TriageInput("1", "this toaster hums a tune")])[0].topic == "hum"

    before = out.read_bytes()
    worse = own.train("topic", _write(tmp_path / "bad.csv", _rows(sense=False)), out)
    assert not worse["accepted"] or worse["macro_f1"] >= worse["previous"]
    if not worse["accepted"]:
        assert out.read_bytes() == before

    again = own.train("topic", good, out)
    assert again["accepted"]
    assert versions.rollback(out) == again["version"] - 1
    assert learned.load(out).version == again["version"] - 1


def test_a_learned_complaint_appears_as_kind(tmp_path: Path) -> None:
    rows = [(text, "complaint" if label == "hum" else "other") for text, label in _rows()]
    out = tmp_path / "complaint.model"
    own.train("complaint", _write(tmp_path / "c.csv", rows), out)
    engine = Triage(models=[learned.load(out)])
    hums, glows = engine.label(
        [TriageInput("1", "my lamp number 3 hums a tune"), TriageInput("2", "the lamp glows like embers")]
    )
    assert hums.kind is Kind.COMPLAINT
    assert glows.kind is not Kind.COMPLAINT


def test_what_is_wrong_with_the_data_is_said(tmp_path: Path) -> None:
    out = tmp_path / "m"
    with pytest.raises(ValueError, match="columns text,label"):
        own.train("topic", _write(tmp_path / "a.csv", _rows(), ("body", "tag")), out)
    with pytest.raises(ValueError, match="is no label of sentiment"):
        own.train("sentiment", _write(tmp_path / "b.csv", _rows()), out)
    with pytest.raises(ValueError, match="at least 20"):
        own.train("topic", _write(tmp_path / "c.csv", _rows()[:4]), out)
    with pytest.raises(ValueError, match="two labels"):
        own.train("topic", _write(tmp_path / "d.csv", [(text, "same") for text, _ in _rows()]), out)
    with pytest.raises(ValueError, match="first that is kept"):
        own.train("topic", _write(tmp_path / "e.csv", _rows()), out)
        versions.rollback(out)
    (tmp_path / "junk").write_bytes(b"not a model")
    with pytest.raises(learned.NotAModel):
        learned.load(tmp_path / "junk")
