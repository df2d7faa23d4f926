"""Where links stand in a text, whatever the network's rule for their paths.

twitter-text has one pattern for it: a character that may stand before a link, perhaps a protocol, labels
with dots, a top-level domain, port, path, query. This finds the same places from left to right without
trying the pattern at every character.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hark.text.domains import top_level_end
from hark.text.tables import CHARACTERS

# What a domain is made of, dots and hyphens included; a domain never reaches over anything else.
_RUN = re.compile(rf"(?:[^{CHARACTERS['not_in_domain']}]|[.\-_])+")
_MAY_START = re.compile(rf"(?<![{CHARACTERS['not_before_url']}])[^\-_]|(?P<pair>[\U00010000-\U0010ffff])")
_MAY_PRECEDE = re.compile(f"[^{CHARACTERS['not_before_url']}]")
_LETTERS = re.compile("[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a network takes for a link: its protocols (lower case) and what may follow the domain.

    `tail` matches, perhaps emptily, where the domain ends; its group "path" is the path.
    """

    protocols: frozenset[str]
    tail: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Link:
    """A place where a link stands; `before` is the character it took in front, `protocol` may be empty.

    `half`: JavaScript can take half a surrogate pair in front and leave the other half to the domain, which
    lengthens the first label. Nobody sees it, but it decides whether a very long label is refused.
    """

    before: str
    half: str
    start: int
    end: int
    protocol: str
    domain: str
    path: str


def brackets(inside: str) -> str:
    """A pattern for brackets in a path, with up to one pair inside the other (Wikipedia's addresses)."""
    return rf"\((?:{inside}+|{inside}*\({inside}+\){inside}*)\)"


def tail(path: str, query: str) -> re.Pattern[str]:
    """What follows a domain: port, path, query."""
    return re.compile(rf"(?::[0-9]+)?(?P<path>/{path})?(?:{query})?")


def _starts(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """For a run of domain characters: (first, stop, end); a domain beginning in [first, stop) ends at `end`.

    Labels are read from the right. The last label before the top-level domain has no underscore; a longer
    domain is preferred, so what the labels further right allow comes first.
    """
    found: list[tuple[int, int, int]] = []
    follows, stop = 0, text.rfind(".", start, end)
    while stop > start:
        first = text.rfind(".", start, stop) + 1 or start
        domain_end, begins = 0, first
        if stop > first and text[stop - 1] not in "-_":
            domain_end = follows
            if not domain_end and (domain_end := top_level_end(text, stop + 1)):
                begins = text.rfind("_", first, stop) + 1 or first
        if domain_end:
            found.append((begins, stop, domain_end))
        follows = domain_end if begins == first and first < stop and text[first] not in "-_" else 0
        stop = first - 1
    return found[::-1]


def _protocol(text: str, start: int, grammar: Grammar) -> str:
    """The protocol that stands right before `start`, with nothing before it that forbids a link."""
    if not text.endswith("://", 0, start):
        return ""
    first = start - 3
    while first > 0 and _LETTERS.match(text, first - 1):
        first -= 1
    allowed = first == 0 or _MAY_PRECEDE.match(text, first - 1)
    return text[first:start] if allowed and text[first : start - 3].lower() in grammar.protocols else ""


def _low_half(character: str) -> str:
    return character.encode("utf-16-be")[2:].decode("utf-16-be", "surrogatepass")


def _begin(text: str, first: int, stop: int, taken: int) -> tuple[int, str]:
    """Where in [first, stop) a link without protocol begins, past what is taken (-1: nowhere), and `half`."""
    if first <= taken < stop and text[taken] > "\uffff":
        return taken + 1, _low_half(text[taken])
    match = _MAY_START.search(text, max(first, taken + 1) if taken else first, stop)
    if match is None:
        return -1, ""
    if match["pair"]:
        return match.end(), _low_half(match["pair"])
    # A first character that may precede a link is given that part, if a link remains.
    if match.start() == 0 and stop > 1 and text[1] not in "-_" and _MAY_PRECEDE.match(text, 0):
        return 1, ""
    return match.start(), ""


def links(text: str, grammar: Grammar) -> Iterator[Link]:
    """Every place a link stands, from left to right; the caller judges whether it is one."""
    taken = 0
    for run in _RUN.finditer(text):
        if run.end() <= taken or "." not in run[0]:
            continue
        for first, stop, domain_end in _starts(text, run.start(), run.end()):
            protocol = _protocol(text, first, grammar) if first == run.start() else ""
            start, begin, half = first - len(protocol), first, ""
            if not protocol or text[first] in "-_" or 0 < start <= taken:
                begin, half = _begin(text, first, stop, taken)
                protocol, start = "", begin
            if begin < 0:
                continue
            rest = grammar.tail.match(text, domain_end)
            assert rest is not None
            taken = rest.end()
            before = text[start - 1 : start] if start else ""
            yield Link(before, half, start, taken, protocol, text[begin:domain_end], rest["path"] or "")
