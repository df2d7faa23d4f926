"""A company's own model: learnt from a CSV, checked on rows it never saw, kept in versions, put back."""

import csv
import dataclasses
import random
from pathlib import Path
from typing import Any

import pytest

from hark.domain.verdict import Kind, TriageInput
from hark.triage import Triage, learned
from hark.triage.train import own, versions

GOODS = ("toaster", "kettle", "lamp", "fan", "radio", "heater", "mixer", "iron")


def _rows(sense: bool = True, seed: int = 1) -> list[tuple[str, str]]:
    rows = []
    for number in range(60):
        thing = GOODS[number % len(GOODS)]
        rows.append((f"the {thing} number {number} glows like embers at night", "glow"))
        rows.append((f"my {thing} number {number} hums a tune all day", "hum"))
    if not sense:
        labels = [label for _, label in rows]
        random.Random(seed).shuffle(labels)
        rows = [(text, label) for (text, _), label in zip(rows, labels, strict=True)]
    return rows


def _write(path: Path, rows: list[tuple[str, str]], header: tuple[str, ...] = ("text", "label")) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("own")
    out = folder / "topics.model"
    return out, own.train("topic", _write(folder / "good.csv", _rows()), out)


def test_a_learned_topic_appears_under_its_own_name(trained: tuple[Path, dict[str, Any]]) -> None:
    out, first = trained
    assert (first["accepted"], first["version"], first["previous"]) == (True, 1, None)
    assert first["macro_f1"] > 0.9
    assert first["low"] <= first["macro_f1"] <= first["high"]
    engine = Triage(models=[learned.load(out)])
    assert engine.label([TriageInput("1", "this toaster hums a tune")])[0].topic == "hum"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_worse_model_is_refused_and_nothing_changes(
    trained: tuple[Path, dict[str, Any]], tmp_path: Path, seed: int
) -> None:
    """Labels by chance may beat the model in place on rows labelled by chance; they do not reach what it reached."""
    out, _ = trained
    before = out.read_bytes()
    worse = own.train("topic", _write(tmp_path / "bad.csv", _rows(sense=False, seed=seed)), out)
    assert not worse["accepted"]
    assert worse["high"] < worse["previous_score"]
    assert out.read_bytes() == before


def test_versions_are_kept_and_put_back(trained: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    arrays = learned.read_arrays(trained[0])
    arrays.pop("version")
    out = tmp_path / "m"
    assert [versions.save(out, arrays), versions.save(out, arrays)] == [1, 2]
    assert learned.load(out).version == 2
    assert versions.rollback(out) == 1
    assert learned.load(out).version == 1
    assert versions.save(out, arrays) == 3
    assert versions.kept(out) == [1, 2, 3]
    assert (versions.rollback(out), versions.rollback(out)) == (2, 1)
    with pytest.raises(ValueError, match="first that is kept"):
        versions.rollback(out)


def test_a_learned_complaint_appears_as_kind(trained: tuple[Path, dict[str, Any]]) -> None:
    model = learned.load(trained[0])
    labels = tuple("complaint" if label == "hum" else "other" for label in model.labels)
    engine = Triage(models=[dataclasses.replace(model, task=learned.Task.COMPLAINT, labels=labels)])
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
    (tmp_path / "junk").write_bytes(b"not a model")
    with pytest.raises(learned.NotAModel):
        learned.load(tmp_path / "junk")
