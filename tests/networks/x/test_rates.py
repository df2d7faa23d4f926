"""Request windows: headers, documents, lies, and the tenth kept for people."""

from datetime import datetime, timedelta

import pytest
from xwire import BRAND, NOW

from hark.domain.policy import EndpointLimit
from hark.domain.quota import Quota
from hark.networks.port import NetworkError
from hark.networks.x.endpoints import CREATE, MENTIONS, SEND_DM, STREAM
from hark.networks.x.meter import Call, Outcome
from hark.networks.x.rates import RateBudget, opens_at

MACHINE, PERSON = Call(MENTIONS, BRAND), Call(MENTIONS, BRAND, people=True)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def headers(limit: int, remaining: int, seconds: float = 900) -> dict[str, str]:
    return {
        "x-rate-limit-limit": str(limit),
        "x-rate-limit-remaining": str(remaining),
        "x-rate-limit-reset": str(int((NOW + timedelta(seconds=seconds)).timestamp())),
        "date": NOW.strftime("%a, %d %b %Y %H:%M:%S GMT"),
    }


def allowed(budget: RateBudget, call: Call, most: int = 2000) -> int:
    """How many calls go through before one is refused."""
    for count in range(most):
        try:
            budget.before(call)
        except NetworkError as error:
            assert error.reason == "rate_budget" and error.processed is False and not error.permanent
            return count
    return most


def test_the_documented_limit_holds_before_any_header_was_seen() -> None:
    budget = RateBudget(Clock())
    assert allowed(budget, MACHINE) == 270  # 300 less the tenth
    assert allowed(budget, PERSON) == 30


def test_headers_tell_what_is_left() -> None:
    budget = RateBudget(Clock())
    budget.after(MACHINE, Outcome(200, headers=headers(100, 20)))
    assert allowed(budget, MACHINE) == 10
    assert allowed(budget, PERSON) == 10


def test_an_endpoint_without_a_documented_limit_learns_it_from_the_headers() -> None:
    budget = RateBudget(Clock(), limits={})
    assert allowed(budget, MACHINE, 500) == 500
    budget.after(MACHINE, Outcome(200, headers=headers(50, 7)))
    assert budget.left(MACHINE) == 7
    assert allowed(budget, PERSON) == 7


def test_a_window_opens_again_when_it_ends() -> None:
    clock = Clock()
    budget = RateBudget(clock)
    budget.after(MACHINE, Outcome(200, headers=headers(100, 0, seconds=300)))
    with pytest.raises(NetworkError) as caught:
        budget.before(PERSON)
    assert caught.value.retry_after == 300.0
    clock.later(301)
    assert allowed(budget, PERSON, 50) == 50


def test_429_closes_the_window_and_one_call_probes_when_it_ends() -> None:
    clock = Clock()
    budget = RateBudget(clock)
    budget.after(MACHINE, Outcome(429, headers=headers(300, 250, seconds=120)))
    assert allowed(budget, PERSON) == 0
    clock.later(121)
    assert allowed(budget, PERSON, 10) == 1
    budget.after(PERSON, Outcome(200))
    assert allowed(budget, PERSON, 10) == 10


def test_a_probe_that_never_comes_back_does_not_block_for_ever() -> None:
    clock = Clock()
    budget = RateBudget(clock)
    budget.after(MACHINE, Outcome(429))
    clock.later(61)
    assert allowed(budget, PERSON, 10) == 1
    budget.after(PERSON, Outcome(0))
    assert allowed(budget, PERSON, 10) == 1


def test_429_without_headers_waits_a_minute() -> None:
    budget = RateBudget(Clock())
    budget.after(MACHINE, Outcome(429))
    with pytest.raises(NetworkError) as caught:
        budget.before(PERSON)
    assert caught.value.retry_after == 60.0
    assert opens_at(caught.value, NOW) == NOW + timedelta(seconds=60)
    assert opens_at(NetworkError("duplicate", "", permanent=True), NOW) is None


def test_a_429_of_the_whole_day_closes_the_day() -> None:
    clock = Clock()
    budget = RateBudget(clock)
    call = Call(SEND_DM, BRAND, people=True)
    budget.after(call, Outcome(429, headers=headers(1440, 0, seconds=40_000)))
    clock.later(3600)
    assert allowed(budget, call) == 0


@pytest.mark.parametrize(
    "lie",
    [
        headers(300, 10**9), headers(300, 0, seconds=10**7), headers(300, 0, seconds=-50), {"x-rate-limit-limit": "-5"},
        {"x-rate-limit-limit": "many", "x-rate-limit-remaining": "few", "x-rate-limit-reset": "soon"},
    ],
)  # fmt: skip
def test_a_lie_costs_at_most_one_window(lie: dict[str, str]) -> None:
    clock = Clock()
    budget = RateBudget(clock)
    budget.after(MACHINE, Outcome(200, headers=lie))
    assert allowed(budget, PERSON) <= 300
    clock.later(961)
    assert allowed(budget, PERSON, 5) == 5


def test_the_day_is_counted_here_because_no_header_tells_of_it() -> None:
    clock = Clock()
    limits = {CREATE.key: EndpointLimit(CREATE.key, per_user=(Quota(5, timedelta(days=1)),))}
    budget = RateBudget(clock, limits=limits)
    call = Call(CREATE, BRAND, people=True)
    for _ in range(5):
        budget.before(call)
        budget.after(call, Outcome(201, headers=headers(100, 99)))
    with pytest.raises(NetworkError) as caught:
        budget.before(call)
    assert caught.value.retry_after == 86_400.0


def test_a_small_window_leaves_machines_something() -> None:
    assert allowed(RateBudget(Clock()), Call(SEND_DM, BRAND)) == 13  # 15 less two
    tiny = {CREATE.key: EndpointLimit(CREATE.key, per_user=(Quota(1, timedelta(minutes=15)),))}
    assert allowed(RateBudget(Clock(), limits=tiny), Call(CREATE, BRAND)) == 1


def test_accounts_have_windows_of_their_own() -> None:
    budget = RateBudget(Clock())
    allowed(budget, PERSON)
    assert allowed(budget, Call(MENTIONS, "another", people=True), 10) == 10
    assert budget.left(PERSON) == 0
    assert budget.left(Call(MENTIONS, "app")) == 450


def test_messages_of_an_open_stream_are_no_requests() -> None:
    budget = RateBudget(Clock())
    assert allowed(budget, Call(STREAM, "app", streamed=True), 500) == 500
