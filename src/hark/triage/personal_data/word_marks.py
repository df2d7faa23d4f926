"""Marks the words that matter in a whole batch of text at once, by hashes of their letters.

Two words may share a hash (2**20 places for some two thousand entries): a mark says 'look', it decides nothing.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from hark.triage.personal_data.cues import stems_of, words_of
from hark.triage.personal_data.streets import AFTER, AFTER_SURE, BEFORE, BEFORE_SURE, GROWN, NUMBER_LAST
from hark.triage.personal_data.word_set import word_set
from hark.triage.personal_data.words import DIGIT_WORDS, NAMED_PROVIDERS, ODD_AT, SPOKEN_AT, SPOKEN_DOT

AT_WORD, DOT_WORD, DIGIT_WORD, STREET_WORD, NAMING_WORD, POSTCODE_WORD, WEAK_STREET_WORD = (
    1 << bit for bit in range(7)
)

_Codes = NDArray[np.uint32]
_Flags = NDArray[np.uint8]
_LONGEST = 6  # letters of a word that count
_STEMS = (3, 4, 5)  # a stem counts by its first letters, as many as it has, at most five
_BITS = 20
_FACTOR = 2654435761
_STREET_KINDS = frozenset(("street", "address", "unit", "box"))
_NAMING_KINDS = word_set("birth licence national order reference account booking parcel")
_POSTCODE_KINDS = frozenset(("postcode",))
_CASED = 0x530


def _letters() -> _Codes:
    """Each code's letter in lower case, 0 for what is no letter of a cased script."""
    table = np.zeros(_CASED + 1, np.uint32)
    for code in (*range(65, 91), *range(97, 123), *range(0xC0, 0x250), *range(0x370, _CASED)):
        small = chr(code).lower()
        if code not in (0xD7, 0xF7):
            table[code] = ord(small) if len(small) == 1 else code
    return table


_LETTERS = _letters()


def _lower(codes: _Codes) -> _Codes:
    return _LETTERS[np.minimum(codes, np.uint32(_CASED))]


def _step(total: _Codes, letter: _Codes) -> _Codes:
    """One letter into the hash: Knuth's multiplicative hash, taken mod 2**32."""
    return (total ^ letter) * np.uint32(_FACTOR)


def _place(total: _Codes) -> _Codes:
    return total >> np.uint32(32 - _BITS)


def _mark(table: _Flags, words: Iterable[str], bit: int, length: int) -> None:
    heads = np.array([word.split("-")[0][:length] for word in words], dtype=f"<U{length}")
    total = np.zeros(len(heads), np.uint32)
    for letter in heads.view(np.uint32).reshape(-1, length).T:
        total = _step(total, letter)
    np.bitwise_or.at(table, _place(total), np.uint8(bit))


def _tables() -> tuple[_Flags, dict[int, _Flags], _Flags]:
    whole = np.zeros(1 << _BITS, np.uint8)
    weak = (AFTER | BEFORE) - AFTER_SURE - BEFORE_SURE
    for words, bit in (
        (SPOKEN_AT, AT_WORD),
        (SPOKEN_DOT | NAMED_PROVIDERS | ODD_AT, DOT_WORD),
        (DIGIT_WORDS, DIGIT_WORD),
        (words_of(_STREET_KINDS) - weak, STREET_WORD),
        (weak, WEAK_STREET_WORD),
        (words_of(_NAMING_KINDS), NAMING_WORD),
        (words_of(_POSTCODE_KINDS), POSTCODE_WORD),
    ):
        _mark(whole, words, bit, _LONGEST)
    stems = {length: np.zeros(1 << _BITS, np.uint8) for length in _STEMS}
    for kinds, bit in ((_STREET_KINDS, STREET_WORD), (_NAMING_KINDS, NAMING_WORD)):
        for length, table in stems.items():
            cut = [stem for stem in stems_of(kinds) if min(len(stem), _STEMS[-1]) == length]
            _mark(table, cut, bit, length)
    endings = np.zeros(1 << _BITS, np.uint8)
    _mark(endings, {word[-3:] for word in (*GROWN, *NUMBER_LAST)}, STREET_WORD, 3)
    return whole, stems, endings


_WHOLE, _STEM_TABLES, _ENDINGS = _tables()


def mark_words(
    codes: _Codes, letter: NDArray[np.bool_], upper: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], _Flags]:
    """Where the marked words begin, and their marks. `letter` and `upper` have an entry per code."""
    words = np.flatnonzero(letter[1:] & ~letter[:-1]) + 1
    total = np.zeros(len(words), np.uint32)
    before = np.ones(len(words), np.uint32)
    marks = np.zeros(len(words), np.uint8)
    for place in range(_LONGEST):
        now = _lower(codes[words + place])
        now *= before != 0
        before = now
        total = _step(total, now)
        if place + 1 in _STEM_TABLES:
            marks |= _STEM_TABLES[place + 1][_place(total)] * (now != 0)
    marks |= _WHOLE[_place(total)]
    capital = ((marks & WEAK_STREET_WORD) != 0) & upper[words]
    marks[capital] |= STREET_WORD
    marked = np.flatnonzero(marks != 0)
    return words[marked], marks[marked]


def ends_like_street(codes: _Codes, last: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the three letters up to `last` end a street's name, as in 'Friedhofstrasse'."""
    total = np.zeros(len(last), np.uint32)
    for back in (2, 1, 0):
        total = _step(total, _lower(codes[np.maximum(last - back, 0)]))
    return np.not_equal(_ENDINGS[_place(total)], 0)
