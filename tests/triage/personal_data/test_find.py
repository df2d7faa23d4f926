"""`find` and `mask` on any text: spans in range, sorted, apart; the brand's own patterns."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.domain.verdict import PersonalData
from hark.triage.personal_data import KINDS, find, mask

ANY_DIGITS = st.text(
    st.characters(categories=["Nd", "No"]) | st.sampled_from("0123456789 -.@aX+"), max_size=80
)
ANY_TEXT = (
    ANY_DIGITS
    | st.text(max_size=400)
    | st.text("0123456789 -+().@#:/aAdotrexnu\n\u200b\ufe0f٣५", max_size=400)
)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_spans_lie_inside_sorted_and_apart(text):
    (spans,) = find([text])
    place = 0
    for span in spans:
        assert place <= span.start < span.end <= len(text)
        assert span.kind in KINDS
        place = span.end


@settings(max_examples=100, deadline=None)
@given(st.lists(ANY_TEXT, max_size=12))
def test_batch_equals_one_by_one(texts):
    assert find(texts) == [find([text])[0] for text in texts]


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT)
def test_masked_text_keeps_its_length_and_shows_nothing(text):
    (spans,) = find([text])
    masked = mask(text, spans)
    assert len(masked) == len(text)
    for span in spans:
        assert not any(map(str.isalnum, masked[span.start : span.end]))


@settings(max_examples=200, deadline=None)
@given(
    prefix=st.text("abcdefgh .,!?", max_size=40).map(lambda text: text + " "),
    separator=st.sampled_from(["", " ", "-", ".", " - "]),
    hidden=st.sampled_from(["", "\u200b", "\u2060", "\ufe0f"]),
    wide=st.booleans(),
)
def test_a_card_is_found_however_it_is_written(prefix, separator, hidden, wide):
    card = separator.join(["4242", "4242", "4242", "4242"])
    if wide:
        card = card.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    card = hidden.join(card)
    (spans,) = find([prefix + card + " ok"])
    assert [(span.kind, span.start, span.end) for span in spans] == [
        ("card", len(prefix), len(prefix) + len(card))
    ]


HOSTILE = {
    "digits": "1" * 25_000,
    "spaced digits": "1 " * 12_500,
    "dashes": "1-" * 12_500,
    "letters": "a" * 25_000,
    "capitals": "ABCDEF " * 3_500,
    "at signs": "a@" * 12_500,
    "at words": "a at b dot " * 2_300,
    "dots": "a." * 12_500,
    "colons": "a:" * 12_500,
    "local part": "x@" + "a.b-" * 6_000,
    "ibans": "DE12 " * 5_000,
    "cues": "order " * 4_000,
    "numbers and cues": "order 12345 call 0770 " * 1_100,
    "streets": "12 Calle " * 2_700,
    "street names": "1 Aa Bb Cc Dd Ee " * 1_400,
    "units": "apt 1 " * 4_000,
    "digit words": "one " * 6_000,
    "parentheses": "(1)" * 8_000,
    "plus": "+1" * 12_500,
    "zero width": "1\u200b" * 12_500,
    "newlines": "1\n" * 12_500,
    "towns": "1 Street, " + "Aaa, " * 5_000,
    "links": "https://" + "a" * 24_000,
    "months": "born 1 january " * 1_600,
    "surrogates": "\ud800 1" * 8_000,
    "han": "東京都" * 8_000,
    "han digits": "東京都渋谷区1" * 3_500,
    "licences": "driving licence 1 2 3 4 5 6 7 8 9 " * 700,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_bounded_time(text):
    """25,000 code points, X's longest post. Linear work takes well under a second even on a busy machine."""
    started = time.process_time()
    find([text])
    assert time.process_time() - started < 2.0


def test_empty_batch_and_empty_text():
    assert find([]) == []
    assert find(["", " ", "\n"]) == [(), (), ()]


def test_mask_leaves_spacing_and_signs():
    text = "call +44 7700 900123 now"
    assert mask(text, find([text])[0]) == "call ••• •••• •••••• now"
    assert mask("abc", [PersonalData("email", -3, 99)], sign="x") == "xxx"
    assert mask("abc", []) == "abc"


def test_weaker_finding_keeps_what_sticks_out():
    (spans,) = find(["07700 900123 High Street"])
    masked = mask("07700 900123 High Street", spans)
    assert not any(map(str.isdigit, masked))


def test_brand_patterns():
    text = "my ref AB-12345-X and ab-99999-y"
    spans = find([text], {"order": r"\b[A-Z]{2}-(?P<number>\d{5})-[A-Z]\b"})[0]
    assert [text[span.start : span.end] for span in spans] == ["12345", "99999"]
    spans = find([text], {"parcel": r"\b[A-Z]{2}-\d{5}-[A-Z]\b"})[0]
    assert [(span.kind, text[span.start : span.end]) for span in spans] == [
        ("parcel", "AB-12345-X"),
        ("parcel", "ab-99999-y"),
    ]


def test_brand_patterns_find_in_posts_without_other_hints():
    assert find(["nothing here but QQZ"], {"account": "QQZ"})[0] == (PersonalData("account", 17, 20),)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"(\d+)+x", "for hours"),
        (r"(a|a)*b", "for hours"),
        (r"(\w*\d*)*z", "for hours"),
        (r"[", "unterminated"),
        (r"\d*", "where nothing stands"),
        ("a" * 500, "longer than"),
    ],
)
def test_dangerous_patterns_are_refused(pattern, words):
    with pytest.raises(ValueError, match=words):
        find(["text"], {"order": pattern})


@pytest.mark.parametrize(
    "pattern", [r"\d+", r"[A-Z]{2}\d{6,12}", r"(?:AB|CD)-\d{4}", r"\bORD[- ]?\d{5,9}\b", r"\w+-\w+"]
)
def test_ordinary_patterns_run_in_bounded_time(pattern):
    for text in ("1" * 25_000, "AB" * 12_500, "a-" * 12_500):
        started = time.process_time()
        find([text], {"order": pattern})
        assert time.process_time() - started < 2.0
