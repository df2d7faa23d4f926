"""A word prepared out of hours: a person sends it or drops it, through the case's own addresses."""

import pytest
from tests.factories import NOON
from tests.web.casework_desk import Desk, new_desk, text

from hark.store.models import Outbox, Prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def prepared_word(desk: Desk) -> Prepared:
    return Prepared.objects.create(
        case=desk.case, kind="acknowledgement", text="We read it at 09:00.", created_at=NOON
    )


def test_a_prepared_word_is_sent_by_a_person_once_and_signed(desk: Desk) -> None:
    desk.lena.initials = "LE"
    desk.lena.save()
    word = prepared_word(desk)
    assert "We read it at 09:00." in desk.page()
    assert Outbox.objects.count() == 0
    assert desk.act("post", f"prepared/{word.pk}", who=desk.stranger).status_code == 404
    shown = desk.act("post", f"prepared/{word.pk}")
    assert "On its way" in text(shown)
    assert "prepared-send" not in text(shown)
    row = Outbox.objects.get()
    assert (row.text, row.writer) == ("We read it at 09:00. ^LE", desk.lena)
    assert desk.act("post", f"prepared/{word.pk}").status_code == 409
    assert Outbox.objects.count() == 1


def test_a_prepared_word_is_dropped_and_a_foreign_one_is_not_there(desk: Desk) -> None:
    word = prepared_word(desk)
    assert desk.act("post", "prepared/999999").status_code == 404
    assert "Dropped" in text(desk.act("delete", f"prepared/{word.pk}"))
    word.refresh_from_db()
    assert (word.decision, Outbox.objects.count()) == ("dropped", 0)
