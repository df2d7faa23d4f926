"""What `measure` promises on every network."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.text import NETWORKS, EntityKind, Limits, Measured, limits_of, measure, mentions, replied_to

FAMILY = "👨‍👩‍👧‍👦"


def kinds(measured: Measured) -> list[tuple[str, str]]:
    return [(entity.kind.value, entity.value) for entity in measured.entities]


def test_x_counts_links_as_23_and_wide_letters_as_two() -> None:
    measured = measure("Hi http://test.co")
    assert (measured.weighted_length, measured.permillage, measured.remaining) == (26, 92, 254)
    assert measure("日本").weighted_length == 4
    assert measure(FAMILY).weighted_length == 2


def test_ranges_are_utf16_with_their_code_point_twins() -> None:
    measured = measure("😷" * 160)
    assert (measured.valid, measured.weighted_length) == (False, 320)
    assert (measured.display_range, measured.display_range_code_points) == ((0, 319), (0, 159))
    assert (measured.valid_range, measured.valid_range_code_points) == ((0, 279), (0, 139))


def test_x_refuses_three_characters_wherever_they_stand() -> None:
    for sign in "\ufeff\ufffe\uffff":
        measured = measure(f"ab{sign}c")
        assert not measured.valid
        assert measured.valid_range == (0, 1)


def test_a_paying_account_writes_more() -> None:
    long = "word " * 100
    assert not measure(long).valid
    measured = measure(long, limits=limits_of("x").with_maximum(25_000))
    assert (measured.valid, measured.limit, measured.permillage) == (True, 25_000, 20)


def test_bluesky_counts_graphemes_and_bytes() -> None:
    assert measure(FAMILY * 119, "bluesky").weighted_length == 119
    assert measure("a" * 300, "bluesky").valid
    assert not measure("a" * 301, "bluesky").valid
    # 25 bytes each: 120 of them are 3,000 bytes though only 120 graphemes.
    assert measure(FAMILY * 120, "bluesky").valid
    measured = measure(FAMILY * 121, "bluesky")
    assert (measured.valid, measured.weighted_length) == (False, 121)
    assert measured.valid_range_code_points == (0, 120 * 7 - 1)


def test_bluesky_never_ends_inside_a_grapheme() -> None:
    measured = measure("a" * 299 + "e\u0301e\u0301", "bluesky")
    assert measured.weighted_length == 301
    assert measured.valid_range_code_points == (0, 300)


def test_mastodon_counts_links_as_23_and_mentions_without_their_server() -> None:
    measured = measure("@ann@mastodon.example see https://example.com/" + "x" * 80, "mastodon")
    assert measured.weighted_length == len("@ann see ") + 23
    assert kinds(measured) == [("mention", "ann@mastodon.example"), ("url", measured.entities[1].text)]


def test_mastodon_links_need_a_protocol_and_take_any_script() -> None:
    assert kinds(measure("example.com", "mastodon")) == []
    (link,) = measure("https://example.com/straße_(ß).", "mastodon").entities
    assert link.text == "https://example.com/straße_(ß)"


def test_mastodon_never_cuts_a_link() -> None:
    text = "a" * 480 + " https://example.com/abc"
    measured = measure(text, "mastodon")
    assert (measured.valid, measured.weighted_length) == (False, 504)
    assert measured.valid_range == (0, 480)


def test_an_instance_sets_its_own_limits() -> None:
    limits = Limits("mastodon", maximum=1_000, url_length=30)
    measured = measure("https://example.com " + "a" * 900, "mastodon", limits=limits)
    assert (measured.valid, measured.weighted_length, measured.limit) == (True, 931, 1_000)
    assert measure("https://example.com", "mastodon", limits=Limits("mastodon", 500)).weighted_length == 19


@pytest.mark.parametrize("network", NETWORKS)
def test_nothing_cannot_be_sent(network: str) -> None:
    measured = measure("", network)
    assert (measured.valid, measured.weighted_length, measured.display_range) == (False, 0, (0, 0))


def test_errors_name_the_network() -> None:
    with pytest.raises(ValueError, match="unknown network 'fax'; known are x, bluesky, mastodon"):
        measure("hi", "fax")
    with pytest.raises(ValueError, match="limits of x cannot measure a text for bluesky"):
        measure("hi", "bluesky", limits=limits_of("x"))
    with pytest.raises(ValueError, match="at least 1"):
        limits_of("x").with_maximum(0)


def test_mentions_and_replies() -> None:
    assert mentions("@Brand hello RT @other: mail me@example.com, @list/of_people") == ("Brand", "other")
    assert mentions("nobody") == ()
    assert replied_to(" @brand hi") == "brand"
    assert replied_to(".@brand hi") is None


def test_entities_of_x_in_order() -> None:
    measured = measure("@a/b https://t.co/x#no #yes $TSLA example.com")
    assert [entity.kind for entity in measured.entities] == [
        EntityKind.LIST, EntityKind.URL, EntityKind.HASHTAG, EntityKind.CASHTAG, EntityKind.URL,
    ]  # fmt: skip
    assert [entity.text for entity in measured.entities] == [
        "@a/b", "https://t.co/x", "#yes", "$TSLA", "example.com",
    ]  # fmt: skip


@pytest.mark.parametrize("network", NETWORKS)
@given(text=st.text(st.characters(), max_size=400))
def test_any_text_is_measured_consistently(network: str, text: str) -> None:
    measured = measure(text, network)
    end = 0
    for entity in measured.entities:
        assert end <= entity.start < entity.end <= len(text)
        assert text[entity.start : entity.end] == entity.text
        end = entity.end
    assert measured.permillage == measured.weighted_length * 1000 // measured.limit
    assert measured.weighted_length <= measured.limit or not measured.valid


HOSTILE = {
    "letters": "日" * 25_000 + ".com",
    "labels": "a." * 12_500 + "日.",
    "underscores": "_a" * 12_500 + ".com",
    "hyphens": "日-" * 12_500 + "!.com",
    "domains": "a.com" * 5_000,
    "brackets": "http://a.com/" + "(a)" * 8_000 + "." * 1_000,
    "open brackets": "http://a.com/" + "(a" * 12_500,
    "signs": "@#$" * 8_000,
    "digits": "#" + "1" * 25_000,
    "half lists": "@a/b-" * 5_000,
    "dots": "." * 25_000,
    "joiners": "\u200d" * 25_000,
}


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_keeps_us_busy(network: str, name: str) -> None:
    """A stranger's post of 25,000 characters must never cost seconds (it takes at most 40 ms)."""
    started = time.process_time()
    measure(HOSTILE[name], network)
    assert time.process_time() - started < 1
