"""Pictures as bytes: what they are, how large, and without what a camera or an editor wrote into them.

Nothing is decoded, so a hostile file has no decoder to attack, and no quality is lost. What may stay is a list of
kinds of segment; everything else (place, time, device, author, thumbnails) goes. The one thing kept of EXIF is which
side is up, written anew. Formats: ITU-T T.81 (JPEG), PNG 1.2, WebP container specification (RFC 9649).
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n"
# What a picture needs to look as it does: header, palette, pixels, transparency, colour space, animation.
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_EXIF_OR_XMP = 0b0000_1100
_SOI, _SOS, _EOI, _APP0, _APP1, _APP2, _APP14, _COM = 0xD8, 0xDA, 0xD9, 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})


class NoPicture(ValueError):
    """The bytes are no picture of a kind we take, or a broken one."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A picture without its metadata. Width and height in pixels, as stored (before it is turned)."""

    content: bytes
    media_type: str
    width: int
    height: int


def bare(content: bytes) -> Bare:
    """The picture in these bytes, by what they say and never by a name. Raises NoPicture."""
    try:
        if content.startswith(_PNG):
            return _png(content)
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    except (struct.error, IndexError) as error:
        raise NoPicture("This picture is broken.") from error
    raise NoPicture("This is no JPEG, PNG or WebP picture.")


def _png(content: bytes) -> Bare:
    kept = [_PNG]
    at, width, height = len(_PNG), 0, 0
    while at < len(content):
        (size,) = struct.unpack_from(">I", content, at)
        kind, chunk = content[at + 4 : at + 8], content[at : at + 12 + size]
        if len(chunk) != 12 + size or struct.unpack(">I", chunk[-4:])[0] != zlib.crc32(chunk[4:-4]):
            raise NoPicture("This picture is broken.")
        if kind == b"IHDR":
            width, height = struct.unpack_from(">II", chunk, 8)
        if kind in _PNG_KEPT:
            kept.append(chunk)
        at += len(chunk)
        if kind == b"IEND":
            return _sized(b"".join(kept), "image/png", width, height)
    raise NoPicture("This picture is broken.")


def _jpeg(content: bytes) -> Bare:
    kept = [b"\xff\xd8"]
    width = height = 0
    for marker, segment in _segments(content):
        body = segment[4:]
        if marker == _APP1:
            if body.startswith(b"Exif\0\0") and (turned := _turned(body[6:])):
                kept.append(_which_side_is_up(turned))
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", body, 1)
            kept.append(segment)
        elif marker in (_APP0, _APP2, _APP14):
            wanted = marker != _APP2 or body.startswith(b"ICC_PROFILE\0")
            kept += [segment] if wanted else []
        elif not _APP0 <= marker <= 0xEF and marker != _COM:
            kept.append(segment)
    return _sized(b"".join(kept), "image/jpeg", width, height)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Every marker with its segment; what stands between the scans belongs to the scan before it."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise NoPicture("This picture is broken.")
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker == _EOI:
            yield marker, content[at : at + 2]
            return  # a second picture or a film may hang behind it
        elif marker in _BARE:
            yield marker, content[at : at + 2]
            at += 2
        else:
            (size,) = struct.unpack_from(">H", content, at + 2)
            end = at + 2 + size
            if marker == _SOS:
                end = _end_of_scan(content, end)
            if size < 2 or end > len(content):
                raise NoPicture("This picture is broken.")
            yield marker, content[at:end]
            at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """The next marker that is neither a stuffed byte nor a restart."""
    while (at := content.find(b"\xff", at)) >= 0:
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    raise NoPicture("This picture is broken.")


def _turned(tiff: bytes) -> int:
    """The orientation EXIF names, 2 to 8; 0 for an upright picture or an EXIF nobody can read."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if (tag, kind) == (0x0112, 3):
                return value if 2 <= value <= 8 else 0
    except (KeyError, struct.error):
        return 0
    return 0


def _which_side_is_up(turned: int) -> bytes:
    """An EXIF segment that holds the orientation and nothing else."""
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, turned, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _webp(content: bytes) -> Bare:
    kept: list[bytes] = []
    width = height = 0
    (whole,) = struct.unpack_from("<I", content, 4)
    at, end = 12, min(8 + whole, len(content))
    while at + 8 <= end:
        kind = content[at : at + 4]
        (size,) = struct.unpack_from("<I", content, at + 4)
        chunk = content[at : at + 8 + size + size % 2]
        if len(chunk) < 8 + size:
            raise NoPicture("This picture is broken.")
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_EXIF_OR_XMP]) + chunk[9:]
        if kind in _WEBP_KEPT:
            kept.append(chunk)
        if not width:
            width, height = _webp_size(kind, chunk[8:])
        at += len(chunk)
    body = b"WEBP" + b"".join(kept)
    return _sized(b"RIFF" + struct.pack("<I", len(body)) + body, "image/webp", width, height)


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", body, 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


def _sized(content: bytes, media_type: str, width: int, height: int) -> Bare:
    if not (width and height):
        raise NoPicture("This picture is broken.")
    return Bare(content, media_type, width, height)
