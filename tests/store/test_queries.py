"""Hot SQL is found by name, and every statement is one PostgreSQL accepts."""

import re

import pytest
from django.db import connection

from hark.store.queries import _QUERIES, query


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        query("no_such_query")


# The seed of the benchmark reads a table of its own, which another of its queries makes.
COPIES = "n int, customers int, days int, ago interval, base bigint, account bigint, name text"


def whole(name: str) -> str:
    """The query with the parts it names in braces; a scope may be any table of post ids."""
    if name == "scope":
        return "store_post"
    text = re.sub(r"\{(\w+)\}", lambda part: whole(part.group(1)), query(name))
    return re.sub(r"create temporary table \w+ as\n", "", text)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(_QUERIES))
def test_every_query_is_valid_sql(name: str) -> None:
    numbers: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        return f"${numbers.setdefault(match.group(1), len(numbers) + 1)}"

    text = re.sub(r"%\((\w+)\)[sb]", number, whole(name))
    with connection.cursor() as cursor:
        cursor.execute(f"create temporary table bench_copies ({COPIES})")
        cursor.execute(f"prepare checked as {text.replace('%%', '%')}")
        cursor.execute("deallocate checked")
