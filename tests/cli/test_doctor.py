"""`hark doctor`: says what is wrong in one line and with its exit code."""

import json
from pathlib import Path

from tests.cli.conftest import Hark


def test_before_anything_was_set_up_nothing_is_wrong(hark: Hark) -> None:
    done = hark("doctor", "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["ok"]) == (0, True)
    assert [finding["name"] for finding in report["findings"]] == ["version", "database"]


def test_a_folder_without_a_database_is_told_with_what_it_holds(hark: Hark, tmp_path: Path) -> None:
    def told(folder: Path) -> tuple[int, str]:
        done = hark("doctor", "--json", "--data-dir", str(folder))
        return done.returncode, json.loads(done.stdout)["findings"][1]["text"]

    folder = tmp_path / "place"
    assert told(folder) == (0, f"none yet: there is no folder {folder}. `hark up` makes both.")
    assert not folder.exists(), "the doctor changes nothing"
    folder.mkdir()
    assert told(folder) == (0, f"none yet: {folder} is empty. `hark up` fills it.")
    for name in ("letter.txt", "b", "c", "d"):
        (folder / name).touch()
    code, said = told(folder)
    assert code == 1
    assert "is no data folder of Hark's: it holds b, c, d and 1 more. If Hark's data is elsewhere" in said
    (folder / "vault_key").touch()
    code, said = told(folder)
    assert code == 1
    assert "holds Hark's keys and no database. If the data is on a server, set HARK_DATABASE_URL" in said


def test_a_database_that_is_away_is_wrong(hark: Hark) -> None:
    done = hark("doctor", HARK_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "does not answer" in done.stdout


def test_a_setting_that_makes_no_sense_is_named(hark: Hark) -> None:
    done = hark("doctor", HARK_DATABASE_URL="mysql://root@localhost/hark")
    assert done.returncode == 1
    assert "HARK_DATABASE_URL" in done.stdout
