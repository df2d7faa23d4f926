"""Bluesky's facets. The cases restate the rules that @atproto/api tests (MIT), in our own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.text import Facet, facets


def said(text: str) -> list[tuple[str, str]]:
    """(the bytes a facet covers, its value) for every facet."""
    content = text.encode()
    return [(content[facet.byte_start : facet.byte_end].decode(), facet.value) for facet in facets(text)]


def test_facets_stand_in_bytes() -> None:
    assert facets("😷 Hi @ann.example.com") == [Facet("mention", 8, 24, "ann.example.com")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@ann.com", [("@ann.com", "ann.com")]),
        ("(@ann.com) and @bob.test!", [("@ann.com", "ann.com"), ("@bob.test", "bob.test")]),
        ("me@ann.com @ann @ann.nosuchtld", []),
        ("see https://a.example, ok", [("https://a.example", "https://a.example")]),
        ("(https://a.com)", [("https://a.com", "https://a.com")]),
        ("https://a.com/x_(y)", [("https://a.com/x_(y)", "https://a.com/x_(y)")]),
        ("start middle.com/foo?a=b#c end", [("middle.com/foo?a=b#c", "https://middle.com/foo?a=b#c")]),
        ("line\nnew.com\nnext", [("new.com", "https://new.com")]),
        ("http.cat", [("http.cat", "https://http.cat")]),
        ("e.g. picture.jpg not..this HTTP://A.COM", []),
        ("#tag #1a #1 # #?", [("#tag", "tag"), ("#1a", "1a")]),
        ("#like, #this! #more_words___...", [("#like", "like"), ("#this", "this"), ("#more_words", "more_words")]),
        ("##tag ＃wide no#tag", [("##tag", "#tag"), ("＃wide", "wide")]),
        ("#" + "a" * 64 + " #" + "b" * 65, [("#" + "a" * 64, "a" * 64)]),
        ("$abc, ($GOOG) $TOOLONG $1A no$ABC", [("$abc", "$ABC"), ("$GOOG", "$GOOG")]),
    ],
)  # fmt: skip
def test_what_is_marked_up(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@given(st.text(st.sampled_from("@#$.:/() \nabcom1https?ü😷\u200b"), max_size=80))
def test_facets_cover_whole_characters_without_overlap(text: str) -> None:
    end = 0
    for facet in facets(text):
        assert end <= facet.byte_start < facet.byte_end <= len(text.encode())
        text.encode()[facet.byte_start : facet.byte_end].decode()
        end = facet.byte_end
