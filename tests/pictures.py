"""Tiny pictures in every format Hark takes, with what cameras and editors write into them."""

import struct
import zlib

SIZE = (4, 3)


def png(*more: tuple[bytes, bytes], colour: int = 0) -> bytes:
    """A grey PNG of 4 by 3 pixels; `more` chunks stand before the pixels."""
    header = struct.pack(">IIBBBBB", *SIZE, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + bytes([colour]) * SIZE[0]) * SIZE[1])
    chunks = [(b"IHDR", header), *more, (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def jpeg(*app1: bytes, behind: bytes = b"") -> bytes:
    """The bones of a JPEG of 4 by 3 pixels: its segments are right, its scan says nothing."""
    frame = struct.pack(">BHHB", 8, SIZE[1], SIZE[0], 1) + b"\1\x11\0"
    segments = [(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), *((0xE1, body) for body in app1), (0xFE, b"a comment")]
    segments += [(0xE2, b"ICC_PROFILE\0\1\1abc"), (0xC0, frame)]
    scan = _segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + b"".join(_segment(*one) for one in segments) + scan + b"\xff\xd9" + behind


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int, secret: bytes = b"", order: str = "<") -> bytes:
    """An EXIF body that names the orientation, with something private behind it."""
    tiff = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8)
    tiff += struct.pack(f"{order}HHHIHHI", 1, 0x0112, 3, 1, turned, 0, 0)
    return b"Exif\0\0" + tiff + secret


def webp(*more: tuple[bytes, bytes]) -> bytes:
    """The bones of an extended WebP of 4 by 3 pixels, with flags for the metadata it may hold."""
    size = (SIZE[0] - 1).to_bytes(3, "little") + (SIZE[1] - 1).to_bytes(3, "little")
    chunks = [(b"VP8X", bytes([0b0000_1100, 0, 0, 0]) + size), (b"VP8L", b"\x2f\3\x80\0\0abc"), *more]
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(one)) + one + b"\0" * (len(one) % 2) for kind, one in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body
