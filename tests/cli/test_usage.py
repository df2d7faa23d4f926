"""What a person can do wrong on the command line is one sentence and exit code 2; so is Ctrl-C while it starts."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.conftest import Hark


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--nope"], "No such option '--nope'. `hark --help` says more."),
        (["nope"], "No such command 'nope'. `hark --help` says more."),
        (["replay"], "Missing argument 'PATH'. `hark replay --help` says more."),
        (["replay", "x"], "Missing option '--format'. Choose from: twcs, airlines-2019, x-jsonl."),
        (["up", "--port", "70000"], "Invalid value for '--port': 70000 is not in the range 1<=x<=65535."),
        (["up", "--host", "nowhere.invalid"], "Port 8000 on nowhere.invalid cannot be used"),
        (["costs", "--data-dir", ""], "Invalid value for '--data-dir': is empty."),
    ],
)
def test_wrong_arguments_are_one_line(hark: Hark, arguments: list[str], said: str) -> None:
    done = hark(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"hark: {said}")
    assert done.stderr.count("\n") == 1


# What a shell starts in the background, as a check may be, ignores Ctrl-C, and so does all that it starts.
AT_A_TERMINAL = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from hark.cli import main
main(sys.argv[1:])
"""


# Ctrl-C at the first thing that is imported of the libraries.
WHILE_IT_LOADS = """
import sys
class Stopped:
    def find_spec(self, name, *_):
        if name == "click":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stopped())
from hark.__main__ import main
main()
"""


def test_an_interruption_while_the_command_loads_is_one_line() -> None:
    done = subprocess.run([sys.executable, "-c", WHILE_IT_LOADS], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "hark: Interrupted.\n")


def test_an_interrupted_first_start_says_so_and_the_next_one_works(hark: Hark, home: Path) -> None:
    env = {key: value for key, value in os.environ.items() if not key.startswith("HARK_")}
    process = subprocess.Popen(
        [sys.executable, "-c", AT_A_TERMINAL, "costs", "--data-dir", str(home)],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    for _ in range(600):
        if (home / "postgres" / "PG_VERSION").exists():
            break
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "hark: Interrupted.\n")
    assert hark("costs").returncode == 0
