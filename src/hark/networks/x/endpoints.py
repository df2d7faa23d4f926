"""The calls a care desk makes to X, as data: method, path, whose token fits, and what is billed.

From networks.md 3. Rate limits are looked up by `key` in domain/data/x_limits.json, prices by `item` in
domain/data/x_prices.json.
"""

from dataclasses import dataclass
from typing import Literal

from hark.domain.prices import Item

Auth = Literal["app", "user"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call. `auth` lists the tokens that fit, the preferred one first.

    `per_object`: each object in the answer is billed, not the request. `writes`: the call changes something,
    so it gets a connection of its own and is never repeated.
    """

    name: str
    method: str
    path: str
    auth: tuple[Auth, ...]
    item: Item | None = None
    per_object: bool = False
    writes: bool = False

    @property
    def key(self) -> str:
        """ "METHOD /path/:id", the name in the table of limits."""
        return f"{self.method} {self.path.replace('{id}', ':id')}"


def _read(name: str, path: str, *auth: Auth, item: Item | None = None) -> Endpoint:
    return Endpoint(name, "GET", path, auth, item, per_object=item is not None)


def _write(name: str, method: str, path: str, *auth: Auth, item: Item | None = None) -> Endpoint:
    return Endpoint(name, method, path, auth or ("user",), item, writes=True)


# Hearing
STREAM = _read("stream", "/2/tweets/search/stream", "app", item=Item.POST_READ)
RULES = _read("rules", "/2/tweets/search/stream/rules", "app")
CHANGE_RULES = _write("change_rules", "POST", "/2/tweets/search/stream/rules", "app")
MENTIONS = _read("mentions", "/2/users/{id}/mentions", "user", "app", item=Item.OWNED_READ)
TIMELINE = _read("timeline", "/2/users/{id}/tweets", "user", "app", item=Item.OWNED_READ)
SEARCH = _read("search", "/2/tweets/search/recent", "app", "user", item=Item.POST_READ)
POSTS = _read("posts", "/2/tweets", "app", "user", item=Item.POST_READ)
USERS = _read("users", "/2/users", "app", "user", item=Item.USER_READ)
# What X says of a person depends on who asks: this one is asked by the account itself.
USERS_SEEN = _read("users_seen", "/2/users", "user", item=Item.USER_READ)
USERS_BY = _read("users_by", "/2/users/by", "app", "user", item=Item.USER_READ)
ME = _read("me", "/2/users/me", "user", item=Item.USER_READ)
DM_EVENTS = _read("dm_events", "/2/dm_events", "user", item=Item.DM_READ)
DM_WITH = _read("dm_with", "/2/dm_conversations/with/{id}/dm_events", "user", item=Item.DM_READ)
ACTIVITY = _read("activity", "/2/activity/stream", "app", item=Item.EVENT_POST)
SUBSCRIPTIONS = _read("subscriptions", "/2/activity/subscriptions", "app")
SUBSCRIBE = _write("subscribe", "POST", "/2/activity/subscriptions", "user", "app")
UNSUBSCRIBE = _write("unsubscribe", "DELETE", "/2/activity/subscriptions/{id}", "app")
WEBHOOKS = _read("webhooks", "/2/webhooks", "app")
ADD_WEBHOOK = _write("add_webhook", "POST", "/2/webhooks", "app")
CHECK_WEBHOOK = _write("check_webhook", "PUT", "/2/webhooks/{id}", "app")
DROP_WEBHOOK = _write("drop_webhook", "DELETE", "/2/webhooks/{id}", "app")
REPLAY = _write("replay", "POST", "/2/webhooks/replay", "app")
CONNECTIONS = _read("connections", "/2/connections", "app")
DROP_CONNECTIONS = _write("drop_connections", "DELETE", "/2/connections/{id}", "app")
USAGE = _read("usage", "/2/usage/tweets", "app")
JOB = _read("job", "/2/compliance/jobs/{id}", "app")
ADD_JOB = _write("add_job", "POST", "/2/compliance/jobs", "app")

# Speaking
CREATE = _write("create_post", "POST", "/2/tweets", item=Item.POST_CREATE)
DELETE = _write("delete_post", "DELETE", "/2/tweets/{id}", item=Item.DELETE)
HIDE = _write("hide_reply", "PUT", "/2/tweets/{id}/hidden", item=Item.HIDE_REPLY)
SEND_DM = _write("send_dm", "POST", "/2/dm_conversations/with/{id}/messages", item=Item.DM_CREATE)
DELETE_DM = _write("delete_dm", "DELETE", "/2/dm_events/{id}")
MEDIA_START = _write("media_start", "POST", "/2/media/upload/initialize")
MEDIA_APPEND = _write("media_append", "POST", "/2/media/upload/{id}/append")
MEDIA_END = _write("media_end", "POST", "/2/media/upload/{id}/finalize")
MEDIA_STATUS = _read("media_status", "/2/media/upload", "user")
MEDIA_ALT = _write("media_alt", "POST", "/2/media/metadata", item=Item.MEDIA_METADATA)
