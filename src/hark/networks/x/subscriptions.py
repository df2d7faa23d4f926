"""X Activity subscriptions: which events X tells us of which account, kept equal to what we want."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hark.networks.port import NetworkError
from hark.networks.x import v2_values as v
from hark.networks.x.client import XClient
from hark.networks.x.endpoints import SUBSCRIBE, SUBSCRIPTIONS, UNSUBSCRIBE

# The owner took the consent back: told of every account at once, so it is asked for without a filter.
REVOKED = "oauth.revoke"
# For a care desk: who speaks to us, what we said ourselves (echo, takeover alarm), messages, encrypted chats
# that must be answered on X, and an owner who takes the consent back.
CARE_EVENTS = (
    "post.mention.create",
    "post.reply.create",
    "post.quote.create",
    "post.create",
    "post.delete",
    "dm.received",
    "dm.sent",
    "chat.received",
    REVOKED,
)
TAG = "hark"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription as X has it."""

    subscription_id: str
    event: str
    user_id: str
    webhook_id: str
    tag: str


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What a synchronisation did. `refused` maps an event to X's reason: a missing scope, a plan."""

    added: tuple[str, ...]
    removed: int
    refused: Mapping[str, str]


async def current_subscriptions(client: XClient) -> list[Subscription]:
    """Every subscription of the app. Raises NetworkError."""
    found: list[Subscription] = []
    params = {"max_results": "1000"}
    for _ in range(100):
        reply = await client.call(SUBSCRIPTIONS, params=params)
        found += [_subscription(row) for row in v.objects(reply.document.get("data"))]
        token = v.mapping(reply.document.get("meta")).get("next_token")
        if not isinstance(token, str) or not token or token == params.get("pagination_token"):
            break
        params["pagination_token"] = token
    return found


def _subscription(row: Mapping[str, Any]) -> Subscription:
    return Subscription(
        str(row.get("subscription_id") or row.get("id") or ""),
        str(row.get("event_type") or ""),
        str(v.mapping(row.get("filter")).get("user_id") or ""),
        str(row.get("webhook_id") or ""),
        str(row.get("tag") or ""),
    )


async def sync_subscriptions(
    client: XClient, user_id: str, *, events: Sequence[str] = CARE_EVENTS, webhook_id: str = ""
) -> Subscribed:
    """Subscribe what is missing, drop ours that are not wanted any more. Raises NetworkError.

    An event X refuses for good (403: scope or plan) is reported and does not stop the others.
    """
    ours = [one for one in await current_subscriptions(client) if one.tag == TAG]
    mine = [one for one in ours if one.user_id == user_id or one.event == REVOKED]
    present = {one.event for one in mine if one.webhook_id == webhook_id}
    added: list[str] = []
    refused: dict[str, str] = {}
    for event in events:
        if event in present:
            continue
        wanted = {} if event == REVOKED else {"user_id": user_id}
        body: dict[str, Any] = {"event_type": event, "filter": wanted, "tag": TAG}
        try:
            await client.call(SUBSCRIBE, json=body | ({"webhook_id": webhook_id} if webhook_id else {}))
            added.append(event)
        except NetworkError as error:
            if not error.permanent or error.status not in (400, 403):
                raise
            refused[event] = error.reason
    stale = [one for one in mine if one.event not in events or one.webhook_id != webhook_id]
    for one in stale:
        await client.call(UNSUBSCRIBE, path={"id": one.subscription_id})
    return Subscribed(tuple(added), len(stale), refused)
