"""Which posts a figure counts: those of one run over an archive, whatever else the store holds."""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from django.db import connection

from hark.store import bulk
from hark.store.queries import query

_TABLE = "report_scope"


class Scope:
    """A temporary table of post ids that lives as long as the `with` block."""

    def __enter__(self) -> Self:
        with connection.cursor() as cursor:
            cursor.execute(f"create temporary table if not exists {_TABLE} (post_id text)")
            cursor.execute(f"truncate {_TABLE}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            with connection.cursor() as cursor:
                cursor.execute(f"drop table {_TABLE}")

    def add(self, post_ids: Sequence[str]) -> None:
        """Count these posts too."""
        bulk.copy(_TABLE, ["post_id"], [(post_id,) for post_id in post_ids])

    def seal(self) -> None:
        """Make it a set, with statistics for the planner. Call once, before the first figure."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"delete from {_TABLE} a using {_TABLE} b where a.ctid > b.ctid and a.post_id = b.post_id"
            )
            cursor.execute(f"create unique index on {_TABLE} (post_id)")
            cursor.execute(f"analyze {_TABLE}")

    def rows(self, name: str, **values: Any) -> list[tuple[Any, ...]]:
        """A named query of `reports.sql` over this scope."""
        with connection.cursor() as cursor:
            cursor.execute(query(name).replace("{scope}", _TABLE), values)
            return list(cursor.fetchall())
