"""While posts are written by the hundred thousand: the planner is told, and words are filed beside the writing."""

import pytest
from django.db import connection
from tests.factories import brand, hear, post

from hark.store.loading import FIRST, GROWTH, Statistics, WordIndex

FORGET = "delete from pg_statistic where starelid = 'store_post'::regclass"
pytestmark = pytest.mark.django_db(transaction=True)


def done(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def asked(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def looks() -> int:
    """How many look-up columns of the posts the planner has statistics of."""
    wanted = "('network', 'post_id', 'root_id', 'author_id')"
    return len(asked(f"select 1 from pg_stats where tablename = 'store_post' and attname in {wanted}"))


def test_the_planner_is_told_once_there_is_something_to_tell() -> None:
    done("truncate store_post cascade")
    done(FORGET)
    care = brand()
    hear(post("ana", "@CurlewCare help", post_id="1", tags=[care]))
    statistics = Statistics()
    statistics.after(FIRST - 1)
    assert looks() == 0
    statistics.after(FIRST)
    assert looks() == 4


def test_it_is_told_again_only_after_much_more() -> None:
    statistics = Statistics()
    statistics.after(FIRST)
    done(FORGET)
    hear(post("ana", "@CurlewCare help", post_id="1", tags=[brand()]))
    statistics.after(FIRST * GROWTH - 1)
    assert looks() == 0
    statistics.after(FIRST * GROWTH)
    assert looks() == 4


def test_words_are_filed_beside_the_writing_and_the_list_is_as_long_as_before_afterwards() -> None:
    before = asked("show gin_pending_list_limit")
    with WordIndex() as words:
        assert asked("show gin_pending_list_limit") == [("64MB",)]
        hear(post("ana", "@CurlewCare a zymurgist has no signal", post_id="1", tags=[brand()]))
        words.note()
    assert asked("show gin_pending_list_limit") == before
    assert asked("select gin_clean_pending_list('post_words'::regclass)") == [(0,)]
