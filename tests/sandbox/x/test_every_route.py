"""Every route of the local X is driven, and every body it answers validates in xdk's models.

The routes come from the application's own table: one that is added without a drive here fails the suite.
"""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.sandbox.x.receiver import Receiver
from xdk import schemas

from hark.sandbox.x.app import RESOURCES
from hark.sandbox.x.http import Route

BRAND, AMIRA, CARLA = "NorthlineRail", "amira_k", "carla_v"
ROUTES = {
    route.name: route for resource in RESOURCES for route in resource.ROUTES if route.path.startswith("/2/")
}
# Endless lines are read, and OAuth's own answers are checked, in tests of their own.
ELSEWHERE = {
    "GET /2/tweets/search/stream": "test_stream.py",
    "GET /2/activity/stream": "test_activity.py",
    "POST /2/oauth2/token": "test_auth.py",
    "POST /2/oauth2/revoke": "test_auth.py",
}
NEW_POST = (
    "post.fields=attachments,author_id,conversation_id,created_at,display_text_range,edit_controls,entities,geo,"
    "in_reply_to_user_id,lang,note_post,possibly_sensitive,public_metrics,referenced_posts,reply_settings,source,"
    "withheld,edit_history_post_ids&user.fields=connection_status,created_at,description,entities,protected,"
    "public_metrics,receives_your_dm,url,verified,verified_type,withheld,pinned_post_id&media.fields=alt_text,type,url"
    "&poll.fields=options,voting_status&expansions=author_id,referenced_posts.id,referenced_posts.id.author_id,"
    "attachments.media_keys,attachments.poll_ids,in_reply_to_user_id,entities.mentions.username,edit_history_post_ids"
)
NEW_USER = NEW_POST.partition("&expansions")[0] + "&expansions=pinned_post_id,most_recent_post_id"
NEW_DM = (
    "dm_event.fields=attachments,created_at,dm_conversation_id,entities,event_type,id,participant_ids,"
    "referenced_posts,sender_id,text&expansions=sender_id,participant_ids,attachments.media_keys,referenced_posts.id"
)
FIELDS = {
    "post": NEW_POST,
    "user": NEW_USER,
    "dm": NEW_DM,
    "media": "media.fields=alt_text,type,url,height,width",
}


def old(fields: str) -> str:
    """The same in the older naming."""
    for word in (
        "referenced_post",
        "edit_history_post_ids",
        "note_post",
        "pinned_post_id",
        "most_recent_post_id",
    ):
        fields = fields.replace(word, word.replace("post", "tweet"))
    return fields.replace("post.fields", "tweet.fields")


@dataclass(frozen=True)
class Drive:
    """One call: its model in xdk, who makes it, and what it needs. `fields`: which of FIELDS it takes."""

    model: str
    who: str | None = None
    query: str = ""
    json: Any = None
    fields: str = ""
    status: int = 200
    more: dict[str, Any] = field(default_factory=dict)


class Made:
    """What calls need: made anew whenever it is asked for, so that every drive stands alone."""

    def __init__(self, front: Any, url: str) -> None:
        self.front = front
        self.url = url
        self.count = 0

    def tweet(self, who: str = AMIRA, **more: Any) -> str:
        self.count += 1
        body = {"text": f"@{BRAND} number {self.count} #late https://example.com/{self.count}", **more}
        return str(self.front("POST", "/2/tweets", who, 201, json=body)["data"]["id"])

    def dm(self) -> str:
        self.count += 1
        path = f"/2/dm_conversations/with/{self.front.id(BRAND)}/messages"
        made = self.front("POST", path, CARLA, 201, json={"text": f"hello {self.count}"})
        return str(made["data"]["dm_event_id"])

    def media(self) -> dict[str, str]:
        picture = {"media": b"png"}, {"media_category": "tweet_image"}
        return dict(self.front("POST", "/2/media/upload", BRAND, files=picture[0], data=picture[1])["data"])

    def upload(self) -> str:
        body = {"media_type": "image/png", "total_bytes": 3, "media_category": "tweet_image"}
        return str(self.front("POST", "/2/media/upload/initialize", BRAND, json=body)["data"]["id"])

    def subscription(self) -> str:
        self.count += 1
        body = {
            "event_type": "post.create",
            "filter": {"user_id": self.front.id(BRAND)},
            "tag": str(self.count),
        }
        body["filter"]["keyword"] = f"word{self.count}"
        made = self.front("POST", "/2/activity/subscriptions", json=body)
        return str(made["data"]["subscription"]["subscription_id"])

    def job(self) -> str:
        return str(self.front("POST", "/2/compliance/jobs", json={"type": "tweets"})["data"]["id"])

    def hook(self) -> str:
        found = self.front("GET", "/2/webhooks").get("data")
        made = found[0] if found else self.front("POST", "/2/webhooks", json={"url": self.url})["data"]
        return str(made["id"])


def drives(made: Made) -> dict[str, Callable[[], tuple[dict[str, str], Drive]]]:
    """By route: what fills its path, and the call."""
    front = made.front
    brand, amira, carla = {"id": front.id(BRAND)}, {"id": front.id(AMIRA)}, {"id": front.id(CARLA)}
    pair = "-".join(sorted((brand["id"], carla["id"]), key=int))
    target = {"target_user_id": amira["id"]}

    def at(**path: str) -> dict[str, str]:
        return path

    def replay() -> tuple[dict[str, str], Drive]:
        hook = made.hook()
        now = datetime.fromtimestamp(front("GET", "/sandbox/clock")["data"]["now"], UTC)
        start, end = (f"{now - timedelta(minutes=ago):%Y%m%d%H%M}" for ago in (40, 20))
        body = {"webhook_id": hook, "from_date": start, "to_date": end}
        return {}, Drive("CreateWebhookReplayJobResponse", None, json=body)

    def chunk() -> tuple[dict[str, str], Drive]:
        body = {"media": base64.b64encode(b"png").decode(), "segment_index": 0}
        return at(id=made.upload()), Drive("AppendMediaUploadResponse", BRAND, json=body)

    def finalized() -> tuple[dict[str, str], Drive]:
        ident = made.upload()
        body = {"media": base64.b64encode(b"png").decode(), "segment_index": 0}
        front("POST", f"/2/media/upload/{ident}/append", BRAND, json=body)
        return at(id=ident), Drive("MediaUploadResponse", BRAND)

    def moving() -> tuple[dict[str, str], Drive]:
        body = {
            "media": base64.b64encode(b"gif").decode(),
            "media_category": "tweet_gif",
            "media_type": "image/gif",
        }
        ident = front("POST", "/2/media/upload", BRAND, json=body)["data"]["id"]
        return {}, Drive("GetMediaUploadStatusResponse", BRAND, query=f"command=STATUS&media_id={ident}")

    def described() -> tuple[dict[str, str], Drive]:
        body = {"id": made.media()["id"], "metadata": {"alt_text": {"text": "a sign"}}}
        return {}, Drive("CreateMediaMetadataResponse", BRAND, json=body)

    def webhook() -> tuple[dict[str, str], Drive]:
        front("DELETE", f"/2/webhooks/{made.hook()}")
        return {}, Drive("CreateWebhooksResponse", json={"url": made.url})

    def group() -> tuple[dict[str, str], Drive]:
        body = {
            "conversation_type": "Group",
            "participant_ids": [amira["id"], carla["id"]],
            "message": {"text": "all"},
        }
        return {}, Drive("CreateDirectMessagesConversationResponse", BRAND, json=body, status=201)

    def answered() -> tuple[dict[str, str], Drive]:
        reply = made.tweet(BRAND, reply={"in_reply_to_tweet_id": made.tweet()})
        return at(id=reply), Drive("HidePostsReplyResponse", AMIRA, json={"hidden": True})

    def simple(model: str, who: str | None = None, path: Any = None, **more: Any) -> Callable[[], Any]:
        return lambda: (path() if callable(path) else path or {}, Drive(model, who, **more))

    def post() -> dict[str, str]:
        return at(id=made.tweet())

    listing = f"ids={made.tweet()},404"
    text = {"text": f"@{BRAND} a new one"}
    rule = {"add": [{"value": "pear", "tag": "fruit"}]}
    return {
        "GET /2/usage/tweets": simple("GetUsageResponse"),
        "GET /2/connections": simple("GetConnectionHistoryResponse"),
        "DELETE /2/connections": simple("DeleteConnectionsByUuidsResponse", json={"uuids": ["x"]}),
        "DELETE /2/connections/all": simple("DeleteAllConnectionsResponse"),
        "DELETE /2/connections/:endpoint": simple(
            "DeleteConnectionsByEndpointResponse", path=at(endpoint="filtered_stream")
        ),
        "POST /2/activity/subscriptions": simple(
            "CreateActivitySubscriptionResponse",
            json={"event_type": "post.delete", "filter": {"user_id": brand["id"]}},
        ),
        "GET /2/activity/subscriptions": lambda: (
            made.subscription(),
            simple("GetActivitySubscriptionsResponse")(),
        )[1],
        "DELETE /2/activity/subscriptions": simple(
            "DeleteActivitySubscriptionsByIdsResponse", query="ids=1,2"
        ),
        "PUT /2/activity/subscriptions/:id": simple(
            "UpdateActivitySubscriptionResponse", path=lambda: at(id=made.subscription()), json={"tag": "new"}
        ),
        "DELETE /2/activity/subscriptions/:id": simple(
            "DeleteActivitySubscriptionResponse", path=lambda: at(id=made.subscription())
        ),
        "POST /2/compliance/jobs": simple("CreateComplianceJobsResponse", json={"type": "users"}),
        "GET /2/compliance/jobs": lambda: (
            made.job(),
            simple("GetComplianceJobsResponse", query="type=tweets")(),
        )[1],
        "GET /2/compliance/jobs/:id": simple("GetComplianceJobsByIdResponse", path=lambda: at(id=made.job())),
        "GET /2/dm_events": lambda: (
            made.dm(),
            simple("GetDirectMessagesEventsResponse", BRAND, fields="dm")(),
        )[1],
        "GET /2/dm_events/:id": simple(
            "GetDirectMessagesEventsByIdResponse", BRAND, lambda: at(id=made.dm()), fields="dm"
        ),
        "DELETE /2/dm_events/:id": simple(
            "DeleteDirectMessagesEventsResponse", BRAND, lambda: at(id=made.dm())
        ),
        "GET /2/dm_conversations/with/:pid/dm_events": simple(
            "GetDirectMessagesEventsByParticipantIdResponse", BRAND, at(pid=carla["id"]), fields="dm"
        ),
        "GET /2/dm_conversations/:id/dm_events": simple(
            "GetDirectMessagesEventsByConversationIdResponse", BRAND, at(id=pair), fields="dm"
        ),
        "POST /2/dm_conversations/with/:pid/messages": simple(
            "CreateDirectMessagesByParticipantIdResponse",
            BRAND,
            at(pid=carla["id"]),
            json={"text": "hello"},
            status=201,
        ),
        "POST /2/dm_conversations/:id/messages": simple(
            "CreateDirectMessagesByConversationIdResponse",
            BRAND,
            at(id=pair),
            json={"text": "again"},
            status=201,
        ),
        "POST /2/dm_conversations": group,
        "POST /2/users/:id/dm/block": simple("BlockUsersDmsResponse", BRAND, carla),
        "POST /2/users/:id/dm/unblock": simple("UnblockUsersDmsResponse", BRAND, carla),
        "POST /2/media/upload": simple(
            "MediaUploadResponse",
            BRAND,
            more={"files": {"media": b"png"}, "data": {"media_category": "tweet_image"}},
        ),
        "POST /2/media/upload/initialize": simple(
            "MediaUploadResponse",
            BRAND,
            json={"media_type": "image/png", "total_bytes": 3, "media_category": "tweet_image"},
        ),
        "POST /2/media/upload/:id/append": chunk,
        "POST /2/media/upload/:id/finalize": finalized,
        "GET /2/media/upload": moving,
        "POST /2/media/metadata": described,
        "GET /2/media": lambda: (
            {},
            Drive(
                "GetMediaByMediaKeysResponse",
                query=f"media_keys={made.media()['media_key']},3_1",
                fields="media",
            ),
        ),
        "GET /2/media/:key": simple(
            "GetMediaByMediaKeyResponse", path=lambda: at(key=made.media()["media_key"]), fields="media"
        ),
        "POST /2/tweets": simple("CreatePostsResponse", CARLA, json=text, status=201),
        "GET /2/tweets": simple("GetPostsByIdsResponse", BRAND, query=listing, fields="post"),
        "GET /2/tweets/:id": simple("GetPostsByIdResponse", None, post, fields="post"),
        "DELETE /2/tweets/:id": simple("DeletePostsResponse", AMIRA, post),
        "PUT /2/tweets/:id/hidden": answered,
        "POST /2/users/:id/likes": lambda: (
            brand,
            Drive("LikePostResponse", BRAND, json={"tweet_id": made.tweet()}),
        ),
        "DELETE /2/users/:id/likes/:tweet_id": simple(
            "UnlikePostResponse", BRAND, lambda: brand | at(tweet_id=made.tweet())
        ),
        "POST /2/users/:id/retweets": lambda: (
            brand,
            Drive("RepostPostResponse", BRAND, json={"tweet_id": made.tweet()}),
        ),
        "DELETE /2/users/:id/retweets/:source": simple(
            "UnrepostPostResponse", BRAND, lambda: brand | at(source=made.tweet())
        ),
        "POST /2/users/:id/following": simple("FollowUserResponse", BRAND, brand, json=target),
        "DELETE /2/users/:id/following/:target": simple(
            "UnfollowUserResponse", BRAND, brand | at(target=amira["id"])
        ),
        "POST /2/users/:id/muting": simple("MuteUserResponse", BRAND, brand, json=target),
        "DELETE /2/users/:id/muting/:target": simple(
            "UnmuteUserResponse", BRAND, brand | at(target=amira["id"])
        ),
        "GET /2/users/:id/muting": simple("GetUsersMutingResponse", BRAND, brand, fields="user"),
        "GET /2/users/:id/blocking": simple("GetUsersBlockingResponse", BRAND, brand, fields="user"),
        "GET /2/users/:id/following": simple("GetUsersFollowingResponse", None, brand, fields="user"),
        "GET /2/users/:id/followers": simple("GetUsersFollowersResponse", None, amira, fields="user"),
        "GET /2/users/:id/liked_tweets": simple("GetUsersLikedPostsResponse", None, amira, fields="post"),
        "GET /2/users/reposts_of_me": simple("GetUsersRepostsOfMeResponse", AMIRA, fields="post"),
        "GET /2/users/:id/public_keys": simple("GetUsersPublicKeyResponse", BRAND, carla),
        "GET /2/tweets/:id/liking_users": simple("GetPostsLikingUsersResponse", None, post, fields="user"),
        "GET /2/tweets/:id/retweeted_by": simple("GetPostsRepostedByResponse", None, post, fields="user"),
        "GET /2/tweets/:id/retweets": simple("GetPostsRepostsResponse", None, post, fields="post"),
        "GET /2/tweets/:id/quote_tweets": simple("GetPostsQuotedPostsResponse", None, post, fields="post"),
        "GET /2/tweets/search/stream/rules": simple("GetRulesResponse"),
        "POST /2/tweets/search/stream/rules": simple("UpdateRulesResponse", json=rule, status=201),
        "GET /2/tweets/search/stream/rules/counts": simple("GetRuleCountsResponse"),
        "GET /2/tweets/search/recent": simple(
            "SearchPostsRecentResponse", None, query="query=train OR @NorthlineRail", fields="post"
        ),
        "GET /2/tweets/search/all": simple(
            "SearchPostsAllResponse", None, query="query=@NorthlineRail", fields="post"
        ),
        "GET /2/tweets/counts/recent": simple("GetPostsCountsRecentResponse", query="query=@NorthlineRail"),
        "GET /2/users/:id/mentions": simple("GetUsersMentionsResponse", BRAND, brand, fields="post"),
        "GET /2/users/:id/tweets": simple("GetUsersPostsResponse", None, amira, fields="post"),
        "GET /2/users/:id/timelines/reverse_chronological": simple(
            "GetUsersTimelineResponse", BRAND, brand, fields="post"
        ),
        "GET /2/users/me": simple("GetUsersMeResponse", BRAND, fields="user"),
        "GET /2/users": simple("GetUsersByIdsResponse", BRAND, query=f"ids={amira['id']},404", fields="user"),
        "GET /2/users/by": simple(
            "GetUsersByUsernamesResponse", None, query="usernames=amira_k,nobody", fields="user"
        ),
        "GET /2/users/search": simple("SearchUsersResponse", BRAND, query="query=north", fields="user"),
        "GET /2/users/by/username/:username": simple(
            "GetUsersByUsernameResponse", None, at(username="carla_v"), fields="user"
        ),
        "GET /2/users/:id": simple("GetUsersByIdResponse", None, carla, fields="user"),
        "POST /2/webhooks": webhook,
        "GET /2/webhooks": lambda: (made.hook(), simple("GetWebhooksResponse")())[1],
        "PUT /2/webhooks/:id": simple("ValidateWebhooksResponse", path=lambda: at(id=made.hook())),
        "DELETE /2/webhooks/:id": simple("DeleteWebhooksResponse", path=lambda: at(id=made.hook())),
        "POST /2/webhooks/replay": replay,
        "POST /2/tweets/search/webhooks/:id": simple(
            "CreateWebhooksStreamLinkResponse", path=lambda: at(id=made.hook())
        ),
        "DELETE /2/tweets/search/webhooks/:id": simple(
            "DeleteWebhooksStreamLinkResponse", path=lambda: at(id=made.hook())
        ),
        "GET /2/tweets/search/webhooks": simple("GetWebhooksStreamLinksResponse"),
    }


def address(route: Route, path: dict[str, str], query: str = "") -> str:
    filled = route.path
    for name, value in path.items():
        filled = filled.replace(f":{name}", value)
    assert ":" not in filled, f"{route.name} needs {filled}"
    return f"{filled}?{query}" if query else filled


@pytest.fixture(scope="module")
def made(module_desk: Any) -> Iterator[Made]:
    module_desk("POST", "/sandbox/settings", json={"plan": "enterprise", "limit_factor": 1000})
    receiver = Receiver(module_desk.x.card["webhook_secret"])
    yield Made(module_desk, receiver.url)
    receiver.close()


@pytest.fixture(scope="module")
def table(made: Made) -> dict[str, Any]:
    return drives(made)


def test_no_route_is_left_out(table: dict[str, Any]) -> None:
    assert set(ROUTES) == set(table) | set(ELSEWHERE)


@pytest.mark.parametrize("name", sorted(set(ROUTES) - set(ELSEWHERE)))
def test_what_it_answers_validates(name: str, made: Made, table: dict[str, Any]) -> None:
    route = ROUTES[name]
    _, first = table[name]()
    fields = FIELDS.get(first.fields, "")
    for wanted in dict.fromkeys(("", fields, old(fields))):
        path, drive = table[name]()
        query = "&".join(part for part in (drive.query, wanted) if part)
        more = drive.more | ({"json": drive.json} if drive.json is not None else {})
        body = made.front(route.method, address(route, path, query), drive.who, drive.status, **more)
        getattr(schemas, drive.model).model_validate(body)


@pytest.mark.parametrize("name", sorted(name for name, route in ROUTES.items() if route.auth))
def test_a_refusal_is_a_problem_xs_way(name: str, made: Made) -> None:
    """Nobody's token, and nonsense for ids: whatever the refusal, its shape is one that clients can read."""
    route = ROUTES[name]
    nonsense = {part[1:]: "not-an-id" for part in route.path.split("/") if part.startswith(":")}
    for headers in ({"authorization": "Bearer nobody"}, {}):
        answer = made.front.raw(route.method, address(route, nonsense), BRAND, headers=headers)
        if answer.status_code < 400:
            continue
        problem = answer.json()
        assert (
            answer.headers["content-type"].startswith("application/json")
            or "problem" in answer.headers["content-type"]
        )
        assert {"title", "type"} <= set(problem) or problem["errors"], problem
        assert problem.get("status", answer.status_code) == answer.status_code
