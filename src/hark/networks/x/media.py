"""Pictures and films: uploaded in pieces by X's v2 media endpoints, described with alt text, then posted."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from hark.domain.policy import load_answer_limits
from hark.networks.port import NetworkError, Picture, Uploaded
from hark.networks.x import v2_values as v
from hark.networks.x.client import XClient, data_of
from hark.networks.x.endpoints import MEDIA_ALT, MEDIA_APPEND, MEDIA_END, MEDIA_START, MEDIA_STATUS, Endpoint

MIB = 1024 * 1024
PIECE = MIB
ANSWER = load_answer_limits("x")
MAX_ALT = ANSWER.description
# X keeps an upload for a day; an answer that does not say so is believed for an hour.
USUAL_LIFE = 3600
LONGEST_WAIT = 300.0
# category → (largest size in bytes, types), networks.md 3.2
CATEGORIES: dict[str, tuple[int, tuple[str, ...]]] = {
    "tweet_image": (ANSWER.picture_bytes, ANSWER.picture_types),
    "tweet_gif": (15 * MIB, ("image/gif",)),
    "tweet_video": (512 * MIB, ("video/mp4", "video/quicktime", "video/webm")),
}


def category_of(picture: Picture) -> str:
    """X's category for it. Raises NetworkError (permanent) for a type or size X does not take."""
    for category, (largest, types) in CATEGORIES.items():
        if picture.media_type in types:
            if len(picture.content) > largest:
                raise NetworkError("media_too_large", f"over {largest // MIB} MiB", permanent=True)
            return category
    raise NetworkError("media_type", f"X takes no {picture.media_type}", permanent=True)


class XMedia:
    """Uploads as one account."""

    def __init__(self, client: XClient, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._client = client
        self._sleep = sleep

    async def upload(self, picture: Picture) -> Uploaded:
        """Upload and describe; gives the media id to post with, and how long it lasts.

        Nothing is public before the post, so a failed upload may be repeated as a whole. Raises NetworkError.
        """
        if len(picture.alt) > MAX_ALT:
            raise NetworkError("alt_too_long", f"alt text is over {MAX_ALT} characters", permanent=True)
        category = category_of(picture)
        begin = {
            "media_type": picture.media_type,
            "total_bytes": len(picture.content),
            "media_category": category,
        }
        media_id = _media_id(data_of(MEDIA_START.name, await self._call(MEDIA_START, json=begin)))
        for number, start in enumerate(range(0, len(picture.content), PIECE)):
            piece = picture.content[start : start + PIECE]
            await self._call(
                MEDIA_APPEND,
                path={"id": media_id},
                files={"media": ("blob", piece, "application/octet-stream")},
                form={"segment_index": str(number)},
            )
        ended = data_of(MEDIA_END.name, await self._call(MEDIA_END, path={"id": media_id}))
        await self._processed(media_id, ended)
        if picture.alt:
            described = {"id": media_id, "metadata": {"alt_text": {"text": picture.alt}}}
            await self._call(MEDIA_ALT, json=described)
        return Uploaded(media_id, v.count(ended.get("expires_after_secs")) or USUAL_LIFE)

    async def _call(self, endpoint: Endpoint, **options: Any) -> Any:
        return await self._client.call(endpoint, people=True, **options)

    async def _processed(self, media_id: str, data: Mapping[str, Any]) -> None:
        """Wait until X has digested it. Raises NetworkError "media_failed" or "media_slow"."""
        waited = 0.0
        while info := v.mapping(data.get("processing_info")):
            state = info.get("state")
            if state == "succeeded":
                return
            if state == "failed":
                error = v.mapping(info.get("error"))
                words = v.line(error.get("message")) or v.line(error.get("name"), 200)
                raise NetworkError("media_failed", f"X could not process it: {words}", permanent=True)
            pause = min(max(float(v.count(info.get("check_after_secs"))), 1.0), 30.0)
            if waited + pause > LONGEST_WAIT:
                raise NetworkError("media_slow", "X is still processing it after 5 minutes", permanent=False)
            await self._sleep(pause)
            waited += pause
            params = {"media_id": media_id, "command": "STATUS"}
            data = data_of(MEDIA_STATUS.name, await self._call(MEDIA_STATUS, params=params))


def _media_id(data: Mapping[str, Any]) -> str:
    found = v.ident(data.get("id")) or v.ident(data.get("media_id"))
    if found is None:
        raise NetworkError("garbage", "media: no id came back", permanent=False, processed=None)
    return found
