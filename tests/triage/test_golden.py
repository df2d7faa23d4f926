"""Authored posts in many languages and what triage must say of each: sarcasm, negation, emoji, despair, nothing."""

from pathlib import Path

import pytest

from hark.domain.verdict import TriageInput, Verdict
from hark.triage import Triage

FOLDER = Path(__file__).parent / "golden"
TRIAGE = Triage()


def _cases() -> list[tuple[str, str]]:
    lines = [line for file in sorted(FOLDER.glob("*.txt")) for line in file.read_text("utf-8").splitlines()]
    pairs = [line.rpartition(" | ") for line in lines if " | " in line and not line.startswith("# ")]
    return [(text, wanted) for text, _, wanted in pairs]


CASES = _cases()


def _said(verdict: Verdict) -> dict[str, set[str]]:
    return {
        "lang": {verdict.language},
        "kind": {str(verdict.kind)},
        "sentiment": {str(verdict.sentiment)},
        "reply": {"yes" if verdict.needs_reply else "no"},
        "topic": {verdict.topic},
        "abuse": {str(verdict.abuse)},
        "urgency": {reason.feature for reason in verdict.why if reason.signal == "urgency"},
    }


def test_there_are_enough_examples_in_enough_languages() -> None:
    named = {word[5:] for _, wanted in CASES for word in wanted.split() if word.startswith("lang=")}
    assert len(CASES) >= 300
    assert len(named - {"und"}) >= 12


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_golden(text: str, wanted: str) -> None:
    post = TriageInput("1", text, tagged=text.startswith("@acme"))
    said = _said(TRIAGE.label([post])[0])
    for word in wanted.split():
        name, _, value = word.partition("=")
        assert set(value.split("|")) & said[name], f"{name} is {said[name]}, not {value}"
