"""Ten thousand broken payloads: none stops a reader, what is poison is told, what follows is heard."""

import json
import random
from collections.abc import Callable
from typing import Any

import simloop
from hypothesis import given, settings
from hypothesis import strategies as st
from xwire import BRAND, CUSTOMER, X, page, post, streaming, user

from hark.domain.post import Post
from hark.networks.http import Answer
from hark.networks.port import Deletion, NetworkError, Rejected
from hark.networks.x.activity import ActivityReader
from hark.networks.x.client import Reply
from hark.networks.x.errors import refusal
from hark.networks.x.jobs import read_result
from hark.networks.x.pages import page_of
from hark.networks.x.stream import XStream, read_stream_message

STREAM_LINE = {
    "data": post(
        "@brand see https://t.co/abc",
        referenced_tweets=[{"type": "replied_to", "id": "5"}, {"type": "quoted", "id": "6"}],
        in_reply_to_user_id=BRAND,
        attachments={"media_keys": ["3_1"]},
        note_tweet={"text": "a long text", "entities": {"mentions": [{"username": "brand", "id": BRAND}]}},
        edit_history_tweet_ids=["1", "2"],
    ),
    "includes": {
        "users": [user(), {"data": user(BRAND, "brand")}],
        "tweets": [{"id": "5", "author_id": BRAND, "text": "…"}],
        "media": [
            {"media_key": "3_1", "type": "photo", "url": "https://p.test/1.jpg", "alt_text": "a parcel"}
        ],
    },
    "matching_rules": [{"id": "1", "tag": "hark:brand"}],
}
NEW_NAMES = json.loads(
    json.dumps(STREAM_LINE)
    .replace("referenced_tweets", "referenced_posts")
    .replace("note_tweet", "note_post")
)
MESSAGE = {
    "data": {
        "event_uuid": "-5", "event_type": "dm.received", "filter": {"user_id": BRAND}, "tag": "hark",
        "payload": {
            "direct_message_events": [
                {
                    "type": "message_create", "id": "991", "created_timestamp": "1795262400123",
                    "message_create": {
                        "target": {"recipient_id": BRAND}, "sender_id": CUSTOMER,
                        "message_data": {"text": "hello", "entities": {"urls": [{"url": "a", "expanded_url": "b"}]}},
                    },
                }
            ],
            "users": {CUSTOMER: {"id": CUSTOMER, "screen_name": "customer", "followers_count": 3}},
        },
    }
}  # fmt: skip
EVENT = {
    "data": {
        "event_uuid": "-8", "event_type": "post.mention.create", "filter": {"user_id": BRAND},
        "payload": STREAM_LINE["data"], "includes": STREAM_LINE["includes"],
    }
}  # fmt: skip
GONE = {"data": {"event_type": "post.delete", "payload": {"id": "5", "author_id": BRAND}}}
PROBLEM = {
    "title": "operational-disconnect",
    "errors": [{"title": "t", "detail": "d", "type": "x/y", "code": 88}],
}
BASES = [STREAM_LINE, NEW_NAMES, MESSAGE, EVENT, GONE, PROBLEM, page(post(), post(number=2), next_token="n")]

ODD: list[Any] = [
    None, True, False, 0, -1, 2**70, 1.5, float("nan"), "", " ", "\0", "\ud800", "x" * 70_000, "9" * 30, "-5", [], {},
    [[]], [None], {"id": None}, [{"id": []}], "2026-13-45T99:99:99Z", "0000-00-00T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z", "@" * 300, {"data": {"data": {}}},
]  # fmt: skip


def mutated(value: Any, rng: random.Random) -> Any:
    """A copy with one thing changed somewhere: dropped, replaced, doubled, renamed, or turned into another kind."""
    copy = json.loads(json.dumps(value))
    spots: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        for key in keys:
            spots.append((node, key))
            walk(node[key])

    walk(copy)
    node, key = rng.choice(spots)
    match rng.randrange(5):
        case 0:
            del node[key]
        case 1 | 2:
            node[key] = rng.choice(ODD)
        case 3:
            node[key] = [node[key], node[key]]
        case _ if isinstance(node, dict):
            node[rng.choice(["id", "data", "text", "author_id", "errors", "created_at"])] = node.pop(key)
        case _:
            node[key] = str(node[key])
    return copy


def read_everywhere(document: Any) -> int:
    """Give one document to every reader; how many items came out. An exception fails the test."""
    count = 0
    if isinstance(document, dict):
        try:
            count += len([check(item) for item in read_stream_message(document, 1)])
        except NetworkError as error:
            assert error.reason == "operational_disconnect"
        count += len([check(item) for item in ActivityReader().read(document, 1)])
        count += len([check(item) for item in page_of(Reply(document, {})).heard])
    body = json.dumps(document).encode()
    refusal("GET /", Answer(400, {}, body))
    count += len([check(item) for item in read_result("tweets", body)])
    return count


def check(item: Any) -> Any:
    """What comes out can be stored: it is well-formed, and its text has no NUL and no half surrogate."""
    assert isinstance(item, Post | Deletion | Rejected)
    if isinstance(item, Post):
        assert item.post_id.isdigit() and item.created_at.tzinfo is not None
        for text in (item.text, item.author.handle, item.author.name, *item.links):
            assert "\0" not in text
            text.encode()
    if isinstance(item, Rejected):
        assert item.reason
    return item


def test_twelve_thousand_mutated_payloads_break_no_reader() -> None:
    rng = random.Random(7)
    out = 0
    for round_ in range(12_000):
        document = mutated(BASES[round_ % len(BASES)], rng)
        for _ in range(rng.randrange(3)):
            document = mutated(document, rng) if document else document
        out += read_everywhere(document)
    assert out > 12_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(ODD[:12]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["data", "includes", "users", "tweets", "id", "text", "author_id", "created_at", "payload", "event_type",
             "errors", "entities", "mentions", "direct_message_events", "message_create", "referenced_tweets", "type"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(JSON)
def test_no_json_at_all_breaks_a_reader(document: Any) -> None:
    read_everywhere(document)


def test_a_stream_of_poison_goes_on_and_every_good_post_is_heard() -> None:
    """1,000 lines, every second one mutated or torn: all 500 good posts arrive, in order, on one connection."""
    rng = random.Random(11)
    tear: Callable[[bytes], bytes] = lambda raw: raw[: rng.randrange(1, len(raw))].replace(b"\n", b"")  # noqa: E731
    parts: list[bytes] = []
    for number in range(500):
        broken = json.dumps(mutated(STREAM_LINE, rng)).encode()
        if b'"errors"' in broken:
            broken = b"{}"
        parts += [tear(broken) if rng.random() < 0.5 else broken, b"\r\n"]
        parts += [json.dumps({"data": post(f"good {number}", number=number)}).encode(), b"\r\n"]
    x = X().on("GET /2/tweets/search/stream", streaming(*parts))

    async def listen() -> tuple[list[str], XStream]:
        stream = XStream(x.client())
        good: list[str] = []
        async for item in stream.posts():
            if isinstance(item, Post) and item.text.startswith("good "):
                good.append(item.text)
                if len(good) == 500:
                    return good, stream
        raise AssertionError

    good, stream = simloop.run(listen())
    assert good == [f"good {number}" for number in range(500)]
    assert stream.health.connects == 1
