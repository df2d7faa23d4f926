"""The administrator, and what the browser of one gets."""

import pytest
from django.test import Client
from tests.factories import person

from hark.accounts.models import Role, User
from hark.store.models import (
    Account,
)


@pytest.fixture
def admin(care: Account) -> User:
    return person("admin", care.brand, role=Role.ADMINISTRATOR)


@pytest.fixture
def page(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client
