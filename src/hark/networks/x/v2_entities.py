"""What hangs on an X post: mentions, links, pictures, and the run of handles a reply carries in front."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from hark.domain.post import Media, Mention
from hark.networks.x.v2_values import MAX_HANDLE, ident, line, mapping, objects

# X puts the handles a reply is addressed to in front of its text, separated by blanks.
CARRIED = re.compile(r"\s*(?:[@＠][A-Za-z0-9_]{1,20}(?:\s+|$))*")


def carried_until(text: str) -> int:
    """Where the handles in front of a reply end and the words begin, in code points."""
    found = CARRIED.match(text)
    return found.end() if found else 0


def mentions_of(entities: Any, text: str, *, reply: bool) -> tuple[Mention, ...]:
    """The handles tagged, in order. In a reply those in front of the text are `leading`."""
    until = carried_until(text) if reply else 0
    found = []
    for item in objects(mapping(entities).get("mentions")):
        handle = line(item.get("username"), MAX_HANDLE)
        author_id = ident(item.get("id")) or ""
        start = item.get("start")
        leading = isinstance(start, int) and not isinstance(start, bool) and 0 <= start < until
        if handle or author_id:
            found.append(Mention(handle=handle, author_id=author_id, leading=leading))
    return tuple(dict.fromkeys(found))


def links_of(entities: Iterable[Any]) -> dict[str, str]:
    """Shortened address to what it stands for. The address the author wrote, not where it later led."""
    links = {}
    for part in entities:
        for item in objects(mapping(part).get("urls")):
            short, full = line(item.get("url")), line(item.get("expanded_url"))
            if short and full:
                links[short] = full
    return links


def media_of(attachments: Any, media: Mapping[str, Mapping[str, Any]]) -> tuple[Media, ...]:
    """Pictures and films of a post. `media` is by media key; flattened posts bring their own."""
    attached = mapping(attachments)
    inline = {str(item.get("media_key")): item for item in objects(attached.get("media"))}
    keys = attached.get("media_keys")
    wanted = [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else list(inline)
    found = []
    for key in dict.fromkeys(wanted):
        item = mapping(media.get(key) or inline.get(key))
        address = line(item.get("url")) or line(item.get("preview_image_url")) or _variant(item)
        kind = line(item.get("type"), 32)
        if kind and address:
            found.append(Media(kind=kind, url=address, alt=line(item.get("alt_text"))))
    return tuple(found)


def _variant(item: Mapping[str, Any]) -> str:
    return next((line(one.get("url")) for one in objects(item.get("variants")) if one.get("url")), "")
