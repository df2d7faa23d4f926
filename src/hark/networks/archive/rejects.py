"""The rejects file: what was no post, kept so that nothing heard is lost."""

import json
from typing import TextIO

from hark.networks.port import Rejected


def write_rejects(file: TextIO, rejected: Rejected) -> None:
    """Append one JSON line `{"line": int, "reason": str, "raw": str}`. Open the file as UTF-8."""
    row = {"line": rejected.line, "reason": rejected.reason, "raw": rejected.raw}
    text = json.dumps(row, ensure_ascii=False)
    file.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
