"""Hot SQL by name: `sql/*.sql` holds queries headed `-- name: what`, this hands them out.

What several queries share is a query of its own, and stands in them as `({name}) alias`.
"""

import re
from functools import cache
from pathlib import Path

_PART = re.compile(r"\{(\w+)\}")
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


@cache
def query(name: str) -> str:
    """The text of a named query with its parts; a part no file has is left for the caller to fill in.

    Raises KeyError for a name no file has.
    """
    return _PART.sub(lambda part: query(part[1]) if part[1] in _QUERIES else part[0], _QUERIES[name])
