"""Characters that cannot be seen or that turn the direction of a text, where no writing needs them.

Many of them are at home somewhere: direction marks beside Arabic and Hebrew, joiners in Persian, in the scripts of
India and in emoji, variation selectors behind signs and Han letters, tags in the flags of England and Scotland.
Elsewhere they hide something or make one thing look like another.
"""

import re
import unicodedata
from collections.abc import Iterator

_MARKS = "\u200e\u200f\u061c"
_JOINERS = "\u200c\u200d"
# Embeddings, overrides, isolates; then what has no width, and fillers that look like a space or like nothing.
_NOWHERE = (
    "\u202a-\u202e\u2066-\u2069"
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
)
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TAGS = "\U000e0000-\U000e007f"
_SUSPECT = re.compile(f"[{_MARKS}{_JOINERS}{_NOWHERE}{_SELECTORS}{_TAGS}]")
_FLAG = re.compile(f"\U0001f3f4[{_TAGS}]*\\Z")
_LONGEST_FLAG = 8
# Latin, Greek, Cyrillic and Armenian letters stand by themselves: nothing joins them or chooses their form.
_JOINED_FROM = 0x590


def hidden(text: str) -> Iterator[int]:
    """The places of characters that hide or turn something, in code points."""
    return (found.start() for found in _SUSPECT.finditer(text) if not _is_at_home(text, found.start()))


def _is_at_home(text: str, place: int) -> bool:
    sign, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if sign in _MARKS:
        return any(unicodedata.bidirectional(near) in ("R", "AL") for near in text[max(0, place - 2) : place + 3]
                   if near not in _MARKS)  # fmt: skip
    if sign in _JOINERS:
        return not (_stands_alone(before) or _stands_alone(after))
    if "\ufe00" <= sign <= "\ufe0f":  # "1️⃣" has one behind a digit
        return not _stands_alone(before) or before.isdigit()
    if sign >= "\U000e0100":
        return before >= "\u3400"
    if sign >= "\U000e0000":
        return _FLAG.search(text, max(0, place - _LONGEST_FLAG), place) is not None
    return False


def _stands_alone(near: str) -> bool:
    return near.isalnum() and ord(near) < _JOINED_FROM
