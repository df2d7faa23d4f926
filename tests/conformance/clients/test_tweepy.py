"""tweepy, unmodified, drives the local X: requests are signed by OAuth 1.0a or carry the bearer token."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import tweepy

from hark.sandbox.x.authoring import Draft, publish
from hark.sandbox.x.thread import LocalX

Make = Callable[[int], tweepy.Client]


@pytest.fixture
def brand(tweepy_as: Make) -> tweepy.Client:
    return tweepy_as(0)


@pytest.fixture
def customer(tweepy_as: Make) -> tweepy.Client:
    return tweepy_as(1)


def test_it_knows_who_signs(brand: tweepy.Client, customer: tweepy.Client, card: dict[str, Any]) -> None:
    assert brand.get_me(user_auth=True).data.username == card["users"][0]["username"]
    assert customer.get_me(user_auth=True).data.username == card["users"][1]["username"]


def test_it_refuses_a_wrong_signature(local: LocalX, tweepy_as: Make) -> None:
    forged = tweepy_as(0)
    forged.access_token_secret = "not the secret"
    with pytest.raises(tweepy.Unauthorized):
        forged.get_me(user_auth=True)


def test_it_finds_people(brand: tweepy.Client, card: dict[str, Any]) -> None:
    amira = card["users"][1]
    by_name = brand.get_user(username=amira["username"], user_fields=["public_metrics", "created_at"])
    by_id = brand.get_users(ids=[amira["id"], "404"])
    assert by_name.data.id == int(amira["id"]) and by_name.data.created_at.year >= 2020
    assert [user.id for user in by_id.data] == [int(amira["id"])]
    assert by_id.errors[0]["resource_type"] == "user"


def test_a_conversation(brand: tweepy.Client, customer: tweepy.Client, card: dict[str, Any]) -> None:
    me = card["users"][0]
    asked = customer.create_tweet(text=f"@{me['username']} my bag is still in Leeds <sigh> & so am I")
    heard = brand.get_users_mentions(
        me["id"],
        tweet_fields=["author_id", "conversation_id", "created_at", "entities", "referenced_tweets"],
        expansions=["author_id"],
        max_results=5,
    )
    newest = heard.data[0]
    assert newest.id == int(asked.data["id"]) and heard.meta["newest_id"] == asked.data["id"]
    assert heard.includes["users"][0].username == card["users"][1]["username"]
    answer = brand.create_tweet(text="We are looking for it.", in_reply_to_tweet_id=newest.id)
    read = brand.get_tweet(
        answer.data["id"],
        tweet_fields=["conversation_id", "in_reply_to_user_id", "referenced_tweets"],
        expansions=["referenced_tweets.id"],
    )
    assert read.data.conversation_id == int(asked.data["id"])
    assert read.data.referenced_tweets[0].type == "replied_to"
    assert read.data.text == f"@{card['users'][1]['username']} We are looking for it."
    assert read.includes["tweets"][0].id == newest.id
    found = brand.search_recent_tweets(f"conversation_id:{asked.data['id']} from:{me['username']}")
    assert [tweet.id for tweet in found.data] == [int(answer.data["id"])]
    assert brand.delete_tweet(answer.data["id"]).data["deleted"] is True
    gone = brand.get_tweets([answer.data["id"]])
    assert gone.data is None and gone.errors[0]["title"] == "Not Found Error"


def test_it_pages_through_mentions(brand: tweepy.Client, local: LocalX, card: dict[str, Any]) -> None:
    me, customer = card["users"][0], card["users"][2]["username"]
    for number in range(12):
        _say(local, customer, f"@{me['username']} paging {number}")
    seen = [
        tweet.id
        for page in tweepy.Paginator(brand.get_users_mentions, me["id"], max_results=5)
        for tweet in page.data or ()
    ]
    assert len(seen) == len(set(seen)) >= 12 and seen == sorted(seen, reverse=True)


def test_it_is_told_no(brand: tweepy.Client, local: LocalX, card: dict[str, Any]) -> None:
    stranger = _say(local, card["users"][3]["username"], "I talk to nobody in particular")
    with pytest.raises(tweepy.Forbidden, match="mentioned or are the author"):
        brand.create_tweet(text="May I help?", in_reply_to_tweet_id=stranger)
    with pytest.raises(tweepy.Forbidden):
        brand.like(stranger)
    with pytest.raises(tweepy.BadRequest, match="too long"):
        brand.create_tweet(text="字" * 12_501)
    brand.create_tweet(text="Said once.")
    with pytest.raises(tweepy.Forbidden, match="duplicate content"):
        brand.create_tweet(text="Said once.")
    with pytest.raises(tweepy.BadRequest, match="no viable alternative"):
        brand.search_recent_tweets("cat (")


def test_messages(brand: tweepy.Client, customer: tweepy.Client, card: dict[str, Any]) -> None:
    me, amira = card["users"][0], card["users"][1]
    sent = customer.create_direct_message(participant_id=me["id"], text="This is for you alone.")
    read = brand.get_direct_message_events(
        participant_id=amira["id"],
        dm_event_fields=["created_at", "sender_id", "dm_conversation_id"],
        expansions=["sender_id"],
    )
    assert read.data[0].id == int(sent.data["dm_event_id"])
    assert read.data[0].created_at is not None and read.data[0].sender_id == int(amira["id"])
    back = brand.create_direct_message(dm_conversation_id=sent.data["dm_conversation_id"], text="Thank you.")
    assert back.data["dm_conversation_id"] == sent.data["dm_conversation_id"]


def test_the_filtered_stream(tweepy_stream: Callable[..., Any], local: LocalX, card: dict[str, Any]) -> None:
    got: list[tweepy.StreamResponse] = []
    connected, heard = threading.Event(), threading.Event()

    class Ear(tweepy.StreamingClient):
        def on_connect(self) -> None:
            connected.set()

        def on_response(self, response: tweepy.StreamResponse) -> None:
            got.append(response)
            heard.set()
            self.disconnect()

    ear = tweepy_stream(Ear, max_retries=0)
    made = ear.add_rules([tweepy.StreamRule("pears -is:retweet", tag="fruit"), tweepy.StreamRule("plums")])
    assert made.meta["summary"]["created"] == 2
    with pytest.raises(tweepy.BadRequest):
        ear.add_rules(tweepy.StreamRule("cat ("), dry_run=True)
    assert {rule.value for rule in ear.get_rules().data} == {"pears -is:retweet", "plums"}
    reader = ear.filter(threaded=True, tweet_fields=["author_id"], expansions=["author_id"])
    assert connected.wait(10)
    time.sleep(0.2)
    _say(local, card["users"][1]["username"], "apples and pears")
    assert heard.wait(10)
    _say(local, card["users"][1]["username"], "pears to let the reader go")
    reader.join(timeout=30)
    assert got[0].data.text == "apples and pears" and got[0].matching_rules[0].tag == "fruit"
    assert got[0].includes["users"][0].username == card["users"][1]["username"]
    ear.delete_rules([rule.id for rule in ear.get_rules().data])
    assert ear.get_rules().data is None


def test_hiding(customer: tweepy.Client, brand: tweepy.Client, card: dict[str, Any]) -> None:
    asked = customer.create_tweet(text=f"@{card['users'][0]['username']} hide and seek")
    answer = brand.create_tweet(text="Found you.", in_reply_to_tweet_id=asked.data["id"])
    assert customer.hide_reply(answer.data["id"]).data["hidden"] is True
    with pytest.raises(tweepy.Forbidden):
        brand.hide_reply(answer.data["id"])


def test_a_compliance_job(brand: tweepy.Client) -> None:
    job = brand.create_compliance_job("tweets", name="nightly")
    assert job.data["status"] == "created"
    assert brand.get_compliance_job(job.data["id"]).data["id"] == job.data["id"]
    assert [one["id"] for one in brand.get_compliance_jobs("tweets").data] == [job.data["id"]]


def _say(local: LocalX, author: str, text: str) -> str:
    def work(box: Any) -> str:
        user = box.network.user_named(author)
        return publish(box.network, Draft(user, text, box.clock.now())).id

    return local.do(work)
