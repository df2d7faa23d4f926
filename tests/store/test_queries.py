"""Hot SQL is found by name, and every statement is one PostgreSQL accepts."""

import re

import pytest
from django.db import connection

from hark.store.queries import _QUERIES, query


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        query("no_such_query")


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(_QUERIES))
def test_every_query_is_valid_sql(name: str) -> None:
    numbers: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        return f"${numbers.setdefault(match.group(1), len(numbers) + 1)}"

    text = re.sub(r"%\((\w+)\)[sb]", number, query(name)).replace("{scope}", "store_post")
    with connection.cursor() as cursor:
        cursor.execute(f"prepare checked as {text.replace('%%', '%')}")
        cursor.execute("deallocate checked")
