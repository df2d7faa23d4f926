"""`hark replay` and `hark scorecard`: their figures equal a computation that shares no code with them."""

import csv
import json
from datetime import datetime
from pathlib import Path

import pytest
from tests.cli.conftest import Hark

TWCS_HEADER = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id"


def twcs_time(minute: int, second: int = 0) -> str:
    return f"Tue Oct 31 {20 + minute // 60}:{minute % 60:02}:{second:02} +0000 2017"


# id, author, inbound, minute, text, parent. Two brands, a third party, a self-answer, a missing parent, silence.
ROWS = [
    (1, "101", True, 0, "@CurlewCare my line is dead", ""),
    (2, "CurlewCare", False, 6, "@101 Sorry, which town? ^LM", "1"),
    (3, "101", True, 9, "@CurlewCare Wenlow", "2"),
    (4, "CurlewCare", False, 11, "@101 Thanks, on it 1/2", "3"),
    (5, "CurlewCare", False, 12, "@101 A technician comes at six 2/2", "4"),
    (6, "102", True, 13, "@101 same for me", "1"),
    (7, "103", True, 20, "@PipitHelp @CurlewCare who of you is it", ""),
    (8, "PipitHelp", False, 95, "@103 Not us, sorry", "7"),
    (9, "104", True, 30, "@PipitHelp nobody answers here", ""),
    (10, "PipitHelp", False, 31, "@105 We wrote to you", "999"),
    (11, "CurlewCare", False, 33, "@PipitHelp thanks for the hint", "8"),
    (12, "106", True, 40, "@PipitHelp refund, please", ""),
    (13, "PipitHelp", False, 41, "@106 Which order?", "12"),
]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TWCS_HEADER.split(","))
        for number, author, inbound, minute, text, parent in ROWS:
            reply = f"{parent}.0" if parent else ""
            writer.writerow([number, author, inbound, twcs_time(minute), text, "", reply])
    return path


def medians_straight_from_the_csv(path: Path) -> dict[str, tuple[int, float]]:
    """Reply times per brand in twenty lines that know nothing of Hark."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = {row["tweet_id"]: row for row in csv.DictReader(file)}
    form = "%a %b %d %H:%M:%S %z %Y"
    times: dict[str, list[float]] = {}
    for row in rows.values():
        parent = rows.get(row["in_response_to_tweet_id"].split(".")[0])
        if row["inbound"] == "False" and parent is not None and parent["inbound"] == "True":
            said, asked = (datetime.strptime(r["created_at"], form) for r in (row, parent))
            times.setdefault(row["author_id"], []).append((said - asked).total_seconds())
    found = {}
    for brand, values in times.items():
        values.sort()
        middle = len(values) // 2
        found[brand] = (
            len(values),
            values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2,
        )
    return found


def test_the_scorecard_equals_the_computation_straight_from_the_csv(hark: Hark, archive: Path) -> None:
    done = hark("scorecard", str(archive), "--format", "twcs", "--json")
    assert done.returncode == 0, done.stderr
    rows = {row["account"]: row for row in json.loads(done.stdout)["accounts"]}
    expected = medians_straight_from_the_csv(archive)
    assert {
        name: (row["reply_time_s"]["n"], row["reply_time_s"]["median"]) for name, row in rows.items()
    } == expected
    pipit, curlew = rows["PipitHelp"], rows["CurlewCare"]
    assert (curlew["cases"], curlew["answered_share"], curlew["within_30_min"]) == (2, 0.5, 0.5)
    assert curlew["first_response_s"] == {"n": 1, "median": 360.0, "p90": 360.0}
    assert (pipit["cases"], pipit["answered_share"], pipit["within_60_min"]) == (3, 0.6667, 0.3333)
    assert [row["account"] for row in json.loads(done.stdout)["accounts"]] == ["CurlewCare", "PipitHelp"]


def test_replaying_twice_changes_nothing(hark: Hark, archive: Path) -> None:
    first, second = (
        json.loads(hark("replay", str(archive), "--format", "twcs", "--json").stdout) for _ in range(2)
    )
    assert first["posts"] == {"read": 13, "stored": 13, "duplicates": 0, "rejected": 0}
    assert second["posts"] == {"read": 13, "stored": 0, "duplicates": 13, "rejected": 0}
    changing = {"posts", "posts_per_s", "peak_rss_mb"}
    assert {k: v for k, v in first.items() if k not in changing} == {
        k: v for k, v in second.items() if k not in changing
    }
    assert first["cases"] == 5
    assert first["participants"] == 1
    assert first["replies"] == 7
    assert first["reply_time_s"]["n"] == 4
    assert set(first) == {
        "posts", "cases", "participants", "replies", "reply_time_s", "first_response_s", "within_30_min",
        "within_60_min", "stage", "posts_per_s", "peak_rss_mb",
    }  # fmt: skip


def test_figures_count_this_archive_only(hark: Hark, archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(
        f"{TWCS_HEADER}\n501,201,True,{twcs_time(0)},@CurlewCare hi,,\n"
        f"502,CurlewCare,False,{twcs_time(1)},@201 hi,,501.0\n"
    )
    hark("replay", str(archive), "--format", "twcs", "--json")
    report = json.loads(hark("replay", str(other), "--format", "twcs", "--json").stdout)
    assert report["cases"] == 1
    assert report["reply_time_s"] == {"n": 1, "median": 60.0, "p90": 60.0}


def test_broken_rows_are_parked_and_the_run_goes_on(hark: Hark, archive: Path, tmp_path: Path) -> None:
    with archive.open("a") as file:
        file.write(
            f"14,107,True,not a time,@CurlewCare hello,,\n15,108,True,{twcs_time(50)},@CurlewCare \0,,\n16,109\n"
        )
        file.write(f"17,110,True,{twcs_time(51)},@CurlewCare last one,,\n")
    rejects = tmp_path / "rejects.jsonl"
    done = hark("replay", str(archive), "--format", "twcs", "--rejects", str(rejects), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["posts"] == {"read": 17, "stored": 14, "duplicates": 0, "rejected": 3}
    parked = [json.loads(line) for line in rejects.read_text().splitlines()]
    assert [row["line"] for row in parked] == [15, 16, 17]
    assert all(row["reason"] for row in parked)


def test_rejects_never_go_over_a_file_that_holds_something_else(
    hark: Hark, archive: Path, tmp_path: Path
) -> None:
    before = archive.read_bytes()
    done = hark("replay", str(archive), "--format", "twcs", "--rejects", str(archive))
    assert (done.returncode, done.stdout, archive.read_bytes()) == (2, "", before)
    assert "name another file with --rejects" in done.stderr
    rejects = tmp_path / "rejects.jsonl"
    with archive.open("a") as file:
        file.write("14,107,True,not a time,@CurlewCare hello,,\n")
    for _ in range(2):  # an earlier run's rejects give way
        assert hark("replay", str(archive), "--format", "twcs", "--rejects", str(rejects)).returncode == 0
        assert rejects.read_text().count("\n") == 1


def test_what_cannot_be_written_is_said_before_anything_is_made(
    hark: Hark, archive: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    done = hark(
        "replay", str(archive), "--format", "twcs", "--rejects", "/nowhere/x", "--data-dir", str(folder)
    )
    assert (done.returncode, folder.exists()) == (2, False)


def test_the_page_for_people_says_the_same(hark: Hark, archive: Path) -> None:
    done = hark("replay", str(archive), "--format", "twcs")
    assert "Posts read" in done.stdout
    assert "5 with 1 third parties" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["replay", "nowhere.csv", "--format", "twcs"], "nowhere.csv"),
        (["replay", "{archive}", "--format", "airlines-2019"], "looks like twcs"),
        (["replay", "{archive}", "--format", "twcs", "--account", "CurlewCar"], "CurlewCar"),
        (["replay", "{archive}", "--format", "twcs", "--speed", "fast"], "--speed"),
        (["replay", "{archive}", "--format", "csv"], "--format"),
        (["scorecard", "{archive}"], "--format"),
        (["replay", "{archive}", "--format", "twcs", "--rejects", "/nowhere/x"], "/nowhere/x"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_2(
    hark: Hark, archive: Path, home: Path, arguments: list[str], said: str
) -> None:
    done = hark(*[argument.replace("{archive}", str(archive)) for argument in arguments])
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["twcs-5k.csv"])
def test_the_real_archive_equals_the_computation(
    hark: Hark, shared_data: Path, tmp_path: Path, name: str
) -> None:
    whole = tmp_path / name
    with (shared_data / "replay" / name).open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["author_id"] and row["created_at"]]
    with whole.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, TWCS_HEADER.split(","))
        writer.writeheader()
        writer.writerows(rows)
    report = json.loads(hark("scorecard", str(whole), "--format", "twcs", "--json").stdout)
    found = {
        row["account"]: (row["reply_time_s"]["n"], row["reply_time_s"]["median"])
        for row in report["accounts"]
        if row["reply_time_s"]["n"]
    }
    assert found == medians_straight_from_the_csv(whole)
