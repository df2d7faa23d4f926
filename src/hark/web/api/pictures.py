"""Pictures for an answer over the API: they lie with one's draft until an answer takes them along."""

from typing import cast

from hark.actions import lanes, pictures
from hark.domain.policy import load_answer_limits
from hark.domain.post import Lane
from hark.store.models import Picture
from hark.web.api.cases import seen
from hark.web.api.door import Asked, Refused
from hark.web.api.shapes_writing import AltIn, PictureOut, PicturesOut

# Twice what the networks take: a camera's remarks, which are taken off, count here.
MOST_BYTES = 10 * 1024**2


def waiting(asked: Asked) -> PicturesOut:
    """One's own pictures that no answer has taken along yet."""
    case = lanes.seat(seen(asked), Lane.PUBLIC)
    return PicturesOut([_picture(row) for row in pictures.of_draft(case, Lane.PUBLIC, asked.by)])


def add(asked: Asked) -> PictureOut:
    """Put a picture with one's draft, described when `alt` is given."""
    case, alt = seen(asked), asked.query.get("alt", "")
    longest = load_answer_limits(case.network).description
    if len(alt) > longest:
        raise Refused(422, f"A description has at most {longest} characters.")
    row = pictures.add(case.pk, Lane.PUBLIC, asked.body, by=asked.by, now=asked.now)
    return _picture(pictures.describe(row.pk, alt, by=asked.by) if alt else row)


def describe(asked: Asked) -> PictureOut:
    """Say what a picture shows."""
    return _picture(pictures.describe(asked.ids["picture"], cast("AltIn", asked.body).alt, by=asked.by))


def take_off(asked: Asked) -> PicturesOut:
    """Take a picture off one's draft; the others stay."""
    case = pictures.take_off(asked.ids["picture"], by=asked.by).case
    return PicturesOut([_picture(row) for row in pictures.of_draft(case, Lane.PUBLIC, asked.by)])


def _picture(row: Picture) -> PictureOut:
    return PictureOut(row.pk, row.case_id, row.media_type, row.width, row.height, row.alt)
