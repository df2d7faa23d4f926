"""Stream rules of watches: their shape, whose they are, and one that X refuses."""

import asyncio
import json
from typing import Any

import pytest
from xwire import X, answer, page, post

from hark.networks.port import NetworkError
from hark.networks.x.polls import SearchPoll
from hark.networks.x.rules import Rule, sync_rules, trouble_with, try_rule, watch_rule, watches_of
from hark.networks.x.stream import read_stream_message

RULES, CHANGE = "GET /2/tweets/search/stream/rules", "POST /2/tweets/search/stream/rules"
BAD = {"errors": [{"value": "x", "details": ["no"], "title": "UnprocessableEntity"}]}


def test_a_watchs_rule_binds_its_query_leaves_reposts_out_and_names_its_watches() -> None:
    rule = watch_rule("kestrel OR box", [7, 3])
    assert rule.value == "(kestrel OR box) -is:retweet"
    assert watches_of([rule.tag, "hark:brand:x", "hark:watch:3", "hark:watch:odd"]) == (3, 7)


def test_a_query_of_the_longest_length_fits_search_too() -> None:
    query = "k" * 498
    assert trouble_with(query) == ""
    assert len(watch_rule(query, [1]).value) == 512
    assert trouble_with(query + "k") != ""


def test_the_stream_and_search_say_which_rule_brought_a_post() -> None:
    message = {"data": post(), "matching_rules": [{"id": "1", "tag": "hark:watch:3"}, {"id": "2"}, "odd"]}
    (heard,) = read_stream_message(message, 1)
    assert heard.rules == ("hark:watch:3",)  # type: ignore[union-attr]
    x = X().on("GET /2/tweets/search/recent", answer(page(post())))

    async def found() -> list[Any]:
        poll = SearchPoll(x.client(), "q", name="s", tag="hark:watch:4")
        return [item async for polled in poll.sweep(None) for item in polled.items]

    assert [item.rules for item in asyncio.run(found())] == [("hark:watch:4",)]


def test_a_watch_x_refuses_does_not_silence_the_others() -> None:
    good = answer({"meta": {}}, 201)
    x = X().on(RULES, answer({"meta": {}})).on(CHANGE, good, answer(BAD, 400), good)
    ours = Rule("(@brand)", "hark:brand:brand")
    change = asyncio.run(sync_rules(x.client(), [ours, watch_rule("cat (", [1]), watch_rule("dog", [2])]))
    assert (change.added, list(change.refused)) == (2, ["hark:watch:1"])


def test_a_rule_is_tried_without_being_added() -> None:
    x = X().on(CHANGE, answer({"meta": {}}, 201), answer(BAD, 400), answer({"title": "no"}, 503))
    asyncio.run(try_rule(x.client(), watch_rule("dog", [])))
    assert x.requests[0].url.params["dry_run"] == "true"
    assert json.loads(x.requests[0].content)["add"][0]["value"] == "(dog) -is:retweet"
    for reason in ("invalid_rule", "server_error"):
        with pytest.raises(NetworkError) as caught:
            asyncio.run(try_rule(x.client(), watch_rule("dog", [])))
        assert caught.value.reason == reason
