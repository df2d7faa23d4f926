"""Faces and pictures of the local network: drawn from names and descriptions, or the bytes that were uploaded."""

from pathlib import Path
from zlib import crc32

from hark.sandbox.x.call import Call
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.markup import esc
from hark.sandbox.x.model import Media
from hark.sandbox.x.problems import Problem

STATIC = Path(__file__).with_name("static")
SVG = "image/svg+xml; charset=utf-8"
SAFE = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "x-content-type-options": "nosniff",
}
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def _drawn(markup: str) -> Response:
    return Response(markup.encode(), headers={**SAFE, "cache-control": "max-age=3600"}, content_type=SVG)


def face(call: Call) -> Response:
    """Two letters on a colour that belongs to the name."""
    name = call.param("name").removesuffix(".svg")
    user = call.box.network.user_named(name)
    letters = esc("".join(word[0] for word in (user.name if user else name).split()[:2]).upper())
    hue = crc32(name.lower().encode()) % 360
    return _drawn(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" role="img">'
        f'<rect width="96" height="96" fill="hsl({hue} 45% 38%)"/>'
        '<text x="48" y="61" text-anchor="middle" font-family="sans-serif" font-size="38" fill="#fff">'
        f"{letters}</text></svg>"
    )


def picture(call: Call) -> Response:
    """The upload itself, or for a scripted picture its description on a card."""
    key = call.param("key")
    media = next((one for one in call.box.network.media.values() if one.key == key), None)
    if media is None:
        raise Problem(404, {"title": "Not Found", "status": 404})
    if media.data and media.content_type in SHOWN:
        return Response(media.data, headers=dict(SAFE), content_type=media.content_type)
    return _card(media)


def _card(media: Media) -> Response:
    lines: list[str] = [""]
    for word in (media.alt or "a picture").split():
        if len(lines[-1]) + len(word) > 34:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    hue = crc32(media.key.encode()) % 360
    rows = "".join(
        f'<text x="300" y="{190 + 34 * place}" text-anchor="middle">{esc(line)}</text>'
        for place, line in enumerate(lines[:6])
    )
    return _drawn(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400" role="img">'
        f'<rect width="600" height="400" fill="hsl({hue} 30% 32%)"/>'
        f'<g font-family="sans-serif" font-size="26" fill="#fff">{rows}</g></svg>'
    )


def _static(name: str, content_type: str) -> Response:
    return Response(
        (STATIC / name).read_bytes(), headers={"cache-control": "no-cache"}, content_type=content_type
    )


def style(_call: Call) -> Response:
    return _static("page.css", "text/css; charset=utf-8")


def script(_call: Call) -> Response:
    return _static("page.js", "text/javascript; charset=utf-8")


ROUTES = [
    Route("GET", "/sandbox/avatar/:name", face),
    Route("GET", "/sandbox/media/:key", picture),
    Route("GET", "/sandbox/page.css", style),
    Route("GET", "/sandbox/page.js", script),
]
