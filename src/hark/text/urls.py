"""Links in a text, exactly as X finds them (twitter-text 3, extractUrlsWithIndices)."""

import re
from collections.abc import Iterator

from hark.text.domains import TOP_LEVEL, ascii_domains, is_possible, may_hold_domain
from hark.text.tables import CHARACTERS
from hark.text.units import utf16_length
from hark.text.values import Entity, EntityKind

_MAX_URL = 4096  # UTF-16 code units; counted twice over the protocol, as the original does
_MAX_TCO_SLUG = 40
_HTTP = r"[hH][tT][tT][pP][sS]?://"
_QUERY = rf"\?[{CHARACTERS['url_query']}]*[{CHARACTERS['url_query_end']}]"
_LABEL = rf"[^{CHARACTERS['not_in_domain']}]++"


def balanced(inside: str) -> str:
    """A pattern for brackets in a path, with up to one pair inside the other (Wikipedia's addresses)."""
    return rf"\((?:{inside}+|{inside}*\({inside}+\){inside}*)\)"


def link_pattern(protocol: str, path: str, query: str) -> re.Pattern[str]:
    """A pattern for links, with X's rule for domains and the caller's for what surrounds them.

    Groups: before, url, protocol, domain, path. A label can only end at its dot, hence the possessive `+`.
    """
    return re.compile(
        rf"(?P<before>[^{CHARACTERS['not_before_url']}]|\A)"
        rf"(?P<url>(?P<protocol>{protocol})?"
        rf"(?P<domain>(?:{_LABEL}(?:[_\-]++{_LABEL})*+\.)*{_LABEL}(?:-++{_LABEL})*+\.{TOP_LEVEL})"
        rf"(?::[0-9]+)?(?P<path>/(?:{path})*)?(?:{query})?)"
    )


def _x_pattern() -> re.Pattern[str]:
    inside, end = f"[{CHARACTERS['url_path']}]", f"[{CHARACTERS['url_path_end']}]"
    brackets = balanced(inside)
    # The original forgets to group "an ending character or brackets", so brackets end a path only alone.
    path = rf"{inside}*(?:{brackets}{inside}*)*{end}|{brackets}|@{inside}+/"
    return link_pattern(_HTTP, path, _QUERY)


_LINK = _x_pattern()
_WORD = re.compile(f"[^{CHARACTERS['space']}]+")
_NOT_AFTER = ("-", "_", ".", "/")  # nothing without a protocol is a link after one of these
_TCO = re.compile(rf"[hH][tT][tT][pP][sS]?://[tT]\.[cC][oO]/(?P<slug>[a-zA-Z0-9]+)(?:{_QUERY})?")


def link_matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Where the pattern matches, skipping every word that cannot hold a domain.

    A link never spans white space, so looking word by word changes nothing but the time it takes.
    """
    for word in _WORD.finditer(text):
        if may_hold_domain(text, word.start(), word.end()):
            yield from pattern.finditer(text, max(word.start() - 1, 0), word.end())


def _url(text: str, start: int, end: int, url: str | None = None) -> Entity:
    written = text[start:end]
    return Entity(EntityKind.URL, start, end, written, written if url is None else url)


def _bare(text: str, match: re.Match[str]) -> Iterator[Entity]:
    """Links typed without a protocol: only the Latin domains inside; the last one keeps path and query."""
    if match["before"].endswith(_NOT_AFTER):
        return
    domain, start = match["domain"], match.start("url")
    found = ascii_domains(domain)
    at = 0
    for number, name in enumerate(found, 1):
        first = domain.index(name, at)
        at = first + len(name)
        if number == len(found) and match["path"]:
            rest = match["url"][len(domain) :]
            yield _url(text, start + first, match.end(), name + rest)
        else:
            yield _url(text, start + first, start + at)


def _full(text: str, match: re.Match[str]) -> Iterator[Entity]:
    """A link typed with its protocol; behind t.co's short code only a query may follow."""
    short = _TCO.match(match["url"])
    if short is None:
        yield _url(text, match.start("url"), match.end())
    elif len(short["slug"]) <= _MAX_TCO_SLUG:
        yield _url(text, match.start("url"), match.start("url") + short.end())


def urls(text: str, *, without_protocol: bool = True) -> list[Entity]:
    """The links in a text, in order. `without_protocol`: whether "example.com" alone is one (on X it is)."""
    if ("." if without_protocol else ":") not in text:
        return []
    found: list[Entity] = []
    for match in link_matches(_LINK, text):
        protocol = match["protocol"] or "https://"
        if len(protocol) + utf16_length(match["url"]) > _MAX_URL or not is_possible(match["domain"]):
            continue
        if match["protocol"]:
            found += _full(text, match)
        elif without_protocol:
            found += _bare(text, match)
    return found
