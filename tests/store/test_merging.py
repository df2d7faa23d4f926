"""Whatever hangs on a case moves with it: no table is forgotten when one is added."""

import pytest

from hark.store import merging
from hark.store.models import Case
from hark.store.queries import query

# Rows that say where somebody is now; they end by themselves and stay with the case they name.
FLEETING = {"store_presence", "store_sendlock"}
# A merge names cases by its own columns.
OWN = {"store_case", "store_merge"}


def hanging() -> set[str]:
    """Tables with a column `case_id` or a reference to a case."""
    found = {relation.related_model._meta.db_table for relation in Case._meta.related_objects}
    return found - FLEETING - OWN


def test_a_merge_moves_every_table_that_hangs_on_a_case() -> None:
    assert set(merging.TABLES) == hanging()


@pytest.mark.parametrize("table", sorted(hanging()))
def test_cases_that_turn_out_to_be_one_keep_every_table(table: str) -> None:
    statements = " ".join(
        query(f"join_{part}") for part in ("participant", "note", "event", "outbox", "draft")
    )
    assert table in statements


@pytest.mark.parametrize("table", sorted(FLEETING))
def test_what_is_fleeting_goes_with_the_case_that_goes(table: str) -> None:
    assert f"delete from {table}" in query("drop_case")
