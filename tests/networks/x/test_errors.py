"""X's refusals: reason, permanence and what is known of the fate, exactly as reliability.md 6.3."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.networks.http import Answer
from hark.networks.port import NetworkError
from hark.networks.x.errors import parse, problem_of, refusal, retry_after

DATE = "Sat, 21 Nov 2026 12:00:00 GMT"
NOON = 1_795_262_400


def answer(status: int, document: object = None, **headers: str) -> Answer:
    named = {"date": DATE} | {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, named, b"" if document is None else json.dumps(document).encode())


def problem(
    kind: str = "about:blank", title: str = "", detail: str = "", **extra: object
) -> dict[str, object]:
    return {"type": kind, "title": title, "detail": detail, **extra}


X = "https://api.x.com/2/problems/"
OLD = "https://api.twitter.com/2/problems/"
SUMMONED_MAY = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged."
)
SUMMONED_JULY = "You can only reply to or quote posts where you are mentioned or are the author."
DUPLICATE = "You are not allowed to create a Tweet with duplicate content."


@pytest.mark.parametrize(
    ("status", "document", "reason", "permanent", "processed"),
    [
        (400, problem(X + "invalid-request", "Invalid Request"), "bad_request", True, False),
        (401, problem(title="Unauthorized", detail="Unauthorized"), "unauthorized", True, False),
        (402, problem(X + "credits-depleted", detail="credits depleted"), "credits_depleted", True, False),
        (402, problem(X + "credits", "CreditsDepleted"), "credits_depleted", True, False),
        (402, {"message": "pay the proxy"}, "payment_required", True, None),
        (403, problem(title="Forbidden", detail=SUMMONED_MAY), "not_summoned", True, False),
        (403, problem(title="Forbidden", detail=SUMMONED_JULY), "not_summoned", True, False),
        (403, problem(title="Forbidden", detail=DUPLICATE), "duplicate", True, False),
        (403, problem(OLD + "client-forbidden", "Client Forbidden"), "not_on_plan", True, False),
        (403, problem(X + "client-forbidden", "Client Forbidden"), "not_on_plan", True, False),
        (
            403,
            problem(title="Forbidden", detail="You have been blocked by the author."),
            "blocked",
            True,
            False,
        ),
        (404, problem(X + "resource-not-found", "Not Found Error"), "not_found", True, False),
        (409, problem(title="ConnectionException"), "conflict", True, None),
        (422, problem(), "unexpected_answer", True, None),
        (429, problem(title="Too Many Requests"), "rate_limited", False, False),
        (429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, "rate_limited", False, False),
        (429, problem(X + "usage-capped", "UsageCapExceeded"), "usage_capped", False, False),
        (
            429,
            problem(X + "streaming-connection", "ConnectionException", connection_issue="TooManyConnections"),
            "too_many_connections",
            False,
            False,
        ),
        (500, problem(title="Internal"), "server_error", False, None),
        (502, None, "server_error", False, None),
        (503, problem(), "server_error", False, None),
        (504, None, "server_error", False, None),
        (302, None, "unexpected_answer", False, None),
    ],
)
def test_a_refusal_says_what_follows_from_it(
    status: int, document: object, reason: str, permanent: bool, processed: bool | None
) -> None:
    error = refusal("POST /2/tweets", answer(status, document))
    assert (error.reason, error.permanent, error.processed) == (reason, permanent, processed)
    assert error.status == status


def test_problems_are_found_in_every_shape() -> None:
    inner = {
        "errors": [{"message": "text is missing", "parameters": {}}],
        "title": "Invalid Request",
        "detail": "bad",
    }
    assert problem_of(inner).words == "Invalid Request: bad text is missing"
    assert problem_of({"errors": [{"title": "T", "detail": "d", "type": X + "rule-cap"}]}).kind == "rule-cap"
    assert problem_of({"error": "invalid_request", "error_description": "no"}).detail == "no"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["errors", "title", "detail", "type", "code", "message"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    ),
    st.sampled_from([400, 402, 403, 404, 429, 500, 418]),
)
def test_no_document_breaks_the_reader(document: object, status: int) -> None:
    error = refusal("GET /", answer(status, document))
    assert error.reason and str(error)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x_rate_limit_reset": str(NOON + 60)}, 60.0),
        ({"x_rate_limit_reset": str(NOON - 60)}, 1.0),
        ({"x_rate_limit_reset": str(NOON + 10**8)}, 86_400.0),
        ({"x_rate_limit_reset": "soon"}, None),
        ({"x_rate_limit_reset": "9" * 40}, None),
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "9999999"}, 86_400.0),
        ({}, None),
    ],
)
def test_waiting_times_are_read_against_xs_clock_and_cut(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(answer(429, None, **headers).headers) == seconds


def test_a_reset_without_xs_clock_tells_nothing() -> None:
    assert retry_after({"x-rate-limit-reset": str(NOON)}) is None
    assert retry_after({"x-rate-limit-reset": str(NOON), "date": "yesterday"}) is None


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_an_unreadable_success_is_ambiguous(body: bytes) -> None:
    with pytest.raises(NetworkError) as caught:
        parse("POST /2/tweets", Answer(201, {}, body))
    assert (caught.value.reason, caught.value.processed, caught.value.permanent) == ("garbage", None, False)
