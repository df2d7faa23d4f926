"""Snowflakes tell their moment, grow, and never repeat."""

from hypothesis import given
from hypothesis import strategies as st

from hark.sandbox.x.ids import Snowflakes, floor_id, moment_of

# A known id of X and its time: post 1576994789110992896 was made at 2022-10-03T17:57:11Z.
KNOWN = (1576994789110992896, 1664819831)


def test_a_known_id() -> None:
    assert int(moment_of(KNOWN[0])) == KNOWN[1]


@given(st.lists(st.floats(1_300_000_000, 4_000_000_000), min_size=1, max_size=50))
def test_ids_tell_their_moment_and_never_repeat(moments: list[float]) -> None:
    ids = Snowflakes()
    made = [ids.at(moment) for moment in moments]
    assert len(set(made)) == len(made)
    assert all(abs(moment_of(one) - moment) <= 0.002 for one, moment in zip(made, moments, strict=True))


def test_a_crowded_millisecond_spills_into_the_next() -> None:
    ids = Snowflakes()
    made = [ids.at(1_700_000_000.0) for _ in range(5000)]
    assert made == sorted(set(made)) and made[0] >= floor_id(1_700_000_000.0)
