"""What X makes of a text: handles, tags and links are marked, links shortened, `&`, `<` and `>` escaped.

Every offset counts code points of the result (recorded payloads: 87 of 87 links and tags behind an `&amp;`
stand where the escaped text has them). What counts as a handle, a tag or a link is `hark.text`'s business.
"""

import hashlib
import html
import re
from collections.abc import Callable

from hark.sandbox.x.model import Entities, User
from hark.text.entities import entities as found_in
from hark.text.values import Entity, EntityKind

BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def shorten(address: str) -> str:
    """The t.co link for an address: always the same one, 23 characters long."""
    number = int.from_bytes(hashlib.sha256(address.encode("utf-8", "surrogatepass")).digest()[:10])
    code = ""
    for _ in range(10):
        number, digit = divmod(number, 62)
        code += BASE62[digit]
    return f"https://t.co/{code}"


def display(address: str) -> str:
    """An address as X shows it: without scheme and www, cut after 27 characters."""
    shown = re.sub(r"^https?://(www\.)?", "", address)
    return shown if len(shown) <= 27 else shown[:26] + "…"


def mark_up(text: str, find_user: Callable[[str], User | None]) -> tuple[str, Entities]:
    """The wire text of what somebody wrote, and what stands in it. Unknown handles are no mentions."""
    entities = Entities()
    parts: list[str] = []
    position = length = 0
    for entity in found_in(text):
        before = html.escape(text[position : entity.start], quote=False)
        shown = shorten(full(entity.value)) if entity.kind is EntityKind.URL else entity.text
        length += len(before)
        _note(entities, entity, {"start": length, "end": length + len(shown)}, shown, find_user)
        parts += [before, shown]
        length += len(shown)
        position = entity.end
    parts.append(html.escape(text[position:], quote=False))
    return "".join(parts), entities


def full(address: str) -> str:
    """An address with a scheme; X reads one without as http."""
    return address if re.match(r"https?://", address, re.IGNORECASE) else f"http://{address}"


def _note(
    entities: Entities,
    entity: Entity,
    place: dict[str, int],
    shown: str,
    find_user: Callable[[str], User | None],
) -> None:
    if entity.kind is EntityKind.MENTION:
        user = find_user(entity.value)
        if user is not None:
            entities.mentions.append({**place, "username": user.username, "id": user.id})
    elif entity.kind is EntityKind.HASHTAG:
        entities.hashtags.append({**place, "tag": entity.value})
    elif entity.kind is EntityKind.CASHTAG:
        entities.cashtags.append({**place, "tag": entity.value})
    elif entity.kind is EntityKind.URL:
        address = full(entity.value)
        link = {"url": shown, "expanded_url": address, "display_url": display(address)}
        entities.urls.append({**place, **link})
