"""What every code point means to triage: how it is folded and whether it makes words.

Two tables over the code points below `LIMIT`, built once when first needed. Folding is one code point to
one code point (so that spans stay true): lower case, base letter of Latin letters with accents, one form of
the Arabic letters people type in several ways, full-width forms to ASCII, every digit to `0`.
"""

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

LIMIT = 0x1FB00

GAP, WORD, SINGLE, SILENT = 0, 1, 2, 3
UPPER = 4
"""A bit on top of `WORD`: an upper-case letter, for shouting."""

USER, LINK, SMILE, FROWN, SMIRK, HEART, DOTS = range(0xE000, 0xE007)
"""Private-use code points that stand for a handle, a link, emoticons and an ellipsis."""

_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي"}
_SINGLES = "!?$€£¥₹%¿¡？！"
# Scripts written without spaces: every character is its own token.
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3008), (0x3040, 0x30FF))
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
_PICTURES = ((0x2190, 0x2300), (0x2300, 0x2400), (0x25A0, 0x2C00), (0x1F000, LIMIT))
_SILENT = ((0x0300, 0x0370), (0x064B, 0x0653), (0x200B, 0x2010), (0xFE00, 0xFE10), (0x1F3FB, 0x1F400))


def _fold(code: int) -> int:
    char = chr(code)
    if 0xFF01 <= code <= 0xFF5E:
        char = chr(code - 0xFEE0)
    lower = char.lower()
    char = lower if len(lower) == 1 else char
    char = _ARABIC.get(char, char)
    if char in "ßẞ":
        return ord("s")
    if 0xC0 <= ord(char) < 0x250 or 0x1E00 <= ord(char) < 0x1F00 or char == "ё":
        base = unicodedata.normalize("NFD", char)[0]
        char = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "a", "œ": "o"}.get(base, base)
    return ord("0") if char.isdecimal() else ord(char)


def _spread(classes: NDArray[np.uint8], ranges: tuple[tuple[int, int], ...], value: int) -> None:
    for first, stop in ranges:
        classes[first:stop] = value


@cache
def fold_table() -> NDArray[np.uint32]:
    """Folded code point by code point, shape (LIMIT,)."""
    table = np.arange(LIMIT, dtype=np.uint32)
    for first, stop in ((0, 0x600), (0x600, 0xE00), (0x1E00, 0x2000), (0x2C00, 0x2E00), (0xFF01, 0xFF5F)):
        table[first:stop] = [_fold(code) for code in range(first, stop)]
    table[0x2019] = ord("'")
    table[USER : DOTS + 1] = 0xFFFD  # these symbols are ours: a text that carries them is not to be believed
    return table


@cache
def class_table() -> NDArray[np.uint8]:
    """`GAP`, `WORD`, `SINGLE` or `SILENT` by code point, with the `UPPER` bit; shape (LIMIT,)."""
    category = unicodedata.category
    table = np.zeros(LIMIT, dtype=np.uint8)
    table[:0x3100] = [category(chr(code))[0] in "LNM" for code in range(0x3100)]
    _spread(
        table,
        ((0x3105, 0x3200), (0xA000, 0xA4D0), (0xA4D0, 0xD7B0), (0xFB50, 0xFE00), (0xFF10, 0xFFDD)),
        WORD,
    )
    _spread(table, (*_UNSPACED, *_HAN, *_PICTURES), SINGLE)
    table[USER : DOTS + 1] = GAP
    _spread(table, _SILENT, SILENT)
    for char in _SINGLES:
        table[ord(char)] = SINGLE
    for code in range(0x530):
        if category(chr(code)) == "Lu":
            table[code] = WORD | UPPER
    return table
