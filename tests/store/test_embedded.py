"""The embedded database: starts by itself, is shared, survives being killed, and is told from a broken one."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from hark.store import embedded

# What a shell starts in the background, as a check may be, ignores Ctrl-C, and so does all that it starts.
START = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from pathlib import Path
from hark.store import embedded
url = embedded.start(Path(sys.argv[1]))
print(url, flush=True)
"""
STAY = "import time\ntime.sleep(60)"
READ = "import psycopg\nprint(psycopg.connect(url).execute('select n from kept').fetchone()[0])"


def run(home: Path, then: str = "") -> "subprocess.Popen[str]":
    """A Hark of its own that prints the database's URL and then does something."""
    command = [sys.executable, "-c", START + then, str(home)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def postmaster(home: Path) -> psutil.Process:
    return psutil.Process(int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0]))


def gone(process: psutil.Process) -> bool:
    """Ended, or a zombie in a container whose first process reaps nobody."""
    for _ in range(100):
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.1)
    return False


def test_a_second_hark_joins_the_first_and_the_last_one_stops_the_server(home: Path) -> None:
    first = run(home, STAY)
    assert first.stdout is not None
    url = first.stdout.readline().strip()
    second = run(home)
    assert second.communicate(timeout=60)[0].strip() == url
    with psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    server = postmaster(home)
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=60)
    assert gone(server)


def test_a_killed_server_recovers_what_was_committed_and_a_killed_hark_is_forgotten(home: Path) -> None:
    first = run(home, STAY)
    assert first.stdout is not None
    url = first.stdout.readline().strip()
    with psycopg.connect(url) as connection:
        connection.execute("create table kept (n int)")
        connection.execute("insert into kept values (7)")
    first.kill()
    first.communicate()
    server = postmaster(home)
    for process in [server, *server.children(recursive=True)]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    assert gone(server)
    out, err = run(home, READ).communicate(timeout=120)
    assert out.split()[-1:] == ["7"], err
    for _ in range(50):
        if not (home / "postgres" / "postmaster.pid").exists():
            break
        time.sleep(0.1)
    assert not (home / "postgres" / "postmaster.pid").exists(), "the last to leave stops the server"


def test_a_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(embedded.DatabaseUnavailable, match="does not start"):
        embedded.start(blocked / "below")


def test_a_server_that_is_away_is_one_sentence() -> None:
    with pytest.raises(embedded.DatabaseUnavailable, match="does not answer"):
        embedded.check("postgresql://nobody@127.0.0.1:1/none")


def test_a_folder_of_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    folder.mkdir()
    (folder / "readme").write_text("mine")
    before = folder.stat()
    with pytest.raises(embedded.DatabaseUnavailable, match=r"holds readme and is no database of Hark's"):
        embedded.start(tmp_path)
    assert (folder.stat().st_uid, folder.stat().st_mode) == (before.st_uid, before.st_mode)
    assert [each.name for each in tmp_path.rglob("*")] == ["postgres", "readme"]


@pytest.mark.parametrize("version", ["15", "9.6", ""])
def test_the_database_of_another_postgresql_is_named(tmp_path: Path, version: str) -> None:
    folder = tmp_path / "postgres"
    folder.mkdir()
    (folder / "PG_VERSION").write_text(f"{version}\n")
    with pytest.raises(embedded.DatabaseUnavailable, match=f"PostgreSQL {version}, and this Hark brings 18"):
        embedded.start(tmp_path)


def test_the_version_it_brings_is_the_one_that_is_installed() -> None:
    server = embedded._library().postgres_server
    assert server.TARGET_POSTGRES_VERSION == embedded.EMBEDDED_VERSION


def test_half_a_database_of_a_first_start_that_was_cut_short_is_made_anew(home: Path) -> None:
    folder = home / "postgres"
    folder.mkdir(parents=True)
    (folder / "PG_VERSION").write_text("18\n")
    # That process began at another time: the number is somebody else's by now.
    (home / "postgres.making").write_text("1 0.0")
    out, err = run(home, "print('made')").communicate(timeout=120)
    assert out.split()[-1:] == ["made"], err
    assert (folder / "global" / "pg_control").exists()
    assert not (home / "postgres.making").exists()


def test_an_address_nobody_can_read_is_not_repeated() -> None:
    with pytest.raises(embedded.DatabaseUnavailable, match="HARK_DATABASE_URL is no address") as refusal:
        embedded.check("postgresql://hark:secret@[/hark")
    assert "secret" not in str(refusal.value)
