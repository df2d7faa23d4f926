"""An answer that waits for approval, on the page of whoever wrote it: edited there, or taken back."""

import pytest
from django.test import Client
from tests.factories import NOON, brand, hear, person, post

from hark.accounts.models import Role, User
from hark.actions import approvals, outbox, rules
from hark.domain.post import Lane
from hark.store.models import Approval, Case, Outbox

pytestmark = pytest.mark.django_db
WORDS = "We look into teh line. ^LM"
FRAGMENT = {"HX-Request": "true"}


class Desk:
    """A brand where agents' answers wait, and Lena's to Kim, which does."""

    def __init__(self) -> None:
        self.account = brand()
        self.boss = person("ruth", self.account.brand, role=Role.SUPERVISOR)
        self.lena, self.tomas = (person(name, self.account.brand) for name in ("lena", "tomas"))
        User.objects.filter(pk=self.lena.pk).update(initials="LM")
        rules.save(self.account.brand_id, {"approve_levels": ["agent"]}, by=self.boss, now=NOON)
        hear(post("kim", "@CurlewCare my line is dead", tags=[self.account]))
        self.case = Case.objects.get()
        self.row = outbox.submit(
            self.case.pk, WORDS, Lane.PUBLIC, target_post_id=None, by=self.lena, now=NOON
        )
        self.address = f"/answers/{self.row.pk}/text"

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def shown(self, user: User) -> str:
        return self.client(user).get(f"/cases/{self.case.pk}", headers=FRAGMENT).content.decode()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_its_writer_may_edit_it_or_take_it_back_and_is_not_told_of_somebody_else(desk: Desk) -> None:
    page = desk.shown(desk.lena)
    assert f'hx-get="{desk.address}"' in page
    assert f'hx-delete="/answers/{desk.row.pk}"' in page
    assert "Your answer waits for approval. Edit it where it stands, or take it back." in page
    assert 'class="permission" data-public="no"' in page
    assert "is already answering this post" not in page
    theirs = desk.shown(desk.tomas)
    assert desk.address not in theirs
    assert 'class="permission" data-public="send"' in theirs
    assert "Lena is already answering this post" in theirs


def test_a_second_answer_of_ones_own_is_told_of_the_first(desk: Desk) -> None:
    again = {"text": "We look into the line.", "lane": "public"}
    refused = desk.client(desk.lena).post(f"/cases/{desk.case.pk}/answers", again)
    assert refused.status_code == 409
    assert "Your answer to this post waits for approval." in refused.content.decode()
    Outbox.objects.update(state="queued")
    refused = desk.client(desk.lena).post(f"/cases/{desk.case.pk}/answers", again)
    assert "Your answer to this post is on its way." in refused.content.decode()


def test_its_writer_edits_it_and_it_is_asked_anew(desk: Desk) -> None:
    lena = desk.client(desk.lena)
    assert "teh line. ^LM</textarea>" in lena.get(desk.address).content.decode()
    first = Approval.objects.get()
    changed = lena.post(desk.address, {"text": "We look into the line.\r\nToday."})
    assert changed.status_code == 200
    assert "hark:touched" in changed["HX-Trigger"]
    desk.row.refresh_from_db()
    assert desk.row.text == "We look into the line.\nToday. ^LM"
    first.refresh_from_db()
    assert first.decision == "void"
    approvals.approve(Approval.objects.get(decided_at=None).pk, by=desk.boss, now=NOON)


def test_what_stands_against_an_edit_is_said_beside_the_words_and_may_be_overruled(desk: Desk) -> None:
    lena = desk.client(desk.lena)
    blamed = "Calm down, we look into the line."
    refused = lena.post(desk.address, {"text": blamed})
    said = refused.content.decode()
    assert refused.status_code == 409
    assert f"{blamed}</textarea>" in said
    assert 'name="why-defensiveness"' in said
    assert lena.post(desk.address, {"text": " "}).status_code == 409
    given = {"text": blamed, "why-defensiveness": "I did tell them"}
    assert lena.post(desk.address, given).status_code == 200


def test_what_no_longer_waits_is_not_edited_and_the_new_words_are_kept_in_sight(desk: Desk) -> None:
    approvals.approve(Approval.objects.get().pk, by=desk.boss, now=NOON)
    lena = desk.client(desk.lena)
    late = lena.post(desk.address, {"text": "We look into the line."})
    assert late.status_code == 409
    assert "does not wait for approval any more" in late.content.decode()
    assert "We look into the line.</textarea>" in late.content.decode()
    assert lena.get(desk.address).status_code == 409


def test_nobody_else_edits_it(desk: Desk) -> None:
    assert desk.client(desk.tomas).post(desk.address, {"text": "Mine now."}).status_code == 409
    stranger = person("sam", brand("Plover", "PloverCare", "9002").brand)
    assert desk.client(stranger).get(desk.address).status_code == 404
    assert Outbox.objects.get().text == WORDS
