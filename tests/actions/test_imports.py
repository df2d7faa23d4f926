"""Every action can be the first one imported: no room of ours hangs together by the order of its imports."""

import subprocess
import sys
from pathlib import Path

import hark.actions

FOLDER = Path(hark.actions.__file__).parent
PROGRAM = """
import importlib, sys
from hark import bootstrap
bootstrap.set_up()
for name in sys.argv[1:]:
    for known in [one for one in sys.modules if one.startswith("hark.actions")]:
        del sys.modules[known]
    importlib.import_module(name)
"""


def test_any_module_may_come_first() -> None:
    names = sorted(f"hark.actions.{path.stem}" for path in FOLDER.glob("*.py") if path.stem != "__init__")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *names], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
