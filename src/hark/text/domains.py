"""Which words end a domain name, as one pattern that does not try 1,574 alternatives in a row."""

import re
from typing import Any

from hark.text.tables import CHARACTERS, read_json

_DOMAINS = read_json("domains.json")
GENERIC: frozenset[str] = frozenset(_DOMAINS["generic"].split())
COUNTRY: frozenset[str] = frozenset(_DOMAINS["country"].split())
_FOLDS: dict[str, str] = _DOMAINS["folds"]


def _trie(words: frozenset[str]) -> dict[str, Any]:
    """A letter → the words that go on after it; the key "" marks that a word may end here."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return root


def _letter(letter: str) -> str:
    variants = _FOLDS.get(letter, f"{letter}{letter.upper()}" if letter.isascii() else letter)
    return letter if len(set(variants)) == 1 else f"[{variants}]"


def _pattern(node: dict[str, Any]) -> str:
    # Longest first: the official list is sorted so, and a shorter word only counts where the longer fails.
    branches = [_letter(letter) + _pattern(below) for letter, below in sorted(node.items()) if letter]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if "" in node else joined


# `(?=…)`: "example.comx" is no domain, "example.comは" is one.
TOP_LEVEL = (
    rf"(?:{_pattern(_trie(GENERIC | COUNTRY))}(?=[^0-9a-zA-Z@+\-]|\Z)|[xX][nN]--[\-0-9a-zA-Z]+)"
)
_DOT_TOP_LEVEL = re.compile(rf"\.{TOP_LEVEL}")
_ASCII_DOMAIN = re.compile(rf"(?:[{CHARACTERS['domain_label']}]+\.)+{TOP_LEVEL}")
_NOT_PRINTABLE_ASCII = re.compile(r"[^\x20-\x7e]")
_LABEL_SEPARATORS = re.compile("[.\u3002\uff0e\uff61]")
_MAX_LABEL = 63


def may_hold_domain(text: str, start: int, end: int) -> bool:
    """Whether a domain name can end inside `text[start:end]`; cheap, so that most words are never parsed."""
    return _DOT_TOP_LEVEL.search(text, start, end) is not None


def ascii_domains(domain: str) -> list[str]:
    """The domains inside one, as X reads them when no protocol was typed: letters of the Latin script only."""
    return _ASCII_DOMAIN.findall(domain)


def _encoded_length(label: str) -> int:
    """How long the label is once encoded by RFC 3492 (punycode), with what IDNA takes for a dot inside it."""
    parts = _LABEL_SEPARATORS.split(label)
    encoded = (4 + len(part.encode("punycode")) if _NOT_PRINTABLE_ASCII.search(part) else len(part) for part in parts)
    return sum(encoded) + len(parts) - 1


def is_possible(domain: str) -> bool:
    """Whether every label could stand in the DNS (RFC 1035: 1 to 63 octets), as twitter-text checks it."""
    if domain.startswith("xn--") and not _ASCII_DOMAIN.search(domain):
        return False
    # Encoding never shortens, so a long label needs no encoding to be refused.
    return all(0 < len(label) <= _MAX_LABEL and _encoded_length(label) <= _MAX_LABEL for label in domain.split("."))
