"""Many hands, one answer: whoever comes second is told who was first, at any moment."""

import threading

import pytest
from django.db import connection
from tests.factories import NOON, brand, hear, person, post

from hark.accounts.models import User
from hark.actions import outbox, submitting
from hark.actions.guarding import Blocked, Opened
from hark.actions.outbox import AnotherAnswer
from hark.domain.post import Lane
from hark.store.models import Case, Draft, Outbox, Post


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_of_many_answers_to_one_post_at_once_exactly_one_is_taken(turn: int) -> None:
    care = brand()
    hear(post("kim", "@CurlewCare my line is dead, help", post_id="1", tags=[care]))
    case = Case.objects.get()
    people = [person(f"agent{n}", care.brand) for n in range(8)]
    accepted: list[int] = []
    refused: list[int] = []
    start = threading.Barrier(len(people))

    def answer(someone: User) -> None:
        start.wait()
        try:
            text = f"We look at it, says {someone.username}."
            row = outbox.submit(case.pk, text, Lane.PUBLIC, target_post_id="1", by=someone, now=NOON)
            accepted.append(row.pk)
        except AnotherAnswer as other:
            refused.append(other.row.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(someone,)) for someone in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(accepted) == 1
    assert refused == accepted * (len(people) - 1)
    assert Outbox.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "reason"),
    [({"deleted_at": NOON}, "post_gone"), ({"latest_id": "1b"}, "post_changed"), ({"likes": 5}, None)],
)
def test_a_post_that_changed_while_the_answer_waited_sends_it_back(
    change: dict[str, object], reason: str | None
) -> None:
    care = brand()
    hear(post("kim", "@CurlewCare my line is dead, help", post_id="1", tags=[care]))
    lena, case = person("lena", care.brand), Case.objects.get()
    row = outbox.submit(case.pk, "We look.", Lane.PUBLIC, target_post_id=None, by=lena, now=NOON)
    Post.objects.filter(post_id="1").update(**change)
    claim = outbox.claim("worker")
    row.refresh_from_db()
    if reason is None:
        assert claim is not None
        return
    assert claim is None
    assert (row.state, row.reason) == ("failed_permanent", reason)
    assert Draft.objects.get(case=case, writer=lena).text == "We look."


@pytest.mark.django_db
def test_a_post_deleted_while_one_types_is_said_then_and_when_it_is_sent() -> None:
    care = brand()
    for ident, text in (("1", "my line is dead, help"), ("2", "and it smells")):
        hear(post("kim", f"@CurlewCare {text}", post_id=ident, tags=[care], conversation_id="1"))
    lena, case = person("lena", care.brand), Case.objects.get()
    Post.objects.filter(post_id="2").update(deleted_at=NOON)
    typed = submitting.preview(case.pk, "We look.", Lane.PUBLIC, target_post_id="2", by=lena, now=NOON)
    assert "post_gone" in [guard.kind for guard in typed]
    with pytest.raises(Blocked):
        outbox.submit(case.pk, "We look.", Lane.PUBLIC, target_post_id="2", by=lena, now=NOON)
    assert not Outbox.objects.exists()


@pytest.mark.django_db
def test_whoever_began_before_a_colleague_answered_reads_that_first() -> None:
    care = brand()
    hear(post("kim", "@CurlewCare my line is dead, help", post_id="1", tags=[care]))
    lena, tomas, case = person("lena", care.brand), person("tomas", care.brand), Case.objects.get()
    first = outbox.submit(case.pk, "We look.", Lane.PUBLIC, target_post_id="1", by=tomas, now=NOON)
    Outbox.objects.update(state="sent", external_post_id="555")

    def say(by: User, answered: int | None) -> Outbox:
        opened = Opened(post_version="1", lane="public", answered=answered)
        words = f"{by.username} is on the way, {answered}."
        return outbox.submit(case.pk, words, Lane.PUBLIC, target_post_id="1", by=by, now=NOON, opened=opened)

    with pytest.raises(Blocked, match="Tomas has answered this customer since you began"):
        say(lena, 0)
    assert say(tomas, 0).state == "queued"
    Outbox.objects.exclude(pk=first.pk).update(state="sent")
    assert say(lena, Outbox.objects.latest("pk").pk).state == "queued"
