"""npm twitter-api-v2 does a round through the local X: rules, stream, mentions, search, post, reply, delete, DM.

Needs node and the package: set HARK_NODE_MODULES to a folder in which `npm install twitter-api-v2` was run.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hark.sandbox.x.thread import LocalX

SMOKE = Path(__file__).with_name("smoke.mjs")


def _modules() -> Path:
    folder = Path(os.environ.get("HARK_NODE_MODULES", Path(__file__).parents[3]))
    if shutil.which("node") is None:
        pytest.skip("node is not installed: twitter-api-v2 has not been tried")
    if not (folder / "node_modules" / "twitter-api-v2").is_dir():
        pytest.skip(
            "twitter-api-v2 is not installed: `npm install twitter-api-v2`, then set HARK_NODE_MODULES"
        )
    return folder


def test_it_makes_the_round(local: LocalX, card: dict[str, Any], tmp_path: Path) -> None:
    folder = _modules()
    path = tmp_path / "card.json"
    path.write_text(json.dumps(card))
    done = subprocess.run(["node", SMOKE, path, folder], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-3000:]
    out = json.loads(done.stdout.splitlines()[-1])
    assert out == {
        "me": card["users"][0]["username"],
        "found": card["users"][1]["id"],
        "heard": True,
        "searched": True,
        "read": True,
        "private": True,
        "streamed": "animal",
        "deleted": True,
        "refused": 403,
    }
