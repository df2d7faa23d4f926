"""`hark triage` as a person or a script meets it."""

import json
import subprocess
import sys
import time
from pathlib import Path

from click.testing import CliRunner

from hark.cli.triage import triage


def _run(*arguments: str, given: bytes | str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(triage, list(arguments), input=given)
    return result.exit_code, result.stdout, result.stderr


def test_label_keeps_order_and_goes_on_after_a_bad_line() -> None:
    given = b'{"id":"a","text":"where is my parcel?"}\nthanks a lot!\n{"id":\n\xff\n\n{"id":"z","text":""}'
    code, out, _ = _run("label", given=given)
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [line.get("id", line.get("line")) for line in lines] == ["a", "2", 3, 4, "5", "z"]
    assert "error" in lines[2] and "error" in lines[3]
    assert lines[0]["kind"] == "question" and lines[1]["kind"] == "praise"


def test_label_answers_when_the_input_pauses() -> None:
    command = [sys.executable, "-m", "hark.cli", "triage", "label"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        for text in ("first", "second"):
            process.stdin.write(text.encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"]
            time.sleep(0.05)
        process.stdin.close()
        assert process.wait(20) == 0


def test_label_loads_no_heavy_library() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from hark.cli.triage import triage;"
        "assert CliRunner().invoke(triage, ['label'], input='hi').exit_code == 0;"
        "print([n for n in ('scipy', 'sklearn', 'pyarrow', 'django', 'rich') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_explain_marks_the_evidence() -> None:
    code, out, _ = _run("explain", "third time my bag is lost, stranded in Rome, mail me: jo@example.org")
    assert code == 0
    assert "repeated_contact" in out and "stranded" in out and "priority" in out
    assert "“jo@example.org” (email)" in " ".join(out.split())


def test_evaluate_says_what_is_wrong_and_scores_what_is_right(tmp_path: Path) -> None:
    data = tmp_path / "d.csv"
    data.write_text("text,label\nI love it,positive\nI hate it,negative\nmy train leaves at nine,neutral\n")
    code, out, _ = _run("evaluate", "--task", "sentiment", "--data", str(data), "--json")
    assert code == 0
    scores = json.loads(out)
    assert scores["rows"] == 3
    assert scores["macro_f1"]["low"] <= scores["macro_f1"]["score"] <= scores["macro_f1"]["high"]
    data.write_text("body,tag\na,b\n")
    code, _, said = _run("evaluate", "--task", "sentiment", "--data", str(data))
    assert code == 2 and "needs the columns" in said


def test_spread_forecasts_a_cascade_file(tmp_path: Path) -> None:
    cascade = tmp_path / "c.txt"
    cascade.write_text("5 12.0\n0 900\n30 40\n60 12\n90 7\n120 3\n")
    code, out, _ = _run("spread", "--cascade", str(cascade), "--at", "200", "--json")
    said = json.loads(out)
    assert code == 0
    assert said["low"] <= said["final"] <= said["high"]
    cascade.write_text("nonsense\n")
    assert _run("spread", "--cascade", str(cascade), "--at", "200")[0] == 2


def test_a_bad_brand_file_ends_with_one_sentence_and_code_2(tmp_path: Path) -> None:
    brand = tmp_path / "b.json"
    brand.write_text('{"handles": []}')
    code, _, said = _run("label", "--brand", str(brand), given="hi")
    assert code == 2 and "needs a 'name'" in said


def test_ids_come_back_as_they_were_sent() -> None:
    sent = [7, "x", 1.5, True, {"a": 1}, 10**30, "\ud83d"]
    given = "\n".join(json.dumps({"id": identity, "text": "hi"}) for identity in sent)
    code, out, _ = _run("label", given=given)
    assert code == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == sent


def test_every_key_of_the_contract_is_there() -> None:
    line = {
        "id": 1,
        "text": "my card is 4111 1111 1111 1111",
        "author": {"followers": 900},
        "mentions": ["acme"],
    }
    verdict = json.loads(_run("label", given=json.dumps(line))[1])
    named = (
        "id",
        "language",
        "stage",
        "needs_reply",
        "kind",
        "topic",
        "sentiment",
        "anger",
        "urgency",
        "abuse",
    )
    assert {*named, "personal_data", "priority", "why", "spread", "influence"} <= set(verdict)
    assert (
        verdict["sentiment"]["label"]
        in {"negative", "neutral", "positive"}
        == set(verdict["sentiment"]["scores"])
    )
    assert (
        verdict["abuse"]["label"] in {"none", "offensive", "hateful"} and 0 <= verdict["abuse"]["score"] <= 1
    )
    assert verdict["personal_data"] == [{"kind": "card", "start": 11, "end": 30}]
    assert 0 <= verdict["priority"] <= 100


def test_a_missing_model_ends_with_one_sentence_and_code_2(tmp_path: Path) -> None:
    code, _, said = _run("rollback", str(tmp_path / "none.npz"))
    assert code == 2 and "No such file" in said and "Errno" not in said
