"""Everything one local X consists of."""

from pathlib import Path
from typing import Any

from hark.sandbox.clock import Clock
from hark.sandbox.engine import Engine
from hark.sandbox.world import World
from hark.sandbox.x.fanout import Fanout
from hark.sandbox.x.faults import Faults
from hark.sandbox.x.grants import ALL_SCOPES, FIRST_LIFE, Grants
from hark.sandbox.x.hooks import Hooks
from hark.sandbox.x.hub import Hub
from hark.sandbox.x.jobs import Job
from hark.sandbox.x.limits import Limits
from hark.sandbox.x.model import App, User
from hark.sandbox.x.network import Network
from hark.sandbox.x.oauth1 import OAuth1
from hark.sandbox.x.prices import Ledger
from hark.sandbox.x.rulebook import RuleBook
from hark.sandbox.x.stage import XStage
from hark.sandbox.x.subscriptions import Subscriptions
from hark.sandbox.x.truth import Truth


class Box:
    """The state and the services of one local X, and the world that is played on it."""

    def __init__(
        self, world: World, clock: Clock, *, seed: int = 1, speed: float = 1.0, log: Path | None = None
    ) -> None:
        self.clock = clock
        self.network = Network(clock, seed)
        self.grants = Grants(self.network.random)
        self.oauth1 = OAuth1(self.grants)
        self.limits = Limits()
        self.ledger = Ledger()
        self.truth = Truth(clock, log)
        self.faults = Faults(seed)
        self.rules = RuleBook()
        self.hub = Hub(clock, self.faults, self.truth)
        self.credit_shape = "depleted"
        self.limit_shape = "problem"
        self.summoned_wording = "july"
        self.hooks = Hooks(clock, self.faults, self.truth)
        self.fanout = Fanout(self.network, self.rules, self.hub, self.hooks)
        self.subscriptions = Subscriptions(self.network, self.hub, self.hooks, self.ledger, clock)
        self.jobs: dict[str, Job] = {}
        self.strict_webhooks = False
        self.engine = Engine(world, XStage(self.network), clock, speed)
        self.network.listen(self.truth.hear)
        self.engine.set_scene()
        self.network.listen(self.fanout.hear)
        self.network.listen(self.subscriptions.hear)
        self.app = self._first_app()

    def _first_app(self) -> App:
        """The developer app of the first brand, which may read its own posts cheaply."""
        users = list(self.network.users.values())
        owner = next((user for user in users if user.brand), users[0])
        return self.grants.new_app("Hark sandbox", owner.id)

    def card(self, limit: int = 40) -> dict[str, Any]:
        """What a client needs to get in: the one JSON line the command prints. Brands come first."""
        users = [user for user in self.network.users.values() if not user.suspended]
        users.sort(key=lambda user: not user.brand)
        app = self.app
        return {
            "base_url": self.network.base_url,
            "bearer_token": app.bearer,
            "consumer_key": app.consumer_key,
            "consumer_secret": app.consumer_secret,
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "webhook_secret": app.consumer_secret,
            "users": [self.entry(user) for user in users[:limit]],
        }

    def entry(self, user: User) -> dict[str, Any]:
        """One person's part of the card, with fresh tokens."""
        first = self.grants.oauth1_token(self.app, user)
        second = self.grants.oauth2_token(self.app, user, ALL_SCOPES, self.clock.now(), FIRST_LIFE)
        return {
            "id": user.id,
            "username": user.username,
            "name": user.name,
            "brand": user.brand,
            "access_token": first.value,
            "access_token_secret": first.secret,
            "oauth2_token": second.value,
            "refresh_token": second.refresh,
        }
