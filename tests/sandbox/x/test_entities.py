"""What the local X finds in a text stands where it says, whatever the text."""

import html

from hypothesis import given
from hypothesis import strategies as st

from hark.sandbox.x.entities import display, mark_up
from hark.sandbox.x.model import User

ANN = User("7", "ann", "Ann", 0.0)
PIECES = [
    "@ann",
    "@nobody",
    "#delay",
    "$TSLA",
    "https://example.com/a?b=1&c=2",
    " ",
    "&",
    "<b>",
    "é",
    "字",
    "👩‍👩‍👧",
    ".",
]


def _find(name: str) -> User | None:
    return ANN if name.lower() == "ann" else None


def test_everything_in_one_line() -> None:
    wire, found = mark_up("@ann & #late <3 https://example.com/tracking/123, $TSLA", _find)
    assert wire.startswith("@ann &amp; #late &lt;3 https://t.co/")
    assert found.mentions == [{"start": 0, "end": 4, "username": "ann", "id": "7"}]
    assert wire[found.urls[0]["start"] : found.urls[0]["end"]] == found.urls[0]["url"]
    assert found.urls[0]["expanded_url"] == "https://example.com/tracking/123"
    assert wire[found.hashtags[0]["start"] : found.hashtags[0]["end"]] == "#late"
    assert found.cashtags[0]["tag"] == "TSLA"


def test_an_address_of_mail_and_a_stranger_are_no_mentions() -> None:
    _, found = mark_up("write to me@ann.example or @nobody", _find)
    assert found.mentions == []


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join))
def test_offsets_hold_and_nothing_is_lost(text: str) -> None:
    wire, found = mark_up(text, _find)
    for mention in found.mentions:
        assert wire[mention["start"] + 1 : mention["end"]].lower() == "ann"
    for tag in found.hashtags:
        assert wire[tag["start"] + 1 : tag["end"]] == tag["tag"]
    restored, at = [], 0
    for link in found.urls:
        assert link["end"] - link["start"] == 23
        restored += [html.unescape(wire[at : link["start"]]), link["expanded_url"]]
        at = link["end"]
    plain = "".join(restored) + html.unescape(wire[at:])
    assert html.unescape(plain) == html.unescape(text)


def test_long_addresses_are_shown_short() -> None:
    assert display("https://www.example.com/" + "x" * 60).endswith("…")
    assert len(display("https://example.com/" + "x" * 60)) == 27
