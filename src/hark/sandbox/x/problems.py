"""X's ways of saying no: RFC 7807-like problems at the top level or in a list of errors.

Wordings and types are those of networks.md section 2.3. A handler raises `Problem`; the pipeline answers.
"""

from typing import Any

TYPES = "https://api.x.com/2/problems/"


class Problem(Exception):
    """An answer other than the one asked for."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body.get('title', '')}")
        self.status = status
        self.body = body


class Invalid(Problem):
    """400: one parameter is wrong."""

    def __init__(self, parameter: str, value: str, message: str) -> None:
        super().__init__(400, invalid_request([(parameter, value, message)]))


def problem(status: int, kind: str, title: str, detail: str, **more: Any) -> Problem:
    """A top-level problem document of one of X's types."""
    body = {"title": title, "detail": detail, "type": TYPES + kind, "status": status, **more}
    return Problem(status, body)


def invalid_request(errors: list[tuple[str, str, str]]) -> dict[str, Any]:
    """X's body for a bad request: one error for each (parameter, value, message)."""
    return {
        "errors": [
            {
                "parameters": {name: [value]},
                "message": message,
                "title": "Invalid Request",
                "detail": message,
                "type": TYPES + "invalid-request",
            }
            for name, value, message in errors
        ],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": TYPES + "invalid-request",
    }


def unauthorized() -> Problem:
    body = {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}
    return Problem(401, body)


def forbidden(detail: str) -> Problem:
    """403 as X answers when the request is understood and refused."""
    body = {"detail": detail, "type": "about:blank", "title": "Forbidden", "status": 403}
    return Problem(403, body)


def not_on_plan() -> Problem:
    """403 for an endpoint that left the self-serve tiers (likes, follows, quotes: 2026-04-20)."""
    return problem(
        403,
        "client-forbidden",
        "Client Forbidden",
        "Your client app is not configured with the appropriate access level for this endpoint.",
        reason="client-not-enrolled",
        required_enrollment="Enterprise",
        registration_url="https://docs.x.com/x-api/getting-started/about-x-api",
    )


def wrong_auth(found: str, accepted: list[str]) -> Problem:
    """403: the token is good but of the wrong kind for this endpoint."""
    names = ", ".join(accepted)
    return problem(
        403,
        "unsupported-authentication",
        "Unsupported Authentication",
        f"Authenticating with {found} is forbidden for this endpoint.  "
        f"Supported authentication types are [{names}].",
    )


def not_found(resource: str, parameter: str, value: str) -> dict[str, Any]:
    """An entry of `errors`: the resource does not exist (or never did)."""
    return {
        "value": value,
        "detail": f"Could not find {resource} with {parameter}: [{value}].",
        "title": "Not Found Error",
        "resource_type": resource,
        "parameter": parameter,
        "resource_id": value,
        "type": TYPES + "resource-not-found",
    }


def not_allowed(resource: str, parameter: str, value: str) -> dict[str, Any]:
    """An entry of `errors`: the resource exists and is not for this reader (protected, suspended)."""
    return {
        "value": value,
        "detail": f"Sorry, you are not authorized to see the {resource} with {parameter}: [{value}].",
        "title": "Authorization Error",
        "resource_type": resource,
        "parameter": parameter,
        "resource_id": value,
        "section": "data",
        "type": TYPES + "not-authorized-for-resource",
    }
