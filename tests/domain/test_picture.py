"""Pictures as bytes: what they are, and nothing of what a camera wrote into them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pictures import SIZE, exif, jpeg, png, webp

from hark.domain.picture import NoPicture, bare

SECRET = b"52.5 N 13.4 E, Ana's phone"


def test_each_kind_is_known_by_its_bytes_and_its_size_is_read() -> None:
    for content, kind in ((png(), "image/png"), (jpeg(), "image/jpeg"), (webp(), "image/webp")):
        found = bare(content)
        assert (found.media_type, found.width, found.height) == (kind, *SIZE)


@pytest.mark.parametrize(
    "content",
    [
        png((b"tEXt", b"Comment\0" + SECRET), (b"eXIf", SECRET), (b"iTXt", SECRET), (b"tIME", SECRET[:7])),
        jpeg(exif(1, SECRET), b"http://ns.adobe.com/xap/1.0/\0" + SECRET, behind=SECRET),
        webp((b"EXIF", SECRET), (b"XMP ", SECRET)),
    ],
)
def test_nothing_private_is_left(content: bytes) -> None:
    assert SECRET[:7] in content
    kept = bare(content).content
    assert SECRET[:7] not in kept
    assert b"comment" not in kept.lower()
    assert bare(kept).content == kept


def test_pixels_palette_and_colour_space_stay() -> None:
    content = png((b"sRGB", b"\0"), (b"tEXt", SECRET))
    assert bare(content).content == png((b"sRGB", b"\0"))
    assert b"ICC_PROFILE" in bare(jpeg()).content
    assert b"\x12\xff\x00\x34\xff\xd0\x56" in bare(jpeg()).content


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_turned_photo_stays_turned(order: str) -> None:
    kept = bare(jpeg(exif(6, SECRET, order))).content
    assert kept.count(b"Exif") == 1
    assert SECRET not in kept
    assert bare(jpeg(exif(1, SECRET, order))).content.count(b"Exif") == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<!doctype html>", b"GIF89a\1\0\1\0", b"RIFF"],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NoPicture, match="no JPEG, PNG or WebP"):
        bare(content)


@given(st.sampled_from([png(), jpeg(exif(6)), webp()]), st.data())
def test_a_broken_picture_is_refused_or_read_and_never_an_accident(
    content: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(content) - 1))
    broken = content[:at] + data.draw(st.binary(max_size=4)) + content[at + data.draw(st.integers(0, 4)) :]
    with contextlib.suppress(NoPicture):
        assert bare(broken).width > 0


@given(st.sampled_from([png(), jpeg(), webp()]), st.data())
def test_a_picture_that_is_cut_short_never_grows(content: bytes, data: st.DataObject) -> None:
    short = content[: data.draw(st.integers(0, len(content) - 1))]
    with contextlib.suppress(NoPicture):
        assert len(bare(short).content) <= len(short)
