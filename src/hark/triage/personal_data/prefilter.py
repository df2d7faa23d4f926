"""Which detectors a post needs, decided for a whole batch at once with numpy: most posts need none.

A hint is necessary for its detectors (a post without it holds nothing they would report), never sufficient.
Digits inside handles and links count for nothing: detectors do not look there either.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from hark.triage.personal_data.fold import FOLDED, FOLDED_TELLING
from hark.triage.personal_data.iban_lengths import IBAN_LENGTHS
from hark.triage.personal_data.word_marks import (
    AT_WORD,
    DIGIT_WORD,
    DOT_WORD,
    NAMING_WORD,
    POSTCODE_WORD,
    STREET_WORD,
    WEAK_STREET_WORD,
    ends_like_street,
    mark_words,
)

_Ints = NDArray[np.int64]
_Codes = NDArray[np.uint32]
_Flags = NDArray[np.uint16]


class Hint:
    """What a post has that a detector needs: bits of one number."""

    FOLD = 1  # signs that `fold` would change, in a post that has another hint, or folded digits
    EMAIL = 2  # an @ with something on both sides
    SPOKEN_EMAIL = 4  # '(at)', 'arroba', 'dot', the name of a mail provider
    DIGIT = 8  # a digit outside handles and links
    NUMBER = 16  # six digits with at most three signs between neighbours
    CODE = 32  # a letter beside a digit
    LETTER_CODE = 64  # six capitals in a row
    SPELLED = 128  # six words for digits
    LINKED = 256  # a link that dials
    STREET = 512  # a word that an address may have near a digit, or a line break and four digits
    NAMED = 1024  # CODE or FOUR, and a word that announces a number of its own kind
    TOWN = 2048  # two to five digits, no year, after a word and a space
    POSTCODE = 4096  # a digit, and a word that announces a postcode
    FULL_POSTCODE = 8192  # a capital or digit, a space, a digit, a capital
    IP = 16384  # digits and dots, or digits and colons, in turn
    LETTERED = 32768  # NUMBER, and a letter beside a digit or alone after one
    FOUR = 65536  # four digits with at most three signs between neighbours
    IBAN = 131072  # a country that has IBANs and two digits after it


_DIALLING = ("wa.me/", "tel:", "whatsapp.com/send")
_LEAST_NUMBER = 6
_LEAST_FOUR = 4
_LEAST_IP = 3
_SHORTEST_TOWN_RUN, _LONGEST_TOWN_SPLIT, _LONGEST_TOWN_RUN = 2, 3, 5
_NINETEEN, _TWENTY = ord("1") * 100 + ord("9"), ord("2") * 100 + ord("0")
_LEAST_SPELLED = 6
_WIDEST_GAP = 4
_LONGEST_HANDLE = 40
_STREET_REACH = 80
_LETTER_CODE = 6
_LONGEST_WEAK = 8
_ROOM = "\n\n\n"

_WORD, _DIGIT, _UPPER, _LETTER, _SPACE, _AT, _SLASH, _UNSPACED, _FOLD, _FOLD_TELLING = (
    1 << bit for bit in range(10)
)
_TOWN_LETTER = _WORD | _LETTER
_WORD_HINTS = ((DOT_WORD, Hint.SPOKEN_EMAIL), (NAMING_WORD, Hint.NAMED), (POSTCODE_WORD, Hint.POSTCODE))


def _table() -> _Flags:
    table = np.zeros(0x110000, np.uint16)
    table[0x600:0x2000] = table[0x3000:0x10000] = _UNSPACED
    table[[ord(c) for c in " \t\n\r\v\f"]] = _SPACE
    table[48:58] = _WORD | _DIGIT
    table[65:91] = _WORD | _LETTER | _UPPER
    table[97:123] = _WORD | _LETTER
    table[95] = _WORD
    table[ord("@")] = _AT
    table[ord("/")] = _SLASH
    table[[*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x250), *range(0x370, 0x530)]] = _LETTER
    table[list(FOLDED)] |= _FOLD
    table[list(FOLDED_TELLING)] |= _FOLD_TELLING
    return table


_TABLE = _table()
_COUNTRIES = np.zeros(1024, np.bool_)
_COUNTRIES[[(ord(country[0]) & 31) * 32 + (ord(country[1]) & 31) for country in IBAN_LENGTHS]] = True
_BRACKETS = tuple(ord(sign) for sign in "[({<")


def hints(texts: Sequence[str]) -> _Ints:
    """One integer of `Hint` bits per text."""
    found = np.zeros(len(texts), np.int64)
    if not texts:
        return found
    # Room on both sides, so that looking at a neighbour never meets another text.
    joined = _ROOM + _ROOM.join(texts) + "\n" * _LONGEST_HANDLE
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    flags = _TABLE[codes]
    starts = np.full(len(texts), len(_ROOM), np.int64)
    starts[1:] += np.cumsum(np.array([len(text) + len(_ROOM) for text in texts[:-1]], np.int64))
    rare = np.flatnonzero((flags & (_DIGIT | _UPPER | _AT)) != 0)
    kind = flags[rare]
    digits = _outside(rare[(kind & _DIGIT) != 0], codes, flags)
    _mark_digits(found, digits, codes, flags, starts)
    _mark_capitals(found, rare[(kind & _UPPER) != 0], starts)
    _mark_at(found, rare[(kind & _AT) != 0], codes, flags, starts)
    _mark_words(found, codes, flags, starts, digits)
    if len(digits):
        last = np.where(flags[digits - 2] & _LETTER, digits - 2, digits - 3)
        found[_owner(digits[ends_like_street(codes, last)], starts)] |= Hint.STREET
    _mark_scripts(found, flags, starts)
    several = np.bincount(_owner(digits, starts), minlength=len(texts)) >= _LEAST_FOUR
    found[[place for place in np.flatnonzero(several).tolist() if "\n" in texts[place]]] |= Hint.STREET
    found[(found & Hint.DIGIT) == 0] &= ~np.int64(Hint.STREET | Hint.POSTCODE)
    found[(found & (Hint.CODE | Hint.FOUR)) == 0] &= ~np.int64(Hint.NAMED)
    found[(found & Hint.CODE) != 0] |= Hint.LETTERED
    found[(found & Hint.NUMBER) == 0] &= ~np.int64(Hint.LETTERED)
    found[_owner(np.array(list(_occurrences(joined)), np.int64), starts)] |= Hint.LINKED
    folded = np.flatnonzero(flags >= _FOLD)
    if len(folded):
        owner = _owner(folded, starts)
        found[owner[(found[owner] != 0) | (flags[folded] >= _FOLD_TELLING)]] |= Hint.FOLD
    return found


def _owner(places: _Ints, starts: _Ints) -> _Ints:
    return np.searchsorted(starts, places, "right") - 1


def _mark_digits(found: _Ints, digits: _Ints, codes: _Codes, flags: _Flags, starts: _Ints) -> None:
    if not len(digits):
        return
    owner = _owner(digits, starts)
    found[owner] |= Hint.DIGIT
    beside = (flags[digits - 1] | flags[digits + 1]) & _LETTER
    found[owner[beside != 0]] |= Hint.CODE
    _mark_forms(found, digits, owner, codes, flags)
    _mark_towns(found, digits, owner, codes, flags)
    new = (np.diff(digits) > _WIDEST_GAP) | (np.diff(owner) > 0)
    first = np.flatnonzero(np.concatenate(([True], new)))
    sizes = np.diff(np.append(first, len(digits)))
    found[owner[first[sizes >= _LEAST_FOUR]]] |= Hint.FOUR
    found[owner[first[sizes >= _LEAST_NUMBER]]] |= Hint.NUMBER


def _mark_forms(found: _Ints, digits: _Ints, owner: _Ints, codes: _Codes, flags: _Flags) -> None:
    before, after = flags[digits - 1], flags[digits + 1]
    inward = (
        ((before & _SPACE) != 0) & ((after & _UPPER) != 0) & ((flags[digits - 2] & (_DIGIT | _UPPER)) != 0)
    )
    found[owner[inward]] |= Hint.FULL_POSTCODE
    dot = (codes[digits + 1] == ord(".")) & ((flags[digits + 2] & _DIGIT) != 0)
    alone = ((after & _WORD) == 0) & ((flags[digits + 2] & _LETTER) != 0)
    alone &= ((flags[digits + 3] & flags[digits + 4]) & _WORD) == 0
    found[owner[alone]] |= Hint.LETTERED
    apart = ((before & _SPACE) != 0) & (codes[digits - 2] == ord(",")) & ((flags[digits - 3] & _DIGIT) != 0)
    found[owner[apart]] |= Hint.STREET
    country = ~((flags[digits - 3] & _WORD) != 0) & ((flags[digits + 1] & _DIGIT) != 0)
    country &= _COUNTRIES[_pair(codes[digits - 2], codes[digits - 1])]
    found[owner[country]] |= Hint.IBAN
    colon = (codes[digits + 1] == ord(":")) | (codes[digits - 1] == ord(":"))
    found[np.bincount(owner[dot | colon], minlength=len(found)) >= _LEAST_IP] |= Hint.IP


def _pair(first: _Codes, second: _Codes) -> _Codes:
    """A number below 1,024 for two ASCII letters in either case; 0 when one is no letter."""
    letters = ((first | 32) - 97 < 26) & ((second | 32) - 97 < 26)
    return np.where(letters, (first & 31) * 32 + (second & 31), 0)


def _mark_towns(found: _Ints, digits: _Ints, owner: _Ints, codes: _Codes, flags: _Flags) -> None:
    first = (flags[digits - 1] & _SPACE) != 0
    first &= (flags[digits - 2] & _TOWN_LETTER) != 0
    run = digits[first]
    length = np.ones(len(run), np.int64)
    for ahead in range(1, _LONGEST_TOWN_RUN + 1):
        length += (length == ahead) & ((flags[run + ahead] & _DIGIT) != 0)
    head = codes[run] * np.uint32(100) + codes[run + 1]
    year = (length == 4) & ((head == _NINETEEN) | (head == _TWENTY))
    beyond = flags[run + length + 1] & _DIGIT
    split = (length >= _SHORTEST_TOWN_RUN) & (length <= _LONGEST_TOWN_SPLIT) & (beyond != 0)
    ends = codes[run + length]
    low = ((ends == ord(" ")) & ((flags[run + length + 1] & (_LETTER | _UPPER)) == _LETTER)) != 0
    whole = low | np.logical_or.reduce([ends == ord(sign) for sign in ".,!?-\n"])
    town = split | ((length > _LONGEST_TOWN_SPLIT) & (length <= _LONGEST_TOWN_RUN) & ~year)
    found[owner[first][town & (whole | split)]] |= Hint.TOWN


def _outside(digits: _Ints, codes: _Codes, flags: _Flags) -> _Ints:
    """The digits that stand neither in a handle nor in a link."""
    digits = digits[~_in_handle(digits, codes, flags)]
    slashes = np.flatnonzero((flags & _SLASH) != 0)
    slashes = slashes[(codes[slashes - 1] == ord("/")) & (codes[slashes - 2] == ord(":"))]
    if not len(slashes):
        return digits
    links = np.concatenate(([-2], slashes))
    spaces = np.flatnonzero((flags & _SPACE) != 0)
    in_link = links[np.searchsorted(links, digits) - 1] > spaces[np.searchsorted(spaces, digits) - 1]
    return digits[~in_link]


def _in_handle(digits: _Ints, codes: _Codes, flags: _Flags) -> NDArray[np.bool_]:
    """Whether only letters, digits and underscores lie between an @ and the digit."""
    inside = np.zeros(len(digits), np.bool_)
    going = np.arange(len(digits))
    for back in range(1, _LONGEST_HANDLE):
        places = np.maximum(digits[going] - back, 0)
        inside[going[codes[places] == ord("@")]] = True
        going = going[(flags[places] & _WORD) != 0]
        if not len(going):
            break
    return inside


def _mark_at(found: _Ints, at: _Ints, codes: _Codes, flags: _Flags, starts: _Ints) -> None:
    before, after = flags[at - 1] & _SPACE, flags[at + 1] & _SPACE
    found[_owner(at[(before | after) == 0], starts)] |= Hint.EMAIL
    found[_owner(at[(after != 0) | _bracket(codes[at - 1])], starts)] |= Hint.SPOKEN_EMAIL


def _bracket(codes: _Codes) -> NDArray[np.bool_]:
    return np.asarray(np.logical_or.reduce([codes == sign for sign in _BRACKETS]))


def _mark_capitals(found: _Ints, upper: _Ints, starts: _Ints) -> None:
    if len(upper):
        first = np.flatnonzero(np.concatenate(([True], np.diff(upper) > 1)))
        six = np.diff(np.append(first, len(upper))) == _LETTER_CODE
        found[_owner(upper[first[six]], starts)] |= Hint.LETTER_CODE


def _mark_words(found: _Ints, codes: _Codes, flags: _Flags, starts: _Ints, digits: _Ints) -> None:
    words, bits = mark_words(codes, (flags & _LETTER) != 0, (flags & _UPPER) != 0)
    if not len(words):
        return
    owner = _owner(words, starts)
    for bit, hint in _WORD_HINTS:
        found[owner[(bits & bit) != 0]] |= hint
    weak = (bits & WEAK_STREET_WORD) != 0
    at = words[weak]
    beside = (flags[at - 1] & _SPACE != 0) & (flags[at - 2] & _DIGIT != 0)
    told = beside | _dotted(codes, at) | _before_capital(flags, at)
    bits[weak] |= np.where(told, STREET_WORD, 0).astype(np.uint8)
    street = words[(bits & STREET_WORD) != 0]
    found[_owner(street[_near(street, digits)], starts)] |= Hint.STREET
    bracketed = _bracket(codes[words - 1]) | _bracket(codes[words - 2])
    found[owner[((bits & AT_WORD) != 0) & bracketed]] |= Hint.SPOKEN_EMAIL
    count = np.bincount(owner[(bits & DIGIT_WORD) != 0], minlength=len(starts))
    found[count >= _LEAST_SPELLED] |= Hint.SPELLED


def _dotted(codes: _Codes, words: _Ints) -> NDArray[np.bool_]:
    """Whether a word is an abbreviation of one or two letters: 'c.', 'al.'."""
    stop = ord(".")
    return np.asarray((codes[words + 1] == stop) | (codes[words + 2] == stop))


def _before_capital(flags: _Flags, words: _Ints) -> NDArray[np.bool_]:
    """Whether a capital begins the next word: 'via Dante'."""
    end = words.copy()
    for _ in range(_LONGEST_WEAK):
        end += (flags[end] & _LETTER) != 0
    return np.asarray(((flags[end] & _SPACE) != 0) & ((flags[end + 1] & _UPPER) != 0))


def _near(words: _Ints, digits: _Ints) -> NDArray[np.bool_]:
    """Whether a digit stands within `_STREET_REACH` on either side."""
    if not len(digits):
        return np.zeros(len(words), np.bool_)
    place = np.searchsorted(digits, words)
    after = digits[np.minimum(place, len(digits) - 1)] - words
    before = words - digits[np.maximum(place - 1, 0)]
    return ((after >= 0) & (after <= _STREET_REACH)) | ((before >= 0) & (before <= _STREET_REACH))


def _mark_scripts(found: _Ints, flags: _Flags, starts: _Ints) -> None:
    unspaced = np.flatnonzero((flags & _UNSPACED) != 0)
    found[_owner(unspaced, starts)] |= Hint.STREET | Hint.NAMED | Hint.POSTCODE


def _occurrences(joined: str) -> Iterator[int]:
    for word in _DIALLING:
        place = joined.find(word)
        while place >= 0:
            yield place
            place = joined.find(word, place + 1)
