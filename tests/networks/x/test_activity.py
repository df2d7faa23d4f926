"""Activity events and their traps: envelopes, wrapped users, old names, deletions, messages, notices."""

from datetime import UTC, datetime
from typing import Any

import pytest
import simloop
from xwire import BRAND, CUSTOMER, NOW, X, post, streaming, user

from hark.domain.post import Lane, Post
from hark.domain.prices import Item
from hark.networks.port import AuthorFact, Deletion, Rejected
from hark.networks.x.activity import UNREADABLE, ActivityReader, Notice, activity_stream, price_of
from hark.networks.x.dms import conversation_of, message_from_v2
from hark.networks.x.ids import first_id


def event(kind: str, payload: Any, **more: Any) -> dict[str, Any]:
    return {
        "data": {
            "event_uuid": "-8123",
            "filter": {"user_id": BRAND},
            "event_type": kind,
            "tag": "hark",
            "payload": payload,
            **more,
        }
    }


def old_message(**changes: Any) -> dict[str, Any]:
    create = {
        "target": {"recipient_id": BRAND},
        "sender_id": CUSTOMER,
        "message_data": {"text": "my number is on the invoice", "entities": {"urls": []}},
    }
    return {
        "type": "message_create",
        "id": "991",
        "created_timestamp": "1795262400123",
        "message_create": create,
    } | changes


OLD_USER = {
    "id": CUSTOMER,
    "screen_name": "customer",
    "name": "Customer",
    "followers_count": 12,
    "verified": False,
}


def read(message: Any, **options: Any) -> list[Any]:
    return list(ActivityReader(clock=lambda: NOW, **options).read(message, 7))


@pytest.mark.parametrize(
    "kind",
    [
        "post.mention.create",
        "post.reply.create",
        "post.quote.create",
        "post.create",
        "post.repost.create",
        "PostCreate",
    ],
)
def test_posts_come_with_their_author_although_users_are_wrapped(kind: str) -> None:
    twins = {"public_metrics": {"retweet_count": 1, "retweet_count_str": "1"}, "id_str": "5"}
    message = event(kind, post(**twins), includes={"users": [{"data": user()}]})
    (found,) = read(message)
    assert isinstance(found, Post) and found.author.handle == "customer"


def test_a_payload_may_be_wrapped_once_more() -> None:
    (found,) = read(event("post.create", {"data": post(), "includes": {"users": [user()]}}))
    assert isinstance(found, Post) and found.author.handle == "customer"


def test_a_deletion_needs_only_the_id() -> None:
    assert read(event("post.delete", {"id": "55", "author_id": BRAND})) == [Deletion("x", "55", NOW)]
    assert isinstance(read(event("post.delete", {"author_id": BRAND}))[0], Rejected)


def test_a_message_in_the_old_shape_is_a_private_post() -> None:
    payload = {"direct_message_events": [old_message()], "users": {CUSTOMER: OLD_USER}}
    (found,) = read(event("dm.received", payload))
    assert found.lane is Lane.PRIVATE
    assert (found.post_id, found.author.handle, found.parent_author_id) == ("991", "customer", BRAND)
    assert found.conversation_id == f"{BRAND}-{CUSTOMER}"
    assert found.created_at == datetime(2026, 11, 21, 12, 0, 0, 123000, tzinfo=UTC)


@pytest.mark.parametrize(
    "broken",
    [
        old_message(created_timestamp=None), old_message(created_timestamp="soon"), old_message(id="x"),
        old_message(message_create={}), old_message(type="typing"), old_message(created_timestamp="9" * 40),
    ],
)  # fmt: skip
def test_a_broken_message_is_rejected(broken: dict[str, Any]) -> None:
    (found,) = read(event("dm.sent", {"direct_message_events": [broken]}))
    assert isinstance(found, Rejected)


def test_what_is_no_post_is_told_as_a_notice() -> None:
    told: list[Notice] = []
    for kind in (
        "chat.sent",
        "oauth.revoke",
        "dm.read",
        "follow.follow",
        "profile.update.bio",
        "OauthRevoke",
    ):
        assert read(event(kind, {"x": 1}), on_notice=told.append) == []
    assert [notice.event for notice in told][-1] == "oauth.revoke"
    assert told[0] == Notice("chat.sent", BRAND, {"x": 1})


def test_a_revoked_consent_names_its_account_without_a_filter() -> None:
    told: list[Notice] = []
    message = event("oauth.revoke", {"user_id": BRAND}, filter={})
    assert read(message, on_notice=told.append) == []
    assert told[0].account_id == BRAND


def test_an_encrypted_message_has_a_place_and_marks_its_author() -> None:
    """X Chat is read by nobody but X's own app: the case must open all the same, and say where to answer."""
    ident = first_id(NOW)
    found = read(event("chat.received", {"id": ident, "sender_id": CUSTOMER, "encoded_event": "af01"}))
    place, fact = found
    assert (place.post_id, place.lane, place.created_at) == (ident, Lane.PRIVATE, NOW)
    assert (place.author.author_id, place.parent_author_id, place.text) == (CUSTOMER, BRAND, UNREADABLE)
    assert place.conversation_id == conversation_of(BRAND, CUSTOMER)
    assert (fact.state, fact.author.author_id) == ("encrypted", CUSTOMER)


@pytest.mark.parametrize("payload", [{}, {"id": "5"}, {"sender_id": "5"}, {"id": "5", "sender_id": BRAND}])
def test_an_encrypted_message_without_ids_is_kept_for_a_person(payload: dict[str, str]) -> None:
    told: list[Notice] = []
    (found,) = read(event("chat.received", payload), on_notice=told.append)
    assert isinstance(found, Rejected) and told[0].event == "chat.received"


@pytest.mark.parametrize(
    "message",
    [{}, {"data": None}, {"data": []}, {"data": {}}, event("news.new", {}), event("post.create", None),
     event("dm.received", {}), {"data": {"event_type": 5}}],
)  # fmt: skip
def test_what_nobody_knows_is_rejected_and_nothing_breaks(message: dict[str, Any]) -> None:
    (found,) = read(message)
    assert isinstance(found, Rejected) and found.line == 7


def test_the_same_event_delivered_twice_has_the_same_key() -> None:
    one, two = (read(event("post.create", post(), event_uuid=uuid))[0] for uuid in ("-1", "-2"))
    assert one == two


@pytest.mark.parametrize(
    ("kind", "item"),
    [
        ("post.mention.create", Item.EVENT_POST), ("post.delete", Item.EVENT_POST_DELETE),
        ("dm.received", Item.EVENT_DM_RECEIVED), ("dm.sent", Item.EVENT_DM_SENT),
        ("chat.received", Item.EVENT_CHAT_RECEIVED),
        ("profile.update.bio", Item.EVENT_PROFILE), ("follow.follow", Item.EVENT_FOLLOW), ("oauth.revoke", None),
    ],
)  # fmt: skip
def test_events_have_their_prices(kind: str, item: Item | None) -> None:
    assert price_of(kind) is item


def test_the_activity_stream_is_a_source_and_every_event_is_billed() -> None:
    billed: list[tuple[Any, tuple[str, ...]]] = []

    class Bill:
        def before(self, call: Any) -> None:
            pass

        def after(self, call: Any, outcome: Any) -> None:
            billed.append((call.item, outcome.ids))

    told: list[Notice] = []
    messages = [
        event("post.create", post()),
        event("chat.received", {"id": first_id(NOW), "sender_id": CUSTOMER}),
        event("post.delete", {"id": "5"}),
        {"errors": [{"title": "operational-disconnect"}]},
    ]
    x = X().on(
        "GET /2/activity/stream", streaming(*messages), streaming(event("post.create", post(number=9)))
    )

    async def listen() -> list[Any]:
        found = []
        stream = activity_stream(x.client(meters=(Bill(),)), on_notice=told.append)
        async for item in stream.posts():
            found.append(item)
            if len(found) == 5:
                return found
        raise AssertionError

    found = simloop.run(listen())
    assert [type(item) for item in found] == [Post, Post, AuthorFact, Deletion, Post]
    assert [notice.event for notice in told] == ["chat.received"]
    assert [item for item, _ in billed[:3]] == [
        Item.EVENT_POST,
        Item.EVENT_CHAT_RECEIVED,
        Item.EVENT_POST_DELETE,
    ]


def test_a_message_read_by_rest_is_the_same_private_post() -> None:
    row = {
        "id": "991", "event_type": "MessageCreate", "text": "hello", "sender_id": CUSTOMER,
        "created_at": "2026-11-21T12:00:00.123Z", "dm_conversation_id": f"{BRAND}-{CUSTOMER}",
    }  # fmt: skip
    found = message_from_v2(row, {CUSTOMER: user()}, BRAND)
    assert (found.lane, found.parent_author_id, found.author.handle) == (Lane.PRIVATE, BRAND, "customer")
    alone = message_from_v2({**row, "dm_conversation_id": None}, {}, BRAND)
    assert alone.conversation_id == f"{BRAND}-{CUSTOMER}"


@pytest.mark.parametrize("change", [{"event_type": "ParticipantsJoin"}, {"text": None}, {"sender_id": "x"}])
def test_what_is_no_message_is_refused(change: dict[str, Any]) -> None:
    row = {"id": "1", "text": "x", "sender_id": "2", "created_at": "2026-11-21T12:00:00.123Z"} | change
    with pytest.raises(ValueError):
        message_from_v2(row, {}, BRAND)


def test_a_conversation_of_two_is_named_smaller_first_by_number() -> None:
    assert conversation_of("1000", "999") == conversation_of("999", "1000") == "999-1000"
