"""/2/tweets/search/stream/rules: list, add, delete, try out, count."""

from typing import Any

from hark.sandbox.x.call import Call
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.operators import RuleError
from hark.sandbox.x.problems import TYPES, Invalid, Problem
from hark.sandbox.x.rulebook import COUNT, Rule, make
from hark.sandbox.x.shapes import ChangeRules
from hark.sandbox.x.times import iso_ms
from hark.sandbox.x.users import READ

APP = frozenset({"app"})
Json = dict[str, Any]


def listed(call: Call) -> Response:
    rules = call.box.rules.of(call.known.app)
    wanted = call.ids("ids", 1000) if call.query.get("ids") else list(rules)
    data = [rules[one].json() for one in wanted if one in rules]
    body: Json = {"data": data} if data else {}
    body["meta"] = {"sent": iso_ms(call.now), "result_count": len(data)}
    return Response(body)


def changed(call: Call) -> Response:
    """Add or delete rules; with dry_run only say what would happen."""
    body = call.request.json(ChangeRules)
    dry = call.query.get("dry_run", "").lower() == "true"
    if call.query.get("delete_all", "").lower() == "true":
        return _delete(call, list(call.box.rules.of(call.known.app)), dry)
    add, delete = body.get("add"), body.get("delete")
    if (add is None) == (delete is None):
        raise Invalid("body", "", "The request body must hold exactly one of `add` and `delete`")
    if add is not None:
        return _add(call, add, dry)
    if not isinstance(delete, dict):
        raise Invalid("delete", "", "`delete` must be an object with `ids` or `values`")
    return _delete(call, _named(call, delete), dry)


def _named(call: Call, delete: Json) -> list[str]:
    rules = call.box.rules.of(call.known.app)
    values = {str(one) for one in delete.get("values") or ()}
    found = [rule.id for rule in rules.values() if rule.value in values]
    return [str(one) for one in delete.get("ids") or ()] + found


def _add(call: Call, add: Any, dry: bool) -> Response:
    if not isinstance(add, list) or not add:
        raise Invalid("add", "", "`add` must be a list of rules")
    app = call.known.app
    made: list[Rule] = []
    errors: list[Json] = []
    for one in add:
        outcome = _one(call, one, made)
        if isinstance(outcome, Rule):
            made.append(outcome)
        else:
            errors.append(outcome)
    if len(call.box.rules.of(app)) + len(made) > COUNT[app.plan]:
        raise _cap(COUNT[app.plan])
    if not dry:
        call.box.rules.of(app).update((rule.id, rule) for rule in made)
    return _added(call, made, errors)


def _one(call: Call, one: Any, made: list[Rule]) -> Rule | Json:
    value = one.get("value") if isinstance(one, dict) else None
    if not isinstance(value, str):
        raise Invalid("add", str(one), "each rule must be an object with a `value`")
    app = call.known.app
    twin = call.box.rules.twin(app, value) or next((rule for rule in made if rule.value == value), None)
    if twin is not None:
        kind = TYPES + "duplicate-rules"
        return {"value": value, "id": twin.id, "title": "DuplicateRule", "type": kind}
    try:
        return make(str(call.box.network.new_id()), value, str(one.get("tag") or ""), app.plan)
    except RuleError as error:
        kind = TYPES + "invalid-rules"
        return {"value": value, "details": [str(error)], "title": "UnprocessableEntity", "type": kind}


def _added(call: Call, made: list[Rule], errors: list[Json]) -> Response:
    """201 when something was added, 200 when all of it was there already, 400 when nothing was valid."""
    bad = sum(error["title"] == "UnprocessableEntity" for error in errors)
    summary = {"created": len(made), "not_created": len(errors)}
    summary |= {"valid": len(made) + len(errors) - bad, "invalid": bad}
    body: Json = {"meta": {"sent": iso_ms(call.now), "summary": summary}}
    if made:
        body["data"] = [rule.json() for rule in made]
    if errors:
        body["errors"] = errors
    status = 201 if made else (400 if bad else 200)
    return Response(body, status)


def _delete(call: Call, ids: list[str], dry: bool) -> Response:
    rules = call.box.rules.of(call.known.app)
    found = [one for one in ids if one in rules]
    errors = [
        {
            "errors": [{"parameters": {"ids": [one]}, "message": "Rule does not exist"}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": TYPES + "invalid-request",
        }
        for one in ids
        if one not in rules
    ]
    if not dry:
        for one in found:
            rules.pop(one, None)
    summary = {"deleted": len(found), "not_deleted": len(errors)}
    body: Json = {"meta": {"sent": iso_ms(call.now), "summary": summary}}
    return Response(body | ({"errors": errors} if errors else {}))


def _cap(limit: int) -> Problem:
    body = {
        "title": "RulesCapExceeded",
        "detail": f"Rules must not exceed {limit}.",
        "type": TYPES + "rule-cap",
        "status": 400,
    }
    return Problem(400, body)


def counted(call: Call) -> Response:
    app = call.known.app
    count = len(call.box.rules.of(app))
    mine = {"client_app_id": app.id, "rule_count": count}
    data = {
        "cap_per_client_app": str(COUNT[app.plan]),
        "cap_per_project": str(COUNT[app.plan]),
        "client_app_rules_count": mine,
        "project_rules_count": str(count),
        "all_project_client_apps": [mine],
    }
    return Response({"data": data})


ROUTES = [
    Route("GET", "/2/tweets/search/stream/rules", listed, APP, READ, 450),
    Route("POST", "/2/tweets/search/stream/rules", changed, APP, READ, 100),
    Route("GET", "/2/tweets/search/stream/rules/counts", counted, APP, READ, 450),
]
