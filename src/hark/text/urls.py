"""Links in a text, exactly as X finds them (twitter-text 3, extractUrlsWithIndices)."""

import re
from collections.abc import Iterator

from hark.text.domains import is_possible, latin_domains
from hark.text.links import Grammar, Link, brackets, links, tail
from hark.text.tables import CHARACTERS
from hark.text.units import utf16_length
from hark.text.values import Entity, EntityKind

_MAX_URL = 4096  # UTF-16 code units; the protocol is counted twice, as the original does
_MAX_TCO_SLUG = 40
_NOT_AFTER = ("-", "_", ".", "/")  # nothing without a protocol is a link after one of these
_QUERY = rf"\?[{CHARACTERS['url_query']}]*[{CHARACTERS['url_query_end']}]"
_TCO = re.compile(rf"[hH][tT][tT][pP][sS]?://[tT]\.[cC][oO]/(?P<slug>[a-zA-Z0-9]+)(?:{_QUERY})?")


def _grammar() -> Grammar:
    inside, end = f"[{CHARACTERS['url_path']}]", f"[{CHARACTERS['url_path_end']}]"
    pair = brackets(inside)
    # The original repeats "…ending character | brackets | @…/"; what that can take is this, without the
    # repetition that costs the square of the length when brackets follow each other.
    path = rf"(?:{inside}*(?:{pair}{inside}*)*{end})?(?:{pair})*"
    return Grammar(frozenset({"http", "https"}), tail(path, _QUERY))


_GRAMMAR = _grammar()


def _url(text: str, start: int, end: int, url: str | None = None) -> Entity:
    written = text[start:end]
    return Entity(EntityKind.URL, start, end, written, written if url is None else url)


def _bare(text: str, link: Link) -> Iterator[Entity]:
    """Links typed without a protocol: only the Latin domains inside; the last one keeps path and query."""
    if link.before in _NOT_AFTER:
        return
    names = [link.domain[start:end] for start, end in latin_domains(link.domain)]
    at = link.start
    for number, name in enumerate(names, 1):
        start = text.index(name, at)  # its first occurrence, as in the original, where it may be another
        at = start + len(name)
        if number == len(names) and link.path:
            rest = text[link.start + len(link.domain) : link.end]
            yield _url(text, start, link.end, name + rest)
        else:
            yield _url(text, start, at)


def _full(text: str, link: Link) -> Iterator[Entity]:
    """A link typed with its protocol; behind t.co's short code only a query may follow."""
    short = _TCO.match(text, link.start, link.end)
    if short is None:
        yield _url(text, link.start, link.end)
    elif len(short["slug"]) <= _MAX_TCO_SLUG:
        yield _url(text, link.start, short.end())


def urls(text: str, *, without_protocol: bool = True) -> list[Entity]:
    """The links in a text, in order. `without_protocol`: whether "example.com" alone is one (on X it is)."""
    if ("." if without_protocol else ":") not in text:
        return []
    found: list[Entity] = []
    for link in links(text, _GRAMMAR):
        length = len(link.protocol or "https://") + len(link.half) + utf16_length(text[link.start : link.end])
        if length > _MAX_URL or not is_possible(link.half + link.domain):
            continue
        if link.protocol:
            found += _full(text, link)
        elif without_protocol:
            found += _bare(text, link)
    return found
