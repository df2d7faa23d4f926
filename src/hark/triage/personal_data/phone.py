"""Telephone numbers: E.164, national forms, and runs of digits that a word calls a number to call.

What belongs to a number is covered with it: its plus, the brackets in it, its extension.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.gap import named_after
from hark.triage.personal_data.view import Number, View

# National forms that few other numbers share. After ITU-T E.123 and the numbering plans of the countries named.
_NATIONAL = re.compile(
    r"(?:1[ .-]?)?\(?[2-9]\d\d\)?[ .-]{0,2}\d{3}[ .-]\d{4}"  # North America
    r"|\(\d{2,4}\)[ -]?\d{3,4}[ -]?\d{3,4}(?:[ -]?\d{1,3})?"  # area code in brackets
    r"|\(0?[1-9]\d{1,3}\)[ -]?\d{2,3}[ -]\d\d[ -]\d\d"  # the same, Poland and Turkey
    r"|\(?[1-9]\d\)? ?9?\d{4}-\d{4}"  # Brazil
    r"|[1-9]\d[ -]\d{4}[ -]\d{4}"  # Mexico
    r"|[6-9]\d{4}[ -]\d{5}|[6-9]\d\d[ -]\d{3}[ -]\d{4}"  # India
    r"|8[ -]?\(?9\d\d\)?[ -]?\d{3}[ -]?\d\d[ -]?\d\d"  # Russia
    r"|1[3-9]\d[ -]?\d{4}[ -]?\d{4}"  # China
    r"|[679]\d\d[ .-]\d{3}[ .-]\d{3}|[679]\d\d[ .-]\d\d[ .-]\d\d[ .-]\d\d"  # Spain, Portugal
    r"|[4-8]\d\d[ -]\d{3}[ -]\d{3}"  # Poland
    r"|\d\d-\d\d-\d\d-\d\d"  # Norway, Denmark
)
_TRUNK = re.compile(r"\(?0[1-9](?:[ ./()-]{0,3}\d){7,9}")
_ALONE = tuple(re.compile(rf"(?<!\d)(?:{form.pattern})(?!\d)") for form in (_TRUNK, _NATIONAL))
_LINK_PHONE = re.compile(r"\b(?:wa\.me/|tel:|api\.whatsapp\.com/send\?phone=)(\+?\d{7,15})\b")
_EXTENSION = re.compile(r" ?(?:x|ext\.? ?|#) ?\d{1,5}(?!\d)")
_UNIT = re.compile(r" ?(?:%|€|\$|£|¥|₹|°)|[A-Za-z\u00c0-\u024f]{2}(?<!am)(?<!pm)")
_STOP = re.compile(r"[!?。！？]|\. ")
_MOST_GROUPS, _MOST_DIGITS = 7, 15  # E.164 has at most fifteen digits
_LEAST_ABROAD = 8
_LEAST_UNCOUNTED = 9


def find_phones(view: View) -> Iterator[PersonalData]:
    """Numbers to call; an extension belongs to the number."""
    for number in view.numbers:
        if len(number.digits) >= 6 and _is_phone(view, number):
            extension = _EXTENSION.match(view.low, number.end)
            yield PersonalData("phone", _start(view, number), extension.end() if extension else number.end)
        elif len(number.groups) > _MOST_GROUPS or len(number.digits) > _MOST_DIGITS:
            yield from _inside(view, number)


def reads_as_phone(digits: str, shown: str) -> bool:
    """Whether a number has a national form that few other numbers share."""
    known = bool(_TRUNK.fullmatch(shown) or _NATIONAL.fullmatch(shown) or _bare(digits, shown))
    return known and not _ordinary(digits)


def find_linked_phones(view: View) -> Iterator[PersonalData]:
    """Numbers inside links that dial them (`wa.me/…`, `tel:…`)."""
    for found in _LINK_PHONE.finditer(view.text):
        yield PersonalData("phone", *found.span(1))


def _start(view: View, number: Number) -> int:
    """A bracket that is not closed within the number is the sentence's."""
    return number.start + (view.plain[number.start] == "(" and ")" not in number.shown)


def _is_phone(view: View, number: Number) -> bool:
    digits, shown = number.digits, number.shown.rstrip()
    if len(digits) > _MOST_DIGITS or len(number.groups) > _MOST_GROUPS or _counted(view, number):
        return False
    if number.has_plus or (digits.startswith("00") and len(digits) >= 10):
        return len(digits) >= _LEAST_ABROAD
    if _called(view, number):
        return len(digits) >= 7
    return reads_as_phone(digits, shown)


def _bare(digits: str, shown: str) -> bool:
    """Ten digits in one piece that a mobile or a North American number could be."""
    return shown == digits and len(digits) == 10 and digits[0] in "26789" and digits[3] not in "01"


def _called(view: View, number: Number) -> bool:
    for kind in ("phone", "number"):
        before = view.before(number.start, kind, 24)
        # An abbreviation's full stop ('Tel.') is no end of a sentence.
        if before and not _STOP.search(view.low, before.end + 1, number.start):
            return True
    return (
        view.after(number.end, "phone", 4) is not None or named_after(view, number.end, "phone") is not None
    )


def _ordinary(digits: str) -> bool:
    """Round numbers, counting up or down, and one digit over and over are not dialled."""
    steps = {int(b) - int(a) for a, b in pairwise(digits)}
    return digits.endswith("0000") or steps in ({0}, {1}, {-1})


def _counted(view: View, number: Number) -> bool:
    """Whether it says how many: '8000000 views'. What one dials does not: '+44 7700 900123 try again'."""
    if _UNIT.match(view.low, number.end):
        return True
    if view.after(number.end, "count", 2) is None:
        return False
    long = len(number.digits) >= _LEAST_UNCOUNTED
    dialled = number.digits[0] == "0" or (long and (number.has_plus or _called(view, number)))
    return not dialled or _ordinary(number.digits)


def _inside(view: View, number: Number) -> Iterator[PersonalData]:
    """A number that stands in a longer row of numbers: only forms that speak for themselves."""
    text = view.bare
    if number.has_plus:
        ends = [
            end for _, end in number.groups[:_MOST_GROUPS] if _digits(text, number.start, end) <= _MOST_DIGITS
        ]
        if ends and _digits(text, number.start, ends[-1]) >= _LEAST_ABROAD:
            yield PersonalData("phone", _start(view, number), ends[-1])
    for pattern in _ALONE:
        for found in pattern.finditer(text[number.start : number.end]):
            yield PersonalData("phone", number.start + found.start(), number.start + found.end())


def _digits(text: str, start: int, end: int) -> int:
    return sum(map(str.isdigit, text[start:end]))
