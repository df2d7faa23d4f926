"""Characters in an answer: what hides, and what looks like something else."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from hark.domain.lookalike import skeleton
from hark.text import Entity, hidden

_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
# Two letters that all have a twin are chance: "ее" is a word of its own.
_SHORTEST_DISGUISE = 3


def lookalikes(text: str) -> Iterator[tuple[int, int, bool]]:
    """Spans of characters that cannot be seen or turn the text (True), and words that pose as others (False).

    Such a word mixes alphabets, or is of another alphabet than the rest and holds nothing but twins of Latin letters.
    """
    yield from _together(hidden(text))
    words = [(match, _scripts(match[0])) for match in _WORD.finditer(text)]
    letters = Counter[str]()
    for match, scripts in words:
        letters.update({script: len(match[0]) for script in scripts})
    for match, scripts in words:
        if len(scripts) > 1 or _is_disguised(match[0], scripts, letters):
            yield match.start(), match.end(), False


def strange_links(text: str, links: Sequence[Entity]) -> Iterator[tuple[int, int]]:
    """Links whose host is not plain ASCII, or is ASCII that stands for something else (`xn--`)."""
    for link in links:
        host = re.sub(r"^[a-z]+://", "", text[link.start : link.end], flags=re.IGNORECASE)
        host = re.split(r"[/?#]", host, maxsplit=1)[0]
        if not host.isascii() or "xn--" in host.lower() or "@" in host:
            yield link.start, link.end


def _together(places: Iterator[int]) -> Iterator[tuple[int, int, bool]]:
    """Neighbours are one span."""
    start = end = -1
    for place in places:
        if place != end and end >= 0:
            yield start, end, True
        start, end = (start if place == end else place), place + 1
    if end >= 0:
        yield start, end, True


def _is_disguised(word: str, scripts: frozenset[str], letters: Counter[str]) -> bool:
    foreign = scripts <= {"CYRILLIC", "GREEK"} and letters["LATIN"] > sum(
        letters[script] for script in scripts
    )
    return foreign and bool(scripts) and len(word) >= _SHORTEST_DISGUISE and skeleton(word).isascii()


def _scripts(word: str) -> frozenset[str]:
    """The alphabets of a word, of those whose letters look alike."""
    names = (unicodedata.name(char, "").partition(" ")[0] for char in word)
    return frozenset(name for name in names if name in _ALIKE)
