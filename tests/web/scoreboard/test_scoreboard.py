"""The public scoreboard: only when published, only aggregates, and the figures of a plain recount."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import NOON, brand, hear, post

from hark.reports.scoreboard import scoreboard
from hark.store.models import Account, Case
from hark.web.templatetags.scoreboard import length_of_time, percent, pledge

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(hours=1)


@pytest.fixture
def care() -> Account:
    return brand(slug="curlew", scoreboard=True)


def ask(care: Account, name: str, asked: datetime, response: float | None, **more: object) -> None:
    hear(post(name, f"@{care.handle} help", tags=[care]))
    answered = None if response is None else asked + timedelta(minutes=response)
    Case.objects.filter(author__handle=name).update(
        first_inbound_at=asked, last_inbound_at=asked, first_response_at=answered, **more
    )


LINE = st.tuples(
    st.integers(0, 45 * 24 * 60),
    st.one_of(st.none(), st.floats(0.1, 120)),
    st.sampled_from(["public", "private"]),
    st.sampled_from([1, 2, 3]),
    st.sampled_from(
        [("open", ""), ("closed", "spam"), ("closed", "resolved"), ("closed", "no_answer_needed")]
    ),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINE, max_size=7))
def test_the_figures_are_those_of_a_recount(
    lines: list[tuple[int, float | None, str, int, tuple[str, str]]],
) -> None:
    Case.objects.all().delete()
    care = brand(f"B{id(lines)}", f"h{id(lines)}", f"n{id(lines)}", zone="Europe/Madrid")
    for place, (ago, response, lane, stage, (state, outcome)) in enumerate(lines):
        asked = NOW - timedelta(minutes=ago)
        ask(
            care,
            f"p{place}-{id(lines)}",
            asked,
            response,
            lane=lane,
            stage=stage,
            state=state,
            outcome=outcome,
        )
    counted = [
        (NOW - timedelta(minutes=ago), response)
        for ago, response, lane, stage, (state, outcome) in lines
        if lane == "public" and stage == 1
        and not (response is None and state == "closed" and outcome in ("spam", "no_answer_needed"))
    ]  # fmt: skip
    board = scoreboard(care.brand, NOW)
    assert [window.key for window in board.windows] == ["today", "week", "month"]
    assert board.windows[0].since.isoformat() == "2026-03-02T00:00:00+01:00"
    for window in board.windows:
        inside = [line for line in counted if line[0] >= window.since]
        decided = [line for line in inside if line[1] is not None or line[0] <= NOW - timedelta(minutes=30)]
        assert window.asked == len(decided)
        assert window.kept == sum(line[1] is not None and line[1] <= 30 for line in inside)
        assert window.waiting == len(inside) - len(decided)
        assert window.answered == sum(line[1] is not None for line in inside)


def test_the_median_is_the_middle(care: Account) -> None:
    for name, minutes in (("a", 2), ("b", 10), ("c", 50)):
        ask(care, name, NOW - timedelta(minutes=40), minutes)
    assert scoreboard(care.brand, NOW).windows[0].median_s == 600


def test_the_page_is_for_everybody_and_names_nobody(care: Account) -> None:
    cache.clear()
    ask(care, "kimberley", NOW, 5)
    answer = Client().get("/score/curlew")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "We answer within 30 minutes." in page
    assert "kimberley" not in page
    assert "max-age=60" in answer["Cache-Control"]
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies


def test_it_is_off_until_it_is_published(care: Account) -> None:
    cache.clear()
    care.brand.scoreboard = False
    care.brand.save()
    assert Client().get("/score/curlew").status_code == 404
    assert Client().get("/score/nobody").status_code == 404
    assert Client().post("/score/curlew").status_code == 405


def test_a_brand_in_no_zone_counts_by_utc(care: Account) -> None:
    care.brand.zone = "Nowhere/Land"
    assert scoreboard(care.brand, NOW).zone == "UTC"


def test_words() -> None:
    assert (percent(0.999), percent(1.0), percent(None)) == ("99 %", "100 %", "–")
    assert (pledge(30), pledge(60), pledge(90), pledge(120)) == (
        "30 minutes",
        "1 hour",
        "90 minutes",
        "2 hours",
    )
    said = [length_of_time(s) for s in (None, 48, 61, 3700, 90_000)]
    assert said == ["–", "48 s", "1 min", "1 h 1 min", "1 d 1 h"]


def test_who_waits_has_asked_us(care: Account) -> None:
    """Nobody's pledge is decided, and yet it is not true that nobody has asked."""
    cache.clear()
    empty = Client().get("/score/curlew").content.decode()
    assert empty.count("Nobody has asked us yet.") == 3
    cache.clear()
    ask(care, "kimberley", datetime.now(UTC) - timedelta(minutes=1), None)
    page = Client().get("/score/curlew").content.decode()
    assert "Nobody has asked us yet." not in page
    assert page.count("1 person waits, still within the pledge.") >= 2
