"""What is compiled ahead is what the data say, and a process that labels starts without the rest."""

import subprocess
import sys
import zipfile

import numpy as np
import pytest

from hark.triage import compiled, lexicon, topic_tree
from hark.triage.phrases import Entry, PhraseTable
from hark.triage.reading import read

_START = """
import sys
from pathlib import Path
from hark.triage import Triage
from hark.domain.verdict import TriageInput
assert Triage().label([TriageInput("1", "Flight BA123 cancelled, call me on 07700 900123")])
print(*(name for name in ("numpy.ma", "sklearn", "scipy", "pyarrow", "django", "yaml") if name in sys.modules))
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(int(status["VmRSS"].split()[0]) // 1024)
"""


def test_the_shipped_file_holds_what_the_data_say() -> None:
    """After an edit to data/, run `python -m hark.triage.train.phrases`."""
    fresh, stored = compiled.compile_phrases().arrays(), compiled.table().arrays()
    assert compiled._stored() is not None
    assert all(np.array_equal(fresh[name], stored[name]) for name in fresh)
    assert compiled.branches() == {name: branch for name, (branch, _) in topic_tree.starter().items()}


def test_a_file_from_other_data_is_not_used(tmp_path, monkeypatch) -> None:
    path = tmp_path / "phrases.npz"
    monkeypatch.setattr(compiled, "_fingerprint", lambda: 1)
    compiled.write(path)
    monkeypatch.undo()
    monkeypatch.setattr(compiled, "FILE", path)
    monkeypatch.setattr(compiled, "_fingerprint", lambda: 2)
    assert compiled._stored.__wrapped__() is None
    path.write_bytes(b"no archive")
    assert compiled._stored.__wrapped__() is None


def test_a_brands_phrases_join_the_shipped_ones() -> None:
    own = [Entry("livebox", "own.router", 2.0), Entry("orange juice", "brand.homonym", 1.0)]
    shipped = [*lexicon.shipped(), *topic_tree.entries(topic_tree.shipped())]
    at_once, joined = PhraseTable([*shipped, *own]), compiled.table().joined(PhraseTable(own))
    texts = ["my livebox is broken again", "orange juice, and a refund please", ""]
    assert np.array_equal(read(texts, at_once).scores, read(texts, joined).scores)
    assert at_once.signals == joined.signals


@pytest.mark.parametrize("name", ["heads.npz", "languages.npz", "phrases.npz"])
def test_arrays_are_stored_as_they_are(name) -> None:
    with zipfile.ZipFile(compiled.FILE.with_name(name)) as archive:
        assert {item.compress_type for item in archive.infolist()} == {zipfile.ZIP_STORED}


def test_the_first_verdict_needs_little() -> None:
    told = subprocess.run([sys.executable, "-c", _START], capture_output=True, text=True, check=True)
    loaded, megabytes = told.stdout.split("\n")[:2]
    assert loaded == ""
    assert int(megabytes) < 150
