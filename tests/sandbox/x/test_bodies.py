"""Every REST body the local X returns validates in xdk's models, which X generates from its own specification."""

import base64
from typing import Any

import pytest
from xdk import schemas

EVERY = (
    "post.fields=attachments,author_id,conversation_id,created_at,display_text_range,edit_controls,entities,geo,"
    "in_reply_to_user_id,lang,note_post,paid_partnership,possibly_sensitive,public_metrics,referenced_posts,"
    "reply_settings,source,withheld,edit_history_post_ids,username"
    "&user.fields=affiliation,connection_status,created_at,description,entities,location,most_recent_post_id,parody,"
    "pinned_post_id,profile_image_url,protected,public_metrics,receives_your_dm,subscription_type,url,verified,"
    "verified_type,withheld&media.fields=alt_text,height,width,type,url,duration_ms,preview_image_url"
    "&poll.fields=duration_minutes,end_datetime,options,voting_status"
    "&expansions=author_id,referenced_posts.id,referenced_posts.id.author_id,attachments.media_keys,"
    "attachments.poll_ids,in_reply_to_user_id,entities.mentions.username,edit_history_post_ids,geo.place_id"
)
USER = EVERY.split("&expansions")[0] + "&expansions=pinned_post_id,most_recent_post_id"
DM = (
    "dm_event.fields=attachments,created_at,dm_conversation_id,entities,event_type,id,participant_ids,referenced_posts,"
    "sender_id,text&expansions=sender_id,participant_ids,attachments.media_keys,referenced_posts.id"
)
BRAND, AMIRA, CARLA = "NorthlineRail", "amira_k", "carla_v"


def check(model: str, body: dict[str, Any]) -> Any:
    return getattr(schemas, model).model_validate(body)


READS = [
    ("/2/users/me?" + USER, BRAND, "GetUsersMeResponse"),
    ("/2/users/{brand}?" + USER, BRAND, "GetUsersByIdResponse"),
    ("/2/users?ids={brand},{amira},404&" + USER, BRAND, "GetUsersByIdsResponse"),
    ("/2/users/by?usernames=amira_k,nobody&" + USER, None, "GetUsersByUsernamesResponse"),
    ("/2/users/by/username/carla_v?" + USER, None, "GetUsersByUsernameResponse"),
    ("/2/users/search?query=north", BRAND, "SearchUsersResponse"),
    ("/2/users/{brand}/mentions?max_results=5&" + EVERY, BRAND, "GetUsersMentionsResponse"),
    ("/2/users/{brand}/tweets?" + EVERY, None, "GetUsersPostsResponse"),
    ("/2/users/{brand}/timelines/reverse_chronological?" + EVERY, BRAND, "GetUsersTimelineResponse"),
    ("/2/users/{brand}/muting", BRAND, "GetUsersMutingResponse"),
    ("/2/users/{brand}/blocking", BRAND, "GetUsersBlockingResponse"),
    ("/2/users/{amira}/followers", None, "GetUsersFollowersResponse"),
    ("/2/tweets?ids={late},404,1&" + EVERY, BRAND, "GetPostsByIdsResponse"),
    ("/2/tweets/{late}?" + EVERY, None, "GetPostsByIdResponse"),
    ("/2/tweets/404?" + EVERY, None, "GetPostsByIdResponse"),
    ("/2/tweets/{late}/quote_tweets?" + EVERY, None, "GetPostsQuotedPostsResponse"),
    ("/2/tweets/{late}/retweets?" + EVERY, None, "GetPostsRepostsResponse"),
    ("/2/tweets/{late}/retweeted_by", None, "GetPostsRepostedByResponse"),
    ("/2/users/{amira}/liked_tweets?" + EVERY, None, "GetUsersLikedPostsResponse"),
    ("/2/users/reposts_of_me?" + EVERY, AMIRA, "GetUsersRepostsOfMeResponse"),
    ("/2/users/{carla}/public_keys", BRAND, "GetUsersPublicKeyResponse"),
    ("/2/tweets/{late}/liking_users", None, "GetPostsLikingUsersResponse"),
    (
        "/2/tweets/search/recent?query=train OR 8 OR @NorthlineRail&" + EVERY,
        None,
        "SearchPostsRecentResponse",
    ),
    ("/2/tweets/counts/recent?query=@NorthlineRail", None, "GetPostsCountsRecentResponse"),
    ("/2/tweets/search/stream/rules", None, "GetRulesResponse"),
    ("/2/tweets/search/stream/rules/counts", None, "GetRuleCountsResponse"),
    ("/2/dm_events?" + DM, BRAND, "GetDirectMessagesEventsResponse"),
    (
        "/2/dm_conversations/with/{carla}/dm_events?" + DM,
        BRAND,
        "GetDirectMessagesEventsByParticipantIdResponse",
    ),
    ("/2/webhooks", None, "GetWebhooksResponse"),
    ("/2/activity/subscriptions", None, "GetActivitySubscriptionsResponse"),
    ("/2/compliance/jobs?type=tweets", None, "GetComplianceJobsResponse"),
    ("/2/connections", None, "GetConnectionHistoryResponse"),
    ("/2/usage/tweets", None, "GetUsageResponse"),
]


@pytest.fixture(scope="module")
def front(module_desk: Any) -> Any:
    return module_desk


@pytest.fixture(scope="module")
def names(front: Any) -> dict[str, str]:
    found = front("GET", "/2/tweets/search/recent?query=from:amira_k")
    return {
        "brand": front.id(BRAND),
        "amira": front.id(AMIRA),
        "carla": front.id(CARLA),
        "late": found["data"][-1]["id"],
    }


@pytest.mark.parametrize(
    ("path", "who", "model"), READS, ids=[f"{m}-{n}" for n, (_, _, m) in enumerate(READS)]
)
def test_reads(front: Any, names: dict[str, str], path: str, who: str | None, model: str) -> None:
    body = front("GET", path.format(**names), who)
    check(model, body)
    for naming in ("post", "tweet"):
        other = path.replace("post.fields", f"{naming}.fields")
        if naming == "tweet":
            for word in ("referenced_posts", "edit_history_post_ids", "note_post", "pinned_post_id"):
                other = other.replace(word, word.replace("post", "tweet"))
        check(model, front("GET", other.format(**names), who))


def test_both_namings_come_back_as_asked(front: Any, names: dict[str, str]) -> None:
    found = front("GET", f"/2/tweets/search/recent?query=conversation_id:{names['late']} is:reply")
    reply = found["data"][0]["id"]
    assert {"edit_history_tweet_ids", "edit_history_post_ids"} <= set(found["data"][0])
    new = front("GET", f"/2/tweets/{reply}?post.fields=referenced_posts&expansions=referenced_posts.id")
    assert new["data"]["referenced_posts"][0]["id"] == names["late"] and "posts" in new["includes"]
    assert "referenced_tweets" not in new["data"] and "tweets" not in new["includes"]
    old = front("GET", f"/2/tweets/{reply}?tweet.fields=referenced_tweets&expansions=referenced_tweets.id")
    assert old["data"]["referenced_tweets"][0]["id"] == names["late"] and "tweets" in old["includes"]
    assert "referenced_posts" not in old["data"] and "posts" not in old["includes"]


def test_writes(front: Any, names: dict[str, str]) -> None:
    made = front("POST", "/2/tweets", AMIRA, 201, json={"text": f"@{BRAND} to be answered"})
    check("CreatePostsResponse", made)
    reply = {"text": "Here we are", "reply": {"in_reply_to_tweet_id": made["data"]["id"]}}
    answer = front("POST", "/2/tweets", BRAND, 201, json=reply)
    check("CreatePostsResponse", answer)
    path = f"/2/tweets/{answer['data']['id']}"
    check("HidePostsReplyResponse", front("PUT", f"{path}/hidden", AMIRA, json={"hidden": True}))
    check("DeletePostsResponse", front("DELETE", path, BRAND))
    rules = {"add": [{"value": "pear", "tag": "fruit"}, {"value": "plum"}]}
    added = check(
        "UpdateRulesResponse", front("POST", "/2/tweets/search/stream/rules", None, 201, json=rules)
    )
    check("GetRulesResponse", front("GET", "/2/tweets/search/stream/rules"))
    delete = {"delete": {"ids": [added.data[0].id], "values": ["plum"]}}
    check("UpdateRulesResponse", front("POST", "/2/tweets/search/stream/rules", json=delete))
    assert "data" not in front("GET", "/2/tweets/search/stream/rules")


def test_messages(front: Any, names: dict[str, str]) -> None:
    path = f"/2/dm_conversations/with/{names['brand']}/messages"
    sent = front("POST", path, CARLA, 201, json={"text": "hello"})
    check("CreateDirectMessagesByParticipantIdResponse", sent)
    conversation, event = sent["data"]["dm_conversation_id"], sent["data"]["dm_event_id"]
    again = front(
        "POST", f"/2/dm_conversations/{conversation}/messages", BRAND, 201, json={"text": "good day"}
    )
    check("CreateDirectMessagesByConversationIdResponse", again)
    group = {"conversation_type": "Group", "participant_ids": [names["amira"], names["carla"]]}
    opened = front(
        "POST", "/2/dm_conversations", BRAND, 201, json=group | {"message": {"text": "all of you"}}
    )
    check("CreateDirectMessagesConversationResponse", opened)
    check("GetDirectMessagesEventsByIdResponse", front("GET", f"/2/dm_events/{event}?{DM}", BRAND))
    check(
        "GetDirectMessagesEventsByConversationIdResponse",
        front("GET", f"/2/dm_conversations/{conversation}/dm_events?{DM}", BRAND),
    )
    check("DeleteDirectMessagesEventsResponse", front("DELETE", f"/2/dm_events/{event}", BRAND))
    check("BlockUsersDmsResponse", front("POST", f"/2/users/{names['carla']}/dm/block", BRAND))
    check("UnblockUsersDmsResponse", front("POST", f"/2/users/{names['carla']}/dm/unblock", BRAND))


def test_media(front: Any) -> None:
    one = front(
        "POST", "/2/media/upload", BRAND, files={"media": b"png"}, data={"media_category": "tweet_image"}
    )
    check("MediaUploadResponse", one)
    body = {
        "media": base64.b64encode(b"gif").decode(),
        "media_category": "tweet_gif",
        "media_type": "image/gif",
    }
    moving = front("POST", "/2/media/upload", BRAND, json=body)
    check("MediaUploadResponse", moving)
    assert moving["data"]["processing_info"]["state"] == "in_progress"
    status = f"/2/media/upload?command=STATUS&media_id={moving['data']['id']}"
    check("GetMediaUploadStatusResponse", front("GET", status, BRAND))
    front("POST", "/sandbox/clock", json={"advance": 5})
    assert front("GET", status, BRAND)["data"]["processing_info"]["state"] == "succeeded"
    meta = {"id": one["data"]["id"], "metadata": {"alt_text": {"text": "a sign"}}}
    check("CreateMediaMetadataResponse", front("POST", "/2/media/metadata", BRAND, json=meta))
    keys = f"/2/media?media_keys={one['data']['media_key']}&media.fields=alt_text,url"
    check("GetMediaByMediaKeysResponse", front("GET", keys))
    check("GetMediaByMediaKeyResponse", front("GET", f"/2/media/{one['data']['media_key']}"))


def test_compliance_and_activity(front: Any, names: dict[str, str]) -> None:
    job = front("POST", "/2/compliance/jobs", json={"type": "users"})
    check("CreateComplianceJobsResponse", job)
    check("GetComplianceJobsByIdResponse", front("GET", f"/2/compliance/jobs/{job['data']['id']}"))
    wanted = {"event_type": "post.create", "filter": {"user_id": names["brand"]}}
    made = front("POST", "/2/activity/subscriptions", json=wanted)
    check("CreateActivitySubscriptionResponse", made)
    path = f"/2/activity/subscriptions/{made['data']['subscription']['subscription_id']}"
    check("UpdateActivitySubscriptionResponse", front("PUT", path, json={"tag": "new"}))
    check("GetActivitySubscriptionsResponse", front("GET", "/2/activity/subscriptions"))
    check("DeleteActivitySubscriptionResponse", front("DELETE", path))
    check("DeleteActivitySubscriptionsByIdsResponse", front("DELETE", "/2/activity/subscriptions?ids=1,2"))
    check("DeleteAllConnectionsResponse", front("DELETE", "/2/connections/all"))
    check("DeleteConnectionsByUuidsResponse", front("DELETE", "/2/connections", json={"uuids": ["x"]}))
    check("DeleteConnectionsByEndpointResponse", front("DELETE", "/2/connections/filtered_stream"))


def test_on_enterprise(front: Any, names: dict[str, str]) -> None:
    front("POST", "/sandbox/settings", json={"plan": "enterprise"})
    try:
        brand, late = names["brand"], {"tweet_id": names["late"]}
        check("LikePostResponse", front("POST", f"/2/users/{brand}/likes", BRAND, json=late))
        check("UnlikePostResponse", front("DELETE", f"/2/users/{brand}/likes/{names['late']}", BRAND))
        check("RepostPostResponse", front("POST", f"/2/users/{brand}/retweets", BRAND, json=late))
        check("UnrepostPostResponse", front("DELETE", f"/2/users/{brand}/retweets/{names['late']}", BRAND))
        target = {"target_user_id": names["amira"]}
        check("FollowUserResponse", front("POST", f"/2/users/{brand}/following", BRAND, json=target))
        check("UnfollowUserResponse", front("DELETE", f"/2/users/{brand}/following/{names['amira']}", BRAND))
        check("MuteUserResponse", front("POST", f"/2/users/{brand}/muting", BRAND, json=target))
        check("UnmuteUserResponse", front("DELETE", f"/2/users/{brand}/muting/{names['amira']}", BRAND))
        check("GetWebhooksStreamLinksResponse", front("GET", "/2/tweets/search/webhooks"))
    finally:
        front("POST", "/sandbox/settings", json={"plan": "self-serve"})
