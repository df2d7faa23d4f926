"""Whatever is sent, the local X answers, and never with a 500."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xdk.direct_messages.client import DirectMessagesClient
from xdk.posts.client import PostsClient
from xdk.users.client import UsersClient

from hark.sandbox.x.app import RESOURCES
from hark.sandbox.x.naming import view_of
from hark.sandbox.x.problems import Problem


def _words(text: str) -> list[str]:
    return text.split()


KEYS = st.sampled_from(
    _words(
        "text reply in_reply_to_tweet_id media media_ids poll options duration_minutes geo edit_options add delete ids "
        "value tag event_type filter user_id attachments message participant_ids conversation_type type url uuids "
        "metadata alt_text id hidden tweet_id faults kind author counts rate advance webhook_id from_date to_date"
    )
)
LEAF = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["1", "tweets", "Group"])
)
BODIES = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)
WRITES = sorted(
    {
        (route.method, route.path)
        for resource in RESOURCES
        for route in resource.ROUTES
        if route.method != "GET" and "settings" not in route.path and "clock" not in route.path
    }
)
READS = sorted(
    {
        route.path
        for resource in RESOURCES
        for route in resource.ROUTES
        if route.method == "GET" and not route.path.endswith("stream")
    }
)
QUERY = st.dictionaries(
    st.sampled_from(
        _words(
            "ids query max_results since_id until_id start_time end_time pagination_token next_token expansions "
            "usernames tweet.fields post.fields user.fields media_keys granularity days status type "
            "event_types command media_id "
            "after kind exclude sort_order client_id scope redirect_uri"
        )
    ),
    st.text(max_size=10)
    | st.sampled_from(["1", "10", "-1", "2020-01-01T00:00:00Z", "author_id", "cat (", "١"]),
    max_size=4,
)


@pytest.fixture(scope="module")
def ask(module_desk: Any) -> Callable[..., int]:
    module_desk("POST", "/sandbox/settings", json={"limit_factor": 1e6, "plan": "enterprise"})

    def make(method: str, path: str, who: str | None, **more: Any) -> int:
        for name in ("id", "pid", "tweet_id", "target", "source", "endpoint", "key", "secret"):
            path = path.replace(f":{name}", "1")
        path = path.replace(":username", "amira_k").replace(":name", "amira_k")
        return int(module_desk.raw(method, path, who, **more).status_code)

    return make


WHO = st.sampled_from([None, "NorthlineRail"])
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(st.sampled_from(WRITES), WHO, BODIES)
def test_bodies(ask: Callable[..., int], route: tuple[str, str], who: str | None, body: Any) -> None:
    content = json.dumps(body).encode()
    assert ask(*route, who, content=content, headers={"content-type": "application/json"}) < 500


@QUICK
@given(st.sampled_from(WRITES), WHO, st.binary(max_size=40))
def test_bytes(ask: Callable[..., int], route: tuple[str, str], who: str | None, body: bytes) -> None:
    for kind in ("application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        assert ask(*route, who, content=body, headers={"content-type": kind}) < 500


@QUICK
@given(st.sampled_from(READS), WHO, QUERY)
def test_queries(ask: Callable[..., int], path: str, who: str | None, query: dict[str, str]) -> None:
    assert ask("GET", path, who, params=query) < 500


@pytest.mark.parametrize("name", ["search_recent", "get_by_ids", "get_mentions", "get_me", "get_events"])
def test_every_field_that_xdk_knows_is_understood(name: str) -> None:
    """xdk's annotations list the fields of X's specification."""
    source = next(one for one in (PostsClient, UsersClient, DirectMessagesClient) if hasattr(one, name))
    asked = 0
    for parameter, annotation in getattr(source, name).__annotations__.items():
        if not parameter.endswith("_fields") and parameter != "expansions":
            continue
        values = re.findall(r"['\"]([a-z_.]+)['\"]", annotation)
        wire = parameter if parameter == "expansions" else parameter.removesuffix("_fields") + ".fields"
        view_of(f"{wire}={','.join(values)}")
        asked += len(values)
    assert asked > 20


def test_a_field_nobody_knows_is_refused() -> None:
    with pytest.raises(Problem) as refusal:
        view_of("tweet.fields=colour")
    assert refusal.value.body["errors"][0]["parameters"] == {"tweet.fields": ["colour"]}


def test_the_old_api_says_that_it_is_closed(desk: Any) -> None:
    for method, path in (("POST", "/1.1/media/upload.json"), ("GET", "/1.1/statuses/home_timeline.json")):
        answer = desk.raw(method, path)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, 453)
