"""What X finds in a text: handles, tags, links; and what it makes of the text on the wire.

Links become t.co links, `&`, `<` and `>` become entities, and every offset counts code points of the result
(recorded payloads: 87 of 87 links and tags behind an `&amp;` stand where the escaped text has them).
"""

import hashlib
import html
import re
from collections.abc import Callable

from hark.sandbox.x.model import Entities, User

TOKEN = re.compile(
    r"(?P<url>https?://[^\s<>\"'“”‘’]+[^\s<>\"'“”‘’.,;:!?)\]])"
    r"|(?<![\w@＠/])[@＠](?P<mention>[A-Za-z0-9_]{1,20})(?![\w@＠])"
    r"|(?<![\w&/])[#＃](?P<hashtag>\w*[^\W\d_]\w*)"
    r"|(?<![\w$])\$(?P<cashtag>[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)(?!\w)"
)
BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def shorten(address: str, salt: str = "") -> str:
    """The t.co link for an address: always the same one, 23 characters long."""
    number = int.from_bytes(hashlib.sha256(f"{salt}{address}".encode()).digest()[:10])
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
    for match in TOKEN.finditer(text):
        before = html.escape(text[position : match.start()], quote=False)
        parts.append(before)
        length += len(before)
        kind, found = str(match.lastgroup), match.group()
        shown = shorten(found) if kind == "url" else found
        _note(entities, kind, match, length, length + len(shown), find_user)
        parts.append(shown)
        length += len(shown)
        position = match.end()
    parts.append(html.escape(text[position:], quote=False))
    return "".join(parts), entities


def _note(
    entities: Entities,
    kind: str,
    match: re.Match[str],
    start: int,
    end: int,
    find_user: Callable[[str], User | None],
) -> None:
    place = {"start": start, "end": end}
    if kind == "mention":
        user = find_user(match["mention"])
        if user is not None:
            entities.mentions.append({**place, "username": user.username, "id": user.id})
    elif kind == "hashtag":
        entities.hashtags.append({**place, "tag": match["hashtag"]})
    elif kind == "cashtag":
        entities.cashtags.append({**place, "tag": match["cashtag"]})
    else:
        address = match.group()
        link = {"url": shorten(address), "expanded_url": address, "display_url": display(address)}
        entities.urls.append({**place, **link})
