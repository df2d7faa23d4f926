"""What belongs to a street address beside the street: flats before and after it, the town, the postcode."""

import re

from hark.triage.personal_data.edges import CAPITAL, LEFT
from hark.triage.personal_data.word_set import word_set

_SEPARATOR = r"[ \t]{0,8}[,;]?[ \t]{0,8}(?:\n[ \t]{0,8}){0,2}[>?]{0,3}[ \t]{0,8},?[ \t]?"
UNIT_WORDS = word_set(
    """
    apt apartment suite ste unit flat appt apto apartamento piso interno bloco wohnung whg daire lok кв квартира
    корп room floor ajtó em
    """
)
_UNIT_WORDS = "|".join(sorted(UNIT_WORDS, key=len, reverse=True))
_DOT = re.compile(r"\.(?=[ ,\n])(?! [^\W\d_]+ [a-z])")
_FLOOR = r"\d{1,2}[º°ª](?: ?(?:[a-z]|\d{1,2}[º°ª]|izq|dcha?|izquierda|derecha|esq|dto)\b)?(?: ?\d{1,2}[º°ª])?"
UNIT = re.compile(_SEPARATOR + rf"(?:(?:{_UNIT_WORDS})(?:\.|\b)[ #:]{{0,2}}\d{{1,5}}[a-z]?(?!\w)|{_FLOOR})")
_UNIT_BEFORE = re.compile(LEFT + rf"(?:{_UNIT_WORDS})\.? ?#?\d{{1,5}}[a-z]?[ ,]{{1,2}}\Z")
_UNIT_WORD_BEFORE = re.compile(LEFT + rf"(?:{_UNIT_WORDS})\.? ?#?\Z")
_NUMBER_BEFORE = re.compile(LEFT + r"(?<![#@$€£])(?<!\d[.,])\d{1,6}\s\Z")
# A capital of any script, then letters and the signs inside names; never a digit, so that a postcode stays whole.
_TOWN_WORD = r"\(?" + CAPITAL + r"(?:[^\W\d_]|['’.∆-](?=[^\W\d_∆])){0,29}+\.?(?![\w∆])\)?"
_LINK = (
    r"(?:de la|de los|de las|del|de|do|da|dos|of|and|am|an der|im|bei|na|nad|sur|sous|la|le|los|las|upon|on|u|v|"
    r"van|den|der|di|al|in) "
)
_TOWN = rf"{_TOWN_WORD}(?:[ ](?:{_LINK})?{_TOWN_WORD}){{0,4}}+"
_PIECE = re.compile(_SEPARATOR + _TOWN)
_REGION = re.compile(_SEPARATOR + r"[\s,]{0,4}(?:[a-zA-Z]{1,3}|\d{1,3})(?!\w)")
_POSTCODE = (
    r"(?:[A-Z]{1,2}[ -])?(?:\d{4,5}-\d{3,4}|\d{4} [A-Z]{2}|\d{3} \d{2}|\d{2}-\d{3}|\d{4,6}|"
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})(?!\w)"
)
_CODE_AT_ONCE = re.compile(rf"[ ,]{{1,3}}{_POSTCODE}(?:,? {_TOWN_WORD})?")
_CODE = re.compile(rf"{_SEPARATOR}[ \n]?{_POSTCODE}(?:,? {_TOWN_WORD})?")
_SET_APART = re.compile(rf"[ \t]{{0,8}}(?:,|\n)[ \t>?]{{0,8}}{_TOWN}(?!:)")
_TOWN_AFTER_UNIT = re.compile(rf" {_TOWN}(?!:)")
_MORE_STREET = re.compile(rf"(?: {_TOWN_WORD}){{1,3}}(?=\s)")
_MOST_PIECES = 4


def onward(plain: str, low: str, end: int) -> int:
    """Where the address that has reached `end` ends: flats, then a town set apart or closed by a postcode."""
    if _DOT.match(plain, end):
        end += 1
    more = _MORE_STREET.match(plain, end, end + 80)
    if more and UNIT.match(low, more.end(), more.end() + 40):
        end = more.end()
    flat = False
    while unit := UNIT.match(low, end, end + 60):
        end, flat = unit.end(), True
    closed = _postcode(plain, end)
    if closed:
        return closed
    town = _TOWN_AFTER_UNIT.match(plain, end, end + 80) if flat else None
    if town:
        return town.end()
    for _ in range(_MOST_PIECES - 1):
        town = _SET_APART.match(plain, end, end + 80)
        if not town:
            break
        end = town.end()
    return end


def backward(low: str, start: int) -> int:
    """Where the address really begins: a building's number or a flat may stand before the street."""
    before = low[max(0, start - 24) : start].rstrip(" ,#.\n")
    if not before[-1:].isalnum():
        return start
    word = before.split()[-1]
    if word.isalpha() and word not in UNIT_WORDS:
        return start
    bare = _UNIT_WORD_BEFORE.search(low, max(0, start - 16), start)
    start = bare.start() if bare else start
    for _ in range(2):
        unit = _UNIT_BEFORE.search(low, max(0, start - 24), start)
        number = unit or _NUMBER_BEFORE.search(low, max(0, start - 9), start)
        start = number.start() if number else start
    return start


def _postcode(plain: str, end: int) -> int | None:
    """Where the postcode ends that closes the address, after town, region and country in any order."""
    code = _CODE_AT_ONCE.match(plain, end, end + 60)
    place, pieces = end, 0
    while not code and pieces < _MOST_PIECES:
        piece = _PIECE.match(plain, place, place + 80) or _REGION.match(plain, place, place + 30)
        if not piece:
            return None
        place, pieces = piece.end(), pieces + 1
        code = _CODE.match(plain, place, place + 60)
    return code.end() if code else None
