"""What the local X finds in a text stands where it says, whatever the text."""

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
    restored, at, written = "", 0, 0
    for link in found.urls:
        assert wire[link["start"] : link["end"]] == link["url"] and len(link["url"]) == 23
        between = _unescaped(wire[at : link["start"]])
        written += len(between)
        address = link["expanded_url"]
        typed = address if text.startswith(address, written) else address.removeprefix("http://")
        restored += between + typed
        written += len(typed)
        at = link["end"]
    assert restored + _unescaped(wire[at:]) == text


def _unescaped(wire: str) -> str:
    """Undo the three escapes X makes, and no others."""
    return wire.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_long_addresses_are_shown_short() -> None:
    assert display("https://www.example.com/" + "x" * 60).endswith("…")
    assert len(display("https://example.com/" + "x" * 60)) == 27
