"""International bank account numbers: country, length and mod 97 (ISO 13616)."""

import re
from collections.abc import Iterator

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.checks import mod97
from hark.triage.personal_data.edges import LEFT
from hark.triage.personal_data.view import View

# SWIFT IBAN registry: length of the whole number by country.
_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO", 16: "BE", 18: "DK FI FO GL NL SD", 19: "MK SI", 20: "AT BA EE KZ LT LU MN XK",
        21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM SO TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "LY PT ST", 26: "IS TR", 27: "BI DJ FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HU LB NI PL SV", 29: "BR EG PS QA UA", 30: "JO KW MU YE", 31: "MT SC",
        32: "LC", 33: "RU",
    }.items()
    for country in countries.split()
}  # fmt: skip
_START = re.compile(LEFT + r"([A-Za-z]{2})\d{2}(?=[ -]?[A-Za-z0-9])")


def find_ibans(view: View) -> Iterator[PersonalData]:
    """IBANs in one piece or in groups, in either case."""
    text = view.plain
    for start in _START.finditer(text):
        length = _LENGTHS.get(start[1].upper())
        if length is None:
            continue
        code, end = _take(text, start.start(), length)
        if len(code) == length and not text[end : end + 1].isalnum() and mod97(code):
            yield PersonalData("iban", start.start(), end)


def _take(text: str, start: int, length: int) -> tuple[str, int]:
    """`length` ASCII letters and digits from `start` on, single spaces and dashes left out, and where they end."""
    code: list[str] = []
    place = start
    gap = False
    while place < len(text) and len(code) < length:
        letter = text[place]
        if letter.isascii() and letter.isalnum():
            code.append(letter)
            gap = False
        elif letter in " -" and not gap:
            gap = True
        else:
            break
        place += 1
    return "".join(code), place
