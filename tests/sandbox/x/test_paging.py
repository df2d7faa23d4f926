"""Pages, bounds and the limits of what can be reached."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.sandbox.x.authoring import Draft, publish
from hark.sandbox.x.paging import Bounds, select, token, untoken
from hark.sandbox.x.problems import Invalid

BRAND = "NorthlineRail"


def _mentions(desk: Any, **query: Any) -> Any:
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return desk("GET", f"/2/users/{desk.id(BRAND)}/mentions?{words}", BRAND)


def test_pages_walk_back_and_forth(desk: Any) -> None:
    made = [desk.say("amira_k", f"@{BRAND} number {number}")["id"] for number in range(12)][::-1]
    first = _mentions(desk, max_results=5)
    assert [one["id"] for one in first["data"]] == made[:5] and first["meta"]["newest_id"] == made[0]
    second = _mentions(desk, max_results=5, pagination_token=first["meta"]["next_token"])
    assert [one["id"] for one in second["data"]] == made[5:10]
    back = _mentions(desk, max_results=5, pagination_token=second["meta"]["previous_token"])
    assert [one["id"] for one in back["data"]] == made[:5]
    assert len(first["meta"]["next_token"]) >= 16


def test_bounds(desk: Any) -> None:
    made = [desk.say("amira_k", f"@{BRAND} number {number}")["id"] for number in range(6)]
    since = _mentions(desk, max_results=100, since_id=made[3])
    assert [one["id"] for one in since["data"]] == [made[5], made[4]]
    assert _mentions(desk, since_id=made[5])["meta"] == {"result_count": 0}
    until = _mentions(desk, max_results=100, until_id=made[1], since_id=str(int(made[0]) - 1))
    assert [one["id"] for one in until["data"]] == [made[0]]
    assert desk.raw("GET", f"/2/users/{desk.id(BRAND)}/mentions?since_id=x", BRAND).status_code == 400
    assert desk.raw("GET", f"/2/users/{desk.id(BRAND)}/mentions?start_time=now", BRAND).status_code == 400
    assert desk.raw("GET", f"/2/users/{desk.id(BRAND)}/mentions?max_results=4", BRAND).status_code == 400


def test_only_the_newest_800_mentions_can_be_reached(desk: Any) -> None:
    def many(box: Any) -> None:
        amira = box.network.user_named("amira_k")
        for number in range(850):
            publish(box.network, Draft(amira, f"@{BRAND} flood {number}", box.clock.now()))

    desk.x.do(many)
    seen, query = 0, {"max_results": 100}
    while True:
        page = _mentions(desk, **query)
        seen += page["meta"]["result_count"]
        if "next_token" not in page["meta"]:
            break
        query = {"max_results": 100, "pagination_token": page["meta"]["next_token"]}
    assert seen == 800


def test_search_reaches_seven_days(desk: Any) -> None:
    desk.say("amira_k", "an old pear")
    desk("POST", "/sandbox/clock", json={"advance": 7 * 86400 - 60})
    assert desk("GET", "/2/tweets/search/recent?query=pear")["meta"]["result_count"] == 1
    desk("POST", "/sandbox/clock", json={"advance": 120})
    assert desk("GET", "/2/tweets/search/recent?query=pear")["meta"]["result_count"] == 0
    long_ago = desk.raw("GET", "/2/tweets/search/recent?query=pear&start_time=2020-01-01T00:00:00Z")
    assert long_ago.status_code == 400 and "7 days" in long_ago.text
    too_long = desk.raw("GET", "/2/tweets/search/recent", params={"query": "pear " * 103})
    assert too_long.status_code == 400 and "512" in too_long.text
    broken = desk.raw("GET", "/2/tweets/search/recent?query=cat (")
    assert broken.status_code == 400 and broken.json()["errors"][0]["parameters"] == {"query": ["cat ("]}


@given(st.sampled_from("np"), st.integers(0, 2**63 - 1))
def test_tokens_are_opaque_and_come_back(direction: str, number: int) -> None:
    assert untoken("t", token(direction, number)) == (direction, number)


@given(st.text(max_size=40))
def test_no_token_crashes(text: str) -> None:
    try:
        untoken("t", text)
    except Invalid as error:
        assert error.status == 400


class Numbered:
    def __init__(self, number: int) -> None:
        self.number = number


@given(st.sets(st.integers(1, 60)), st.integers(0, 60), st.integers(1, 61), st.integers(1, 10), st.booleans())
def test_select_agrees_with_the_obvious(have: set[int], low: int, high: int, size: int, older: bool) -> None:
    posts: Any = [Numbered(number) for number in sorted(have)]
    found, more = select(posts, Bounds(low, high, older), size, lambda post: post.number % 3 != 0)
    inside = sorted((one for one in have if low < one < high and one % 3), reverse=True)
    expected = inside[:size] if older else inside[-size:]
    assert [one.number for one in found] == expected and more == (len(inside) > size)


def test_a_bad_token_is_invalid() -> None:
    with pytest.raises(Invalid):
        untoken("pagination_token", "abc")


def test_counts_cover_the_week_step_by_step(desk: Any) -> None:
    desk.say("amira_k", "pear")
    hours = desk("GET", "/2/tweets/counts/recent?query=pear")
    assert len(hours["data"]) in (168, 169) and hours["meta"]["total_tweet_count"] == 1
    assert hours["data"][-1]["tweet_count"] + hours["data"][-2]["tweet_count"] == 1
    days = desk("GET", "/2/tweets/counts/recent?query=pear&granularity=day")["data"]
    assert len(days) in (7, 8) and all(one["end"] == two["start"] for one, two in pairwise(days))
    assert desk.raw("GET", "/2/tweets/counts/recent?query=pear&granularity=year").status_code == 400
