"""The composer: what will be posted as it will appear, whom it tags, what is shown with it, what became of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests import factories
from tests.factories import NOON, hear, ours, post
from tests.pictures import png

from hark.accounts.models import User
from hark.actions import outbox
from hark.domain.outbox import SendState
from hark.domain.post import Mention
from hark.store.models import Account, Case, Outbox, Picture, Removal

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}
LONG = "Please hold the small button until the light turns green. " * 9


class Desk:
    """A brand with a colleague, and a customer who has tagged two others."""

    def __init__(self) -> None:
        self.account: Account = factories.brand()
        self.lena = factories.person("lena", self.account.brand)
        self.stranger = factories.person("sam", factories.brand("Plover", "PloverCare", "9002").brand)
        User.objects.filter(pk=self.lena.pk).update(initials="LM")
        mentions = (Mention("CurlewCare", "9001"), Mention("cy", "u-cy"), Mention("di", "u-di"))
        hear(post("ana", "@CurlewCare @cy @di it is dead", post_id="100"))
        asked = post("bo", "@CurlewCare @cy @di dead too", post_id="101")
        object.__setattr__(asked, "mentions", mentions)
        hear(asked)
        self.case = Case.objects.get(author__handle="bo")

    def client(self, who: User | None = None) -> Client:
        client = Client()
        client.force_login(who or self.lena)
        return client

    def post(self, what: str, who: User | None = None, **data: object) -> HttpResponse:
        address = f"/cases/{self.case.pk}/{what}"
        return self.client(who).post(address, data, headers=FRAGMENT)  # type: ignore[return-value]

    def attach(self, content: bytes | None = None, who: User | None = None) -> HttpResponse:
        file = SimpleUploadedFile("shot.html", content or png(), content_type="text/html")
        return self.post("pictures", who, lane="public", picture=file)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_long_answer_is_shown_as_the_posts_it_becomes(desk: Desk) -> None:
    shown = text(desk.post("guards", text=LONG, lane="public", tag="u-cy"))
    assert 'data-posts="3"' in shown
    assert "1/3 ^LM" in shown and "3/3 ^LM" in shown
    assert "@cy" in shown and "@di" not in shown


def test_what_was_shown_is_what_is_queued(desk: Desk) -> None:
    desk.post("answers", text=LONG, lane="public", taggable=["u-cy", "u-di"], tag=["u-cy"])
    rows = Outbox.objects.order_by("seq")
    assert [row.text[-7:] for row in rows] == ["1/3 ^LM", "2/3 ^LM", "3/3 ^LM"]
    assert {tuple(row.untagged) for row in rows} == {("u-di",)}


def test_the_composer_says_who_is_tagged(desk: Desk) -> None:
    page = text(desk.client().get(f"/cases/{desk.case.pk}"))  # type: ignore[arg-type]
    assert 'name="taggable" value="u-cy"' in page
    assert 'value="u-bo"' not in page
    assert 'value="9001"' not in page


def test_line_ends_of_browsers_count_once(desk: Desk) -> None:
    desk.post("answers", text="One.\r\nTwo.", lane="public")
    assert Outbox.objects.get().text == "One.\nTwo. ^LM"


def test_a_picture_is_kept_shown_described_and_sent(desk: Desk) -> None:
    assert desk.attach().status_code == 200
    picture = Picture.objects.get()
    shown = desk.client().get(f"/pictures/{picture.pk}")
    assert shown.content == png()
    assert shown["Content-Type"] == "image/png"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert shown["Content-Disposition"] == f'inline; filename="picture-{picture.pk}.png"'
    warned = text(desk.post("guards", text="Look.", lane="public", picture=picture.pk))
    assert "A picture has no description." in warned
    desk.client().put(f"/pictures/{picture.pk}", "alt=A+green+light")
    assert "no description" not in text(desk.post("guards", text="Look.", lane="public", picture=picture.pk))
    desk.post(
        "answers", text="Look.", lane="public", picture=picture.pk, **{f"alt-{picture.pk}": "A green light"}
    )
    row = Outbox.objects.get()
    assert [item["alt"] for item in row.media] == ["A green light"]
    assert f"/pictures/{picture.pk}" in text(desk.client().get(f"/cases/{desk.case.pk}"))  # type: ignore[arg-type]


def test_a_draft_keeps_its_pictures(desk: Desk) -> None:
    desk.attach()
    assert f"/pictures/{Picture.objects.get().pk}" in text(desk.client().get(f"/cases/{desk.case.pk}"))  # type: ignore[arg-type]


def test_what_is_no_picture_is_refused_in_words(desk: Desk) -> None:
    refused = desk.attach(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    assert refused.status_code == 422
    assert "This is no JPEG, PNG or WebP picture." in text(refused)


def test_pictures_are_seen_by_permitted_people_only(desk: Desk) -> None:
    assert desk.attach(who=desk.stranger).status_code == 404
    desk.attach()
    picture = Picture.objects.get()
    tomas = factories.person("tomas", desk.account.brand)
    for who in (desk.stranger, tomas):
        for verb in ("get", "put", "delete"):
            assert getattr(desk.client(who), verb)(f"/pictures/{picture.pk}").status_code == 404
    desk.post("answers", text="Look.", lane="public", picture=picture.pk, **{f"alt-{picture.pk}": "x"})
    assert desk.client(tomas).get(f"/pictures/{picture.pk}").status_code == 200
    assert desk.client(tomas).delete(f"/pictures/{picture.pk}").status_code == 404


def test_a_picture_can_be_taken_off(desk: Desk) -> None:
    desk.attach()
    gone = desk.client().delete(f"/pictures/{Picture.objects.get().pk}", headers=FRAGMENT)
    assert gone.status_code == 200
    assert not Picture.objects.exists()


def test_a_refused_part_says_where_the_answer_stands(desk: Desk) -> None:
    desk.post("answers", text=LONG, lane="public")
    for number in ("201", None):
        claim = outbox.claim("w")
        assert claim is not None
        if number:
            outbox.confirm(claim, number, now=NOON)
        else:
            outbox.refuse(
                claim, reason="forbidden", message="No.", permanent=True, processed=False, retry_after=None, now=NOON
            )  # fmt: skip
    page = text(desk.client().get(f"/cases/{desk.case.pk}"))  # type: ignore[arg-type]
    assert "This was part 2 of 3." in page
    assert "Use the rest again" in page


def test_a_person_says_what_became_of_an_answer(desk: Desk) -> None:
    desk.post("answers", text="We look.", lane="public")
    Outbox.objects.update(state=SendState.NEEDS_HUMAN)
    row = Outbox.objects.get()
    assert "It is there" in text(desk.client().get(f"/cases/{desk.case.pk}"))  # type: ignore[arg-type]
    fate = f"/answers/{row.pk}/fate"
    assert desk.client(desk.stranger).post(fate, {"fate": "dropped"}).status_code == 404
    assert desk.client().post(fate, {"fate": "there", "link": "nothing"}).status_code == 422
    assert desk.client().post(fate, {"fate": "there", "link": "https://x.com/c/status/77"}).status_code == 200
    row.refresh_from_db()
    assert (row.state, row.external_post_id) == ("sent", "77")


def test_a_sent_post_offers_to_be_deleted(desk: Desk) -> None:
    said = ours(desk.account, "@bo We look.", post_id="300", parent_id="101", minutes=1)
    hear(said)
    page = text(desk.client().get(f"/cases/{desk.case.pk}"))  # type: ignore[arg-type]
    assert "Delete on X" in page
    assert desk.post("removals", desk.stranger, post="300").status_code == 404
    assert desk.post("removals", post="101").status_code == 409
    assert "Being deleted on X" in text(desk.post("removals", post="300"))
    assert Removal.objects.get().asked_by == desk.lena
