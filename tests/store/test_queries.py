"""Hot SQL is found by name, and every statement is one PostgreSQL accepts."""

import re

import pytest
from django.db import connection

from hark.accounts.models import User
from hark.store import bulk
from hark.store.queries import _QUERIES, query


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        query("no_such_query")


def test_a_query_comes_with_what_it_shares_and_leaves_a_scope_to_its_caller() -> None:
    assert query("guard_facts").count(query("short_names")) == 2
    assert "{scope}" in query("inbound_posts")


# The seed of the benchmark reads a table of its own, which another of its queries makes.
COPIES = "n int, customers int, days int, ago interval, base bigint, account bigint, name text"


def whole(name: str) -> str:
    """The query; its scope may be any table of post ids."""
    return re.sub(r"create temporary table \w+ as\n", "", query(name).replace("{scope}", "store_post"))


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["", "Lena", " "])
@pytest.mark.parametrize("username", ["lena", "LENA"])
def test_a_short_name_is_the_same_in_queries(first: str, username: str) -> None:
    person = User.objects.create(username=username, first_name=first)
    assert bulk.rows("short_names") == [(person.pk, person.short_name)]


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
