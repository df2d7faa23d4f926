"""Mentions, search, timelines and rules: parameters out, pages in."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xwire import BRAND, NOW, X, answer, page, post, problem

from hark.domain.post import Post
from hark.networks.port import NetworkError, Rejected
from hark.networks.x.ids import first_id, id_time
from hark.networks.x.mentions import mentions
from hark.networks.x.pages import missing_of
from hark.networks.x.rules import Rule, brand_rules, fingerprint, sync_rules
from hark.networks.x.search import MAX_QUERY, brand_query, conversation_queries, search
from hark.networks.x.timeline import own_posts

MENTIONS = f"GET /2/users/{BRAND}/mentions"
SEARCH = "GET /2/tweets/search/recent"
RULES = "GET /2/tweets/search/stream/rules"
CHANGE = "POST /2/tweets/search/stream/rules"


async def gather(pages: Any) -> list[Any]:
    return [one async for one in pages]


@given(st.datetimes(datetime(2010, 12, 1), datetime(2060, 1, 1), timezones=st.just(UTC)))
def test_the_first_id_of_a_moment_has_that_moment(moment: datetime) -> None:
    assert timedelta(0) <= moment - id_time(first_id(moment)) < timedelta(milliseconds=1)


def test_a_known_id_has_its_known_time() -> None:
    """The example of X's own documentation, which states the time to the second."""
    assert id_time("1212092628029698048").replace(microsecond=0) == datetime(
        2019, 12, 31, 19, 26, 16, tzinfo=UTC
    )


def test_all_pages_are_read_and_a_token_that_repeats_ends_the_walk() -> None:
    x = X().on(
        MENTIONS,
        answer(page(post(number=3), next_token="a")),
        answer(page(post(number=2), next_token="b")),
        answer(page(post(number=1), next_token="a")),
    )
    found = asyncio.run(gather(mentions(x.client(), BRAND, since_id="5", start=NOW)))
    assert [one.posts[0].post_id[-1] for one in found]
    assert len(found) == 3
    assert found[0].newest_id == post(number=3)["id"] and found[0].server_time == NOW
    params = [dict(request.url.params) for request in x.requests]
    assert params[0]["since_id"] == "5" and params[0]["max_results"] == "100"
    assert params[0]["start_time"] == "2026-11-21T12:00:00Z"
    assert [one.get("pagination_token") for one in params] == [None, "a", "b"]


def test_an_empty_answer_is_an_empty_page() -> None:
    x = X().on(MENTIONS, answer({"meta": {"result_count": 0}}))
    (only,) = asyncio.run(gather(mentions(x.client(), BRAND)))
    assert (only.heard, only.newest_id, only.next_token) == ((), None, None)


def test_a_bad_row_is_rejected_in_its_place() -> None:
    x = X().on(MENTIONS, answer({"data": [post(), {"id": "7"}, "text", post(number=2)]}))
    (only,) = asyncio.run(gather(mentions(x.client(), BRAND)))
    assert [type(item) for item in only.heard] == [Post, Rejected, Rejected, Post]
    assert only.heard[1].line == 2


def test_a_failing_page_is_raised_after_the_pages_before_it() -> None:
    x = X().on(MENTIONS, answer(page(post(), next_token="a")), problem(503))
    read = []

    async def walk() -> None:
        async for one in mentions(x.client(), BRAND):
            read.append(one)  # noqa: PERF401 - what came before the failure is the point

    with pytest.raises(NetworkError):
        asyncio.run(walk())
    assert len(read) == 1


def test_missing_ids_carry_their_reason_and_references_do_not_count() -> None:
    document = {
        "errors": [
            {
                "resource_id": "1",
                "parameter": "ids",
                "type": "https://api.x.com/2/problems/resource-not-found",
            },
            {
                "value": "2",
                "parameter": "ids",
                "type": "https://api.twitter.com/2/problems/not-authorized-for-resource",
            },
            {"resource_id": "3", "parameter": "referenced_tweets.id", "type": "x/resource-not-found"},
            "odd",
        ]
    }
    assert missing_of(document) == {"1": "resource-not-found", "2": "not-authorized-for-resource"}


def test_search_pages_by_its_own_token() -> None:
    x = X().on(SEARCH, answer(page(post(), next_token="n")), answer(page()))
    asyncio.run(gather(search(x.client(), brand_query(["brand"]), since_id="9")))
    first, second = (dict(request.url.params) for request in x.requests)
    assert first["query"] == "(@brand OR to:brand) -is:retweet" and first["since_id"] == "9"
    assert second["next_token"] == "n"


def test_own_posts_are_asked_for_by_user() -> None:
    x = X().on(f"GET /2/users/{BRAND}/tweets", answer(page(post())))
    assert len(asyncio.run(gather(own_posts(x.client(), BRAND, since_id="1")))[0].posts) == 1


@given(st.lists(st.from_regex(r"[1-9][0-9]{0,18}", fullmatch=True), max_size=80))
def test_conversations_are_grouped_into_queries_that_fit(ids: list[str]) -> None:
    queries = list(conversation_queries(ids))
    assert all(len(query) <= MAX_QUERY for query in queries)
    asked = [
        term.removeprefix("conversation_id:")
        for query in queries
        for term in query[1:].split(")")[0].split(" OR ")
    ]
    assert asked == list(dict.fromkeys(ids))


def rules_answer(*rules: Rule) -> Any:
    return answer({"data": [{"id": rule.rule_id, "value": rule.value, "tag": rule.tag} for rule in rules]})


MADE = answer({"meta": {"summary": {"created": 1, "not_created": 0, "valid": 1, "invalid": 0}}}, 201)


def test_rules_are_added_before_old_ones_go_and_foreign_ones_stay() -> None:
    foreign, old = Rule("cats", "somebody", "1"), Rule("(@old)", "hark:brand:old", "2")
    x = X().on(RULES, rules_answer(foreign, old)).on(CHANGE, MADE)
    done = asyncio.run(sync_rules(x.client(), brand_rules(["brand"])))
    assert (done.added, done.removed) == (1, 1)
    assert x.bodies(CHANGE) == [
        {"add": [{"value": "(@brand OR to:brand OR from:brand)", "tag": "hark:brand:brand"}]},
        {"delete": {"ids": ["2"]}},
    ]


def test_rules_that_are_right_are_left_alone() -> None:
    (wanted,) = brand_rules(["brand"])
    x = X().on(RULES, rules_answer(Rule(wanted.value, wanted.tag, "3")))
    done = asyncio.run(sync_rules(x.client(), [wanted]))
    assert (done.added, done.removed, len(x.requests)) == (0, 0, 1)


def test_a_rule_x_refuses_is_an_error_although_x_says_201() -> None:
    bad = answer(
        {"errors": [{"title": "UnprocessableEntity", "value": "cat (", "type": "x/invalid-rules"}]}, 201
    )
    x = X().on(RULES, answer({"meta": {}})).on(CHANGE, bad)
    with pytest.raises(NetworkError) as caught:
        asyncio.run(sync_rules(x.client(), [Rule("cat (", "hark:x")]))
    assert (caught.value.reason, caught.value.permanent) == ("invalid_rule", True)
    with pytest.raises(NetworkError):
        asyncio.run(sync_rules(x.client(), [Rule("a" * 1025, "hark:long")]))


def test_a_duplicate_rule_is_what_we_wanted() -> None:
    same = answer({"errors": [{"title": "DuplicateRule", "value": "cats"}]}, 200)
    x = X().on(RULES, answer({})).on(CHANGE, same)
    assert asyncio.run(sync_rules(x.client(), [Rule("cats", "hark:x")])).added == 1


def test_the_fingerprint_knows_the_set_not_the_order() -> None:
    one, two = Rule("a", "hark:1", "7"), Rule("b", "hark:2")
    assert fingerprint([one, two]) == fingerprint([two, Rule("a", "hark:1", "8")])
    assert fingerprint([one]) != fingerprint([one, two])
