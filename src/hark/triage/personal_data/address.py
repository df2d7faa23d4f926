"""Postal addresses: a street with a house number, a post-office box, and what hangs on them (`address_tail.py`).

The search begins at numbers, so a post without digits costs nothing. Streets are told by their own words in some
twenty languages (`streets.py`), by the form (number, name, number, flat), or by what the post says before ('my
address is', 'lives at'). A town alone is no address.
"""

import re
from collections.abc import Iterator, Sequence

from hark.domain.verdict import PersonalData
from hark.triage.personal_data import streets
from hark.triage.personal_data.address_tail import UNIT, UNIT_WORDS, backward, onward
from hark.triage.personal_data.edges import LEFT
from hark.triage.personal_data.view import View
from hark.triage.personal_data.word_set import word_set

_Part = re.Match[str]

_HOUSE = re.compile(
    LEFT
    + r"(?<![#@+(])(?<!\d[.,:])\d{1,6}(?:[a-zA-Z](?!\w))?(?:[-/]\d{1,4}[a-zA-Z]?(?!\w))?(?![\d%€$£])(?![.,:]\d)"
)
_PART = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SAID = word_set("n no nr nº num numero número number дом д house")
_SAID_END = re.compile(r"(?:\bn[º°o]?|\bnr|\bno|№|\bnum|\bnumero|\bnúmero)?[.:,]? ?\Z")
_BREAK = re.compile(r"[!?;:,\n\0]")
_BREAK_BUT_COMMA = re.compile(r"[!?;:\n\0]")
_CLOSED = re.compile(r"\.?(?:[,\n]|$)|\.(?:\s|$)")
_LETTERS_THEN_SIGN = re.compile(r"[^\W\d_]+\Z")
_TOPICS = frozenset(("street", "address", "unit"))
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)")
_HOUSE_AFTER = re.compile(r" \d{1,5}[a-z]?(?![\w])")
_CAPITALS_BEFORE = re.compile(r"(?<![^\W_])(?:[^\W\d_a-z][\w'’.-]{0,24} ){1,3}\Z")
_TRAFFIC = word_set(
    """
    flight vol vuelo flug volo voo vlucht lot train zug tren treno trein bus line route gate seat
    """
)


def find_addresses(view: View) -> Iterator[PersonalData]:
    """Streets with a number and what hangs on them. Overlapping findings are possible."""
    if view.kinds.isdisjoint(_TOPICS) and "\n" not in view.text:
        return
    last = 0
    for house in _HOUSE.finditer(view.bare):
        if house.start() < last:
            continue
        core = _street(view, *house.span())
        if core:
            last = onward(view.plain, view.low, core[1])
            yield PersonalData("address", backward(view.low, core[0]), last)


_FRACTION = re.compile(r"\d/\d")
_SENTENCE = re.compile(r"[.!?•]\s|#")


def _street(view: View, start: int, end: int) -> tuple[int, int] | None:
    return (
        _number_first(view, start, end)
        or _grown(view, start, end)
        or _type_first(view, start, end)
        or _framed(view, start, end)
        or _announced(view, start, end)
    )


def _number_first(view: View, start: int, end: int) -> tuple[int, int] | None:
    """'24 Clarke Avenue', '36 rue de Pologne'."""
    if view.low[end : end + 1] not in (" ", ","):
        return None
    parts = list(_PART.finditer(view.low, end, min(len(view.low), end + 70)))[:6]
    if not parts or parts[0].start() - end > 2:
        return None
    if parts[0][0] in streets.BEFORE and len(parts) > 1:
        last = _name_end(view, parts[0], parts[1:])
        house = _HOUSE_AFTER.match(view.low, last) if last else None
        return (start, house.end() if house else last) if last else None
    for place, part in enumerate(parts):
        if part[0] in streets.NOT_AFTER or (
            place and _BREAK.search(view.plain, parts[place - 1].end(), part.start())
        ):
            return None
        more = place + 1 < len(parts) and parts[place + 1][0] in streets.AFTER
        if place and not more and part[0] in streets.AFTER and _named(view, parts[:place], part):
            return start, part.end() + (view.low[part.end() : part.end() + 1] == ".")
    return None


def _named(view: View, names: Sequence[_Part], kind: _Part) -> bool:
    """Whether the words between number and street word are a name, by their capitals or by the post's topic."""
    if all(_capital(view, name) for name in names) and any(
        view.plain[n.start()].isupper() or _ORDINAL.fullmatch(n[0]) for n in names
    ):
        return view.plain[kind.start()].isupper() or kind[0] in streets.AFTER_SURE
    sure = kind[0] in streets.AFTER_SURE or kind[0] in ("st", "str", "utca")
    return (
        sure
        and len(names) <= 3
        and any(name[0].isalpha() or _ORDINAL.fullmatch(name[0]) for name in names)
        and "address" in view.kinds
        and names[0][0] not in streets.PARTICLES
    )


def _name_end(view: View, kind: _Part, parts: Sequence[_Part]) -> int | None:
    """Where a street's name ends that follows its kind: capitals, and particles between them."""
    last, previous, free, led = None, kind.end(), kind[0] in streets.BEFORE_SURE, False
    for part in parts:
        if _BREAK.search(view.plain, previous, part.start()) or part[0] in UNIT_WORDS:
            break
        if part[0] not in streets.PARTICLES:
            number = part[0][0].isdigit() and not led
            if number or (not _capital(view, part) and not (free and (last is None or led))):
                break
            last = part.end()
        led = part[0] in streets.PARTICLES
        previous = part.end()
    return last


_LAST = (*streets.GROWN, *streets.NUMBER_LAST)


def _grown(view: View, start: int, end: int) -> tuple[int, int] | None:
    """'Friedhofstrasse 33', 'Kerkstraat 12-3', 'Villacher Strasse 89'."""
    left = max(0, start - 40)
    stem = _SAID_END.sub("", view.low[left:start]).rstrip(" .,")
    if not stem.endswith(_LAST) or start - left - len(stem) > 6 or _counted(view, end):
        return None
    word = _LETTERS_THEN_SIGN.search(stem)
    if not word or word[0] in streets.NOT_GROWN:
        return None
    begin = left + word.start()
    alone = word[0] in streets.NUMBER_LAST
    before = _CAPITALS_BEFORE.search(view.plain, max(0, begin - 60), begin)
    if before and (alone or before[0].endswith("er ")):
        return before.start(), end
    if (
        alone
        or len(word[0]) < 6
        or not word[0].endswith(streets.GROWN)
        or not (view.plain[begin].isupper() or "address" in view.kinds)
    ):
        return None
    return begin, end


def _type_first(view: View, start: int, end: int) -> tuple[int, int] | None:
    """'Via Roma 131', 'ul. Narewska 94', 'Calle Mayor, nº 12'."""
    parts = list(_PART.finditer(view.low, max(0, start - 60), start))[-7:]
    if len(parts) < 2 or _counted(view, end):
        return None
    following = start
    for place in range(len(parts) - 1, -1, -1):
        part = parts[place]
        if _BREAK_BUT_COMMA.search(view.plain, part.end(), following):
            return None
        following = part.start()
        names = [name for name in parts[place + 1 :] if name[0] not in _SAID]
        if part[0] in streets.BEFORE and names and _named_after(view, part, names):
            return part.start(), end
    return None


def _named_after(view: View, kind: _Part, names: Sequence[_Part]) -> bool:
    if kind[0] in streets.BEFORE_SURE and ("address" in view.kinds or view.plain[kind.start()].isupper()):
        return True
    upper = any(view.plain[name.start()].isupper() or not name[0][0].isascii() for name in names)
    return upper and all(_capital(view, name) for name in names)


def _framed(view: View, start: int, end: int) -> tuple[int, int] | None:
    """'4923 Parmova 109': a number, names, a number, and then a flat, a comma or the end of the line."""
    parts = list(_PART.finditer(view.low, max(0, start - 70), start))[-6:]
    first = next((place for place in range(len(parts) - 1, -1, -1) if parts[place][0].isdigit()), None)
    if first is None or first == len(parts) - 1 or _BREAK.search(view.plain, parts[first].end(), start):
        return None
    flat = UNIT.match(view.low, end + (view.low[end : end + 1] == "."), end + 60) is not None
    names, number = parts[first + 1 :], parts[first]
    if not flat:
        capital = all(_capital(view, name) or name[0] in streets.AFTER for name in names)
        led = first and parts[first - 1][0] in _TRAFFIC
        year = len(number[0]) == 4 and number[0][:2] in ("19", "20")
        if len(number[0]) < 3 or year or led or not capital or not _CLOSED.match(view.plain, end):
            return None
    return number.start(), end + (view.low[end : end + 1] == "." and flat)


def _announced(view: View, start: int, end: int) -> tuple[int, int] | None:
    """'lives at Pagari 18', 'my address: Joaquín Suárez 2906': names since the word that announces them."""
    cue = view.before(start, "address", 48)
    if not cue or _counted(view, end) or _FRACTION.fullmatch(view.low, start, end):
        return None
    if view.low[end : end + 1] == "+" or _SENTENCE.search(view.plain, max(cue.start - 1, 0), start):
        return None
    begin, following = None, start
    for part in reversed(list(_PART.finditer(view.plain, cue.end, start))):
        if _BREAK.search(view.plain, part.end(), following) or not (
            part[0][0].isupper() or part[0].isdigit()
        ):
            break
        begin = following = part.start()
    if begin is None or start - begin > 50 or not any(map(str.isalpha, view.plain[begin:start])):
        return None
    return begin, end


def _capital(view: View, part: _Part) -> bool:
    """Whether a part may belong to a name: capitals, numbers such as '14th', and the particles between them."""
    return not view.plain[part.start()].islower() or part[0] in streets.PARTICLES


def _counted(view: View, end: int) -> bool:
    """Whether a unit of time or a count follows: '3 hours', '2 people'."""
    word = _PART.match(view.low, end + 1, min(len(view.low), end + 14))
    return word is not None and word[0] in streets.NOT_AFTER
