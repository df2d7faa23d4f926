"""Characters that hide or turn something, told from the same characters where a script needs them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.text import hidden


@pytest.mark.parametrize(
    "text",
    [
        "safe\u202egpj.exe", "zero\u200bwidth", "pay\u200dpal", "pay\u200cpal", "4111\u200d1111", "\u2066left",
        "so\u00adft", "left\u200eto right", "a\ufe0fb", "hi\U000e0041", "x\U000e0101", "\u3164", "a\u034fb",
    ],
)  # fmt: skip
def test_what_hides_or_turns_is_found(text: str) -> None:
    (place,) = hidden(text)
    assert not text[place].isalnum() or text[place] == "\u3164"


@pytest.mark.parametrize(
    "text",
    [
        "family 👨‍👩‍👧‍👦 and 🏳️‍🌈", "❤️ ☎️ 1️⃣ #️⃣",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f wins",
        "مرحبا\u200f، كيف الحال", "می‌خواهم", "क्‍ष", "葛\U000e0100飾", "Grüße, señor, Спасибо",
    ],
)  # fmt: skip
def test_what_a_script_needs_is_left_alone(text: str) -> None:
    assert list(hidden(text)) == []


@given(st.text(max_size=60))
def test_places_are_in_order_and_never_of_what_can_be_seen(text: str) -> None:
    places = list(hidden(text))
    assert places == sorted(set(places))
    assert not any(text[place] in " \n" or text[place].isascii() for place in places)
