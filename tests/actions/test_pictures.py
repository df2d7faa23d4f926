"""Pictures for answers: with the draft until they are sent, frozen then, back again when nothing left."""

from datetime import timedelta

import pytest
from tests.factories import NOON, brand, person
from tests.pictures import jpeg, png

from hark.accounts.models import User
from hark.actions import outbox, pictures
from hark.actions.pictures import TooManyPictures
from hark.actions.submitting import With
from hark.domain.picture import NoPicture
from hark.domain.post import Lane
from hark.networks.port import Uploaded
from hark.store.models import Account, Case, Outbox, Picture

pytestmark = pytest.mark.django_db


def attached(case: Case, by: User, alt: str = "The green light") -> Picture:
    picture = pictures.add(case.pk, "public", png(), by=by, now=NOON)
    return pictures.describe(picture.pk, alt, by=by)


def answer(case: Case, by: User, *found: Picture) -> Outbox:
    also = With(pictures=[one.pk for one in found])
    return outbox.submit(case.pk, "Look here.", Lane.PUBLIC, target_post_id=None, by=by, now=NOON, also=also)


def test_what_the_camera_wrote_is_not_kept(case: Case, ana: User) -> None:
    picture = pictures.add(case.pk, "public", jpeg(b"Exif\0\0GPS 52.5 N 13.4 E"), by=ana, now=NOON)
    assert b"GPS" not in bytes(picture.content)
    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 4, 3)


def test_only_pictures_are_taken_and_only_four(case: Case, ana: User) -> None:
    for content in (b"<svg onload=alert(1)>", b"<html>", b"GIF89a", b""):
        with pytest.raises(NoPicture):
            pictures.add(case.pk, "public", content, by=ana, now=NOON)
    for _ in range(4):
        attached(case, ana)
    with pytest.raises(TooManyPictures):
        attached(case, ana)


def test_a_stranger_to_the_brand_adds_nothing(case: Case) -> None:
    other = person("zoe", brand("Pipit", "PipitHelp", "9002").brand)
    with pytest.raises(Case.DoesNotExist):
        pictures.add(case.pk, "public", png(), by=other, now=NOON)


def test_nobody_touches_a_colleagues_draft(case: Case, ana: User, care: Account) -> None:
    picture, bea = attached(case, ana), person("bea", care.brand)
    with pytest.raises(Picture.DoesNotExist):
        pictures.describe(picture.pk, "x", by=bea)
    with pytest.raises(Picture.DoesNotExist):
        pictures.take_off(picture.pk, by=bea)
    with pytest.raises(Picture.DoesNotExist):
        answer(case, bea, picture)
    assert not Outbox.objects.exists()


def test_an_answer_freezes_its_pictures(case: Case, ana: User) -> None:
    picture = attached(case, ana)
    row = answer(case, ana, picture)
    assert row.media == [
        {"kind": "image", "picture": picture.pk, "digest": picture.digest, "alt": "The green light"}
    ]
    with pytest.raises(Picture.DoesNotExist):
        pictures.describe(picture.pk, "changed", by=ana)


def test_pictures_of_an_answer_that_did_not_leave_lie_with_the_draft_again(case: Case, ana: User) -> None:
    row = answer(case, ana, attached(case, ana))
    assert not pictures.of_draft(case, "public", ana).exists()
    outbox.cancel(row.pk, by=ana, now=NOON)
    assert pictures.of_draft(case, "public", ana).count() == 1


def test_a_picture_that_is_up_is_not_uploaded_again_until_it_nears_its_end(case: Case, ana: User) -> None:
    row = answer(case, ana, attached(case, ana))
    (picture,) = pictures.to_upload(row, NOON)
    assert picture.network_id == ""
    pictures.uploaded(picture, Uploaded("m1", 86_400), NOON)
    assert [one.network_id for one in pictures.to_upload(row, NOON + timedelta(hours=23))] == ["m1"]
    assert [one.network_id for one in pictures.to_upload(row, NOON + timedelta(hours=23.9))] == [""]
    pictures.forget_uploads(row)
    assert [one.network_id for one in pictures.to_upload(row, NOON)] == [""]


def test_a_sender_that_vanishes_while_loading_has_certainly_sent_nothing(case: Case, ana: User) -> None:
    answer(case, ana, attached(case, ana))
    claim = outbox.claim("w")
    assert claim is not None and outbox.still_ours(claim, loading=True)
    Outbox.objects.update(lease_until=NOON)
    assert outbox.doubt_expired(now=NOON) == 1
    assert Outbox.objects.get().state == "queued"
    assert not outbox.still_ours(claim, loading=False)


def test_a_sender_that_vanishes_after_loading_leaves_a_doubt(case: Case, ana: User) -> None:
    answer(case, ana, attached(case, ana))
    claim = outbox.claim("w")
    assert claim is not None and outbox.still_ours(claim, loading=False)
    Outbox.objects.update(lease_until=NOON)
    outbox.doubt_expired(now=NOON)
    assert Outbox.objects.get().state == "ambiguous"
