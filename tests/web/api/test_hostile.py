"""Whatever a body or a query holds, nothing is a fault of ours."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.factories import person
from tests.web.api.conftest import Api
from tests.web.api.test_api import BODIES, ONE, ask

from hark.accounts.models import Role
from hark.store.models import Account, Brand
from hark.web.api.door import Route
from hark.web.api.openapi import address, document
from hark.web.api.routes import ROUTES

pytestmark = pytest.mark.django_db
HOSTILE: tuple[Any, ...] = (
    None, 0, 2**63 - 1, 10**30, 1e308, "", "a\0b", "\ud800", "x" * 30_000, [None], [2**62], {"a": 1},
    "9999-12-31T23:59:59-12:00", "--x'\"%s{x}",
)  # fmt: skip


def fields_of(route: Route) -> list[str]:
    return list(getattr(route.takes, "__struct_fields__", ()))


@pytest.fixture
def root(care: Account) -> Api:
    return Api(person("root", care.brand, role=Role.ADMINISTRATOR))


@pytest.mark.slow
def test_no_value_of_any_field_is_a_fault_of_ours(care: Account, root: Api) -> None:
    places = {**ONE, "case": ask(care).pk, "post": 1}
    for route in ROUTES:
        row = care.brand_id if route.path.startswith("settings") else ONE["row"]
        path = address(route).removeprefix("/api/").format_map({**places, "row": row})
        for name in fields_of(route):
            for value in HOSTILE:
                body = {**BODIES.get(route.name, {}), name: value}
                said = root(route.method, path, body, **{"Idempotency-Key": "h"})
                assert said.status_code < 500, (route.name, name, value)
    assert Brand.objects.filter(pk=care.brand_id).exists()


def test_no_query_is_a_fault_of_ours(care: Account, root: Api) -> None:
    case = ask(care).pk
    for route in ROUTES:
        path = address(route).removeprefix("/api/").format_map({**ONE, "case": case})
        for param in route.query:
            for value in (
                "",
                "%00",
                "%ff",
                "x",
                "-1",
                "0",
                "9" * 18,
                "9" * 40,
                "a" * 5_000,
                "2020-01-01",
                "%F0%9F",
            ):
                said = root(route.method, f"{path}?{param.name}={value}", BODIES.get(route.name))
                assert said.status_code < 500, (route.name, param.name, value)


@pytest.mark.slow
def test_no_json_is_a_fault_of_ours(care: Account, root: Api) -> None:
    case, key = ask(care).pk, {"Authorization": f"Bearer {root.secret}", "Idempotency-Key": "h"}
    for route in (route for route in ROUTES if route.takes not in (None, bytes)):
        path = address(route).format_map({**ONE, "case": case})
        for body in (
            b"",
            b"null",
            b"[]",
            b'"x"',
            b"1",
            b"{",
            b"\xff",
            b"[" * 5_000,
            b'{"a": 1, "a": 2}',
            b"\xef\xbb\xbf{}",
        ):
            said = Client().generic(route.method, path, body, "application/json", headers=key)
            assert 400 <= said.status_code < 500 or (route.method == "PATCH" and body == b"{}"), (
                route.name,
                body,
            )


def test_every_summary_and_every_field_of_a_setting_is_told_in_the_document() -> None:
    told = document()
    assert all(way["summary"] for ways in told["paths"].values() for way in ways.values())
    macro = told["components"]["schemas"]["MacrosSettingsIn"]["properties"]
    assert macro["name"]["description"] == "Name."
    assert macro["lane"]["enum"] == ["", "private", "public"]
    assert "password" not in told["components"]["schemas"]["PeopleSettingsOut"]["properties"]
    assert json.loads(json.dumps(told)) == told
