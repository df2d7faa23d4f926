"""Where broken rows are parked: a file that is nobody else's, opened before anything is made."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from hark.cli.common import Stop


@contextlib.contextmanager
def rejects_file(path: Path | None) -> Iterator[TextIO | None]:
    """The file, empty and open for writing; None when none was asked for.

    Raises Stop when something else is there (the archive itself, perhaps), OSError when it cannot be written.
    """
    if path is None:
        yield None
        return
    if path.is_file() and not _holds_rejects(path):
        raise Stop(f"{path} exists and holds something else than rejects: name another file with --rejects.")
    with path.open("w", encoding="utf-8") as file:
        yield file


def _holds_rejects(path: Path) -> bool:
    with path.open("rb") as file:
        first = file.readline(1 << 23)
    if not first:
        return True
    try:
        row = json.loads(first)
    except ValueError:
        return False
    return isinstance(row, dict) and row.keys() == {"line", "reason", "raw"}
