"""Telephone numbers are covered whole: no digit, no plus before them, in any usual writing and beside any word."""

import importlib.util
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.triage.personal_data import find, mask

_spec = importlib.util.spec_from_file_location(
    "personal_data_generated", Path(__file__).with_name("generated.py")
)
assert _spec and _spec.loader
generated = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generated)

# Country codes, and how many digits follow in the numbers people have.
COUNTRIES = {
    "1": 10, "7": 10, "20": 10, "27": 9, "30": 10, "31": 9, "33": 9, "34": 9, "351": 9, "353": 9, "358": 9, "36": 9,
    "39": 10, "40": 9, "41": 9, "420": 9, "43": 11, "44": 10, "45": 8, "46": 9, "47": 8, "48": 9, "49": 11, "52": 10,
    "54": 11, "55": 11, "56": 9, "57": 10, "61": 9, "62": 11, "63": 10, "65": 8, "66": 9, "81": 10, "82": 10, "86": 11,
    "90": 10, "91": 10, "966": 9, "971": 9, "972": 9,
}  # fmt: skip
BEFORE = (
    "", "call me on ", "my number: ", "tel. ", "order ", "card declined, ring ", "my ID ", "@brand ", "(", "WhatsApp",
    "Kundennummer 4711, ", "account 12345678 or ",
)  # fmt: skip
AFTER = (
    "", ".", ", customer 12345678", ", order 4711", " try again", " won't work", " (customer 12345)", ") please", "!",
    " is my account", "; IBAN follows", " #help",
)  # fmt: skip


@st.composite
def international(draw: st.DrawFn) -> str:
    code = draw(st.sampled_from(sorted(COUNTRIES)))
    rest = draw(st.sampled_from("23456789")) + draw(
        st.text("0123456789", min_size=COUNTRIES[code] - 1, max_size=COUNTRIES[code] - 1)
    )
    sign = draw(st.sampled_from((" ", "", "-", ".")))
    groups = []
    while rest:
        size = min(len(rest), draw(st.integers(2, 6)) if len(groups) < 4 else len(rest))
        groups.append(rest[:size])
        rest = rest[size:]
    trunk = draw(st.sampled_from(("", "", "(0)", "(0) ")))
    plus = draw(st.sampled_from(("+", "+", "+ ", "\uff0b", "(+")))
    closed = ")" if plus == "(+" else ""
    between = draw(st.sampled_from((" ", "", sign))) if not trunk else " "
    return f"{plus}{code}{closed}{between}{trunk}{sign.join(groups)}"


@settings(max_examples=600, deadline=None)
@given(before=st.sampled_from(BEFORE), number=international(), after=st.sampled_from(AFTER))
def test_nothing_of_an_international_number_stays_readable(before: str, number: str, after: str) -> None:
    text = before + number + after
    (spans,) = find([text])
    start, end = len(before), len(before) + len(number)
    assert not any(sign.isdigit() or sign in "+\uff0b" for sign in mask(text, spans)[start:end])
    assert {span.kind for span in spans if span.start < end and start < span.end} == {"phone"}
    assert any(span.start <= start and end <= span.end for span in spans)


@settings(max_examples=300, deadline=None)
@given(
    before=st.sampled_from(("call me on ", "my phone: ", "Tel. ", "llámame al ")),
    language=st.sampled_from(sorted(generated._PHONES)),
    seed=st.integers(0, 10**6),
    after=st.sampled_from(AFTER),
)
def test_nothing_of_a_national_number_stays_readable(
    before: str, language: str, seed: int, after: str
) -> None:
    number = generated._phone(random.Random(seed), language)
    text = before + number + after
    masked = mask(text, find([text])[0])[len(before) : len(before) + len(number)]
    assert not any(sign.isdigit() or sign == "+" for sign in masked), masked


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        ("+44 7700 900123, customer 12345678", "+44 7700 900123", "phone"),
        ("0044 7700 900123, customer 12345678", "0044 7700 900123", "phone"),
        ("07700 900123, customer 12345678", "07700 900123", "phone"),
        ("my account +34 612 345 678", "+34 612 345 678", "phone"),
        ("order 0012345678 is late", "0012345678", "order"),
        ("call (+49) 30 12345678 today", "(+49) 30 12345678", "phone"),
        ("(call +44 (0)20 7946 0958)", "+44 (0)20 7946 0958", "phone"),
        ("(07700 900123)", "07700 900123", "phone"),
        ("+44.7700900123 is me", "+44.7700900123", "phone"),
        ("tel:+447700900123", "+447700900123", "phone"),
        ("tel(07700 900123)", "07700 900123", "phone"),
        ("+49 170 1234567 (0800-1700)", "+49 170 1234567", "phone"),
    ],
)
def test_what_belongs_to_a_number_is_covered_with_it(text: str, number: str, kind: str) -> None:
    start = text.index(number)
    found = [(text[span.start : span.end], span.kind) for span in find([text])[0] if span.end > start]
    assert found[0] == (number, kind)


def test_an_address_with_a_plus_is_one_address() -> None:
    text = "write to +447700900123@example.org or john+447700900123@example.org"
    assert [span.kind for span in find([text])[0]] == ["email", "email"]


def test_a_plus_without_a_number_to_call_is_left() -> None:
    assert find(["grew by +12 500 000 views, +5% and 3+4, c(12) and f(7)"]) == [()]
