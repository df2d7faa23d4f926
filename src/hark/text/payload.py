"""The `entities` object of a post as X sends it, in today's form (v2) and the older one (v1.1).

Both give places in code points. v2: `start`, `end` with `username`, `tag`, `url`; v1.1: `indices` with
`screen_name`, `text`, `url`. Unknown keys are ignored, and so is an entry whose place is not in the text:
a payload is never a reason to show nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hark.text.autolink import Display
from hark.text.entities import without_overlap
from hark.text.values import Entity, EntityKind

# Key of the payload → kind, and the keys that may hold its value.
_KEYS: tuple[tuple[str, EntityKind, tuple[str, ...]], ...] = (
    ("urls", EntityKind.URL, ("url",)),
    ("mentions", EntityKind.MENTION, ("username",)),
    ("user_mentions", EntityKind.MENTION, ("screen_name",)),
    ("hashtags", EntityKind.HASHTAG, ("tag", "text")),
    ("cashtags", EntityKind.CASHTAG, ("tag",)),
    ("symbols", EntityKind.CASHTAG, ("text",)),
)


def _entries(payload: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    entries = payload.get(key)
    return [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []


def _place(entry: Mapping[str, Any], size: int) -> tuple[int, int] | None:
    indices = entry.get("indices", [entry.get("start"), entry.get("end")])
    match indices:
        case [int(start), int(end)] if 0 <= start < end <= size:
            return start, end
        case _:
            return None


def _found(text: str, payload: Mapping[str, Any]) -> Iterator[Entity]:
    for key, kind, names in _KEYS:
        for entry in _entries(payload, key):
            value = next((entry[name] for name in names if isinstance(entry.get(name), str)), "")
            place = _place(entry, len(text))
            if value and place:
                yield Entity(kind, *place, text[slice(*place)], value)


def payload_entities(text: str, payload: Mapping[str, Any]) -> list[Entity]:
    """What the network itself marked up in a text, by position, without overlap."""
    return without_overlap(_found(text, payload))


def payload_displays(payload: Mapping[str, Any]) -> dict[str, Display]:
    """For every shortened link in the payload, how to show it and where it leads."""
    return {
        entry["url"]: Display(entry["display_url"], entry["expanded_url"])
        for entry in _entries(payload, "urls")
        if all(isinstance(entry.get(key), str) for key in ("url", "display_url", "expanded_url"))
    }
