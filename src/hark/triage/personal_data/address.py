"""Postal addresses: a street with a house number, a post-office box, and what hangs on them (flat, town, postcode).

The search begins at numbers, so a post without digits costs nothing. Streets are told by their own words in some
twenty languages (`streets.py`) or by what the post says before ('my address is', 'lives at'). A town alone is no
address.
"""

import re
from collections.abc import Iterator

from hark.domain.verdict import PersonalData
from hark.triage.personal_data import streets
from hark.triage.personal_data.edges import LEFT
from hark.triage.personal_data.view import View

_HOUSE = re.compile(LEFT + r"(?<![#@+(])(?<!\d[.,:])\d{1,6}(?:[a-zA-Z](?!\w))?(?:[-/]\d{1,4}[a-zA-Z]?(?!\w))?(?![\d%€$£])(?![.,:]\d)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BEFORE_PART = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SAID = re.compile(r"(?:\bn[º°o]?|\bnr|\bno|№|\bnum|\bд|\bдом|\bnumero|\bnúmero|\bnumber)?[.:,]? ?$")
_GAP = r"[ \t]*[,\n>?]?[ \t\n>?]{0,8}"
_UNIT = re.compile(
    _GAP + r"(?:apt|apartment|suite|ste|unit|flat|appt|apto|apartamento|piso|interno|int|bloco|wohnung|whg|daire|"
    r"lok|m|кв|квартира|корп|room|floor|fl|ajtó|em)(?:\.|\b)[ #:]{0,2}\d{1,5}[a-z]?(?![\w])"
)
_TOWN = re.compile(
    _GAP + r"(?:[A-ZÀ-ÞŁŚŻŹČŠŽŘĐΑ-ΩА-Я][^\W\d_]*['’.()-]{0,2}[ \t]?(?:[^\W\d_]{1,24}['’.()-]{0,2}[ \t]?){0,4})"
)
_POSTCODE = re.compile(r"[\s,>?]{0,8}(?:[A-Z]{1,2}[ -])?(?:\d{4,6}(?:-\d{3,4})?|\d{3} \d{2}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})(?!\d)")
_BOX = re.compile(
    LEFT + r"(?:p\.? ?o\.? ?box|post ?box|postfach|apartado(?: de correos)?|casilla(?: postal)?|caixa postal|"
    r"boîte postale|b\.?p\.?|postbus|skr\.? ?poczt\.?|postboks|casella postale|psc|unit|a\.?p\.?)\s{0,2}(?:n[o°º]\.? ?)?\d{1,6}"
    r"(?:,? box \d{1,6})?(?:[\s,]{1,3}(?:[afd]po) (?:aa|ae|ap) \d{5})?(?!\d)"
)
_MILITARY = re.compile(LEFT + r"(?:us[a-z]{1,4} [a-z]{2,30}[\s,]{1,3})?(?:[afd]po) (?:aa|ae|ap) \d{5}(?!\d)")
_ASIAN = re.compile(
    r"(?:〒? ?\d{3}-\d{4} ?)?[\u4e00-\u9fff]{2,4}[都道府県][\u3040-\u30ff\u4e00-\u9fff]{2,24}\d{1,4}(?:(?:-|丁目|番地?|号)\d{0,4}){0,4}"
    r"|[\u3040-\u30ff\u4e00-\u9fff]{2,20}\d{1,2}丁目\d{1,3}(?:[-番号の]{1,2}\d{0,4}){0,3}"
    r"|[\u4e00-\u9fff]{2,24}[路街道巷弄村里]\d{1,5}[号號弄](?:\d{1,4}[号室楼栋单元-]{1,2}){0,4}"
    r"|[\uac00-\ud7a3]{1,12}(?:시|도|구|군)(?: [\uac00-\ud7a3]{1,12}){0,4} ?[\uac00-\ud7a3\d]{1,12}(?:로|길) ?\d{1,5}(?:-\d{1,4})?"
)


def find_addresses(view: View) -> Iterator[PersonalData]:
    """Streets with a number, boxes, and East Asian addresses from the large to the small."""
    for house in _HOUSE.finditer(view.bare):
        core = _street(view, house)
        if core:
            yield PersonalData("address", core[0], _onward(view, core[1]))
    for pattern in (_BOX, _MILITARY):
        for found in pattern.finditer(view.low):
            if "box" in found[0] or "psc" not in found[0]:
                yield PersonalData("address", found.start(), _onward(view, found.end()))
    if not view.plain.isascii():
        for found in _ASIAN.finditer(view.plain):
            yield PersonalData("address", found.start(), found.end())


def _street(view: View, house: re.Match[str]) -> tuple[int, int] | None:
    start, end = house.span()
    return (
        _number_first(view, start, end)
        or _grown(view, start, end)
        or _type_first(view, start, end)
        or _announced(view, start, end)
        or _framed(view, start, end)
    )


def _number_first(view: View, start: int, end: int) -> tuple[int, int] | None:
    """'24 Clarke Avenue', '36 rue de Pologne'."""
    if end - start > 6 or view.low[end : end + 2].strip(" ,") == view.low[end : end + 2] != "":
        return None
    parts = list(_BEFORE_PART.finditer(view.low, end, min(len(view.low), end + 70)))[:6]
    if not parts or "\n" in view.low[end : parts[0].start()]:
        return None
    if parts[0][0] in streets.BEFORE and len(parts) > 1:
        last = _names(view, parts[1:])
        return (start, last) if last else None
    for place, part in enumerate(parts):
        if part[0] in streets.NOT_AFTER or _broken(view, end if not place else parts[place - 1].end(), part.start()):
            return None
        if place and part[0] in streets.AFTER and _named(view, parts[:place], part):
            dot = view.low[part.end() : part.end() + 1] == "."
            return start, part.end() + dot
    return None


def _named(view: View, names: list[re.Match[str]], kind: re.Match[str]) -> bool:
    capital = all(_capital(view, name) for name in names) and any(view.plain[n.start()].isupper() for n in names)
    if capital and (view.plain[kind.start()].isupper() or kind[0] in streets.AFTER_SURE):
        return True
    small = len(names) <= 3 and kind[0] in streets.AFTER_SURE | {"st", "str", "straße", "strasse", "utca"}
    return small and view.has("address") and not any(name[0] in streets.PARTICLES for name in names)


def _names(view: View, parts: list[re.Match[str]]) -> int | None:
    """Where a street's name ends that follows its kind: capitals, particles between them."""
    last = None
    previous = parts[0].start()
    for part in parts:
        if _broken(view, previous, part.start()) or not _capital(view, part):
            break
        if part[0] not in streets.PARTICLES:
            last = part.end()
        previous = part.end()
    if last is None and view.has("address"):
        last = next((part.end() for part in parts[:3] if part[0] not in streets.PARTICLES), None)
    return last


def _grown(view: View, start: int, end: int) -> tuple[int, int] | None:
    """'Friedhofstrasse 33', 'Kerkstraat 12-3'."""
    before = view.low[max(0, start - 40) : start]
    stem = _SAID.sub("", before).rstrip(" .,")
    if not stem.endswith(streets.GROWN) or start - len(before) + len(stem) < start - 6:
        return None
    word = _last_word(stem)
    if len(word) < 6 or word in streets.NOT_GROWN or _counted(view, end):
        return None
    begin = start - len(before) + len(stem) - len(word)
    if not view.plain[begin].isupper() and not view.has("address"):
        return None
    return _with_number(view, begin), end


def _type_first(view: View, start: int, end: int) -> tuple[int, int] | None:
    """'Via Roma 131', 'ul. Narewska 94', 'Calle Mayor, nº 12'."""
    if _counted(view, end):
        return None
    left = max(0, start - 60)
    parts = list(_BEFORE_PART.finditer(view.low, left, start))[-7:]
    if not parts or _broken(view, parts[-1].end(), start, comma=True):
        return None
    for place in range(len(parts) - 2, -1, -1):
        if parts[place][0] in streets.BEFORE:
            names = [p for p in parts[place + 1 :] if p[0] not in ("n", "no", "nr", "nº", "д", "дом", "numero", "número")]
            sure = parts[place][0] in streets.BEFORE_SURE and view.has("address")
            fine = names and (sure or all(_capital(view, name) for name in names))
            whole = all(not _broken(view, a.end(), b.start(), True) for a, b in zip(parts[place:], parts[place + 1 :], strict=False))
            if fine and whole and (sure or any(view.plain[n.start()].isupper() or not n[0].isascii() for n in names)):
                return _with_number(view, parts[place].start()), end
    return None


def _announced(view: View, start: int, end: int) -> tuple[int, int] | None:
    """'lives at Pagari 18', 'my address: 5366 Pivovarská 276': names and numbers only since the word."""
    cue = view.before(start, "address", 48)
    if not cue or _counted(view, end):
        return None
    parts = list(_BEFORE_PART.finditer(view.plain, cue.end, start))
    names = [part for part in parts if not part[0].isdigit() and part[0].lower() not in streets.PARTICLES | {"at", "is", "in", "on"}]
    if not names or len(names) > 5 or any(not name[0][0].isupper() for name in names):
        return None
    first = next(part for part in parts if part in names or part[0].isdigit())
    return None if _broken(view, first.end(), start) else (first.start(), end)


def _framed(view: View, start: int, end: int) -> tuple[int, int] | None:
    """A number, one to four names, a number: the whole line, or a flat follows."""
    line = view.plain.rfind("\n", 0, start) + 1
    head = re.match(r"[\W_]{0,4}(\d{1,6}) ((?:[A-ZÀ-ÞĄ-ŽΑ-ΩА-Я][\w'’.-]{0,29} ){1,4})$", view.plain[line:start][-90:])
    if not head:
        return None
    tail = view.plain[end : end + 2]
    if tail[:1] in ("", "\n") or tail == ".\n" or _UNIT.match(view.low, end):
        return start - len(head[1]) - len(head[2]) - 1, end
    return None


def _onward(view: View, end: int) -> int:
    """Where the address ends: flats, then a town if a postcode or the end of the line follows it."""
    while unit := _UNIT.match(view.low, end):
        end = unit.end()
    town_end = end
    for _ in range(3):
        town = _TOWN.match(view.plain, town_end)
        if not town or town.end() - town_end > 60 or not re.match(r"[ \t]*[,\n]", view.plain[town_end : town_end + 8]):
            break
        town_end = town.end()
    postcode = _POSTCODE.match(view.plain, town_end)
    if postcode:
        return postcode.end()
    return len(view.plain[:town_end].rstrip()) if town_end > end else end


def _capital(view: View, part: re.Match[str]) -> bool:
    letter = view.plain[part.start()]
    return not letter.islower() or part[0] in streets.PARTICLES


def _counted(view: View, end: int) -> bool:
    word = _WORD.search(view.low, end, min(len(view.low), end + 14))
    return bool(word) and word[0] in streets.NOT_AFTER and word.start() - end <= 1


def _broken(view: View, start: int, end: int, comma: bool = False) -> bool:
    between = view.plain[start:end]
    return bool(re.search(r"[!?;:\n\0]|\.\s\s" if comma else r"[!?;:,\n\0]", between))


def _with_number(view: View, begin: int) -> int:
    """Takes in a number right before the street, as in '3369 Kerkstraat 12'."""
    head = re.search(r"(?<![\w.,#@])\d{1,6} $", view.plain[max(0, begin - 8) : begin])
    return begin - len(head[0]) if head else begin


def _last_word(text: str) -> str:
    found = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)*$", text)
    return found[0] if found else ""
