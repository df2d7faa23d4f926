"""Running the real command, in a process of its own, as a person would."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Hark = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def hark(home: Path) -> Hark:
    """`hark(*arguments)` with an embedded database of its own."""

    def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        env = {key: value for key, value in os.environ.items() if not key.startswith("HARK_")}
        env |= {"HARK_DATA_DIR": str(home), "COLUMNS": "140", **environment}
        command = [sys.executable, "-m", "hark.cli", *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, env=env, timeout=180, stdin=subprocess.DEVNULL
        )

    return run
