"""The demo's stage is one demo's."""

import pytest
from django.db import connection

from hark.bootstrap.demo import NotADemo, take_the_stage

pytestmark = pytest.mark.django_db


def test_a_second_demo_is_kept_off_the_stage_until_the_first_has_left() -> None:
    given = connection.get_connection_params()
    address = "postgresql:///?" + "&".join(
        f"{name}={given[name]}" for name in ("host", "port", "dbname", "user") if given.get(name)
    )
    with take_the_stage(address), pytest.raises(NotADemo, match="A demo is running in this data folder"):
        take_the_stage(address)
    take_the_stage(address).close()
