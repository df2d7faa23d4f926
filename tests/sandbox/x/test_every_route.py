"""Every route of the local X is driven, and every body it answers validates in xdk's models.

The routes come from the application's own table: one that is added without a drive fails the suite.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.sandbox.x.drives import drives
from tests.sandbox.x.receiver import Receiver
from tests.sandbox.x.routes import BRAND, ELSEWHERE, FIELDS, ROUTES, Made, old
from xdk import schemas

from hark.sandbox.x.http import Route


def address(route: Route, path: dict[str, str], query: str = "") -> str:
    filled = route.path
    for name, value in path.items():
        filled = filled.replace(f":{name}", value)
    assert ":" not in filled, f"{route.name} needs {filled}"
    return f"{filled}?{query}" if query else filled


@pytest.fixture(scope="module")
def made(module_desk: Any) -> Iterator[Made]:
    module_desk("POST", "/sandbox/settings", json={"plan": "enterprise", "limit_factor": 1000})
    receiver = Receiver(module_desk.x.card["webhook_secret"])
    yield Made(module_desk, receiver.url)
    receiver.close()


@pytest.fixture(scope="module")
def table(made: Made) -> dict[str, Any]:
    return drives(made)


def test_no_route_is_left_out(table: dict[str, Any]) -> None:
    assert set(ROUTES) == set(table) | set(ELSEWHERE)


@pytest.mark.parametrize("name", sorted(set(ROUTES) - set(ELSEWHERE)))
def test_what_it_answers_validates(name: str, made: Made, table: dict[str, Any]) -> None:
    route = ROUTES[name]
    _, first = table[name]()
    fields = FIELDS.get(first.fields, "")
    for wanted in dict.fromkeys(("", fields, old(fields))):
        path, drive = table[name]()
        query = "&".join(part for part in (drive.query, wanted) if part)
        more = drive.more | ({"json": drive.json} if drive.json is not None else {})
        body = made.front(route.method, address(route, path, query), drive.who, drive.status, **more)
        getattr(schemas, drive.model).model_validate(body)


@pytest.mark.parametrize("name", sorted(name for name, route in ROUTES.items() if route.auth))
def test_a_refusal_is_a_problem_xs_way(name: str, made: Made) -> None:
    """Nobody's token, and nonsense for ids: whatever the refusal, its shape is one that clients can read."""
    route = ROUTES[name]
    nonsense = {part[1:]: "not-an-id" for part in route.path.split("/") if part.startswith(":")}
    for headers in ({"authorization": "Bearer nobody"}, {}):
        answer = made.front.raw(route.method, address(route, nonsense), BRAND, headers=headers)
        if answer.status_code < 400:
            continue
        problem = answer.json()
        assert (
            answer.headers["content-type"].startswith("application/json")
            or "problem" in answer.headers["content-type"]
        )
        assert {"title", "type"} <= set(problem) or problem["errors"], problem
        assert problem.get("status", answer.status_code) == answer.status_code
