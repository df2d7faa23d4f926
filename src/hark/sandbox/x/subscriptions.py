"""Who wants to hear of which activity, and the delivery to streams and webhooks."""

import random
from dataclasses import dataclass
from typing import Any

from hark.sandbox.clock import Clock
from hark.sandbox.x import events
from hark.sandbox.x.hooks import Hooks
from hark.sandbox.x.http import ENCODER
from hark.sandbox.x.hub import Hub
from hark.sandbox.x.model import App
from hark.sandbox.x.network import Happening, Network
from hark.sandbox.x.prices import Ledger
from hark.sandbox.x.times import iso_ms

MOST = {"self-serve": 1500, "enterprise": 75_000}
Json = dict[str, Any]


@dataclass(slots=True)
class Subscription:
    id: str
    app: App
    event_type: str
    filter: Json
    tag: str
    webhook_id: str
    created: float
    updated: float

    def json(self) -> Json:
        body: Json = {
            "subscription_id": self.id,
            "event_type": self.event_type,
            "filter": self.filter,
            "created_at": iso_ms(self.created),
            "updated_at": iso_ms(self.updated),
        }
        if self.tag:
            body["tag"] = self.tag
        return body | ({"webhook_id": self.webhook_id} if self.webhook_id else {})

    def wants(self, event: events.Event) -> bool:
        """Whether this event is what was asked for. `oauth.revoke` has no filter."""
        if self.event_type != event.kind:
            return False
        if event.kind == "oauth.revoke":
            return True
        direction = self.filter.get("direction")
        return self.filter.get("user_id") == event.user_id and direction in (None, "", event.direction)


class Subscriptions:
    """Listens to the network and delivers events."""

    def __init__(self, network: Network, hub: Hub, hooks: Hooks, ledger: Ledger, clock: Clock) -> None:
        self._network, self._hub, self._hooks = network, hub, hooks
        self._ledger, self._clock = ledger, clock
        self._random = random.Random(network.random.random())
        self.all: dict[str, Subscription] = {}
        self._kinds: set[str] = set()

    def of(self, app: App) -> list[Subscription]:
        return [one for one in self.all.values() if one.app is app]

    def add(self, subscription: Subscription) -> None:
        self.all[subscription.id] = subscription

    def remove(self, subscription_id: str) -> None:
        self.all.pop(subscription_id, None)

    def hear(self, happening: Happening) -> None:
        if not self.all:
            return
        for event in events.of(self._network, happening):
            for subscription in list(self.all.values()):
                if subscription.wants(event):
                    self._deliver(subscription, event)

    def _deliver(self, subscription: Subscription, event: events.Event) -> None:
        data: Json = {
            "event_uuid": str(self._random.randrange(-(2**63), 2**63)),
            "filter": subscription.filter,
            "event_type": event.kind,
            "tag": subscription.tag,
            "payload": event.payload,
        }
        if event.includes:
            data["includes"] = event.includes
        body = ENCODER.encode({"data": data})
        app = subscription.app
        self._ledger.charge(app, [(events.price(event.kind), event.thing)], self._clock.now())
        if subscription.webhook_id:
            self._hooks.send(subscription.webhook_id, body, event.thing)
            return
        for connection in self._hub.of(app, "activity"):
            self._hub.deliver(connection, body + b"\r\n", event.thing)
