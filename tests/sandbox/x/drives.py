"""A call for every route of the local X."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.sandbox.x.routes import AMIRA, BRAND, CARLA, Drive, Made


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
