"""Rate windows, headers, prices and what happens when the money is gone."""

from typing import Any

import pytest

BRAND = "NorthlineRail"


def test_headers_count_down_and_the_window_opens_again(desk: Any) -> None:
    first = desk.raw("GET", "/2/users/me", BRAND).headers
    assert (first["x-rate-limit-limit"], first["x-rate-limit-remaining"]) == ("75", "74")
    for _ in range(74):
        assert desk.raw("GET", "/2/users/me", BRAND).status_code == 200
    refused = desk.raw("GET", "/2/users/me", BRAND)
    assert refused.status_code == 429 and refused.headers["x-rate-limit-remaining"] == "0"
    assert refused.json()["title"] == "Too Many Requests"
    assert desk.raw("GET", "/2/users/me", "amira_k").status_code == 200
    desk("POST", "/sandbox/clock", json={"advance": 901})
    assert desk.raw("GET", "/2/users/me", BRAND).headers["x-rate-limit-remaining"] == "74"


def test_app_and_user_have_windows_of_their_own(desk: Any) -> None:
    path = f"/2/users/{desk.id(BRAND)}/mentions"
    assert desk.raw("GET", path).headers["x-rate-limit-limit"] == "450"
    assert desk.raw("GET", path, BRAND).headers["x-rate-limit-limit"] == "300"
    sent = desk.raw(
        "POST", f"/2/dm_conversations/with/{desk.id(BRAND)}/messages", "carla_v", json={"text": "a"}
    )
    assert sent.headers["x-rate-limit-limit"] == "15"


def test_the_day_has_a_limit_too(desk: Any) -> None:
    desk("POST", "/sandbox/settings", json={"limit_factor": 0.001, "limit_shape": "code"})
    for number in range(10):
        status = desk.raw("POST", "/2/tweets", "amira_k", json={"text": f"note {number}"}).status_code
        desk("POST", "/sandbox/clock", json={"advance": 901})
        assert status == 201
    refused = desk("POST", "/2/tweets", "amira_k", 429, json={"text": "too much"})
    assert refused["errors"][0]["code"] == 88


def test_reads_are_paid_once_a_day_and_owned_ones_are_cheap(desk: Any) -> None:
    def spent() -> float:
        return float(desk("GET", "/sandbox/settings")["data"]["spent"])

    path = f"/2/users/{desk.id(BRAND)}/mentions"
    count = desk("GET", path)["meta"]["result_count"]
    assert spent() == pytest.approx(count * 0.005)
    desk("GET", path)
    assert spent() == pytest.approx(count * 0.005)
    desk("GET", path, BRAND)
    assert spent() == pytest.approx(count * 0.006)
    desk("POST", "/sandbox/clock", json={"advance": 86400})
    later = desk("GET", path, BRAND)["meta"]["result_count"]
    assert spent() == pytest.approx(count * 0.006 + later * 0.001)
    usage = desk("GET", "/2/usage/tweets")["data"]
    assert (
        int(usage["project_usage"]) == 2 * count + later and len(usage["daily_project_usage"]["usage"]) == 2
    )


@pytest.mark.parametrize(
    ("shape", "title"), [("depleted", "Payment Required"), ("account", "CreditsDepleted")]
)
def test_out_of_credits(desk: Any, shape: str, title: str) -> None:
    desk("POST", "/sandbox/settings", json={"credits": 0, "credit_shape": shape})
    assert desk("GET", "/2/tweets/1", status=402)["title"] == title


def test_the_monthly_cap(desk: Any) -> None:
    desk("POST", "/sandbox/settings", json={"cap": 1})
    desk("GET", f"/2/users/{desk.id(BRAND)}/mentions")
    assert desk("GET", "/2/tweets/1", status=429)["title"] == "UsageCapExceeded"
