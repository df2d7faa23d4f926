"""Check digits. Functions take digits (or an id's own letters) without separators and answer yes or no.

Sources: Luhn, ISO/IEC 7812-1; IBAN, ISO 13616 with ISO/IEC 7064 mod 97-10; mod 11,10, ISO/IEC 7064;
Verhoeff, "Error detecting decimal codes" (1969), the dihedral group D5.
"""

from collections.abc import Sequence
from datetime import date

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def luhn(digits: str) -> bool:
    """Every second digit from the right doubled, its digits added: the sum ends in 0."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = ord(digit) - 48
        total += _DOUBLED[value] if place % 2 else value
    return total % 10 == 0


def mod97(code: str) -> bool:
    """IBAN rule: the first four letters go to the end, letters count 10..35, the rest after 97 is 1."""
    turned = code[4:] + code[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def mod11_10(digits: str) -> bool:
    """ISO/IEC 7064 hybrid system mod 11,10, the last digit being the check digit."""
    rest = 10
    for digit in digits[:-1]:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return (11 - rest) % 10 == int(digits[-1])


def verhoeff(digits: str) -> bool:
    """Multiplied through D5, each place turned once more by the fixed permutation, the product is 0."""
    product = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit)
        for _ in range(place % 8):
            value = _TURN[value]
        product = _d5(product, value)
    return product == 0


def weighted(digits: str, weights: Sequence[int]) -> int:
    """Sum of digit times weight, place by place."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def is_date(year: int, month: int, day: int) -> bool:
    """Whether such a day exists; years below 100 stand for 19xx or 20xx, whichever has the day."""
    years = (year,) if year > 99 else (1900 + year, 2000 + year)
    for candidate in years:
        try:
            date(candidate, month, day)
        except ValueError:
            continue
        return True
    return False


def _d5(a: int, b: int) -> int:
    if a < 5:
        return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
    return 5 + (a - b) % 5 if b < 5 else (a - b) % 5
