"""International bank account numbers: country, length and mod 97 (ISO 13616)."""

import re
from collections.abc import Iterator

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.checks import mod97
from hark.triage.personal_data.edges import LEFT
from hark.triage.personal_data.iban_lengths import IBAN_LENGTHS
from hark.triage.personal_data.view import View

_START = re.compile(LEFT + r"([A-Za-z]{2})\d{2}(?=[ -]?[A-Za-z0-9])")


def find_ibans(view: View) -> Iterator[PersonalData]:
    """IBANs in one piece or in groups, in either case."""
    text = view.plain
    for start in _START.finditer(text):
        length = IBAN_LENGTHS.get(start[1].upper())
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
