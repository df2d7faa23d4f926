"""What Bluesky marks up in a post, and where it stands in UTF-8 bytes (facets).

A network of its own rules: links and mentions must follow white space or "(", a mention is a domain name,
a hashtag runs until white space. Rules: detectFacets of @atproto/api 0.19 (rich-text/detection and util);
record: lexicon app.bsky.richtext.facet.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from hark.text.domains import COUNTRY, GENERIC
from hark.text.entities import without_overlap
from hark.text.tables import CHARACTERS
from hark.text.units import utf8_length, utf16_length
from hark.text.values import Entity, EntityKind

_SPACE = CHARACTERS["script_space"]
_INVISIBLE = r"\u00ad\u2060\u200a\u200b\u200c\u200d\u20e2"
_START = rf"(?:(?<=[{_SPACE}(])|\A)"
_MENTION = regex.compile(rf"{_START}@(?P<value>[a-zA-Z0-9.\-]+)(?a:\b)")
_LINK = regex.compile(
    rf"(?:(?<=[{_SPACE}(])|(?m:^))(?:[hH][tT][tT][pP][sS]?://[^{_SPACE}]+"
    rf"|(?P<domain>[a-zA-Z][a-zA-Z0-9]*(?:\.[a-zA-Z0-9]+)+)[^{_SPACE}]*)"
)
_WORD = rf"[^{_SPACE}{_INVISIBLE}]"
_TAG = regex.compile(
    rf"(?:(?<=[{_SPACE}])|\A)[#\uff03](?!\ufe0f)(?P<value>{_WORD}*[^\p{{Nd}}\p{{P}}{_SPACE}{_INVISIBLE}]+{_WORD}*)"
)
_TRAILING = regex.compile(r"\p{P}+\Z")
_CASHTAG = regex.compile(
    rf"{_START}\$(?P<value>[A-Za-z][A-Za-z0-9]{{0,4}})(?=[{_SPACE}]|\Z|[.,;:!?)\"'\u2019])"
)
_MAX_TAG = 64  # UTF-16 code units; what is longer is no tag


@dataclass(frozen=True, slots=True)
class Facet:
    """An entity as Bluesky's record wants it: `byte_end` excluded; a link's `value` has its protocol.

    A mention's `value` is the handle; the sender resolves it to a DID before it sends.
    """

    kind: EntityKind
    byte_start: int
    byte_end: int
    value: str


def _is_domain(name: str) -> bool:
    end = name.rpartition(".")[2]
    return "." in name and (end in GENERIC or end in COUNTRY)


def _mentions(text: str) -> Iterator[Entity]:
    for match in _MENTION.finditer(text):
        if _is_domain(match["value"]) or match["value"].endswith(".test"):
            yield Entity(EntityKind.MENTION, match.start(), match.end(), match[0], match["value"])


def _links(text: str) -> Iterator[Entity]:
    for match in _LINK.finditer(text):
        written = match[0]
        # The original takes "http.cat" for a link with a protocol and sends it as it is; we add one.
        complete = written.startswith(("http://", "https://"))
        if not complete and (match["domain"] is None or not _is_domain(match["domain"])):
            continue
        if written.endswith((".", ",", ";", ":", "!", "?")):
            written = written[:-1]
        if written.endswith(")") and "(" not in written:
            written = written[:-1]
        value = written if complete else f"https://{written}"
        yield Entity(EntityKind.URL, match.start(), match.start() + len(written), written, value)


def _hashtags(text: str) -> Iterator[Entity]:
    for match in _TAG.finditer(text):
        value = _TRAILING.sub("", match["value"])
        if 0 < utf16_length(value) <= _MAX_TAG:
            yield Entity(
                EntityKind.HASHTAG, match.start(), match.start() + 1 + len(value), match[0][0] + value, value
            )


def _cashtags(text: str) -> Iterator[Entity]:
    for match in _CASHTAG.finditer(text):
        yield Entity(EntityKind.CASHTAG, match.start(), match.end(), match[0], match["value"].upper())


def entities(text: str) -> list[Entity]:
    """Mentions, links, hashtags and cashtags, by position, none on top of another."""
    return without_overlap([*_mentions(text), *_links(text), *_hashtags(text), *_cashtags(text)])


def facets(text: str) -> list[Facet]:
    """The entities of a post with their places in its UTF-8 form."""
    return [
        Facet(
            entity.kind,
            utf8_length(text[: entity.start]),
            utf8_length(text[: entity.end]),
            f"${entity.value}" if entity.kind is EntityKind.CASHTAG else entity.value,
        )
        for entity in entities(text)
    ]
