"""Postal addresses: a street with a house number, a post-office box, and what hangs on them (`address_tail.py`).

The search begins at numbers, so a post without digits costs nothing. Streets are told by their own words in some
twenty languages (`streets.py`), by the form (number, name, number, flat), or by what the post says before ('my
address is', 'lives at'). A town alone is no address.
"""

import re
from collections.abc import Iterator

from hark.domain.verdict import PersonalData
from hark.triage.personal_data import streets
from hark.triage.personal_data.address_tail import UNIT, UNIT_WORDS, backward, onward
from hark.triage.personal_data.edges import CAPITAL, LEFT
from hark.triage.personal_data.parts import Parts
from hark.triage.personal_data.view import View
from hark.triage.personal_data.word_set import word_set

_Span = tuple[int, int] | None

_HOUSE = re.compile(
    LEFT
    + r"(?<![#@+(])(?<!\d[.,:])\d{1,6}(?:[a-zA-Z](?!\w))?(?:[-/]\d{1,4}[a-zA-Z]?(?!\w))?(?![\d%€$£])(?![.,:]\d)"
)
_PARTED = word_set("bis ter quater")
_DIGITS = re.compile("[0-9]+")
_SAID = word_set("n no nr nº num numero número number дом д house")
_CLOSED = re.compile(r"\.?(?:[,\n]|$)|\.(?:\s|$)")
_TOPICS = frozenset(("street", "address", "unit"))
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)")
_HOUSE_AFTER = re.compile(r" \d{1,4}[a-z]?(?![\w])")
_CAPITALS_BEFORE = re.compile(r"(?<![^\W_])(?:" + CAPITAL + r"[\w'’.-]{0,24} ){1,3}\Z")
_POSTED = re.compile(r", ?(?:[A-Z]{1,2}-)?(?!(?:19|20)\d\d )\d{4,5} " + CAPITAL)
# A street's word in lower case: an abbreviation has its full stop, and no name of capitals alone ('via DM 15') follows.
_SMALL_TYPE = re.compile(rf"(?:\w{{1,2}}[./]|\w{{3,}})(?! ?{CAPITAL}+(?!\w))")
_ENTRANCE = re.compile(r" [A-H](?![\w'’])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FRACTION = re.compile(r"\d/\d")
_SENTENCE = re.compile(r"[.!?•]\s|#")
_TRAFFIC = word_set(
    "flight vol vuelo flug volo voo vlucht lot train zug tren treno trein bus line route gate seat"
)
_LAST = (*streets.GROWN, *streets.NUMBER_LAST)
_SHORTEST_GROWN = 6


def find_addresses(view: View) -> Iterator[PersonalData]:
    """Streets with a number and what hangs on them. Overlapping findings are possible."""
    if view.kinds.isdisjoint(_TOPICS) and "\n" not in view.text and not _told(view.plain):
        return
    parts = view.parts
    last = 0
    bare = view.bare
    for digits in _DIGITS.finditer(bare):
        house = _HOUSE.match(bare, digits.start()) if digits.start() >= last else None
        if not house:
            continue
        last = house.end()
        core = _street(view, parts, *house.span())
        if core:
            last = onward(view.plain, view.low, core[1])
            yield PersonalData("address", backward(view.low, core[0]), last)


def _told(plain: str) -> bool:
    """Whether a text without a word for streets may name one: 'C/ Sol 3', 'Am Markt 137, 50738 Köln'."""
    return "C/" in plain or "c/" in plain or _POSTED.search(plain) is not None


def _street(view: View, parts: Parts, start: int, end: int) -> _Span:
    first, last = parts.at(start), parts.at(end - 1)
    found = _number_first(view, parts, last, start, end)
    if found or _counted(parts, last, end):
        return found
    return (
        _grown(view, parts, first, start, end)
        or _type_first(view, parts, first, start, end)
        or _framed(view, parts, first, start, end)
        or _announced(view, parts, first, start, end)
        or _posted(view, parts, first, start, end)
    )


def _number_first(view: View, parts: Parts, last: int, start: int, end: int) -> _Span:
    """'24 Clarke Avenue', '36 rue de Pologne'."""
    words, first = parts.words, last + 1
    if first < len(words) and words[first] in _PARTED:  # '79 bis boulevard Voltaire'
        first, end = first + 1, parts.ends[first]
    if first + 1 >= len(words) or parts.starts[first] - end > 2 or view.low[end] not in " ,":
        return None
    if words[first] in streets.BEFORE and not _YEAR.fullmatch(view.low, start, end):
        name = _name_end(parts, first)
        house = _HOUSE_AFTER.match(view.low, name) if name else None
        return (start, house.end() if house else name) if name else None
    if streets.AFTER.isdisjoint(words[first + 1 : first + 6]):
        return None
    for place in range(first, min(first + 6, len(words))):
        word = words[place]
        if word in streets.NOT_AFTER or (
            place > first and parts.broken(parts.ends[place - 1], parts.starts[place])
        ):
            return None
        more = place + 1 < len(words) and words[place + 1] in streets.AFTER
        if place > first and not more and word in streets.AFTER and _named(view, parts, first, place):
            stop = parts.ends[place]
            return start, stop + (view.low[stop : stop + 1] == ".")
    return None


def _named(view: View, parts: Parts, first: int, kind: int) -> bool:
    """Whether the words between number and street word are a name, by their capitals or by the post's topic."""
    names = range(first, kind)
    word = parts.words[kind]
    named = any(parts.upper(name) or _ORDINAL.fullmatch(parts.words[name]) for name in names)
    if named and all(parts.capital(name) for name in names):
        return parts.upper(kind) or word in streets.AFTER_SURE
    if "address" not in view.kinds or len(names) > 3 or parts.words[first] in streets.PARTICLES:
        return False
    sure = word in streets.AFTER_SURE or word in ("st", "str", "utca")
    return sure and any(
        parts.words[name].isalpha() or _ORDINAL.fullmatch(parts.words[name]) for name in names
    )


def _name_end(parts: Parts, kind: int) -> int | None:
    """Where a street's name ends that follows its kind: capitals, and particles between them."""
    free, led = parts.words[kind] in streets.BEFORE_SURE, False
    last, previous = None, parts.ends[kind]
    for place in range(kind + 1, min(kind + 6, len(parts.words))):
        word = parts.words[place]
        if word in UNIT_WORDS or parts.broken(previous, parts.starts[place]):
            break
        if word not in streets.PARTICLES:
            number = word[0].isdigit() and not led
            if number or (not parts.capital(place) and not (free and (last is None or led))):
                break
            last = parts.ends[place]
        led = word in streets.PARTICLES
        previous = parts.ends[place]
    return last


def _grown(view: View, parts: Parts, first: int, start: int, end: int) -> _Span:
    """'Friedhofstrasse 33', 'Kerkstraat 12-3', 'Villacher Strasse 89'."""
    place = first - 1
    if place >= 1 and parts.words[place] in _SAID:
        place -= 1
    if place < 0 or not parts.words[place].endswith(_LAST) or start - parts.ends[place] > 6:
        return None
    word = parts.words[place].rpartition("-")[2]
    if word in streets.NOT_GROWN or (place == first - 1 and parts.broken_but_comma(parts.ends[place], start)):
        return None
    begin = parts.starts[place]
    alone = word in streets.NUMBER_LAST
    letter = _ENTRANCE.match(view.plain, end)
    end = letter.end() if letter else end
    before = _CAPITALS_BEFORE.search(view.plain, max(0, begin - 60), begin)
    if before and (alone or before[0].endswith("er ")):
        return before.start(), end
    long = len(parts.words[place]) >= _SHORTEST_GROWN and word.endswith(streets.GROWN)
    while place and parts.upper(place - 1) and parts.words[place - 1] in streets.BEFORE_GROWN:
        if parts.broken(parts.ends[place - 1], parts.starts[place]):
            break
        place -= 1
    begin = parts.starts[place]
    return (begin, end) if not alone and long and (parts.upper(place) or "address" in view.kinds) else None


def _type_first(view: View, parts: Parts, first: int, start: int, end: int) -> _Span:
    """'Via Roma 131', 'ul. Narewska 94', 'Calle Mayor, nº 12'."""
    left = max(first - 7, 0)
    if streets.BEFORE.isdisjoint(parts.words[left:first]):
        return None
    following = start
    for place in range(first - 1, left - 1, -1):
        if parts.broken_but_comma(parts.ends[place], following):
            return None
        following = parts.starts[place]
        names = [name for name in range(place + 1, first) if parts.words[name] not in _SAID]
        if names and parts.words[place] in streets.BEFORE and _named_after(view, parts, place, names):
            return following, end
    return None


def _named_after(view: View, parts: Parts, kind: int, names: list[int]) -> bool:
    if parts.words[kind] in streets.BEFORE_SURE and ("address" in view.kinds or parts.upper(kind)):
        return True
    if view.plain[parts.starts[kind]].islower() and not _SMALL_TYPE.match(view.plain, parts.starts[kind]):
        return False
    upper = any(parts.upper(name) or not parts.words[name][0].isascii() for name in names)
    return upper and all(parts.capital(name) for name in names)


def _framed(view: View, parts: Parts, first: int, start: int, end: int) -> _Span:
    """'4923 Parmova 109': a number, names, a number, and then a flat, a comma or the end of the line."""
    near = range(first - 2, max(first - 7, -1), -1)
    number = next((place for place in near if parts.words[place].isdigit()), None)
    if number is None or parts.words[first - 1].isdigit() or parts.broken(parts.ends[number], start):
        return None
    dot = view.low[end : end + 1] == "."
    if UNIT.match(view.low, end + dot, end + 60):
        return parts.starts[number], end + dot
    digits = parts.words[number]
    year = len(digits) == 4 and digits[:2] in ("19", "20")
    led = number > 0 and parts.words[number - 1] in _TRAFFIC
    if len(digits) < 3 or year or led or not _CLOSED.match(view.plain, end):
        return None
    names = range(number + 1, first)
    named = all(parts.capital(name) or parts.words[name] in streets.AFTER for name in names)
    return (parts.starts[number], end) if named else None


def _announced(view: View, parts: Parts, first: int, start: int, end: int) -> _Span:
    """'lives at Pagari 18', 'my address: Joaquín Suárez 2906': names since the word that announces them."""
    cue = view.before(start, "address", 48)
    if not cue or _FRACTION.fullmatch(view.low, start, end) or view.low[end : end + 1] == "+":
        return None
    if _SENTENCE.search(view.plain, max(cue.start - 1, 0), start):
        return None
    begin, following = None, start
    for place in range(first - 1, -1, -1):
        named = parts.upper(place) or parts.words[place].isdigit()
        if parts.starts[place] < cue.end or not named or parts.broken(parts.ends[place], following):
            break
        begin = following = parts.starts[place]
    if begin is None or not any(map(str.isalpha, view.plain[begin:start])):
        return None
    return begin, end


def _posted(view: View, parts: Parts, first: int, start: int, end: int) -> _Span:
    """'Am Markt 137, 50738 Köln': names, a number, and a postcode with its town set apart."""
    if not _POSTED.match(view.plain, end):
        return None
    names = _CAPITALS_BEFORE.search(view.plain, max(0, start - 60), start)
    return (names.start(), end) if names and start - parts.ends[first - 1] == 1 else None


def _counted(parts: Parts, last: int, end: int) -> bool:
    """Whether a unit of time or a count follows: '3 hours', '2 people'."""
    after = last + 1
    return (
        after < len(parts.words)
        and parts.starts[after] - end <= 1
        and parts.words[after] in streets.NOT_AFTER
    )
