"""Figures and alarms: silent, behind, thin."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hark.domain.post import Author, Post
from hark.listen.deliver import Delivered
from hark.listen.ports import Cursor
from hark.listen.status import Status
from hark.listen.witness import Witness

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass
class Health:
    connected: bool = True
    heard_at: datetime | None = None


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def post(number: int, at: datetime) -> Post:
    return Post("sim", str(number), Author("1"), at, "x")


def kinds(status: Status) -> list[str]:
    return [alarm.kind for alarm in status.alarms(NOW)]


def test_counts_and_lags_add_up() -> None:
    source = Status().source("stream", live=True)
    posts = tuple(post(number, ago(seconds=number)) for number in range(1, 101))
    source.note(Delivered(posts, duplicates=3, rejected=2, parked=1), NOW)
    figures = source.as_json(NOW)
    assert (figures["heard"], figures["new"], figures["duplicates"]) == (106, 100, 3)
    assert (figures["rejected"], figures["parked"]) == (2, 1)
    assert (figures["lag_p50"], figures["lag_p99"]) == (51.0, 100.0)
    assert figures["last_heard_age"] == 0.0


def test_a_line_silent_for_more_than_25_seconds_alarms() -> None:
    status = Status()
    source = status.source("stream", live=True)
    source.health = Health(heard_at=ago(seconds=24))
    assert kinds(status) == []
    source.health.heard_at = ago(seconds=26)
    assert kinds(status) == ["silent"]


def test_a_line_that_never_came_up_alarms_too() -> None:
    status = Status()
    source = status.source("stream", live=True)
    source.health, source.started_at = Health(connected=False), ago(minutes=2)
    assert kinds(status) == ["silent"]


def test_a_watermark_older_than_a_quarter_of_an_hour_alarms_with_the_reason() -> None:
    status = Status()
    source = status.source("mentions", live=False)
    source.keeps_cursor, source.started_at = True, ago(hours=1)
    source.cursor = Cursor("mentions", ago(minutes=14), NOW)
    assert kinds(status) == []
    source.cursor = Cursor("mentions", ago(minutes=16), NOW)
    source.last_error = "budget_spent: no money"
    (alarm,) = status.alarms(NOW)
    assert alarm.kind == "behind" and "16 minutes" in alarm.sentence and "budget_spent" in alarm.sentence


def test_a_source_that_was_never_swept_is_behind_since_its_start() -> None:
    status = Status()
    source = status.source("mentions", live=False)
    source.keeps_cursor, source.started_at = True, ago(minutes=20)
    assert kinds(status) == ["behind"]


def saw(status: Status, number: int, at: datetime, *ways: bool) -> None:
    for live in ways:
        status.saw([post(number, at)], live=live)


def test_a_stream_that_misses_more_than_half_a_percent_is_thin() -> None:
    status = Status()
    status.source("stream", live=True)
    for number in range(200):
        saw(status, number, ago(minutes=5), True)
    saw(status, 200, ago(minutes=5), False)
    assert kinds(status) == []  # 1 of 201
    saw(status, 201, ago(minutes=5), False)
    assert kinds(status) == ["thin"]  # 2 of 202


def test_a_post_the_stream_brings_later_was_not_missed() -> None:
    witness = Witness()
    witness.saw("sim", "1", ago(minutes=3), live=False)
    assert witness.only_reconciler(NOW) == (1, 1)
    witness.saw("sim", "1", ago(minutes=3), live=True)
    witness.saw("sim", "1", ago(minutes=3), live=False)
    assert witness.only_reconciler(NOW) == (0, 1)


def test_fresh_and_old_posts_are_not_judged() -> None:
    witness = Witness()
    witness.saw("sim", "1", ago(seconds=30), live=False)
    witness.saw("sim", "2", ago(minutes=30), live=False)
    assert witness.only_reconciler(NOW) == (0, 0)
    witness.forget(NOW)
    witness.saw("sim", "2", ago(minutes=5), live=True)
    assert witness.only_reconciler(NOW) == (0, 1)


def test_without_a_live_source_nothing_is_thin() -> None:
    status = Status()
    saw(status, 1, ago(minutes=5), False)
    assert kinds(status) == []


def test_what_was_said_before_the_lines_began_they_have_not_missed() -> None:
    status = Status()
    status.source("stream", live=True).started_at = ago(minutes=4)
    saw(status, 1, ago(minutes=5), False)
    assert kinds(status) == []
    saw(status, 2, ago(minutes=3), False)
    assert kinds(status) == ["thin"]


def test_a_line_that_is_not_up_yet_and_a_rule_just_taken_have_missed_nothing() -> None:
    status = Status()
    line = status.source("stream", live=True)
    line.started_at, line.says_when_up = ago(minutes=10), True
    saw(status, 1, ago(minutes=6), False)
    assert kinds(status) == []
    line.up_at = ago(minutes=6, seconds=30)  # the rule is half a minute old when this is said
    assert kinds(status) == []
    saw(status, 2, ago(minutes=5), False)
    assert kinds(status) == ["thin"]
