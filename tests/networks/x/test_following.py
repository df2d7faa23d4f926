"""Deleted there means deleted here; edits, protections and names follow; subscriptions are kept right."""

import asyncio
from typing import Any

import httpx
import pytest
from xwire import BRAND, NOW, X, answer, page, post, problem, user

from hark.domain.post import Author, Post
from hark.networks.port import AuthorFact, Deletion, NetworkError, Rejected
from hark.networks.x.compliance import AuthorFollower, PostFollower, look_up
from hark.networks.x.jobs import read_result, run_job
from hark.networks.x.subscriptions import CARE_EVENTS, sync_subscriptions
from hark.networks.x.users import by_handle, me

POSTS = "GET /2/tweets"


async def items(follower: Any) -> list[Any]:
    return [item async for polled in follower.sweep(None) for item in polled.items]


def ids(*values: str) -> Any:
    async def give() -> tuple[str, ...]:
        return values

    return give


def missing(ident: str, kind: str) -> dict[str, Any]:
    return {"resource_id": ident, "parameter": "ids", "type": f"https://api.x.com/2/problems/{kind}"}


def test_what_x_says_is_gone_is_a_deletion_and_silence_is_not() -> None:
    body = page(post(number=1)) | {
        "errors": [
            missing("8", "resource-not-found"),
            missing("9", "not-authorized-for-resource"),
            missing("7", "odd"),
        ]
    }
    found = asyncio.run(
        items(
            PostFollower(X().on(POSTS, answer(body)).client(), ids(post(number=1)["id"], "7", "8", "9", "10"))
        )
    )
    assert [item for item in found if isinstance(item, Deletion)] == [
        Deletion("x", "8", NOW, "deleted"),
        Deletion("x", "9", NOW, "protected"),
    ]
    assert any(isinstance(item, AuthorFact) and item.author.handle == "customer" for item in found)


def test_an_edited_post_is_fetched_in_its_newest_version() -> None:
    old, new = post(number=1), post("@brand my parcel has come", number=2)
    history = [old["id"], new["id"]]
    old |= {"edit_history_tweet_ids": history}
    new |= {"edit_history_tweet_ids": history}
    x = X().on(POSTS, answer(page(old)), answer(page(new)))
    found = asyncio.run(items(PostFollower(x.client(), ids(old["id"]))))
    edited = [item for item in found if isinstance(item, Post)][-1]
    assert edited.text == "@brand my parcel has come" and edited.versions == tuple(history)
    assert x.requests[1].url.params["ids"] == new["id"]


def test_ids_are_asked_for_a_hundred_at_a_time_and_once() -> None:
    x = X().on(POSTS, answer(page()))
    numbers = [str(number) for number in range(1, 251)]
    asyncio.run(items(PostFollower(x.client(), ids(*numbers, *numbers))))
    assert [len(request.url.params["ids"].split(",")) for request in x.requests] == [100, 100, 50]


def test_a_post_is_looked_up_before_it_is_answered() -> None:
    found, edited = asyncio.run(
        look_up(X().on(POSTS, answer(page(post()))).client(), [post()["id"]], people=True)
    )
    assert len(found.posts) == 1 and edited == ()


def test_authors_are_followed() -> None:
    body = {
        "data": [user("1", "renamed"), user("2") | {"protected": True}],
        "errors": [missing("3", "resource-not-found"), missing("4", "not-authorized-for-resource")],
    }
    x = X().on("GET /2/users", answer(body))
    found = asyncio.run(items(AuthorFollower(x.client(), ids("1", "2", "3", "4"))))
    assert [(fact.author.author_id, fact.state) for fact in found] == [
        ("1", "seen"), ("2", "protected"), ("3", "gone"), ("4", "suspended"),
    ]  # fmt: skip
    assert found[0].author.handle == "renamed" and found[2].author == Author("3")


def test_users_are_found_by_handle_and_by_token() -> None:
    x = (
        X()
        .on("GET /2/users/by", answer({"data": [user()]}))
        .on("GET /2/users/me", answer({"data": user(BRAND)}))
    )
    assert [author.handle for author in asyncio.run(by_handle(x.client(), ["customer"]))] == ["customer"]
    assert asyncio.run(me(x.client())).author_id == BRAND


BORN = '"created_at":"2020-01-01T00:00:00.000Z"'
RESULT = f"""{{"id":"1","action":"delete","reason":"deleted",{BORN},"redacted_at":"2026-11-20T10:00:00.000Z"}}
{{"id":"2","action":"delete","reason":"protected",{BORN}}}

not json
{{"id":"x"}}
{{"id":"3","action":"keep"}}
""".encode()


def test_a_jobs_result_is_read_line_by_line() -> None:
    found = list(read_result("tweets", RESULT))
    assert [type(item) for item in found] == [Deletion, Deletion, Rejected, Rejected]
    assert found[0].reason == "deleted" and found[0].at.isoformat() == "2026-11-20T10:00:00+00:00"
    people = list(read_result("users", RESULT))
    assert [fact.state for fact in people if isinstance(fact, AuthorFact)] == ["deleted", "protected"]


def job(status: str) -> httpx.Response:
    urls = {
        "upload_url": "https://files.test/up?sig=s3cr3t",
        "download_url": "https://files.test/down?sig=s3cr3t",
    }
    return answer({"data": {"id": "77", "status": status, **urls}})


def run(x: X) -> list[Any]:
    async def sleep(seconds: float) -> None:
        pass

    async def gather() -> list[Any]:
        return [item async for item in run_job(x.client(), "tweets", ["1", "2", "1"], sleep=sleep)]

    return asyncio.run(gather())


def test_a_compliance_job_goes_up_is_waited_for_and_comes_down() -> None:
    x = X().on("POST /2/compliance/jobs", job("created")).on("PUT /up", httpx.Response(200))
    x.on("GET /2/compliance/jobs/77", job("in_progress"), job("complete")).on(
        "GET /down", httpx.Response(200, content=RESULT)
    )
    assert len(run(x)) == 4
    upload = next(request for request in x.requests if request.method == "PUT")
    assert upload.content == b"1\n2\n" and "authorization" not in upload.headers


@pytest.mark.parametrize(
    ("status", "reason"), [("failed", "job_failed"), ("expired", "job_failed"), ("created", "job_slow")]
)
def test_a_job_that_does_not_finish_says_so(status: str, reason: str) -> None:
    x = X().on("POST /2/compliance/jobs", job("created")).on("PUT /up", httpx.Response(200))
    x.on("GET /2/compliance/jobs/77", job(status))
    with pytest.raises(NetworkError) as caught:
        run(x)
    assert caught.value.reason == reason and "s3cr3t" not in str(caught.value)


SUBSCRIPTIONS = "GET /2/activity/subscriptions"
SUBSCRIBE = "POST /2/activity/subscriptions"


def subscription(ident: str, event: str, tag: str = "hark", webhook: str = "") -> dict[str, Any]:
    return {
        "subscription_id": ident,
        "event_type": event,
        "filter": {"user_id": BRAND},
        "tag": tag,
        "webhook_id": webhook,
    }


def test_missing_subscriptions_are_made_and_unwanted_ones_dropped() -> None:
    have = [
        subscription("1", CARE_EVENTS[0]),
        subscription("2", "like.create"),
        subscription("3", "like.create", "other"),
    ]
    x = X().on(SUBSCRIPTIONS, answer({"data": have})).on(SUBSCRIBE, answer({"data": {}}, 200))
    x.on("DELETE /2/activity/subscriptions/2", answer({"data": {"deleted": True}}))
    done = asyncio.run(sync_subscriptions(x.client(), BRAND))
    assert done.added == CARE_EVENTS[1:] and done.removed == 1 and done.refused == {}
    assert x.bodies(SUBSCRIBE)[0] == {
        "event_type": CARE_EVENTS[1],
        "filter": {"user_id": BRAND},
        "tag": "hark",
    }


def test_an_event_x_refuses_does_not_stop_the_others() -> None:
    x = (
        X()
        .on(SUBSCRIPTIONS, answer({}))
        .on(SUBSCRIBE, problem(403, "missing scope dm.read"), answer({"data": {}}))
    )
    done = asyncio.run(
        sync_subscriptions(x.client(), BRAND, events=("dm.received", "post.create"), webhook_id="8")
    )
    assert (done.added, done.refused) == (("post.create",), {"dm.received": "scope_missing"})
    assert x.bodies(SUBSCRIBE)[-1]["webhook_id"] == "8"


def test_a_network_that_is_away_is_an_error() -> None:
    x = X().on(SUBSCRIPTIONS, answer({})).on(SUBSCRIBE, problem(503))
    with pytest.raises(NetworkError):
        asyncio.run(sync_subscriptions(x.client(), BRAND))
