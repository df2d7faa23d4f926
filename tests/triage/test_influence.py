"""Influence is capped: logarithmic, never above 1, and no account outshouts a problem."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.triage.influence import CEILING, capped, capped_all

FOLLOWERS = st.none() | st.integers(-5, 10**10)


@given(FOLLOWERS, st.booleans())
def test_between_nothing_and_one(followers, verified):
    assert 0.0 <= capped(followers, verified) <= 1.0


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.booleans())
def test_more_followers_never_count_for_less(one, other, verified):
    low, high = sorted((one, other))
    assert capped(low, verified) <= capped(high, verified)


def test_golden_values():
    assert capped(0) == 0.0
    assert capped(None) == 0.0
    assert capped(None, verified=True) == pytest.approx(0.05)
    assert capped(100) == pytest.approx(0.334, abs=0.001)
    assert capped(10_000) == pytest.approx(0.667, abs=0.001)
    assert capped(CEILING) == 1.0
    assert capped(300_000_000, verified=True) == 1.0


def test_a_thousand_times_the_followers_is_at_most_half_a_point():
    for followers in (10, 1_000, 100_000):
        assert capped(followers * 1_000) - capped(followers) <= 0.51


@given(st.lists(st.tuples(FOLLOWERS, st.booleans()), max_size=40))
def test_many_at_once_is_one_by_one(authors):
    followers = [count for count, _ in authors]
    verified = [flag for _, flag in authors]
    expected = [capped(count, flag) for count, flag in authors]
    np.testing.assert_allclose(capped_all(followers, verified), np.array(expected, float), rtol=1e-12)


def test_lengths_must_agree():
    with pytest.raises(ValueError, match="2 followers, 1 verified"):
        capped_all([1, 2], [True])
