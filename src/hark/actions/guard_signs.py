"""Characters and sums in an answer: what hides, what looks like something else, what is money."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from hark.text import Entity

# Embeddings, overrides, isolates and marks turn text around (reliability.md X7); the others cannot be seen.
_TURNING = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
_HIDDEN = re.compile(f"[{_TURNING}\u200b\u2060-\u2064\ufeff\u00ad\u180e\u115f\u1160\u3164]+")
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})

_AMOUNT = r"\d{1,3}(?:[.,' \u00a0]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_BEFORE = r"(?:US\$|\$|€|£|₹|R\$|USD|EUR|GBP|CHF|INR|BRL|MXN|PLN|SEK)"
_AFTER = (
    r"(?:\$|€|£|₹|USD|EUR|GBP|CHF|INR|BRL|MXN|PLN|SEK|euros?|dollars?|pounds?|d[oó]lares|libras|reais|zł|kr)"
)
_MONEY = re.compile(
    rf"(?<![\w.,]){_BEFORE}\s?({_AMOUNT})(?![\w])|(?<![\w.,])({_AMOUNT})\s?{_AFTER}(?!\w)", re.IGNORECASE
)


def lookalikes(text: str) -> Iterator[tuple[int, int, bool]]:
    """Spans of characters that cannot be seen or turn the text (True), and words of mixed alphabets (False)."""
    for match in _HIDDEN.finditer(text):
        yield match.start(), match.end(), True
    for match in _WORD.finditer(text):
        if len(_scripts(match[0])) > 1:
            yield match.start(), match.end(), False


def strange_links(text: str, links: Sequence[Entity]) -> Iterator[tuple[int, int]]:
    """Links whose host is not plain ASCII, or is ASCII that stands for something else (`xn--`)."""
    for link in links:
        host = re.sub(r"^[a-z]+://", "", text[link.start : link.end], flags=re.IGNORECASE)
        host = re.split(r"[/?#]", host, maxsplit=1)[0]
        if not host.isascii() or "xn--" in host.lower() or "@" in host:
            yield link.start, link.end


def money(text: str) -> Iterator[tuple[int, int, int]]:
    """Sums of money in the text, in cents of whatever currency they name."""
    for match in _MONEY.finditer(text):
        yield match.start(), match.end(), cents(match[1] or match[2])


def cents(amount: str) -> int:
    """An amount as people write it, in cents: "1,250.50", "1.250,50", "1 250" and "12,5" all mean what they say."""
    plain = re.sub(r"[' \u00a0]", "", amount)
    decimals = re.search(r"[.,](\d{1,2})$", plain)
    whole = plain[: decimals.start()] if decimals else plain
    fraction = decimals[1].ljust(2, "0") if decimals else "00"
    return int(re.sub(r"[.,]", "", whole)) * 100 + int(fraction)


def _scripts(word: str) -> frozenset[str]:
    """The alphabets of a word, of those whose letters look alike."""
    names = (unicodedata.name(char, "").partition(" ")[0] for char in word)
    return frozenset(name for name in names if name in _ALIKE)
