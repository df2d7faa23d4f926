"""A stranger's text as safe markup: links as they read, personal data covered, tricks made visible.

Everything the author wrote is escaped. Only http and https links are links, shown as the address they lead to.
Characters that change the direction of the text or have no width are shown as a badge that names them.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hark.text import Entity, EntityKind, hidden, measure
from hark.web import words

_CALL = re.compile(r"(@[\w.+-]*\w)")
_WEB = re.compile(r"https?://[^/]", re.IGNORECASE)
_LONGEST_ADDRESS = 48
_PICTURES = re.compile(r"^https://(?:x|twitter)\.com/\w+/status/\d+/(?:photo|video)/\d+$")
# X and archives of it hand out &, < and > as entities; the text is stored as received and read as meant.
_ESCAPED = frozenset({"x", "twcs"})


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, in code points. `kind` is a kind of personal data, or of an entity."""

    start: int
    end: int
    kind: str
    entity: Entity | None = None


def markup(
    text: str,
    *,
    network: str = "x",
    links: Mapping[str, str] | None = None,
    personal: Sequence[Mapping[str, Any]] = (),
    revealed: bool = False,
) -> SafeString:
    """The text as markup. `links` are shortened addresses and what they stand for, `personal` the verdict's spans.

    Covered personal data is not in the markup at all, so it cannot be copied, searched or read out.
    """
    spans = _merged(_personal(personal, len(text)), _entities(text, network))
    parts: list[SafeString] = []
    at = 0
    for span in spans:
        parts.append(plain(as_meant(text[at : span.start], network)))
        said = as_meant(text[span.start : span.end], network)
        parts.append(
            _linked(span.entity, said, links or {}) if span.entity else _private(span, said, revealed)
        )
        at = span.end
    parts.append(plain(as_meant(text[at:], network)))
    return mark_safe("".join(parts))  # noqa: S308  # every part was escaped where it was made


def calling(text: str, called: Collection[str]) -> SafeString:
    """A colleague's note, escaped, in which @usernames of those it calls stand out."""
    names = {name.lower() for name in called}
    pieces = _CALL.split(text)
    return format_html_join(
        "",
        "{}",
        [
            (format_html('<mark class="called">{}</mark>', piece),)
            if piece[:1] == "@" and piece[1:].lower() in names
            else (piece,)
            for piece in pieces
        ],
    )


def as_meant(text: str, network: str) -> str:
    """A stored text as its author meant it."""
    return unescape(text) if network in _ESCAPED else text


def without_picture_link(text: str, links: Mapping[str, str]) -> str:
    """The text without the link X puts behind it for its pictures: nobody sees it there either."""
    before, _, last = text.rpartition(" ")
    return before if _PICTURES.search(links.get(last, "")) else text


def plain(text: str) -> SafeString:
    """Escaped text with its invisible tricks as badges."""
    places = list(hidden(text))
    return format_html_join("", "{}{}", _pieces(text, places)) if places else escape(text)


def bare(text: str) -> str:
    """The text without its invisible tricks, for titles and labels: no badge can stand there."""
    places = set(hidden(text))
    return "".join(char for place, char in enumerate(text) if place not in places) if places else text


def tricks(text: str) -> bool:
    """Whether a text holds characters that turn its direction or cannot be seen."""
    return any(True for _ in hidden(text))


def _pieces(text: str, places: Sequence[int]) -> Iterator[tuple[str, SafeString | str]]:
    at = 0
    for place in places:
        yield text[at:place], _badge(text[place])
        at = place + 1
    yield text[at:], ""


def _badge(char: str) -> SafeString:
    name = unicodedata.name(char, f"U+{ord(char):04X}").lower()
    return format_html(
        '<span class="trick" title="{}">U+{}</span>', _("Hidden character: %s") % name, f"{ord(char):04X}"
    )


def _entities(text: str, network: str) -> list[Span]:
    return [Span(e.start, e.end, e.kind.value, e) for e in measure(text, network).entities]


def _personal(found: Sequence[Mapping[str, Any]], size: int) -> list[Span]:
    spans = [Span(int(item["start"]), min(int(item["end"]), size), str(item["kind"])) for item in found]
    return [span for span in spans if 0 <= span.start < span.end]


def _merged(first: Iterable[Span], then: Iterable[Span]) -> list[Span]:
    """Both by place, without overlap; personal data stands where both claim a stretch."""
    kept: list[Span] = []
    for span in [*first, *then]:
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _private(span: Span, said: str, revealed: bool) -> SafeString:
    kind = words.PERSONAL.get(span.kind, words.topic(span.kind))
    if revealed:
        return format_html('<mark class="personal" title="{}">{}</mark>', kind, plain(said))
    return format_html(
        '<span class="covered"><span class="dots" aria-hidden="true">{}</span><span class="kind">{}</span></span>',
        "•" * min(12, max(4, len(said))),
        kind,
    )


def _linked(entity: Entity, said: str, links: Mapping[str, str]) -> SafeString:
    if entity.kind is EntityKind.MENTION:
        # A handle says nothing of the language: isolated, it does not decide which way the post reads.
        return format_html('<bdi class="entity">{}</bdi>', plain(said))
    if entity.kind is not EntityKind.URL:
        return format_html('<span class="entity">{}</span>', plain(said))
    address = links.get(said) or (said if _WEB.match(said) else f"https://{said}")
    if not _WEB.match(address):
        return plain(said)
    return format_html(
        '<a class="link" href="{}" title="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>',
        address,
        address,
        shown_address(address),
    )


def shown_address(address: str) -> str:
    """An address as it reads: host and path without the protocol, cut in the middle of nothing."""
    parts = urlsplit(address)
    shown = (
        f"{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"
    )
    return shown if len(shown) <= _LONGEST_ADDRESS else f"{shown[: _LONGEST_ADDRESS - 1]}…"
