"""/2/media: uploads in one shot or in chunks, their state, and alt text."""

import base64
import binascii
from typing import Any

from hark.sandbox.x.call import Call, check_id
from hark.sandbox.x.http import Response, Route
from hark.sandbox.x.model import Media
from hark.sandbox.x.multipart import fields
from hark.sandbox.x.problems import Invalid, Problem, not_found
from hark.sandbox.x.render import media_json
from hark.sandbox.x.shapes import MediaMetadata
from hark.sandbox.x.users import ANY, PERSON, READ

SCOPES = frozenset({"media.write"})
LIFE = 86400.0
PROCESSING = 3.0  # network seconds a film or GIF takes
LIMITS = {"image": 5 * 1024**2, "gif": 15 * 1024**2, "video": 512 * 1024**2, "subtitles": 1024**2}
KINDS = {"image": "photo", "gif": "animated_gif", "video": "video", "subtitles": "subtitles"}
PREFIX = {"image": "3_", "gif": "16_", "video": "13_", "subtitles": "9_"}
CATEGORIES = frozenset(
    {f"{place}_{kind}" for place in ("tweet", "dm") for kind in ("image", "gif", "video")}
    | {"amplify_video", "subtitles"}
)
Json = dict[str, Any]


def _sort(category: str) -> str:
    """image, gif, video or subtitles. Raises Invalid (400)."""
    if category not in CATEGORIES:
        raise Invalid("media_category", category, f"$.media_category: {category} is not a valid value")
    return category.rpartition("_")[2]


def _begin(call: Call, category: str, content_type: str, total: int) -> Media:
    sort = _sort(category)
    if not 0 < total <= LIMITS[sort]:
        message = f"$.total_bytes: a {sort} may have at most {LIMITS[sort]} bytes"
        raise Invalid("total_bytes", str(total), message)
    number = str(call.box.network.new_id())
    media = Media(number, PREFIX[sort] + number, KINDS[sort], call.user.id, content_type, category)
    media.total, media.expires, media.state = total, call.now + LIFE, "pending"
    call.box.network.media[media.id] = media
    return media


def _body(call: Call) -> tuple[Json, bytes | None]:
    """The fields of an upload request and the bytes in it, sent as a form or as base64 in JSON."""
    if call.request.content_type == "multipart/form-data":
        parts = fields(call.request)
        content = parts.pop("media", None)
        return {name: value.decode("utf-8", "replace") for name, value in parts.items()}, content
    body = call.request.json() if call.request.body else {}
    text = body.get("media") or body.get("media_data")
    if text is None:
        return body, None
    try:
        return body, base64.b64decode(str(text), validate=True)
    except binascii.Error as error:
        raise Invalid("media", "", "$.media: is neither a file nor base64") from error


def _mine(call: Call, media_id: str) -> Media:
    media = call.box.network.media.get(check_id("media_id", media_id))
    if media is None or media.owner != call.user.id or call.now > (media.expires or call.now):
        raise Problem(404, not_found("media", "media_id", media_id) | {"status": 404})
    return media


def _int(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise Invalid(name, str(value), f"$.{name}: must be a whole number") from error


def initialize(call: Call) -> Response:
    body, _ = _body(call)
    category = str(body.get("media_category") or "tweet_image")
    kind = str(body.get("media_type") or "image/png")
    media = _begin(call, category, kind, _int("total_bytes", body.get("total_bytes")))
    return Response({"data": _facts(call, media)})


def append(call: Call) -> Response:
    media = _mine(call, call.param("id"))
    body, content = _body(call)
    index = _int("segment_index", body.get("segment_index"))
    if content is None or not 0 <= index <= 999 or media.finalized:
        raise Invalid(
            "segment_index", str(index), "$.segment_index: 0 to 999 of an upload that is still open"
        )
    media.parts[index] = content
    return Response({"data": {"expires_at": int(media.expires)}})


def finalize(call: Call) -> Response:
    media = _mine(call, call.param("id"))
    media.data = b"".join(media.parts[one] for one in sorted(media.parts))
    gaps = sorted(media.parts) != list(range(len(media.parts)))
    if gaps or len(media.data) != media.total:
        raise Invalid("media_id", media.id, "Segments do not add up to provided total file size.")
    return Response({"data": _finish(call, media)})


def upload(call: Call) -> Response:
    """A picture in one request."""
    body, content = _body(call)
    if not content:
        raise Invalid("media", "", "$.media: is missing")
    category = str(body.get("media_category") or "tweet_image")
    media = _begin(call, category, str(body.get("media_type") or "image/png"), len(content))
    media.data = content
    return Response({"data": _finish(call, media)})


def _finish(call: Call, media: Media) -> Json:
    media.parts.clear()
    media.finalized = True
    slow = media.kind in ("video", "animated_gif")
    media.state = "pending" if slow else "succeeded"
    media.ready_at = call.now + (PROCESSING if slow else 0.0)
    return _facts(call, media)


def _facts(call: Call, media: Media) -> Json:
    """What X says of an upload; `processing_info` only where something is processed."""
    body: Json = {"id": media.id, "media_key": media.key}
    body["expires_after_secs"] = max(0, int(media.expires - call.now))
    if not media.finalized:
        return body
    body["size"] = media.total
    if media.kind == "photo":
        body["image"] = {"image_type": media.content_type, "w": media.width, "h": media.height}
    if media.kind in ("video", "animated_gif"):
        body["processing_info"] = _processing(call, media)
    return body


def _processing(call: Call, media: Media) -> Json:
    left = media.ready_at - call.now
    if left <= 0:
        media.state = "succeeded"
        return {"state": "succeeded", "progress_percent": 100}
    media.state = "in_progress"
    done = int(100 * (1 - left / PROCESSING))
    return {"state": "in_progress", "check_after_secs": max(1, round(left)), "progress_percent": done}


def status(call: Call) -> Response:
    return Response({"data": _facts(call, _mine(call, call.query.get("media_id", "")))})


def metadata(call: Call) -> Response:
    """Alt text for an upload."""
    body = call.request.json(MediaMetadata)
    media = _mine(call, str(body.get("id") or body.get("media_id") or ""))
    given = (body.get("metadata") or {}).get("alt_text") or {}
    text = str(given.get("text") or "")
    if len(text) > 1000:
        raise Invalid("alt_text", "", "$.metadata.alt_text.text: at most 1000 characters")
    media.alt = text
    data = {"id": media.id, "associated_metadata": {"alt_text": {"text": text}}}
    return Response({"data": data}, billed=[("manage", "")])


def by_keys(call: Call) -> Response:
    wanted = [one for one in call.query.get("media_keys", "").split(",") if one]
    known = {media.key: media for media in call.box.network.media.values()}
    found = [media_json(known[one], call.view, call.box.network.base_url) for one in wanted if one in known]
    errors = [not_found("media", "media_keys", one) for one in wanted if one not in known]
    body: Json = {"data": found} if found else {}
    return Response(body | ({"errors": errors} if errors else {}))


def by_key(call: Call) -> Response:
    known = {media.key: media for media in call.box.network.media.values()}
    media = known.get(call.param("key"))
    if media is None:
        return Response({"errors": [not_found("media", "media_key", call.param("key"))]})
    return Response({"data": media_json(media, call.view, call.box.network.base_url)})


ROUTES = [
    Route("POST", "/2/media/upload", upload, PERSON, SCOPES, None, 500, 50_000),
    Route("POST", "/2/media/upload/initialize", initialize, PERSON, SCOPES, None, 1875, 180_000),
    Route("POST", "/2/media/upload/:id/append", append, PERSON, SCOPES, None, 1875, 180_000),
    Route("POST", "/2/media/upload/:id/finalize", finalize, PERSON, SCOPES, None, 1875, 180_000),
    Route("GET", "/2/media/upload", status, PERSON, SCOPES, None, 1000, 100_000),
    Route("POST", "/2/media/metadata", metadata, PERSON, SCOPES, None, 500, 50_000),
    Route("GET", "/2/media", by_keys, ANY, READ, 450, 900),
    Route("GET", "/2/media/:key", by_key, ANY, READ, 450, 900),
]
