"""Stretches put aside come back to their places, whatever happens to the rest."""

from hypothesis import given
from hypothesis import strategies as st

from hark.text.aside import put_aside, put_back


def test_stretches_are_numbered_and_come_back_in_any_order() -> None:
    aside = put_aside("call +44 7700 900123 or @ana", [(5, 20), (24, 28)])
    assert aside.text == "call [1] or [2]"
    assert put_back("[2] o llama al [ 1 ]", aside.pieces) == ("@ana o llama al +44 7700 900123", ())


def test_a_lost_mark_is_told_and_a_doubled_one_stands() -> None:
    assert put_back("[1] and [1]", ("a", "b")) == ("a and [1]", ("b",))


def test_brackets_of_the_writer_are_not_taken_for_ours() -> None:
    aside = put_aside("see [2] and x", [(12, 13)])
    assert put_back(aside.text, aside.pieces) == ("see [2] and x", ())


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_what_nobody_touched_is_what_it_was(text: str, stretches: list[tuple[int, int]]) -> None:
    cut = [(start, min(end, len(text))) for start, end in stretches]
    aside = put_aside(text, cut)
    assert put_back(aside.text, aside.pieces) == (text, ())
