from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.domain.rate_budget import RateBudget

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WINDOW = 15 * MINUTE
FRESH = RateBudget(100, WINDOW)


def spent(budget: RateBudget, calls: int, now: datetime = NOW) -> RateBudget:
    for _ in range(calls):
        budget = budget.spent(now)
    return budget


def test_a_tenth_is_kept_for_people() -> None:
    nearly = spent(FRESH, 90)
    assert not nearly.may_spend(NOW, for_person=False)
    assert nearly.free_at(NOW, for_person=False) == NOW + WINDOW
    assert nearly.may_spend(NOW, for_person=True)
    assert not spent(FRESH, 100).may_spend(NOW, for_person=True)
    assert [RateBudget(limit, WINDOW).kept for limit in (1, 2, 15, 100)] == [0, 1, 2, 10]


def test_a_window_ends_and_the_budget_is_full_again() -> None:
    empty = spent(FRESH, 100)
    assert empty.at(NOW + WINDOW).remaining == 100
    assert empty.may_spend(NOW + WINDOW, for_person=False)


def test_headers_tell_when_and_how_much() -> None:
    heard = spent(FRESH, 1).heard(NOW, limit=50, remaining=4, resets_at=NOW + 3 * MINUTE)
    assert (heard.limit, heard.remaining, heard.resets_at) == (50, 4, NOW + 3 * MINUTE)
    assert not heard.may_spend(NOW, for_person=False)
    assert heard.free_at(NOW, for_person=False) == NOW + 3 * MINUTE
    assert heard.at(NOW + 3 * MINUTE).remaining == 50


def test_nothing_left_is_believed() -> None:
    heard = spent(FRESH, 1).heard(NOW, remaining=0, resets_at=NOW + 3 * MINUTE)
    assert heard.free_at(NOW, for_person=True) == NOW + 3 * MINUTE


def test_the_smallest_limit_counts() -> None:
    assert FRESH.heard(NOW, limit=5000, remaining=4999, resets_at=NOW + WINDOW).remaining == 100


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"limit": 0, "remaining": -1},
        {"remaining": 100, "resets_at": NOW + WINDOW},
        {"remaining": 100, "resets_at": NOW - MINUTE},
        {"remaining": 0, "resets_at": NOW - MINUTE},
        {"remaining": 0, "resets_at": NOW + timedelta(days=9)},
        {"remaining": 9_999_999},
    ],
)
def test_missing_late_or_lying_headers_leave_our_own_count(headers: dict[str, object]) -> None:
    heard = spent(FRESH, 40).heard(NOW, **headers)  # type: ignore[arg-type]
    assert heard.remaining == 60
    assert heard.resets_at == NOW + WINDOW


def test_a_new_window_seen_in_the_headers_starts_the_count_anew() -> None:
    old = spent(FRESH, 100).heard(NOW, remaining=0, resets_at=NOW + MINUTE)
    new = old.heard(NOW, remaining=97, resets_at=NOW + WINDOW)
    assert (new.remaining, new.resets_at) == (97, NOW + WINDOW)


def test_after_a_refusal_one_call_probes_at_a_time() -> None:
    refused = spent(FRESH, 1).refused(NOW, resets_at=NOW + 2 * MINUTE)
    assert refused.free_at(NOW, for_person=True) == NOW + 2 * MINUTE
    later = NOW + 2 * MINUTE
    probing = refused.spent(later)
    assert probing.free_at(later, for_person=True) is None
    assert not probing.may_spend(later, for_person=True)
    assert probing.lost().may_spend(later, for_person=True)
    healed = probing.heard(later, remaining=99, resets_at=later + WINDOW)
    assert (healed.refusals, healed.may_spend(later, for_person=False)) == (0, True)


def test_refusals_in_a_row_back_off_up_to_a_window_and_believe_no_past_reset() -> None:
    budget, now, waits = FRESH, NOW, []
    for _ in range(6):
        budget = budget.spent(now).refused(now, resets_at=now - MINUTE)
        free = budget.free_at(now, for_person=True)
        assert free is not None
        waits.append((free - now) // MINUTE)
        now = free
    assert waits == [1, 2, 4, 8, 15, 15]


def test_a_reset_one_second_ahead_cannot_cause_a_storm() -> None:
    budget = FRESH.refused(NOW, resets_at=NOW + timedelta(seconds=1))
    again = NOW + timedelta(seconds=1)
    budget = budget.spent(again).refused(again, resets_at=again + timedelta(seconds=1))
    assert budget.free_at(again, for_person=True) == again + MINUTE


@pytest.mark.parametrize(("calls", "window"), [(0, WINDOW), (5, timedelta(0))])
def test_a_rate_is_positive(calls: int, window: timedelta) -> None:
    with pytest.raises(ValueError, match="positive"):
        RateBudget(calls, window)


steps = st.lists(
    st.tuples(
        st.sampled_from(["call", "call", "answer", "liar", "refusal", "lost"]),
        st.integers(0, 120),
        st.integers(-2, 200),
        st.integers(-100, 2000),
    ),
    max_size=80,
)


@settings(max_examples=300, deadline=None)
@given(steps)
def test_whatever_a_network_says_no_call_is_made_through_a_block(
    heard: list[tuple[str, int, int, int]],
) -> None:
    """And what is left stays between nothing and the documented limit."""
    budget, now = RateBudget(10, WINDOW), NOW
    for what, seconds, left, reset in heard:
        now += timedelta(seconds=seconds)
        if what == "call" and budget.may_spend(now, for_person=True):
            assert budget.blocked_until is None or now >= budget.blocked_until
            budget = budget.spent(now)
        elif what == "answer":
            budget = budget.heard(now, remaining=left)
        elif what == "liar":
            budget = budget.heard(now, limit=left, remaining=left, resets_at=now + timedelta(seconds=reset))
        elif what == "refusal":
            budget = budget.refused(now, resets_at=now + timedelta(seconds=reset))
            assert not budget.may_spend(now, for_person=True)
        elif what == "lost":
            budget = budget.lost()
        assert 0 <= budget.remaining <= budget.limit <= 10


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=200))
def test_without_headers_no_own_window_sees_more_than_its_calls(gaps: list[int]) -> None:
    budget, now, made = RateBudget(10, WINDOW), NOW, 0
    ends = None
    for gap in gaps:
        now += timedelta(seconds=gap)
        if ends is not None and now >= ends:
            made, ends = 0, None
        if budget.may_spend(now, for_person=True):
            budget = budget.spent(now)
            made += 1
            ends = ends or now + WINDOW
        assert made <= 10
