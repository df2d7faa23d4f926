"""Order, account, booking and parcel numbers: by the words around them, by carriers' own formats, by the brand's.

A brand's regular expressions are written by people, so each is checked once (`bounded.py`) and run on pieces of
the text: its run time grows with the length of the text and no faster.
"""

import re
from collections.abc import Iterator

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.cues import Cue
from hark.triage.personal_data.edges import LEFT, RIGHT
from hark.triage.personal_data.gap import announced, connects, named_after, strong
from hark.triage.personal_data.phone import reads_as_phone
from hark.triage.personal_data.view import View

_KINDS = ("booking", "parcel", "order", "account")
_CODE = re.compile(
    LEFT
    + r"(?<!@)(?<!&#)(?=[A-Za-z]{0,12}[-/_.]{0,2}[A-Za-z]{0,8}\d)[A-Za-z0-9](?:[-/_.]{0,2}[A-Za-z0-9]){3,39}"
    r"(?![-/]?[A-Za-z0-9_])"
)
_SPACED = re.compile(LEFT + r"(?<![#@])(?<!\d[.,])\d{2,12}(?:[ -]\d{2,12}){1,7}(?![\d%])")
_LETTERS = re.compile(LEFT + r"[A-Z]{6}" + RIGHT)
_LOCATOR = re.compile(r"(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{5,7}")
_PNR = re.compile(_LOCATOR.pattern.replace("{5,7}", "{6}"))
_FLIGHT = re.compile(r"[A-Za-z][A-Za-z0-9]\d{1,4}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT_AFTER = re.compile(r" ?(?:%|€|\$|£|°|k\b|km|kg|gb|mb|am\b|pm\b|uhr|h\b)")
_UPS = re.compile(
    LEFT + r"1[Zz] ?[0-9A-Za-z]{3} ?[0-9A-Za-z]{3} ?[0-9A-Za-z]{2} ?[0-9A-Za-z]{4} ?[0-9A-Za-z]{4}" + RIGHT
)
# UPU S10, from its digits on; the service letters before them are looked at after.
_POSTAL = re.compile(r"\d{3} ?\d{3} ?\d{3} ?[A-Za-z]{2}" + RIGHT)
_POSTAL_HEAD = re.compile(LEFT + r"[A-Za-z]{2} ?\Z")
_CARRIER = re.compile(r"(?:9[1-5]\d\d(?: \d{4}){4}(?: \d{2})?|9[1-5]\d{18,20})" + RIGHT)
_LETTERED_CARRIER = re.compile(r"(?:TBA\d{12}|JJ?D\d{16,20}|JVGL\d{12,20}|3S[A-Z]{4}\d{7,11})" + RIGHT)
_LONG = 17
_SHOP_ORDER = re.compile(r"[0-9D]\d\d-\d{7}-\d{7}" + RIGHT)
_EDGE = re.compile(LEFT)
_LIST = re.compile(r"[ \n]{0,3}(?:,|;|/|\+|&|&amp;|and|y|et|und|e|en|i|og|och|ve)?[ \n#]{0,3}")
_ABROAD = re.compile(r"00[1-9]\d{0,2}[ (-](?:[ ()-]{0,2}\d){6}")
_NEXT_NUMBER = re.compile(r" ?[,;/|] ?\D{3,40}\d")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def find_references(view: View) -> Iterator[PersonalData]:
    """Numbers that a word such as 'order', 'Kundennummer' or '予約番号' announces."""
    if view.kinds.isdisjoint((*_KINDS, "reference")):
        return
    for pattern in (_CODE, _SPACED):
        last: tuple[str, int, int] | None = None
        for found in pattern.finditer(view.bare):
            kind = _announced_kind(view, found.start(), found.end(), found[0])
            if not kind and last and _goes_on(view, last, found):
                kind = last[0]
            last = (kind, found.end(), len(found[0])) if kind else None
            if kind:
                yield PersonalData(kind, found.start(), found.end())


def _goes_on(view: View, last: tuple[str, int, int], found: re.Match[str]) -> bool:
    """'0162435006235, 0162435006234 and 0162435006233': the same length, and a list's word or sign between."""
    digits = any(map(str.isdigit, found[0]))
    return (
        digits and len(found[0]) == last[2] and _LIST.fullmatch(view.low, last[1], found.start()) is not None
    )


def find_letter_codes(view: View) -> Iterator[PersonalData]:
    """Booking codes of six capitals and no digit; in a text that shouts, capitals prove nothing."""
    if "booking" not in view.kinds:
        return
    if sum(map(str.isupper, view.text)) * 2 > sum(map(str.isalpha, view.text)):
        return
    for found in _LETTERS.finditer(view.plain):
        cue = announced(view, found.start(), "booking")
        said = cue and (view.low[cue.start : cue.end] in ("pnr", "locator", "localizador"))
        if cue and (said or strong(view.low[cue.end : found.start()])):
            yield PersonalData("booking", found.start(), found.end())


def find_lettered_parcels(view: View) -> Iterator[PersonalData]:
    """Parcel numbers with letters in them whose form and check sign speak for themselves."""
    text = view.plain
    if "1Z" in text or "1z" in text:
        for found in _UPS.finditer(text):
            if _ups(found[0].replace(" ", "").upper()):
                yield PersonalData("parcel", found.start(), found.end())
    for found in _POSTAL.finditer(text):
        head = _POSTAL_HEAD.search(text, max(0, found.start() - 4), found.start())
        if head and _s10(found[0].replace(" ", "")[:9]):
            yield PersonalData("parcel", head.start(), found.end())
    yield from _free_standing("parcel", _LETTERED_CARRIER, text)


def find_long_references(view: View) -> Iterator[PersonalData]:
    """Parcel and shop-order numbers of seventeen digits and more."""
    if any(len(number.digits) >= _LONG for number in view.numbers):
        yield from _free_standing("parcel", _CARRIER, view.plain)
        yield from _free_standing("order", _SHOP_ORDER, view.plain)


def _free_standing(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[PersonalData]:
    for found in pattern.finditer(text):
        if _EDGE.match(text, found.start()):
            yield PersonalData(kind, found.start(), found.end())


def _announced_kind(view: View, start: int, end: int, shown: str) -> str | None:
    digits = sum(map(str.isdigit, shown))
    if not digits or _UNIT_AFTER.match(view.low, end) or view.after(end, "count", 2):
        return None
    cues = [(cue.end, kind, cue) for kind in _KINDS if (cue := announced(view, start, kind))]
    if not cues and (cue := announced(view, start, "reference")):
        cues = [(cue.end, "order", cue)]
    if cues:
        _, kind, cue = max(cues, key=lambda one: one[0])
        called = view.before(start, "phone", start - cue.end)
        return kind if not called and _looks_like_code(shown, digits, view, cue, start) else None
    if _PNR.fullmatch(shown) and not _FLIGHT.fullmatch(shown) and named_after(view, end, "booking"):
        return "booking"
    if digits >= 5 and len(shown) <= 24:
        named = ((kind, cue) for kind in _KINDS if (cue := named_after(view, end, kind)))
        # Fewer than six digits need more than a word beside them: '50957 numaralı siparişim'.
        found = next((kind for kind, cue in named if digits >= 6 or strong(view.low[end : cue.start])), None)
        return None if found and _dialled(view, start, end) else found
    return None


def _dialled(view: View, start: int, end: int) -> bool:
    """'07700 900123, customer 12345': a number to call, and a word that is the name of the next number."""
    number = next((one for one in view.numbers if one.start <= start and end <= one.end), None)
    if number is None:
        return False
    if _ABROAD.match(number.shown):
        return True
    following = _NEXT_NUMBER.match(view.low, end)
    cue = next((cue for kind in _KINDS if (cue := view.after(end, kind, 4))), None)
    if not following or not cue or not connects(view.low[cue.end : following.end() - 1]):
        return False
    return reads_as_phone(number.digits, number.shown)


def _looks_like_code(shown: str, digits: int, view: View, cue: Cue, start: int) -> bool:
    said = strong(view.low[cue.end : start]) or view.text[start - 1 : start] == "#"
    if shown.isdigit():
        return digits >= 5 or (digits == 4 and said and not _YEAR.fullmatch(shown))
    if "booking" in cue.kinds and _LOCATOR.fullmatch(shown) and not _FLIGHT.fullmatch(shown):
        return True
    if digits < 2:
        return False
    if said:
        return len(shown) >= 5 and (digits >= 3 or shown.upper() == shown)
    if _FLIGHT.fullmatch(shown):
        return False
    return digits >= 5 or (len(shown) >= 6 and shown.upper() == shown)


def _ups(code: str) -> bool:
    """UPS: sixteen characters after '1Z', letters count (code - 63) mod 10, odd places once, even places twice."""
    values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in code[2:]]
    total = sum(values[0:15:2]) + 2 * sum(values[1:15:2])
    return -total % 10 == values[15]


def _s10(digits: str) -> bool:
    """Universal Postal Union standard S10: eight digits and a weighted check digit mod 11."""
    rest = 11 - sum(int(d) * w for d, w in zip(digits, _S10_WEIGHTS, strict=False)) % 11
    return {10: 0, 11: 5}.get(rest, rest) == int(digits[8])
