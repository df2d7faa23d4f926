"""A program with a key, for the tests of the API."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.factories import hear, post

from hark.accounts.models import User
from hark.actions import tokens
from hark.store.models import Account, Case

NOW = datetime.now(UTC)


class Api:
    """A program with a key."""

    def __init__(self, user: User) -> None:
        self.secret = tokens.issue("test", by=user, now=NOW)[1]
        self.client = Client(enforce_csrf_checks=True)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        kind = "image/png" if isinstance(body, bytes) else "application/json"
        data = body if isinstance(body, bytes) else json.dumps(body) if body is not None else ""
        given = {"Authorization": f"Bearer {self.secret}", **headers}
        return self.client.generic(method, f"/api/{path}", data, kind, headers=given)


@pytest.fixture
def api(ana: User) -> Api:
    return Api(ana)


def ask(care: Account, name: str = "kim", text: str = "my line is dead", **given: Any) -> Case:
    """A customer asks in public. Returns their case."""
    hear(post(name, f"@{care.handle} {text}", tags=[care], **given))
    return Case.objects.filter(author__handle=name).latest("pk")
