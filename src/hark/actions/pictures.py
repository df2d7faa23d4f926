"""Pictures for answers: kept with the draft, frozen into the answer, uploaded by the sender, gone when the post is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from hark.accounts.models import User
from hark.actions import lanes
from hark.domain.picture import NoPicture, bare
from hark.domain.policy import load_answer_limits
from hark.networks.port import Uploaded
from hark.store.models import Case, Outbox, Picture

# An upload this close to its end may be gone before the post arrives.
MARGIN = timedelta(minutes=10)


class TooManyPictures(ValueError):
    """The answer holds as many pictures as the network takes."""


def add(case_id: int, lane: str, content: bytes, *, by: User, now: datetime) -> Picture:
    """Put a picture with the writer's draft. What the camera wrote into it is taken off.

    Raises Case.DoesNotExist, TooManyPictures, NoPicture for what is no picture the network takes.
    """
    case = lanes.seat(Case.objects.for_person(by).get(pk=case_id), lane)
    limits = load_answer_limits(case.network)
    found = bare(content)
    if found.media_type not in limits.picture_types:
        raise NoPicture("The network does not take pictures of this kind.")
    if len(found.content) > limits.picture_bytes:
        raise NoPicture(f"A picture may have {limits.picture_bytes // 1024**2} MB at most.")
    with transaction.atomic(durable=True):
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if of_draft(case, lane, by).count() >= limits.pictures:
            raise TooManyPictures(f"An answer takes at most {limits.pictures} pictures.")
        return Picture.objects.create(
            case=case, writer=by, lane=lane, content=found.content, media_type=found.media_type,
            width=found.width, height=found.height, digest=sha256(found.content).hexdigest(), created_at=now,
        )  # fmt: skip


def describe(picture_id: int, alt: str, *, by: User) -> Picture:
    """Say what a picture shows, for people who do not see it. Raises Picture.DoesNotExist, ValueError."""
    with transaction.atomic(durable=True):
        picture = _mine(picture_id, by)
        longest = load_answer_limits(picture.case.network).description
        if len(alt) > longest:
            raise ValueError(f"A description has at most {longest} characters.")
        picture.alt = " ".join(alt.split())
        picture.save(update_fields=["alt"])
    return picture


def take_off(picture_id: int, *, by: User) -> Picture:
    """Take a picture off the draft. Raises Picture.DoesNotExist."""
    with transaction.atomic(durable=True):
        picture = _mine(picture_id, by)
        Picture.objects.filter(pk=picture_id).delete()
    return picture


def of_draft(case: Case, lane: str, writer: User) -> Any:
    """The pictures that lie with a draft, without their content."""
    waiting = Picture.objects.filter(case=case, lane=lane, writer=writer, outbox__isnull=True)
    return waiting.defer("content").order_by("pk")


def there(case: Case, lane: str, writer: User, ids: Sequence[int]) -> list[Picture]:
    """Those of the draft's pictures that the page names and that are there."""
    return list(of_draft(case, lane, writer).filter(pk__in=ids)) if ids else []


def named(case: Case, lane: str, writer: User, ids: Sequence[int]) -> list[Picture]:
    """Those of the draft's pictures that the page names. Raises Picture.DoesNotExist when one is not there."""
    found = there(case, lane, writer, ids)
    if len(found) != len(set(ids)):
        raise Picture.DoesNotExist("A picture is no longer there. Look at the answer again.")
    return found


def frozen(found: Sequence[Picture]) -> list[dict[str, Any]]:
    """The pictures as an answer holds them: what an approval is bound to."""
    return [{"kind": "image", "picture": one.pk, "digest": one.digest, "alt": one.alt} for one in found]


def bind(row: Outbox, found: Sequence[Picture]) -> None:
    """Give the pictures to the answer. Call it in the answer's transaction."""
    if found:
        Picture.objects.filter(pk__in=[one.pk for one in found]).update(outbox=row)


def give_back(row: Outbox) -> None:
    """The answer did not leave: its pictures lie with its writer's draft again. Call it in a transaction."""
    row.pictures.update(outbox=None)


def to_upload(row: Outbox, now: datetime) -> list[Picture]:
    """The answer's pictures with their content, in order; `network_id` is "" for one that must go up (again)."""
    found = list(row.pictures.order_by("pk"))
    for one in found:
        if one.network_until is None or one.network_until <= now + MARGIN:
            one.network_id = ""
    return found


def uploaded(picture: Picture, receipt: Uploaded, now: datetime) -> None:
    """Remember the upload, so that a second attempt need not repeat it."""
    picture.network_id, picture.network_until = receipt.media_id, now + timedelta(seconds=receipt.seconds)
    picture.save(update_fields=["network_id", "network_until"])


def forget_uploads(row: Outbox) -> None:
    """The network no longer knows them: the next attempt uploads anew."""
    row.pictures.update(network_id="", network_until=None)


def _mine(picture_id: int, by: User) -> Picture:
    held = Picture.objects.select_for_update(of=("self",)).defer("content").select_related("case")
    return held.get(pk=picture_id, writer=by, outbox__isnull=True, case__in=Case.objects.for_person(by))
