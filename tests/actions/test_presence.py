"""Presence ends by itself and tells only news; one writer at a time, and the loser is told who."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from tests.factories import NOON, brand, hear, person, post

from hark.accounts.models import Role, User
from hark.actions import outbox, presence
from hark.actions.guarding import Blocked
from hark.actions.house import NotAllowed
from hark.actions.presence import LOOKING, WRITING, LockHeld
from hark.domain.post import Lane
from hark.store.models import Account, AgentProfile, Case, Event, Presence, SendLock

pytestmark = pytest.mark.django_db


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def tomas(care: Account) -> User:
    return person("tomas", care.brand)


@pytest.fixture
def case(care: Account) -> Case:
    hear(post("kim", "@CurlewCare my line is dead, help", post_id="1", tags=[care]))
    return Case.objects.get()


def here(case: Case, seconds: float) -> list[tuple[str, str]]:
    return [(one.name, one.doing) for one in presence.who([case.pk], now=after(seconds)).get(case.pk, [])]


def test_only_news_is_told_and_silence_is_an_end(case: Case, lena: User, tomas: User) -> None:
    assert presence.beat(case.pk, LOOKING, by=lena, now=after(0))
    assert not presence.beat(case.pk, LOOKING, by=lena, now=after(15))
    assert presence.beat(case.pk, WRITING, by=tomas, now=after(20), lane="public")
    assert here(case, 21) == [("Tomas", WRITING), ("Lena", LOOKING)]
    assert here(case, 56) == [("Tomas", WRITING)]
    assert presence.beat(case.pk, LOOKING, by=lena, now=after(57))
    presence.leave(case.pk, by=lena, now=after(58))
    assert here(case, 59) == [("Tomas", WRITING)]
    assert (presence.sweep(after(59)), presence.sweep(after(61)), presence.sweep(after(62))) == (0, 1, 0)
    assert not Presence.objects.exists()
    assert not Event.objects.filter(kind__contains="presence").exists()


def test_presence_is_for_those_who_may_see_the_case(case: Case, lena: User) -> None:
    with pytest.raises(Case.DoesNotExist):
        presence.beat(case.pk, LOOKING, by=person("stranger"), now=after(0))
    with pytest.raises(ValueError, match="dreaming"):
        presence.beat(case.pk, "dreaming", by=lena, now=after(0))


def test_a_beat_is_a_sign_of_life_of_the_agent(case: Case, lena: User) -> None:
    AgentProfile.objects.create(user=lena, available=True)
    presence.beat(case.pk, LOOKING, by=lena, now=after(0))
    assert AgentProfile.objects.get().seen_at == after(0)


def test_presence_is_not_written_to_the_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select relpersistence from pg_class where relname = 'store_presence'")
        assert cursor.fetchone() == ("u",)


def test_one_writer_for_each_case_and_lane(case: Case, lena: User, tomas: User) -> None:
    mine = presence.take_lock(case.pk, "public", by=lena, now=after(0))
    assert presence.take_lock(case.pk, "public", by=lena, now=after(5)).taken_at == mine.taken_at
    with pytest.raises(LockHeld) as caught:
        presence.take_lock(case.pk, "public", by=tomas, now=after(10))
    assert (caught.value.holder, caught.value.until) == (lena, after(65))
    presence.take_lock(case.pk, "private", by=tomas, now=after(10))
    with pytest.raises(NotAllowed):
        presence.take_lock(case.pk, "public", by=tomas, now=after(10), over=True)
    assert presence.take_lock(case.pk, "public", by=tomas, now=after(65)).holder == tomas


def test_writing_keeps_the_pen_and_leaving_gives_it_back(case: Case, lena: User, tomas: User) -> None:
    presence.take_lock(case.pk, "public", by=lena, now=after(0))
    presence.beat(case.pk, WRITING, by=lena, now=after(50), lane="public")
    with pytest.raises(LockHeld):
        presence.take_lock(case.pk, "public", by=tomas, now=after(100))
    presence.leave(case.pk, by=lena, now=after(101))
    assert presence.take_lock(case.pk, "public", by=tomas, now=after(102)).holder == tomas
    assert presence.release_lock(case.pk, "public", by=tomas)
    assert not presence.release_lock(case.pk, "public", by=tomas)


def test_a_supervisor_takes_the_pen_and_it_is_told(care: Account, case: Case, lena: User) -> None:
    boss = person("boss", care.brand, role=Role.SUPERVISOR)
    presence.take_lock(case.pk, "public", by=lena, now=after(0))
    assert presence.take_lock(case.pk, "public", by=boss, now=after(1), over=True).holder == boss
    assert Event.objects.get(kind="lock_taken_over").data == {"lane": "public", "from": lena.pk}


def test_who_has_the_pen_sends_and_the_other_is_told_who(
    care: Account, case: Case, lena: User, tomas: User
) -> None:
    presence.take_lock(case.pk, "public", by=lena, now=after(0))
    with pytest.raises(Blocked, match="Lena is answering"):
        outbox.submit(case.pk, "We look.", Lane.PUBLIC, target_post_id=None, by=tomas, now=after(1))
    outbox.submit(case.pk, "We look.", Lane.PUBLIC, target_post_id=None, by=lena, now=after(2))
    assert not SendLock.objects.exists()


@pytest.fixture
def ears(transactional_db: None) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    url = settings.DATABASES["default"]
    with psycopg.connect(
        dbname=url["NAME"], host=url["HOST"], user=url["USER"], port=url["PORT"] or None, autocommit=True
    ) as heard:
        heard.execute(f"listen {presence.CHANNEL}")
        yield heard


@pytest.mark.django_db(transaction=True)
def test_the_word_goes_out_small_and_without_text(ears: psycopg.Connection[tuple[object, ...]]) -> None:
    care = brand()
    hear(post("kim", "@CurlewCare my line is dead, help", post_id="1", tags=[care]))
    case = Case.objects.get()
    people = [person(f"agent{n}", care.brand) for n in range(10)]
    for someone in people:
        presence.beat(case.pk, LOOKING, by=someone, now=after(0))
        presence.beat(case.pk, LOOKING, by=someone, now=after(10))
    notes = [json.loads(note.payload) for note in ears.notifies(timeout=2, stop_after=10)]
    assert len(notes) == 10
    assert (notes[-1]["brand"], notes[-1]["case"], notes[-1]["more"]) == (care.brand_id, case.pk, 2)
    assert len(notes[-1]["people"]) == 8
    assert all(len(json.dumps(note)) < 500 for note in notes)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_reach_for_the_pen_at_once_one_has_it() -> None:
    care = brand()
    hear(post("kim", "@CurlewCare my line is dead, help", post_id="1", tags=[care]))
    case = Case.objects.get()
    people = [person(f"agent{n}", care.brand) for n in range(6)]
    got: list[str] = []
    start = threading.Barrier(len(people))

    def reach(someone: User) -> None:
        start.wait()
        try:
            presence.take_lock(case.pk, "public", by=someone, now=after(0))
            got.append(someone.username)
        except LockHeld as held:
            got.append(f"{held.holder.username} has it")
        finally:
            connection.close()

    threads = [threading.Thread(target=reach, args=(someone,)) for someone in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [name for name in got if not name.endswith("has it")]
    assert len(winners) == 1
    assert got.count(f"{winners[0]} has it") == len(people) - 1
