"""The client: which token, which naming, what it tells its meters, and the one repetition it allows itself."""

import asyncio
import json

import httpx
import pytest
from xwire import BRAND, NOW, X, answer, page, post, problem

from hark.domain.prices import Item
from hark.networks.port import NetworkError
from hark.networks.x.client import XClient
from hark.networks.x.endpoints import CREATE, MENTIONS, SEARCH, STREAM
from hark.networks.x.fields import POST_PARAMS
from hark.networks.x.meter import Call, Outcome
from hark.networks.x.tokens import Bearer


class Notes:
    """A meter that remembers."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.outcomes: list[Outcome] = []
        self.no: NetworkError | None = None

    def before(self, call: Call) -> None:
        self.calls.append(call)
        if self.no:
            raise self.no

    def after(self, call: Call, outcome: Outcome) -> None:
        self.outcomes.append(outcome)


class Renewing(Bearer):
    """A token source that can renew once."""

    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)

    async def token(self) -> str:
        return self.tokens[0]

    async def renew(self, stale: str) -> str:
        assert stale == self.tokens.pop(0)
        if not self.tokens:
            raise NetworkError("token_lost", "no more", permanent=True)
        return self.tokens[0]


def call(client: XClient, *args: object, **options: object):
    return asyncio.run(client.call(*args, **options))


MENTIONS_ROUTE = f"GET /2/users/{BRAND}/mentions"


def test_the_token_that_fits_the_endpoint_is_used() -> None:
    x = X().on(MENTIONS_ROUTE, answer(page())).on("GET /2/tweets/search/recent", answer(page()))
    client = x.client()
    call(client, MENTIONS, path={"id": BRAND})
    call(client, SEARCH)
    assert [request.headers["authorization"] for request in x.requests] == [
        "Bearer user-token",
        "Bearer app-token",
    ]


def test_without_a_fitting_token_nothing_is_sent() -> None:
    x = X()
    with pytest.raises(NetworkError) as caught:
        call(x.client(user_token=None), CREATE, json={"text": "x"})
    assert (caught.value.reason, caught.value.processed, x.requests) == ("no_token", False, [])


def test_a_refused_token_is_renewed_and_the_call_made_once_more() -> None:
    x = X().on("POST /2/tweets", problem(401), answer({"data": {"id": "5"}}, 201))
    assert call(x.client(user_token=Renewing("old", "new")), CREATE, json={"text": "x"}).document["data"] == {
        "id": "5"
    }
    assert [request.headers["authorization"] for request in x.requests] == ["Bearer old", "Bearer new"]


def test_a_fixed_token_that_is_refused_is_a_plain_401() -> None:
    x = X().on("POST /2/tweets", problem(401, "Unauthorized"))
    with pytest.raises(NetworkError) as caught:
        call(x.client(), CREATE, json={})
    assert (caught.value.reason, caught.value.status, caught.value.processed) == ("unauthorized", 401, False)
    assert len(x.requests) == 1


def test_a_lost_token_says_so() -> None:
    x = X().on("POST /2/tweets", problem(401))
    with pytest.raises(NetworkError) as caught:
        call(x.client(user_token=Renewing("only")), CREATE, json={})
    assert caught.value.reason == "token_lost"


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_nothing_else_is_ever_repeated(status: int) -> None:
    x = X().on("POST /2/tweets", problem(status))
    with pytest.raises(NetworkError):
        call(x.client(), CREATE, json={})
    assert len(x.requests) == 1


def test_both_namings_are_spoken() -> None:
    x = X().on("GET /2/tweets/search/recent", answer(page()))
    call(x.client(naming="tweet"), SEARCH, params=POST_PARAMS)
    call(x.client(naming="post"), SEARCH, params=POST_PARAMS)
    old, new = (dict(request.url.params) for request in x.requests)
    assert "referenced_tweets" in old["tweet.fields"] and "post.fields" not in old
    assert "referenced_posts" in new["post.fields"] and "note_post" in new["post.fields"]
    assert "tweet.fields" not in new and "tweet" not in new["expansions"]


def test_ids_cannot_leave_their_place_in_the_path() -> None:
    x = X()
    with pytest.raises(NetworkError):
        call(x.client(), MENTIONS, path={"id": "../../me?x="})
    assert x.requests[0].url.raw_path == b"/2/users/..%2F..%2Fme%3Fx%3D/mentions"


def test_meters_hear_of_every_call() -> None:
    notes = Notes()
    x = X().on(MENTIONS_ROUTE, answer(page(post(number=1), post(number=2)), x_rate_limit_remaining="7"))
    call(x.client(meters=(notes,)), MENTIONS, path={"id": BRAND}, people=True)
    assert notes.calls == [Call(MENTIONS, BRAND, people=True, item=Item.POST_READ)]
    assert len(notes.outcomes[0].ids) == 2
    assert notes.outcomes[0].headers["x-rate-limit-remaining"] == "7"
    assert notes.outcomes[0].at == NOW


def test_owned_reads_are_cheap_only_for_the_owner_of_the_app() -> None:
    notes = Notes()
    x = X().on(MENTIONS_ROUTE, answer(page())).on("GET /2/users/9/mentions", answer(page()))
    client = x.client(meters=(notes,), owns_app=True)
    call(client, MENTIONS, path={"id": BRAND})
    call(client, MENTIONS, path={"id": "9"})
    assert [noted.item for noted in notes.calls] == [Item.OWNED_READ, Item.POST_READ]


def test_a_meter_may_say_no_before_anything_is_sent() -> None:
    notes, x = Notes(), X()
    notes.no = NetworkError("budget_spent", "no money", permanent=False)
    with pytest.raises(NetworkError):
        call(x.client(meters=(notes,)), CREATE, json={})
    assert x.requests == []


def test_a_call_of_unknown_fate_is_told_to_the_meters() -> None:
    notes = Notes()
    x = X().on("POST /2/tweets", httpx.ReadTimeout("late"))
    with pytest.raises(NetworkError):
        call(x.client(meters=(notes,)), CREATE, json={})
    assert [(outcome.status, outcome.sent) for outcome in notes.outcomes] == [(0, True)]


def test_a_call_that_never_left_is_told_too_because_a_probe_may_wait_for_it() -> None:
    notes = Notes()
    x = X().on("POST /2/tweets", httpx.ConnectError("refused"))
    with pytest.raises(NetworkError):
        call(x.client(meters=(notes,)), CREATE, json={})
    assert [(outcome.status, outcome.sent) for outcome in notes.outcomes] == [(0, False)]


def test_a_meter_that_counted_is_told_when_a_later_one_says_no() -> None:
    first, second, third = Notes(), Notes(), Notes()
    second.no = NetworkError("budget_spent", "no money", permanent=False)
    with pytest.raises(NetworkError):
        call(X().client(meters=(first, second, third)), CREATE, json={})
    assert [outcome.sent for outcome in first.outcomes] == [False]
    assert second.outcomes == third.calls == []


def test_a_stream_message_is_billed_and_may_hit_the_budget() -> None:
    notes = Notes()
    client = X().client(meters=(notes,))
    client.streamed(STREAM, Item.POST_READ, "5")
    notes.no = NetworkError("budget_spent", "no money", permanent=False)
    with pytest.raises(NetworkError):
        client.streamed(STREAM, Item.POST_READ, "6")
    assert [outcome.ids for outcome in notes.outcomes] == [("5",), ("6",)]


def test_tokens_are_not_shown() -> None:
    client = XClient(bearer_token="s3cr3t", user_token="s3cr3t")
    assert "s3cr3t" not in repr(vars(client)) + json.dumps(repr(client))
