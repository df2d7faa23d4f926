"""Hot SQL by name: `sql/*.sql` holds queries headed `-- name: what`, this hands them out."""

import re
from pathlib import Path

_HEAD = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)


def _load() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / "sql").glob("*.sql")):
        parts = _HEAD.split(path.read_text())
        for name, text in zip(parts[1::2], parts[2::2], strict=True):
            if name in found:
                raise ValueError(f"{path.name}: the query {name} is there twice")
            found[name] = text.strip()
    return found


_QUERIES = _load()


def query(name: str) -> str:
    """The text of a named query. Raises KeyError for a name no file has."""
    return _QUERIES[name]
