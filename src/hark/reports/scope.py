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
        _execute("drop table if exists report_scope", "drop table if exists report_heap")
        _execute("create temporary table report_heap (post_id text)")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            _execute("drop table if exists report_scope", "drop table if exists report_heap")

    def add(self, post_ids: Sequence[str]) -> None:
        """Count these posts too."""
        bulk.copy("report_heap", ["post_id"], [(post_id,) for post_id in post_ids])

    def seal(self) -> None:
        """Make it a set, with statistics for the planner. Call once, before the first figure."""
        _execute(
            "create temporary table report_scope as select distinct post_id from report_heap",
            "create unique index on report_scope (post_id)",
            "analyze report_scope",
        )

    def rows(self, name: str, **values: Any) -> list[tuple[Any, ...]]:
        """A named query of `reports.sql` over this scope."""
        with connection.cursor() as cursor:
            cursor.execute(query(name).replace("{scope}", _TABLE), values)
            return list(cursor.fetchall())


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
