"""Handles that could be taken for one of ours: the same to the eye, one letter away, or ours with a word added."""

import unicodedata
from collections.abc import Iterable

# What the eye takes for something else: digits and signs, Cyrillic letters, Greek letters.
_DIGITS = ("0134578@!|", "oieastbaii")
_CYRILLIC = (
    "\u0456\u04cf\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0501\u04bb\u0455\u051b\u051d",
    "iiaeopcyxdhsqw",
)
_CYRILLIC_CAPITALS = ("\u043c\u0442\u0432\u043a\u043d", "mtbkh")
_GREEK = ("\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7", "aeiknoptyx")
_TABLES = (_DIGITS, _CYRILLIC, _CYRILLIC_CAPITALS, _GREEK)
_TWINS = {ord(one): other for pair in _TABLES for one, other in zip(*pair, strict=True)}
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("l", "i"), ("j", "i"))
# Words that people who pretend to be a brand put beside its name; more letters than that are another name.
_DRESS = (
    "official",
    "customer",
    "support",
    "service",
    "cares",
    "care",
    "help",
    "desk",
    "team",
    "live",
    "real",
    "the",
    "hq",
)
_SHORTEST, _MOST_LEFT = 5, 2


def resembles(handle: str, ours: Iterable[str]) -> str | None:
    """Which of our handles this one could be taken for; None for our own ones themselves and for all others."""
    own = list(ours)
    if handle.casefold() in {one.casefold() for one in own}:
        return None
    seen = skeleton(handle)
    return next((one for one in own if _alike(seen, skeleton(one))), None)


def skeleton(name: str) -> str:
    """A name as the eye takes it: no case, accents, signs; letters that look alike are one."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_TWINS)
    letters = "".join(letter for letter in plain if letter.isalnum())
    for pair, one in _PAIRS:
        letters = letters.replace(pair, one)
    return letters


def _alike(seen: str, own: str) -> bool:
    if seen == own:
        return True
    if len(own) < _SHORTEST:
        return False
    if own in seen:
        return len(_undressed(seen.replace(own, "", 1))) <= _MOST_LEFT
    return abs(len(seen) - len(own)) <= 1 and _one_away(seen, own)


def _undressed(rest: str) -> str:
    """What stands beside our name when titles are taken off."""
    for word in _DRESS:
        rest = rest.replace(skeleton(word), "")
    return rest


def _one_away(one: str, other: str) -> bool:
    """Whether one letter added, left out or changed makes the one the other."""
    short, long = sorted((one, other), key=len)
    for place, (left, right) in enumerate(zip(short, long, strict=False)):
        if left != right:
            rest = short[place:] if len(short) < len(long) else short[place + 1 :]
            return rest == long[place + 1 :]
    return True
