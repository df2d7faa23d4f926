"""Lists and Arrow tables hold the same, both ways."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from hark.domain.verdict import TriageInput
from hark.triage import Triage, arrow

POSTS = st.builds(
    TriageInput,
    id=st.text(max_size=5),
    text=st.text(st.characters(codec=None), max_size=60),
    language=st.none() | st.sampled_from(["en", "de"]),
    followers=st.none() | st.integers(0, 10**9),
    mentions=st.lists(st.sampled_from(["a", "b"]), max_size=3).map(tuple),
    tagged=st.booleans(),
    contacts=st.integers(0, 9),
    created_at=st.none() | st.just(datetime(2026, 3, 1, 12, 30, 1, 250, tzinfo=UTC)),
    reshares=st.lists(st.tuples(st.floats(0, 1e6), st.integers(0, 10**6)), max_size=3).map(
        lambda r: tuple(sorted(r))
    ),
    waited=st.floats(0, 1e6),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(POSTS, max_size=6))
def test_posts_and_verdicts_survive_the_table(posts: list[TriageInput]) -> None:
    assert arrow.table_to_posts(arrow.posts_to_table(posts)) == posts
    verdicts = Triage().label(posts)
    assert arrow.table_to_verdicts(arrow.verdicts_to_table(verdicts)) == verdicts
