"""Which Hark a database belongs to."""

import pytest
from django.db import connection

from hark.store import schema

pytestmark = pytest.mark.django_db


def test_a_database_of_this_hark_is_not_newer() -> None:
    assert schema.newer_than_ours() == ""


def test_a_migration_of_a_later_number_tells_of_a_newer_hark() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into django_migrations (app, name, applied) values ('store', '9000_teleport', now())"
        )
    assert schema.newer_than_ours() == "store.9000_teleport"
