"""Brings the ways people write a digit, a space or a dash down to one, and remembers where each stood.

Full-width, Arabic-Indic, Devanagari and other decimal digits (Unicode category Nd), circled and mathematical
digits become ASCII digits; Unicode spaces and dashes become their ASCII cousins; zero-width characters,
variation selectors and the keycap sign are taken out.
"""

import re

# First code point of each run of ten decimal digits that people are likely to type.
_DIGIT_RUNS = (
    *(0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66),
    *(0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6),
)
_SAME: dict[int, str] = {first + value: str(value) for first in _DIGIT_RUNS for value in range(10)}
_SAME |= {0x2460 + value - 1: str(value) for value in range(1, 10)} | {0x24EA: "0"}
_SAME |= dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_SAME |= dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D), "-")
_SAME |= {
    0xFF0B: "+",
    0xFF20: "@",
    0xFF0E: ".",
    0xFF08: "(",
    0xFF09: ")",
    0xFF1A: ":",
    0xFF03: "#",
    0xFF0F: "/",
}
_GONE = (
    *(0xAD, 0x34F, 0x61C, 0x180E, 0x20E3, 0xFEFF),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x206A),
    *range(0xFE00, 0xFE10),
)

FOLDED_TELLING = tuple(code for code, to in _SAME.items() if to.isdigit() or to == "@")
"""Of these the ones that tell by themselves: digits and the @."""
FOLDED = (*_SAME, *_GONE)
_GONE_RE = re.compile("[" + "".join(map(chr, _GONE)) + "]")


def fold(text: str) -> tuple[str, list[int] | None]:
    """The folded text, and for each of its characters the offset it had, or None when no offset moved."""
    if text.isascii():
        return text, None
    where: list[int] | None = None
    if _GONE_RE.search(text):
        where, kept = [], 0
        for gone in _GONE_RE.finditer(text):
            where.extend(range(kept, gone.start()))
            kept = gone.end()
        where.extend(range(kept, len(text)))
        text = _GONE_RE.sub("", text)
    return text.translate(_SAME), where


def lower(text: str) -> str:
    """Lower case of the same length: the few letters whose lower case is longer stay as they are."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
