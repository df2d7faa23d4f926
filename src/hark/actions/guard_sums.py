"""Sums of money in an answer, in figures and in words."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_APART = "'’ \u00a0\u2009\u202f"
_AMOUNT = (
    rf"\d{{1,3}}(?:[.,{_APART}]\d{{3}})+(?:[.,]\d{{1,2}})?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?"  # 1,00,000 as in India
    r"|\d+(?:[.,]\d{1,2})?"
)
_EVEN = r"(?:[.,][-–—]{1,2})?"  # "100,-"
_SIGNS = r"(?:[A-Za-z]{1,3})?[$＄]|[€£￡¥￥₹₩₽₺₪₫฿₴₱]"
_CODES = (
    "USD|EUR|GBP|CHF|INR|BRL|MXN|PLN|SEK|NOK|DKK|CAD|AUD|NZD|JPY|CNY|CZK|HUF|ZAR|ARS|CLP|COP|SGD|HKD|AED|KRW"
)
_TYPED = "eur|usd|gbp|chf"  # in small letters the other codes are words: "try", "all"
_TIMES = r"(?:[kKmM]|\s?(?:[mM]io|[tT]sd)\.?)"
_FIGURES = re.compile(
    rf"(?<!\w)(?:{_SIGNS}|(?:{_CODES}|{_TYPED}|Rs\.?|[kK]r\.?)(?![^\W\d_])[$€£]?)\s{{0,2}}(?P<after>{_AMOUNT}){_EVEN}"
    rf"(?P<times_after>{_TIMES})?(?!\w)"
    rf"|(?<![\w.,])(?P<before>{_AMOUNT}){_EVEN}(?P<times_before>{_TIMES})?\s{{0,2}}"
    rf"(?:{_SIGNS}|(?:{_CODES}|{_TYPED}|zł|kr|Kč|円|元|원|руб)(?!\w))"
)
_TOKEN = re.compile(rf"{_AMOUNT}|[^\W\d_]+(?:-[^\W\d_]+)*")
_GAP = re.compile(rf"{_EVEN}[\s-]{{0,3}}")
_MOST_WORDS, _LONGEST_WORD = 8, 60
Sum = tuple[int, int, int]


class _Words(NamedTuple):
    """What `data/sums.json` holds: the value of each number word, and a form of several in one ("zweihundertzehn")."""

    values: dict[str, int]
    between: frozenset[str]
    currencies: frozenset[str]
    grown: re.Pattern[str]
    piece: re.Pattern[str]


def money(text: str) -> Iterator[Sum]:
    """Sums of money in the text, in cents of whatever currency they name, in order of where they begin."""
    figures = list(_in_figures(text))
    words = [
        one
        for one in _in_words(text)
        if not any(one[0] < end and start < one[1] for start, end, _ in figures)
    ]
    yield from sorted([*figures, *words])


def cents(amount: str) -> int:
    """An amount as people write it, in cents: "1,250.50", "1.250,50", "1 250" and "12,5" all mean what they say."""
    plain = re.sub(f"[{_APART}]", "", amount)
    decimals = re.search(r"[.,](\d{1,2})$", plain)
    whole = plain[: decimals.start()] if decimals else plain
    fraction = decimals[1].ljust(2, "0") if decimals else "00"
    return int(re.sub(r"[.,]", "", whole)) * 100 + int(fraction)


def _in_figures(text: str) -> Iterator[Sum]:
    for found in _FIGURES.finditer(text):
        times = (found["times_after"] or found["times_before"] or "").strip(" .").lower()
        yield *found.span(), cents(found["after"] or found["before"]) * _words().values.get(times, 1)


def _in_words(text: str) -> Iterator[Sum]:
    """'two hundred euros', 'cien euros', '5 thousand dollars': number words right before a currency's name."""
    known, tokens = _words(), list(_TOKEN.finditer(text))
    for place, token in enumerate(tokens):
        if token[0].lower() not in known.currencies:
            continue
        first = place
        for before in range(place - 1, max(place - 1 - _MOST_WORDS, -1), -1):
            if not _GAP.fullmatch(text, tokens[before].end(), tokens[before + 1].start()):
                break
            if not _is_number(tokens[before][0]):
                if tokens[before][0].lower() not in known.between:
                    break
                continue
            first = before
        if first < place:
            value = _value([one[0] for one in tokens[first:place]])
            yield tokens[first].start(), token.end(), value


def _is_number(word: str) -> bool:
    if word[0].isdigit() or word.lower() in _words().values:
        return True
    return len(word) <= _LONGEST_WORD and _words().grown.fullmatch(word.lower()) is not None


def _value(said: list[str]) -> int:
    """Cents: 'hundred' and 'thousand' multiply what stands before them, everything else is added."""
    total = current = 0
    for one in _pieces(said):
        if one >= 1000_00:
            total, current = total + max(current, 100) * (one // 100), 0
        elif one == 100_00 and 0 < current < 100_00:
            current *= 100
        else:
            current += one
    return total + current


def _pieces(said: list[str]) -> Iterator[int]:
    known = _words()
    for word in said:
        if word[0].isdigit():
            yield cents(word)
        elif word.lower() in known.values:
            yield known.values[word.lower()] * 100
        else:
            yield from (
                known.values[one] * 100 for one in known.piece.findall(word.lower()) if one in known.values
            )


@cache
def _words() -> _Words:
    held = json.loads(files("hark.actions").joinpath("data/sums.json").read_text("utf-8"))
    values = {word: int(value) for value, words in held["numbers"].items() for word in words.split()}
    longest = sorted((word for word in values if len(word) > 1), key=len, reverse=True)
    piece = "|".join([*longest, "und", "-"])
    return _Words(
        values, frozenset(held["between"].split()), frozenset(held["currencies"].split()),
        re.compile(f"(?:{piece})+"), re.compile(piece),
    )  # fmt: skip
