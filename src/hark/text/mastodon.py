"""How Mastodon counts a post, and what it links.

Rules: a link counts as the instance's `characters_reserved_per_url`, a mention of somebody on another server
counts without the server, everything else counts by grapheme clusters. Links need a protocol; their paths
take any script. Source: docs.joinmastodon.org/user/posting and the behaviour of Mastodon 4's
status length validation.
"""

import re

from hark.text.domains import is_possible
from hark.text.entities import without_overlap
from hark.text.graphemes import count
from hark.text.limits import Limits
from hark.text.links import Grammar, brackets, links, tail
from hark.text.tables import CHARACTERS
from hark.text.values import Entity, EntityKind

_PROTOCOLS = frozenset({"http", "https", "dat", "dweb", "ipfs", "ipns", "ssb", "gopher", "gemini"})
_SPACE = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_BEYOND_ASCII = r"\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\U00010000-\U0010fffd"
# The name is taken as long as it goes, or not at all: a look-ahead gives nothing back. Possessive repeats say it more
# simply, and are wrong for groups before Python 3.11.5 (cpython issue 106052), as Debian 12 has it.
_MENTION = re.compile(
    r"(?<![=/\w])(?=(@[a-zA-Z0-9_]+(?:[.\-]+[a-zA-Z0-9_]+)*(?:@\w+(?:[.\-]+\w+)*)?))\1"
    rf"(?![@\uff20{CHARACTERS['accent']}]|://)"
)
# A hashtag has a letter or a separator inside: "#1" is none. Letters are what Unicode calls so.
_IN_TAG, _SEPARATOR = r"\w\xb7\u30fb\u200c", r"\xb7\u30fb\u200c"
_HASHTAG = re.compile(
    rf"(?<![/)\w])[#\uff03](?:\w[{_IN_TAG}]*(?:[^\W\d_]|[{_SEPARATOR}])[{_IN_TAG}]*\w|\w*[^\W\d_]\w*)"
)


def _grammar() -> Grammar:
    inside = f"[^{_SPACE}<>()?]"
    pair = brackets(inside)
    end = rf"[^{_SPACE}()?!*\"'\u300c\u300d<>;:=,.$%\[\]~&|@]"
    query = rf"\?[a-zA-Z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^{_BEYOND_ASCII}]*[a-zA-Z0-9_&=#/\-{_BEYOND_ASCII}]"
    return Grammar(_PROTOCOLS, tail(rf"(?:{inside}*(?:{pair}{inside}*)*(?:{end}|{pair}))?", query))


_GRAMMAR = _grammar()


def entities(text: str) -> list[Entity]:
    """Links, mentions (`value` is "name" or "name@server") and hashtags, by position, without overlap."""
    found = [
        Entity(EntityKind.URL, link.start, link.end, text[link.start : link.end], text[link.start : link.end])
        for link in links(text, _GRAMMAR)
        if link.protocol and is_possible(link.domain)
    ]
    for pattern, kind in ((_MENTION, EntityKind.MENTION), (_HASHTAG, EntityKind.HASHTAG)):
        found += [Entity(kind, m.start(), m.end(), m[0], m[0][1:]) for m in pattern.finditer(text)]
    return without_overlap(found)


def _counted_as(entity: Entity, limits: Limits) -> str:
    if entity.kind is EntityKind.URL and limits.url_length is not None:
        return "x" * limits.url_length
    if entity.kind is EntityKind.MENTION:
        return "@" + entity.value.partition("@")[0]
    return entity.text


def length(text: str, limits: Limits, found: list[Entity]) -> tuple[int, int]:
    """(length in clusters, code points that fit) of a text whose entities are known."""
    return count(text, limits.maximum, counted_as=[(entity, _counted_as(entity, limits)) for entity in found])
