"""The webhook's inbox: kept first, read once, and the same bytes are the same delivery."""

from datetime import timedelta

import pytest
from tests.factories import NOON, brand

from hark.store import deliveries, hearing
from hark.store.hearing import Stand
from hark.store.models import Delivery

pytestmark = pytest.mark.django_db


def test_the_same_bytes_are_kept_once_before_and_after_reading() -> None:
    account = brand().pk
    for _ in range(3):
        deliveries.keep(account, b"one", NOON)
    deliveries.keep(account, b"two", NOON)
    waiting = deliveries.unread(account, 10)
    assert [one.body for one in waiting] == [b"one", b"two"]
    deliveries.mark_read([one.number for one in waiting], NOON)
    deliveries.keep(account, b"one", NOON)
    assert deliveries.unread(account, 10) == []


def test_what_was_read_leaves_no_body_and_is_forgotten_after_three_days() -> None:
    account = brand().pk
    deliveries.keep(account, b"secret words", NOON)
    deliveries.mark_read([deliveries.unread(account, 1)[0].number], NOON)
    assert bytes(Delivery.objects.get().body) == b""
    assert deliveries.forget_old(NOON + timedelta(hours=71)) == 0
    assert deliveries.forget_old(NOON + timedelta(hours=73)) == 1


def test_nothing_worries_before_anything_was_heard() -> None:
    brand()
    assert hearing.worries(NOON) == []


def test_worries_are_the_alarms_last_written_down() -> None:
    account = brand().pk
    hearing.write(account, [Stand("old", True, None, "silent", "gone by now")], NOON)
    silent = Stand(
        "stream", True, NOON - timedelta(minutes=1), "silent", "Nothing heard from stream for 60 s."
    )
    hearing.write(account, [silent, Stand("mentions:a", False, NOON)], NOON)
    assert hearing.worries(NOON + timedelta(seconds=59)) == [silent]


def test_a_listener_that_stopped_is_a_worry() -> None:
    account = brand().pk
    hearing.write(account, [Stand("stream", True, NOON)], NOON)
    (worry,) = hearing.worries(NOON + timedelta(seconds=61))
    assert (worry.worry, worry.since) == ("stopped", NOON)
