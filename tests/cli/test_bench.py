"""The benchmarks' own arithmetic, and the desk they seed: what is asked of it must be there."""

from datetime import UTC, datetime
from itertools import islice

import httpx
import pytest

from hark.cli import bench_common, bench_day, bench_seed, bench_yardstick
from hark.cli.bench_desk import server_time
from hark.domain.post import Lane
from hark.store.models import Author, Case, Event, Post

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_latencies_are_told_in_milliseconds_by_their_shares() -> None:
    told = bench_common.summary([n / 1000 for n in range(1, 101)])
    assert told == {"n": 100, "p50": 51.0, "p95": 96.0, "p99": 100.0, "max": 100.0}
    assert bench_common.summary([])["p99"] == 0.0


def test_server_time_is_what_the_server_says() -> None:
    request = httpx.Request("GET", "http://desk.example/inbox")
    answer = httpx.Response(200, headers={"Server-Timing": "desk;dur=12.5"}, request=request)
    assert server_time(answer) == 0.0125
    with pytest.raises(ValueError, match="no server time"):
        server_time(httpx.Response(200, request=request))


def test_the_day_is_in_order_and_its_long_threads_hang_together() -> None:
    day = list(bench_day.posts(NOW))
    assert [post.created_at for post in day] == sorted(post.created_at for post in day)
    assert day[-1].created_at == NOW
    ids = {post.post_id for post in day}
    assert all(len(post_id) == 7 for post_id in ids)
    assert all(post.parent_id in ids for post in day if post.parent_id)
    assert any(post.lane is Lane.PRIVATE and post.conversation_id for post in day)
    by_id = {post.post_id: post for post in day}

    def depth(post_id: str | None) -> int:
        above = by_id[post_id].parent_id if post_id else None
        return 1 + depth(above) if above else 1

    assert max(depth(post.post_id) for post in day) > bench_day.LONG


@pytest.mark.django_db(transaction=True)
def test_copies_of_the_day_are_whole_days_of_other_customers(monkeypatch: pytest.MonkeyPatch) -> None:
    first = list(islice(bench_day.posts(datetime.now(UTC)), 120))
    monkeypatch.setattr("hark.cli.bench_day.posts", lambda now: iter(first))
    desk = bench_seed.seed(600, 3)
    assert desk.posts == Post.objects.count() == 600
    cases = Case.objects.count()
    original = Case.objects.filter(account__handle__startswith="Curlew", root_id__regex=r"^\d{7}$").count()
    assert cases >= 5 * original > 0
    for brand in bench_seed.BRANDS:
        assert Case.objects.filter(account__brand__name=brand).exists()
    assert not Post.objects.filter(account__isnull=False, author__author_id__contains=".").exists()
    assert Author.objects.filter(author_id__endswith=".1").exists()
    copied = Case.objects.order_by("-pk").first()
    assert copied is not None
    assert Post.objects.filter(root_id=copied.root_id, author=copied.author).exists()
    assert Event.objects.filter(case=copied).exists()
    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(
        range(1, Event.objects.count() + 1)
    )
    assert set(
        Case.objects.filter(last_inbound_at__lt=first[0].created_at).values_list("state", flat=True)
    ) <= {"closed"}
    assert bench_seed.read(3) == desk


def test_a_slow_machine_is_told_from_a_slow_desk_by_a_plain_page() -> None:
    assert bench_yardstick.on_goal_machine(80.0, 20.0) == 40.0
    assert bench_yardstick.on_goal_machine(30.0, 10.0) == 30.0


@pytest.mark.django_db
def test_the_plain_page_is_read_from_the_store() -> None:
    readings = bench_yardstick.read()
    assert len(readings) == bench_yardstick.READINGS
    assert min(readings) > 0
