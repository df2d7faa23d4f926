"""A post's text as HTML with its links, mentions and tags clickable (twitter-text's autoLink).

Everything is escaped: the text of strangers becomes markup here and nowhere else.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hark.text.entities import entities as entities_of
from hark.text.tables import CHARACTERS
from hark.text.urls import urls
from hark.text.values import Entity, EntityKind

_ESCAPES = str.maketrans({"&": "&amp;", ">": "&gt;", "<": "&lt;", '"': "&quot;", "'": "&#39;"})
_RIGHT_TO_LEFT = re.compile(f"[{CHARACTERS['right_to_left']}]")
_HAS_PROTOCOL = re.compile("[hH][tT][tT][pP][sS]?://")


@dataclass(frozen=True, slots=True)
class LinkStyle:
    """How links are written. The default is for the desk: x.com, a new tab, and nothing given away to it.

    `invisible` are the attributes of a span that is copied but not seen (the parts of an address that
    `display_url` leaves out). `escape_text` is only off where the text between the links is trusted markup.
    """

    profile: str = "https://x.com/"
    hashtag: str = "https://x.com/search?q=%23"
    cashtag: str = "https://x.com/search?q=%24"
    username_class: str = "tweet-url username"
    list_class: str = "tweet-url list-slug"
    hashtag_class: str = "tweet-url hashtag"
    cashtag_class: str = "tweet-url cashtag"
    target: str = "_blank"
    rel: str = "nofollow noopener noreferrer"
    invisible: str = 'class="tco-invisible"'
    escape_text: bool = True


DESK = LinkStyle()


@dataclass(frozen=True, slots=True)
class Display:
    """How a shortened link is shown, from the network's payload: "…ample.com/a" for "https://example.com/a/b"."""

    display_url: str
    expanded_url: str


def escape(text: str) -> str:
    """The text as HTML that shows it, in an element or between quotes."""
    return text.translate(_ESCAPES)


def _anchor(inner: str, style: LinkStyle, **attributes: str) -> str:
    last = {"target": style.target, "rel": style.rel}
    written = "".join(
        f' {name.rstrip("_")}="{escape(value)}"' for name, value in (attributes | last).items() if value
    )
    return f"<a{written}>{inner}</a>"


def _shown(display: Display, style: LinkStyle) -> str:
    """`display_url`, with the rest of the address there for copying though not for reading.

    The dots of an abbreviation are seen and not copied (a script of the page leaves `tco-ellipsis` out).
    """
    core = display.display_url.replace("…", "")
    before, found, after = display.expanded_url.partition(core)
    if not found:
        return escape(display.display_url)
    hidden = f"<span {style.invisible}>"
    first = "…" if display.display_url.startswith("…") else ""
    last = "…" if display.display_url.endswith("…") else ""
    return (
        f"<span class='tco-ellipsis'>{first}{hidden}&nbsp;</span></span>"
        f"{hidden}{escape(before)}</span><span class='js-display-url'>{escape(core)}</span>"
        f"{hidden}{escape(after)}</span>"
        f"<span class='tco-ellipsis'>{hidden}&nbsp;</span>{last}</span>"
    )


def _url(entity: Entity, style: LinkStyle, displays: Mapping[str, Display]) -> str:
    href = entity.value if _HAS_PROTOCOL.match(entity.value) else f"http://{entity.value}"
    display = displays.get(entity.value)
    if display is None or not display.display_url:
        return _anchor(escape(entity.value), style, href=href)
    return _anchor(_shown(display, style), style, href=href, title=display.expanded_url)


def _mention(entity: Entity, style: LinkStyle) -> str:
    name = entity.value + entity.slug
    kind = style.list_class if entity.slug else style.username_class
    return escape(entity.text[0]) + _anchor(escape(name), style, class_=kind, href=style.profile + name)


def _tag(entity: Entity, style: LinkStyle) -> str:
    sign, word = entity.text[0], entity.value
    if entity.kind is EntityKind.CASHTAG:
        kind, href, title = style.cashtag_class, style.cashtag, f"${word}"
    else:
        kind, href, title = style.hashtag_class, style.hashtag, f"#{word}"
        kind += " rtl" if _RIGHT_TO_LEFT.match(word) else ""
    return _anchor(escape(sign + word), style, href=href + word, title=title, class_=kind)


def _linked(entity: Entity, style: LinkStyle, displays: Mapping[str, Display]) -> str:
    if entity.kind is EntityKind.URL:
        return _url(entity, style, displays)
    if entity.kind in (EntityKind.MENTION, EntityKind.LIST):
        return _mention(entity, style)
    return _tag(entity, style)


def autolink(
    text: str,
    entities: Iterable[Entity] | None = None,
    *,
    displays: Mapping[str, Display] | None = None,
    style: LinkStyle = DESK,
) -> str:
    """The text as HTML, its entities as links.

    `entities`: what to link, without overlap; by default all that X would find, of links only those with a
    protocol. `displays`: a link as it stands in the text → how to show it (`payload_displays`).
    """
    if entities is None:
        entities = entities_of(text, urls(text, without_protocol=False))
    plain = escape if style.escape_text else str
    result, at = [], 0
    for entity in sorted(entities, key=lambda entity: entity.start):
        result += [plain(text[at : entity.start]), _linked(entity, style, displays or {})]
        at = entity.end
    return "".join([*result, plain(text[at:])])
