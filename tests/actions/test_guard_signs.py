"""Characters in an answer that hide something or stand in for others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.actions.guarded import kinds, only, said

from hark.actions.guard_signs import lookalikes


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad"])
def test_hidden_and_turning_characters_block(sign: str) -> None:
    guard = only(said(f"Open hark{sign}.example today"), "lookalike")
    assert (guard.blocks, guard.end - guard.start) == (True, 1)


def test_mixed_alphabets_warn_and_whole_words_of_one_do_not() -> None:
    assert only(said("Visit p\u0430ypal soon"), "lookalike").overridable_by == "senior"
    assert kinds(said("Спасибо, мы смотрим. Ευχαριστώ. ありがとう。", language="ru")) == []
    assert "lookalike" in kinds(said("See https://xn--pypal-4ve.com now"))


PIECES = [*"abcdefé ß!?,.ñ日本1", "👍🏽", "👩‍👩‍👧", "❤️", "1️⃣", "می‌خواهم ", "שלום\u200f!"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_ordinary_writing_holds_nothing_hidden(text: str) -> None:
    assert [hidden for *_, hidden in lookalikes(text)] == []


def test_hidden_characters_that_stand_together_are_one() -> None:
    assert list(lookalikes("a\u200b\u202eb\u200b")) == [(1, 3, True), (4, 5, True)]


@pytest.mark.parametrize("word", ["\u0440\u0430\u0443", "\u0441\u0430\u0440\u0435", "\u03bf\u03c1\u03b1"])
def test_a_word_of_nothing_but_twins_is_a_disguise_among_latin_words(word: str) -> None:
    text = f"Please {word} the invoice today"
    assert only(said(text), "lookalike").overridable_by == "senior"
    assert kinds(said(f"{word} спасибо, мы посмотрим", language="ru")) == []
