"""A desk with two agents, a supervisor and a stranger, for the tests of what is put on cases."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests import factories
from tests.factories import hear, post

from hark.accounts.models import Role, User
from hark.store.models import (
    Account,
    Case,
)

pytestmark = pytest.mark.django_db

TOMORROW = datetime.now(UTC) + timedelta(days=1)


class Desk:
    """A brand with two agents and a supervisor, a stranger to it, and two cases of one customer."""

    def __init__(self, client: Callable[[User], Client]) -> None:
        self.account: Account = factories.brand()
        other = factories.brand("Plover", "PloverCare", "9002")
        self.lena = factories.person("lena", self.account.brand)
        self.tomas = factories.person("tomas", self.account.brand)
        self.ruth = factories.person("ruth", self.account.brand, role=Role.SUPERVISOR)
        self.stranger = factories.person("sam", other.brand)
        hear(
            post("ana", "@CurlewCare my phone is dead", tags=[self.account]),
            post("ana", "@CurlewCare and my line too", tags=[self.account], minutes=2),
            post("bo", "@CurlewCare no signal here", tags=[self.account], minutes=3),
        )
        self.case, self.second = Case.objects.filter(author__handle="ana").order_by("first_inbound_at")
        self.others = Case.objects.get(author__handle="bo")
        self.client = client

    def act(
        self, method: str, what: str, data: Any = None, who: User | None = None, case: Case | None = None
    ) -> HttpResponse:
        caller = getattr(self.client(who or self.lena), method)
        address = f"/cases/{(case or self.case).pk}/{what}"
        return caller(address, data or {}, headers={"HX-Request": "true"})  # type: ignore[no-any-return]

    def page(self, who: User | None = None, case: Case | None = None) -> str:
        return text(self.client(who or self.lena).get(f"/cases/{(case or self.case).pk}"))  # type: ignore[arg-type]


def new_desk() -> Desk:
    """The desk with everybody able to sign in."""

    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return Desk(signed_in)


def text(response: HttpResponse) -> str:
    return response.content.decode()
