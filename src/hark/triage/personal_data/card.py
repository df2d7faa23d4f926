"""Payment cards: issuer prefix and length, then Luhn (ISO/IEC 7812-1)."""

import re
from collections.abc import Iterator

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.checks import luhn
from hark.triage.personal_data.view import View, windows

# Prefixes and lengths as the networks publish them (IIN ranges; looked up 2026).
_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|(?:30[0-59]\d|36\d\d|3[89]\d\d)\d{10}(?:\d{2})?"  # Diners Club
    r"|(?:1800|2131)\d{11}|35(?:2[89]|[3-8]\d)\d{12,15}"  # JCB
    r"|220[0-4]\d{12,15}"  # Mir
    r"|(?:50|5[6-8]|6\d)\d{10,17}"  # Maestro, Discover, UnionPay, RuPay, Elo, Hipercard
    r"|8[12]\d{14}"  # RuPay
)
_SHORT = 13
_DIALLED = 15  # so many digits behind a plus are a telephone number


def find_cards(view: View) -> Iterator[PersonalData]:
    """Cards with any separators. Short ones and unknown issuers count where the text speaks of a card."""
    for number in view.numbers:
        if len(number.digits) < 12 or (number.has_plus and len(number.digits) <= _DIALLED):
            continue
        done = 0
        for start, end, digits in windows(number, 12, 19):
            if start < done or len(set(digits)) == 1 or not luhn(digits):
                continue
            issued = _ISSUERS.fullmatch(digits) and len(digits) > _SHORT
            if not issued and "card" not in view.kinds:
                continue
            yield PersonalData("card", start, end)
            done = end
