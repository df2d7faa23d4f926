"""Moving what hangs on one case to another, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg import sql

# Every table that hangs on a case, and the columns in which the other case may already hold the same thing.
TABLES: Mapping[str, tuple[str, ...]] = {
    "store_participant": ("author_id",),
    "store_note": (),
    "store_event": (),
    "store_outbox": (),
    "store_picture": (),
    "store_removal": (),
    "store_hiding": (),
    "store_draft": ("writer_id", "lane"),
    "store_prepared": (),
    "store_casetag": ("name",),
    "store_reminder": (),
    "store_notification": (),
    "store_ticketlink": ("system", "number"),
    "store_goodwill": (),
    "store_correction": (),
}


def move_all(lost: int, kept: int) -> dict[str, list[int]]:
    """Hand over every row the other case does not already have. Returns the rows moved, by table."""
    moved = {table: _move_new(table, same, lost, kept) for table, same in TABLES.items()}
    return {table: ids for table, ids in moved.items() if ids}


def move_back(moved: Mapping[str, Sequence[int]], kept: int, lost: int) -> None:
    """Return the rows of `move_all` that are still there. Raises KeyError for a table that is none of ours."""
    for table, ids in moved.items():
        if table not in TABLES:
            raise KeyError(table)
        statement = sql.SQL("update {} set case_id = %s where case_id = %s and id = any(%s)")
        _run(statement.format(sql.Identifier(table)), [lost, kept, list(ids)])


def _move_new(table: str, same: Sequence[str], lost: int, kept: int) -> list[int]:
    name = sql.Identifier(table)
    there: sql.Composable = sql.SQL("")
    if same:
        equal = sql.SQL(" and ").join(
            sql.SQL("k.{0} = t.{0}").format(sql.Identifier(column)) for column in same
        )
        there = sql.SQL(" and not exists (select 1 from {} k where k.case_id = {} and {})").format(
            name, sql.Literal(kept), equal
        )
    statement = sql.SQL("update {} t set case_id = %s where t.case_id = %s{} returning t.id").format(
        name, there
    )
    return [row[0] for row in _run(statement, [kept, lost], answer=True)]


def _run(statement: sql.Composed, values: list[Any], *, answer: bool = False) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if answer else []
