"""Which names are domains, as X decides it (twitter-text 3), in time linear in the text.

The official pattern tries 1,574 endings at every place and can be kept busy for seconds by one hostile post.
Here the endings are a tree walked letter by letter, and where a name may begin is worked out from its end.
"""

import re
from collections.abc import Iterator
from typing import Any

from hark.text.tables import CHARACTERS, read_json

_DOMAINS = read_json("domains.json")
GENERIC: frozenset[str] = frozenset(_DOMAINS["generic"].split())
COUNTRY: frozenset[str] = frozenset(_DOMAINS["country"].split())

_PUNYCODE = re.compile(r"[xX][nN]--[\-0-9a-zA-Z]+")
_GOES_ON = re.compile(r"[0-9a-zA-Z@+\-]")  # "example.comx" is no domain, "example.comは" is one
_NOT_PRINTABLE_ASCII = re.compile(r"[^\x20-\x7e]")
_LABEL_SEPARATORS = re.compile("[.\u3002\uff0e\uff61]")
_LATIN = re.compile(f"[{CHARACTERS['domain_label']}.]+")
_MAX_LABEL = 63


def _tree() -> dict[str, Any]:
    """A letter, in either case, → what may follow it; the key "" marks that a domain may end here."""
    folds: dict[str, str] = _DOMAINS["folds"]
    root: dict[str, Any] = {}
    for word in GENERIC | COUNTRY:
        node = root
        for letter in word:
            below = node.setdefault(letter, {})
            for variant in folds.get(letter, letter.upper() if letter.isascii() else ""):
                node[variant] = below
            node = below
        node[""] = {}
    return root


_TREE = _tree()


def top_level_end(text: str, start: int) -> int:
    """Where the top-level domain that begins at `start` ends; 0 when none begins there. The longest wins."""
    node, at, end, size = _TREE, start, 0, len(text)
    while at < size and (below := node.get(text[at])) is not None:
        node, at = below, at + 1
        if "" in node and (at == size or not _GOES_ON.match(text, at)):
            end = at
    if not end and (encoded := _PUNYCODE.match(text, start)):
        end = encoded.end()
    return end


def latin_domains(domain: str) -> Iterator[tuple[int, int]]:
    """The domains inside one, as X reads them when no protocol was typed: labels of the Latin script only."""
    at = 0
    while region := _LATIN.search(domain, at):
        start, at = region.start(), region.end()
        start += domain[start] == "."
        dot = domain.rfind(".", start + 1, at)
        while dot > start:
            if end := top_level_end(domain, dot + 1):
                yield start, end
                at = end
                break
            dot = domain.rfind(".", start + 1, dot)


def _encoded_length(label: str) -> int:
    """How long the label is once encoded by RFC 3492 (punycode), with what IDNA takes for a dot inside it."""
    parts = _LABEL_SEPARATORS.split(label)
    encoded = (
        4 + len(part.encode("punycode")) if _NOT_PRINTABLE_ASCII.search(part) else len(part) for part in parts
    )
    return sum(encoded) + len(parts) - 1


def is_possible(domain: str) -> bool:
    """Whether every label could stand in the DNS (RFC 1035: 1 to 63 octets), as twitter-text checks it."""
    if domain.startswith("xn--") and not any(latin_domains(domain)):
        return False
    # Encoding never shortens, so a long label needs no encoding to be refused.
    return all(
        0 < len(label) <= _MAX_LABEL and _encoded_length(label) <= _MAX_LABEL for label in domain.split(".")
    )
