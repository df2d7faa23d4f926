"""`hark doctor`: says what is wrong in one line and with its exit code."""

import json

from tests.cli.conftest import Hark


def test_before_anything_was_set_up_nothing_is_wrong(hark: Hark) -> None:
    done = hark("doctor", "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["ok"]) == (0, True)
    assert [finding["name"] for finding in report["findings"]] == ["version", "database"]


def test_a_database_that_is_away_is_wrong(hark: Hark) -> None:
    done = hark("doctor", HARK_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "does not answer" in done.stdout


def test_a_setting_that_makes_no_sense_is_named(hark: Hark) -> None:
    done = hark("doctor", HARK_DATABASE_URL="mysql://root@localhost/hark")
    assert done.returncode == 1
    assert "HARK_DATABASE_URL" in done.stdout
