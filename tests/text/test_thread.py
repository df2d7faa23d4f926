"""Splitting a long answer into posts, and signing them."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.text import (
    NETWORKS,
    UnsplittableError,
    initials_of,
    joined,
    limits_of,
    measure,
    posts_of,
    sign,
    split,
)  # fmt: skip

NUMBER = re.compile(r" (\d+)/(\d+)(?: \^\w+)?$")
ANSWER = (
    "Hello Ann, thank you for telling us. Your parcel waits at the depot in Springfield, because the address "
    "label was torn; our colleague will print a new one today. You can follow it at https://example.com/track/1 "
    "and choose another day there. If it is not with you by Friday, please answer here, and we will send a second one."
)


def bodies(parts: list[str]) -> list[str]:
    return [NUMBER.sub("", part) for part in parts]


def test_a_short_answer_is_one_post_without_number() -> None:
    assert split("Hello.") == ["Hello."]
    assert split("  Hello. ", "x", "AB") == ["Hello. ^AB"]
    assert split(" \n ", "x", "AB") == []


def test_a_long_answer_is_cut_at_sentences_numbered_and_signed() -> None:
    parts = split(ANSWER, "x", "^AB")
    assert [part[-8:] for part in parts] == [" 1/2 ^AB", " 2/2 ^AB"]
    assert bodies(parts)[0].endswith("another day there.")
    assert " ".join(bodies(parts)) == ANSWER


def test_each_network_has_its_own_length() -> None:
    long = ANSWER * 3
    assert [len(split(long, network, "AB")) for network in NETWORKS] == [5, 4, 2]
    assert split(long, "x", limits=limits_of("x").with_maximum(25_000)) == [long]


def test_paragraphs_before_sentences_before_clauses_before_words() -> None:
    first = "a " * 90
    assert bodies(split(f"{first}end.\n\nMore, then. {'d ' * 100}"))[0] == f"{first}end."
    assert bodies(split(f"{first}end. More, then {'d ' * 100}"))[0] == f"{first}end."
    assert bodies(split(f"{first}end, more {'d ' * 100}"))[0] == f"{first}end,"
    assert all(len(body) % 2 for body in bodies(split("d " * 300)))


def test_an_abbreviation_ends_no_sentence() -> None:
    assert bodies(split(f"{'a ' * 70}end. Then it was, e.g. {'d ' * 100}"))[0].endswith("a end.")


def test_text_without_spaces_is_cut_between_characters() -> None:
    parts = split("👨‍👩‍👧‍👦" * 200, "x", "AB")
    assert len(parts) == 2
    assert {body.replace("👨‍👩‍👧‍👦", "") for body in bodies(parts)} == {""}
    japanese = "配達が遅れています。" * 20
    assert all(body.endswith("。") for body in bodies(split(japanese)))


def test_links_and_tags_stay_whole() -> None:
    link = "https://example.com/" + "a" * 100
    text = f"{'word ' * 50}{link} #hashtag @mention"
    for network in NETWORKS:
        parts = split(text * 4, network)
        assert sum(part.count(link) for part in parts) == 4
        assert sum(part.count("#hashtag @mention") for part in parts) == 4


def test_more_than_nine_parts_make_room_for_two_digits() -> None:
    parts = split("x" * 280 * 20, "x", "AB")
    assert len(parts) == 21
    assert {measure(part).weighted_length for part in parts[9:-1]} == {280}


def test_what_cannot_be_split_says_why() -> None:
    with pytest.raises(UnsplittableError, match=r"'https://example.com/a+…' does not fit into one post"):
        split("see https://example.com/" + "a" * 400, "bluesky")
    with pytest.raises(UnsplittableError, match="holds a character that x refuses"):
        split("hi\ufeff")
    with pytest.raises(UnsplittableError, match="does not fit into one post"):
        split("a" * 300 + "\ufeff")
    with pytest.raises(UnsplittableError, match="leave no room for '9/9'"):
        split("hello there", limits=limits_of("x").with_maximum(4))
    with pytest.raises(UnsplittableError, match="more than 999 posts"):
        split("a " * 1100, limits=limits_of("x").with_maximum(9))


def test_initials() -> None:
    assert sign("Hello", "AB") == sign("Hello ^AB", "^AB") == "Hello ^AB"
    assert sign("Hello ", None) == "Hello "
    assert split("Hello ^AB", "x", "AB") == ["Hello ^AB"]
    for impossible in ("A B", "^", "ABCDEFGHI", "A/B"):
        with pytest.raises(ValueError, match="initials are one to eight letters or digits"):
            sign("Hello", impossible)


WORDS = st.sampled_from(
    [
        "Hello",
        "sorry.",
        "late,",
        "https://example.com/a?b=c",
        "example.com",
        "@name",
        "#tag",
        "$TSLA",
        "日本語です。",
        "👨‍👩‍👧‍👦",
        "e\u0301",
        "Donaudampfschifffahrtsgesellschaftskapitän",
        "\n",
        "\n\n",
        "^XY",
        "1/2",
        "...",
        "foo.com.",
    ]
)


@pytest.mark.parametrize("network", NETWORKS)
@settings(deadline=None)
@given(words=st.lists(WORDS, max_size=120), initials=st.sampled_from([None, "AB", "^ZZ9"]))
def test_every_part_is_valid_and_nothing_is_lost(
    network: str, words: list[str], initials: str | None
) -> None:
    text = " ".join(words)
    parts = split(text, network, initials)
    assert all(measure(part, network).valid for part in parts)
    end = f" ^{initials.removeprefix('^')}" if initials else ""
    assert all(part.endswith(end) for part in parts)
    numbers = [NUMBER.search(part) for part in parts] if len(parts) > 1 else []
    assert [match and match.groups() for match in numbers] == [
        (str(number), str(len(parts))) for number in range(1, len(numbers) + 1)
    ]
    whole = "".join(bodies(parts) if len(parts) > 1 else [part.removesuffix(end) for part in parts])
    assert "".join(whole.split()) == "".join(unicodedata.normalize("NFC", text).split())


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=900), st.sampled_from(NETWORKS))
def test_any_text_splits_or_says_why(text: str, network: str) -> None:
    try:
        parts = split(text, network, "AB")
    except UnsplittableError as error:
        assert str(error)
    else:
        assert all(measure(part, network).valid for part in parts)


def test_a_text_that_fits_stays_as_it_is_and_a_signed_one_keeps_its_initials() -> None:
    assert posts_of("Fits.  ^AB") == ["Fits.  ^AB"]
    assert posts_of(f"{ANSWER} ^AB") == split(ANSWER, "x", "AB")
    assert posts_of(ANSWER) == split(ANSWER, "x")


def test_whose_initials_stand_behind_a_text() -> None:
    assert [initials_of(text) for text in ("Hi. ^AB", "Hi. ^A B", "Hi.^AB", "2 ^3rd", "^AB", "")] == [
        "AB", "", "", "3rd", "", ""
    ]  # fmt: skip


@given(
    st.lists(
        st.sampled_from(["hello", "1/2", "a,", "end.", "https://example.com/a", "日本"]),
        min_size=1,
        max_size=200,
    )
)
def test_the_parts_joined_are_the_words_again(words: list[str]) -> None:
    text = " ".join(words)
    parts = split(text, "x", "AB")
    if len(parts) > 1:
        assert joined(parts) == text
