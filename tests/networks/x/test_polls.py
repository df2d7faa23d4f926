"""Looking again at X: from where, how far back, and what is said when that is not far enough."""

import asyncio
from datetime import timedelta
from typing import Any

from xwire import BRAND, NOW, X, answer, later, page, post

from hark.networks.poll import Chore
from hark.networks.x.ids import first_id
from hark.networks.x.polls import ConversationsPoll, MentionsPoll, MessagesPoll, OwnPostsPoll, SearchPoll
from hark.networks.x.rules import brand_rules, sync_rules

MENTIONS, SEARCH = f"GET /2/users/{BRAND}/mentions", "GET /2/tweets/search/recent"


def sweep(poll: Any, since: Any) -> list[Any]:
    async def walk() -> list[Any]:
        return [polled async for polled in poll.sweep(since)]

    return asyncio.run(walk())


def clock() -> Any:
    return NOW


def test_mentions_are_asked_for_since_the_cursor() -> None:
    x = X().on(MENTIONS, answer(page(post())))
    (polled,) = sweep(MentionsPoll(x.client(), BRAND, "brand", clock=clock), later(-600))
    assert x.requests[0].url.params["since_id"] == first_id(later(-600))
    assert polled.server_time == NOW and polled.complete_since is None and len(polled.items) == 1


def test_past_eight_hundred_mentions_search_fills_in_slice_by_slice() -> None:
    def many(start: int) -> dict[str, Any]:
        rows = [post(at=later(-number), number=number) for number in range(start, start + 100)]
        return page(*rows, next_token=f"t{start}" if start < 700 else None)

    x = X().on(MENTIONS, *(answer(many(start)) for start in range(0, 800, 100)))
    x.on(SEARCH, answer(page(post(at=later(-5000)))))
    polled = sweep(MentionsPoll(x.client(), BRAND, "brand", clock=clock), later(-13 * 3600))
    searches = [request for request in x.requests if request.url.path.endswith("recent")]
    assert len(searches) == 3, "13 hours in slices of six"
    assert searches[0].url.params["query"] == "@brand -is:retweet"
    assert searches[-1].url.params["since_id"] == first_id(later(-13 * 3600))
    assert sum(len(one.items) for one in polled) == 803


def test_when_even_search_does_not_reach_back_the_sweep_says_from_when_it_is_complete() -> None:
    rows = [post(at=later(-number), number=number) for number in range(100)]
    x = X().on(MENTIONS, *(answer(page(*rows, next_token=f"t{n}" if n < 7 else None)) for n in range(8)))
    x.on(SEARCH, answer(page()))
    polled = sweep(MentionsPoll(x.client(), BRAND, "brand", clock=clock), NOW - timedelta(days=9))
    assert polled[-1].complete_since == NOW - timedelta(days=7) + timedelta(minutes=2)


def test_search_reaches_back_seven_days() -> None:
    x = X().on(SEARCH, answer(page()))
    poll = SearchPoll(x.client(), "(@brand)", name="search", clock=clock)
    assert sweep(poll, NOW - timedelta(days=6))[0].complete_since is None
    (late,) = sweep(poll, NOW - timedelta(days=8))
    assert late.complete_since == NOW - timedelta(days=7) + timedelta(minutes=2)
    assert "seven days" in late.reason
    assert x.requests[1].url.params["since_id"] == first_id(late.complete_since)


def test_without_a_date_header_the_newest_id_tells_the_time() -> None:
    silent = answer(page(post(at=later(-30))))
    del silent.headers["date"]
    (polled,) = sweep(SearchPoll(X().on(SEARCH, silent).client(), "q", name="s", clock=clock), NOW)
    assert abs((polled.server_time - later(-30)).total_seconds()) < 1


def test_a_conversation_opened_since_is_asked_for_from_its_first_post() -> None:
    x = X().on(SEARCH, answer(page()))
    old, new = first_id(NOW - timedelta(days=2)), first_id(NOW - timedelta(days=3))
    opened = [old]

    async def open_ids() -> list[str]:
        return list(opened)

    poll = ConversationsPoll(x.client(), open_ids, clock=clock)
    sweep(poll, later(-600))
    opened.append(new)
    sweep(poll, later(-600))
    sweep(poll, later(-600))
    asked = [(request.url.params["query"], request.url.params["since_id"]) for request in x.requests]
    cursor = first_id(later(-600))
    assert asked == [
        (f"(conversation_id:{old}) -is:retweet", cursor),
        (f"(conversation_id:{old}) -is:retweet", cursor),
        (f"(conversation_id:{new}) -is:retweet", new),
        (f"(conversation_id:{old} OR conversation_id:{new}) -is:retweet", cursor),
    ]


def test_a_machine_that_slept_before_xs_answer_proves_no_more_than_x_reached() -> None:
    """Asked for an hour ago by our clock; X answers eight days later and has searched seven of them."""
    x = X().on(SEARCH, answer(page(post()), at=NOW + timedelta(days=8)))
    (polled,) = sweep(SearchPoll(x.client(), "@brand", name="search", clock=clock), later(-3600))
    assert polled.complete_since == NOW + timedelta(days=1, minutes=2)


def test_with_nothing_open_nothing_is_asked_and_time_goes_on() -> None:
    x = X()

    async def none() -> list[str]:
        return []

    (polled,) = sweep(ConversationsPoll(x.client(), none, clock=clock), later(-600))
    assert polled.server_time == NOW and x.requests == []


def message(age: float, number: int) -> dict[str, Any]:
    return {
        "id": str(number), "event_type": "MessageCreate", "text": "hello", "sender_id": "7002",
        "created_at": later(-age).strftime("%Y-%m-%dT%H:%M:%S.000Z"), "dm_conversation_id": "7001-7002",
    }  # fmt: skip


def test_messages_are_read_until_they_are_older_than_asked() -> None:
    pages = [
        {"data": [message(10, 3)], "meta": {"next_token": "A" * 16}},
        {"data": [message(700, 2)], "meta": {"next_token": "B" * 16}},
        {"data": [message(9000, 1)], "meta": {}},
    ]
    x = X().on("GET /2/dm_events", *map(answer, pages))
    polled = sweep(MessagesPoll(x.client(), "brand", clock=clock), later(-600))
    assert [one.items[0].post_id for one in polled] == ["3", "2"]
    (late, *_) = sweep(
        MessagesPoll(X().on("GET /2/dm_events", answer({})).client(), "b", clock=clock),
        NOW - timedelta(days=31),
    )
    assert late.complete_since == NOW - timedelta(days=30)


def test_our_own_posts_come_back() -> None:
    x = X().on(f"GET /2/users/{BRAND}/tweets", answer(page(post(author_id=BRAND))))
    (polled,) = sweep(OwnPostsPoll(x.client(), BRAND, "brand", clock=clock), later(-600))
    assert polled.items[0].author.author_id == BRAND


def test_a_lost_stream_rule_is_put_back_by_a_chore() -> None:
    (rule,) = brand_rules(["brand"])
    rules, change = "GET /2/tweets/search/stream/rules", "POST /2/tweets/search/stream/rules"
    held = answer({"data": [{"id": "1", "value": rule.value, "tag": rule.tag}]})
    x = X().on(rules, held, answer({"meta": {}})).on(change, answer({"meta": {}}, 201))
    client = x.client()
    guard = Chore("rules", 300.0, lambda: sync_rules(client, [rule]))
    assert [polled.items for polled in sweep(guard, None)] == [()]
    assert x.bodies(change) == []
    sweep(guard, None)
    assert x.bodies(change) == [{"add": [{"value": rule.value, "tag": rule.tag}]}]
