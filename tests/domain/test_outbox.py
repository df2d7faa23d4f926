"""An answer whose fate is unknown is never sent again blindly."""

from hypothesis import given
from hypothesis import strategies as st

from hark.domain.outbox import MAX_CERTAIN_RETRIES, SendMove, after_refusal, normalise, retry_delay, text_hash


@given(st.booleans(), st.sampled_from([None, True]), st.integers(1, 20))
def test_unless_it_is_certain_that_nothing_happened_there_is_doubt(
    permanent: bool, processed: bool | None, attempt: int
) -> None:
    assert after_refusal(permanent=permanent, processed=processed, attempt=attempt) is SendMove.DOUBT


def test_what_was_certainly_not_processed_is_tried_again_a_few_times() -> None:
    assert after_refusal(permanent=False, processed=False, attempt=1) is SendMove.RETRY
    assert after_refusal(permanent=False, processed=False, attempt=MAX_CERTAIN_RETRIES) is SendMove.REFUSE
    assert after_refusal(permanent=True, processed=False, attempt=1) is SendMove.REFUSE


@given(st.integers(1, 40))
def test_the_wait_grows_and_is_bounded(attempt: int) -> None:
    assert 5.0 <= retry_delay(attempt) <= retry_delay(attempt + 1) <= 300.0
    assert retry_delay(attempt, 42.0) == 42.0


def test_an_echo_is_recognised_through_what_the_network_adds() -> None:
    said = "We're on it & will tell you by six: https://example.org/a?b=1"
    echo = "@ana @bo We&#39;re on it &amp; will tell you by six: https://t.co/abc https://t.co/pic1"
    links = {"https://t.co/abc": "https://example.org/a?b=1"}
    assert normalise(echo, links) == normalise(said)
    assert text_hash(normalise(echo, links)) == text_hash(said)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert text_hash(text) == text_hash(text)
    assert " ".join(once.split()) == once
