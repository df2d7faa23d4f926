"""Pictures: in pieces, processed, described."""

import asyncio
from typing import Any

import pytest
from xwire import X, answer, problem

from hark.networks.port import NetworkError, Picture, Uploaded
from hark.networks.x.media import MIB, XMedia

START, APPEND = "POST /2/media/upload/initialize", "POST /2/media/upload/5/append"
END, STATUS, ALT = "POST /2/media/upload/5/finalize", "GET /2/media/upload", "POST /2/media/metadata"


def network(*, ended: Any = None) -> X:
    x = X().on(START, answer({"data": {"id": "5", "media_key": "3_5"}})).on(APPEND, answer({"data": {}}))
    return x.on(END, answer({"data": ended or {"id": "5"}})).on(ALT, answer({"data": {"id": "5"}}))


def upload(x: X, picture: Picture) -> tuple[Uploaded, list[float]]:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    return asyncio.run(XMedia(x.client(), sleep=sleep).upload(picture)), waits


def processing(state: str, **more: Any) -> dict[str, Any]:
    return {"id": "5", "processing_info": {"state": state, **more}}


def test_a_picture_is_sent_in_pieces_and_described() -> None:
    x = network()
    uploaded, _ = upload(x, Picture(b"a" * MIB + b"b" * 10, "image/png", "A late train"))
    assert uploaded == Uploaded("5", 3600)
    assert x.bodies(START) == [
        {"media_type": "image/png", "total_bytes": MIB + 10, "media_category": "tweet_image"}
    ]
    pieces = [request for request in x.requests if request.url.path.endswith("append")]
    assert [
        b'name="segment_index"\r\n\r\n%d' % number in piece.content for number, piece in enumerate(pieces)
    ] == [True] * 2
    assert b"a" * 1000 in pieces[0].content and b"b" * 10 in pieces[1].content
    assert x.bodies(ALT) == [{"id": "5", "metadata": {"alt_text": {"text": "A late train"}}}]


def test_a_film_is_waited_for() -> None:
    x = network(ended=processing("pending", check_after_secs=2))
    x.on(
        STATUS,
        answer({"data": processing("in_progress", check_after_secs=5)}),
        answer({"data": processing("succeeded")}),
    )
    assert upload(x, Picture(b"film", "video/mp4")) == (Uploaded("5", 3600), [2.0, 5.0])
    assert ALT not in [f"{request.method} {request.url.path}" for request in x.requests]


def test_a_film_x_cannot_read_is_a_permanent_failure() -> None:
    x = network(ended=processing("failed", error={"message": "InvalidMedia"}))
    with pytest.raises(NetworkError) as caught:
        upload(x, Picture(b"film", "video/mp4"))
    assert caught.value.reason == "media_failed" and "InvalidMedia" in str(caught.value)


def test_nobody_waits_for_ever() -> None:
    x = network(ended=processing("pending", check_after_secs=10**9))
    x.on(STATUS, answer({"data": processing("pending", check_after_secs=0)}))
    with pytest.raises(NetworkError) as caught:
        upload(x, Picture(b"film", "video/mp4"))
    assert caught.value.reason == "media_slow"


@pytest.mark.parametrize(
    "picture",
    [
        Picture(b"<svg/>", "image/svg+xml"),
        Picture(b"x" * (5 * MIB + 1), "image/png"),
        Picture(b"x", "image/png", "a" * 1001),
    ],
)
def test_what_x_would_not_take_is_refused_before_sending(picture: Picture) -> None:
    x = X()
    with pytest.raises(NetworkError) as caught:
        upload(x, picture)
    assert caught.value.permanent and x.requests == []


def test_a_failed_piece_fails_the_upload() -> None:
    x = network().on(APPEND, problem(503))
    with pytest.raises(NetworkError):
        upload(x, Picture(b"x", "image/png"))
