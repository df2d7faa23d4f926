"""Words of a text as X's index sees them: split at punctuation, case folded, for search without accents."""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"\w+")
# Scripts written without spaces, where X matches inside the line.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


def words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Case folded and without accents."""
    if text.isascii():
        return text.casefold()
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in split if not unicodedata.combining(char))


def contains(haystack: list[str], needle: list[str]) -> bool:
    """Whether these words stand in this order without a gap."""
    if len(needle) == 1:
        return needle[0] in haystack
    size = len(needle)
    first = needle[0]
    return any(
        haystack[at] == first and haystack[at : at + size] == needle for at in range(len(haystack) - size + 1)
    )


def near(haystack: list[str], needle: list[str], distance: int) -> bool:
    """Whether all these words stand within `distance` other words of one another, in any order."""
    places = [[at for at, word in enumerate(haystack) if word == one] for one in needle]
    if not all(places):
        return False
    span = len(needle) - 1 + distance
    for start in sorted(at for each in places for at in each):
        if all(any(start <= at <= start + span for at in each) for each in places):
            return True
    return False
