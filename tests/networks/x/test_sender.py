"""Sending: one attempt, a receipt, or exactly what is known of the fate."""

import asyncio

import httpx
import pytest
from xwire import X, answer, problem

from hark.domain.prices import Item
from hark.networks.port import NetworkError, Sent
from hark.networks.x.ids import id_time
from hark.networks.x.sender import XSender, price_item

ID = "2124110575825846273"
CREATED = answer({"data": {"id": ID, "text": "…", "edit_history_tweet_ids": [ID]}}, 201)


def test_a_reply_names_the_post_it_answers() -> None:
    x = X().on("POST /2/tweets", CREATED)
    sent = asyncio.run(XSender(x.client()).reply("We are on it.", parent_id="77", media_ids=["1", "2"]))
    assert sent == Sent(ID, id_time(ID))
    assert x.bodies("POST /2/tweets") == [
        {"text": "We are on it.", "reply": {"in_reply_to_tweet_id": "77"}, "media": {"media_ids": ["1", "2"]}}
    ]
    assert x.requests[0].headers["connection"] == "close"


def test_a_message_goes_to_its_recipient() -> None:
    x = X().on(
        "POST /2/dm_conversations/with/42/messages",
        answer({"data": {"dm_conversation_id": "42-7001", "dm_event_id": ID}}, 201),
    )
    sent = asyncio.run(XSender(x.client()).message("Hello", recipient_id="42", media_id="9"))
    assert sent.post_id == ID
    assert x.bodies("POST /2/dm_conversations/with/42/messages") == [
        {"text": "Hello", "attachments": [{"media_id": "9"}]}
    ]


@pytest.mark.parametrize(
    ("said", "reason", "processed"),
    [
        (problem(403, "You are not allowed to create a Tweet with duplicate content."), "duplicate", False),
        (problem(429), "rate_limited", False),
        (problem(500), "server_error", None),
        (problem(504), "server_error", None),
        (httpx.ConnectError("no"), "connect", False),
        (httpx.ConnectTimeout("no"), "connect_timeout", False),
        (httpx.PoolTimeout("no"), "connect_timeout", False),
        (httpx.ReadTimeout("late"), "timeout", None),
        (httpx.WriteTimeout("late"), "timeout", None),
        (httpx.ReadError("reset"), "connection_lost", None),
        (httpx.WriteError("reset"), "connection_lost", None),
        (httpx.RemoteProtocolError("eof"), "connection_lost", None),
        (httpx.Response(201, content=b"<html>"), "garbage", None),
        (answer({"data": {}}, 201), "garbage", None),
        (answer({"data": {"id": "not an id"}}, 201), "garbage", None),
        (answer({"errors": [{"title": "odd"}]}, 200), "garbage", None),
    ],
)
def test_what_is_known_of_a_failed_reply(said: object, reason: str, processed: bool | None) -> None:
    x = X().on("POST /2/tweets", said)
    with pytest.raises(NetworkError) as caught:
        asyncio.run(XSender(x.client()).reply("x", parent_id="1"))
    assert (caught.value.reason, caught.value.processed) == (reason, processed)
    assert len(x.requests) == 1


def test_deleting_and_hiding_want_to_be_confirmed() -> None:
    x = X().on(
        "DELETE /2/tweets/5", answer({"data": {"deleted": True}}), answer({"data": {"deleted": False}})
    )
    x.on("PUT /2/tweets/6/hidden", answer({"data": {"hidden": True}}), answer({"data": {"hidden": False}}))
    x.on("DELETE /2/dm_events/8", answer({"data": {"deleted": True}}))
    sender = XSender(x.client())
    asyncio.run(sender.delete("5"))
    asyncio.run(sender.hide("6"))
    asyncio.run(sender.hide("6", hidden=False))
    asyncio.run(sender.delete_message("8"))
    with pytest.raises(NetworkError) as caught:
        asyncio.run(sender.delete("5"))
    assert caught.value.reason == "not_confirmed"
    assert x.bodies("PUT /2/tweets/6/hidden") == [{"hidden": True}, {"hidden": False}]


def test_more_than_four_pictures_are_refused_before_sending() -> None:
    x = X()
    with pytest.raises(NetworkError):
        asyncio.run(XSender(x.client()).post("x", media_ids=list("12345")))
    assert x.requests == []


@pytest.mark.parametrize(
    ("text", "reply", "item"),
    [
        ("Sorry to hear that.", True, Item.REPLY_SUMMONED),
        ("Sorry to hear that.", False, Item.POST_CREATE),
        ("See https://example.com/help", True, Item.REPLY_SUMMONED_WITH_LINK),
        ("See example.com for help", False, Item.POST_CREATE_WITH_LINK),
        ("https://x.com/messages/compose?recipient_id=7", True, Item.REPLY_SUMMONED_WITH_DM_LINK),
        ("https://x.com/messages/compose?recipient_id=7 or example.com", True, Item.REPLY_SUMMONED_WITH_LINK),
    ],
)
def test_the_price_depends_on_what_the_text_holds(text: str, reply: bool, item: Item) -> None:
    assert price_item(text, reply=reply) is item


def created(ident: str) -> httpx.Response:
    return answer({"data": {"id": ident, "text": ""}}, 201)


def test_people_who_shall_not_be_tagged_are_named_to_x() -> None:
    x = X().on("POST /2/tweets", created("101"))
    asyncio.run(XSender(x.client()).reply("Hi.", parent_id="77", untagged=["8", "9"]))
    about = {"in_reply_to_tweet_id": "77", "exclude_reply_user_ids": ["8", "9"]}
    assert x.bodies("POST /2/tweets") == [{"text": "Hi.", "reply": about}]


def test_an_upload_that_is_gone_is_worth_another_attempt() -> None:
    x = X().on("POST /2/tweets", problem(400, "Your media IDs are invalid."))
    with pytest.raises(NetworkError) as caught:
        asyncio.run(XSender(x.client()).reply("Hi.", parent_id="77", media_ids=["1"]))
    error = caught.value
    assert (error.reason, error.permanent, error.processed) == ("media_expired", False, False)
