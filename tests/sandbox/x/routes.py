"""The routes of the local X, the fields a call can ask for, and what calls need."""

from dataclasses import dataclass, field
from typing import Any

from hark.sandbox.x.app import RESOURCES

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
