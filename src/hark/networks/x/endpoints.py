"""The calls a care desk makes to X, as data: method, path, whose token, rate limits and what is billed.

Limits are (requests, seconds) for the pay-per-use plan as documented in August 2026 (networks.md 3); where
X's pages disagree the smallest stands here. Headers of real answers always win over this table.
`item` names the row of the price table; `per` says whether a request or each returned object is billed.
"""

from dataclasses import dataclass
from typing import Literal

Auth = Literal["app", "user"]
Window = tuple[int, int]

QUARTER = 900
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call. `auth` lists the tokens that fit, the preferred one first."""

    name: str
    method: str
    path: str
    auth: tuple[Auth, ...]
    app: Window | None = None
    user: Window | None = None
    item: str = ""
    per: Literal["request", "object"] = "request"
    writes: bool = False


def _read(
    name: str, path: str, *auth: Auth, app: Window | None, user: Window | None = None, item: str = ""
) -> Endpoint:
    return Endpoint(name, "GET", path, auth, app, user, item, "object" if item else "request")


def _write(
    name: str, method: str, path: str, *, user: Window | None, app: Window | None = None, item: str = ""
) -> Endpoint:
    return Endpoint(name, method, path, ("user",), app, user, item, "request", writes=True)


def _app(name: str, method: str, path: str, app: Window | None, *, writes: bool = False) -> Endpoint:
    return Endpoint(name, method, path, ("app",), app, writes=writes)


# Hearing
STREAM = _app("stream", "GET", "/2/tweets/search/stream", (50, QUARTER))
RULES = _app("rules", "GET", "/2/tweets/search/stream/rules", (450, QUARTER))
CHANGE_RULES = _app("change_rules", "POST", "/2/tweets/search/stream/rules", (100, QUARTER), writes=True)
MENTIONS = _read(
    "mentions",
    "/2/users/{id}/mentions",
    "user",
    "app",
    app=(450, QUARTER),
    user=(300, QUARTER),
    item="owned_read",
)
TIMELINE = _read(
    "timeline",
    "/2/users/{id}/tweets",
    "user",
    "app",
    app=(10_000, QUARTER),
    user=(900, QUARTER),
    item="owned_read",
)
SEARCH = _read(
    "search",
    "/2/tweets/search/recent",
    "app",
    "user",
    app=(450, QUARTER),
    user=(300, QUARTER),
    item="post_read",
)
POSTS = _read(
    "posts", "/2/tweets", "app", "user", app=(3500, QUARTER), user=(5000, QUARTER), item="post_read"
)
USERS = _read("users", "/2/users", "app", "user", app=(300, QUARTER), user=(900, QUARTER), item="user_read")
USERS_BY = _read(
    "users_by", "/2/users/by", "app", "user", app=(300, QUARTER), user=(900, QUARTER), item="user_read"
)
ME = _read("me", "/2/users/me", "user", app=None, user=(75, QUARTER), item="user_read")
DM_EVENTS = _read("dm_events", "/2/dm_events", "user", app=None, user=(15, QUARTER), item="dm_event_read")
DM_WITH = _read(
    "dm_with",
    "/2/dm_conversations/with/{id}/dm_events",
    "user",
    app=None,
    user=(15, QUARTER),
    item="dm_event_read",
)
ACTIVITY = _app("activity", "GET", "/2/activity/stream", (450, QUARTER))
SUBSCRIPTIONS = Endpoint("subscriptions", "GET", "/2/activity/subscriptions", ("app",), (500, QUARTER))
SUBSCRIBE = Endpoint(
    "subscribe", "POST", "/2/activity/subscriptions", ("user", "app"), (500, QUARTER), writes=True
)
UNSUBSCRIBE = _app("unsubscribe", "DELETE", "/2/activity/subscriptions/{id}", (500, QUARTER), writes=True)
WEBHOOKS = _app("webhooks", "GET", "/2/webhooks", (450, QUARTER))
ADD_WEBHOOK = _app("add_webhook", "POST", "/2/webhooks", (450, QUARTER), writes=True)
CHECK_WEBHOOK = _app("check_webhook", "PUT", "/2/webhooks/{id}", (450, QUARTER), writes=True)
DROP_WEBHOOK = _app("drop_webhook", "DELETE", "/2/webhooks/{id}", (450, QUARTER), writes=True)
REPLAY = _app("replay", "POST", "/2/webhooks/replay", (100, QUARTER), writes=True)
CONNECTIONS = _app("connections", "GET", "/2/connections", (25, QUARTER))
DROP_CONNECTIONS = _app("drop_connections", "DELETE", "/2/connections/{id}", (25, QUARTER), writes=True)
USAGE = _app("usage", "GET", "/2/usage/tweets", (50, QUARTER))
JOBS = _app("jobs", "GET", "/2/compliance/jobs/{id}", (150, QUARTER))
ADD_JOB = _app("add_job", "POST", "/2/compliance/jobs", (150, QUARTER), writes=True)

# Speaking
CREATE = _write(
    "create_post", "POST", "/2/tweets", user=(100, QUARTER), app=(10_000, DAY), item="post_create"
)
DELETE = _write("delete_post", "DELETE", "/2/tweets/{id}", user=(50, QUARTER), item="post_delete")
HIDE = _write("hide_reply", "PUT", "/2/tweets/{id}/hidden", user=(50, QUARTER), item="hide_reply")
SEND_DM = _write(
    "send_dm",
    "POST",
    "/2/dm_conversations/with/{id}/messages",
    user=(15, QUARTER),
    app=(1440, DAY),
    item="dm_create",
)
DELETE_DM = _write("delete_dm", "DELETE", "/2/dm_events/{id}", user=(300, QUARTER), app=(4000, DAY))
MEDIA_START = _write(
    "media_start", "POST", "/2/media/upload/initialize", user=(1875, QUARTER), app=(180_000, DAY)
)
MEDIA_APPEND = _write(
    "media_append", "POST", "/2/media/upload/{id}/append", user=(1875, QUARTER), app=(180_000, DAY)
)
MEDIA_END = _write(
    "media_end", "POST", "/2/media/upload/{id}/finalize", user=(1875, QUARTER), app=(180_000, DAY)
)
MEDIA_STATUS = _read("media_status", "/2/media/upload", "user", app=(100_000, DAY), user=(1000, QUARTER))
MEDIA_ALT = _write(
    "media_alt", "POST", "/2/media/metadata", user=(500, QUARTER), app=(50_000, DAY), item="media_metadata"
)
