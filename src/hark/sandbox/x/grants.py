"""Apps, tokens and who stands behind a request."""

import random
import secrets
from dataclasses import dataclass

from hark.sandbox.x.model import App, Token, User
from hark.sandbox.x.sets import names

ALL_SCOPES = names(
    "tweet.read tweet.write tweet.moderate.write users.read follows.read follows.write offline.access "
    "space.read mute.read mute.write like.read like.write list.read list.write block.read block.write "
    "bookmark.read bookmark.write media.write dm.read dm.write users.email"
)
ACCESS_LIFE = 7200.0  # seconds, by X's documentation
CODE_LIFE = 30.0
FIRST_LIFE = 90 * 86400.0  # the tokens printed at the start outlive a long test


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling: an app, and a user when there is one. `mode` is "app", "oauth2" or "oauth1"."""

    app: App
    mode: str
    user: User | None = None
    scopes: frozenset[str] = ALL_SCOPES

    @property
    def key(self) -> str:
        return self.user.id if self.user else f"app-{self.app.id}"


@dataclass(slots=True)
class Code:
    """An authorization code on its way back to the app."""

    app: App
    user: User
    scopes: frozenset[str]
    redirect_uri: str
    challenge: str
    method: str
    expires: float
    used: bool = False


class Grants:
    """Every app and token. Values come from `chance`, so that a seed makes them the same again."""

    def __init__(self, chance: random.Random | None = None) -> None:
        self._chance = chance or random.Random(secrets.randbits(64))
        self.apps: dict[str, App] = {}
        self.by_consumer: dict[str, App] = {}
        self.by_client: dict[str, App] = {}
        self.bearers: dict[str, App] = {}
        self.oauth1: dict[str, Token] = {}
        self.oauth2: dict[str, Token] = {}
        self.refreshes: dict[str, Token] = {}
        self.codes: dict[str, Code] = {}
        self.request_tokens: dict[str, dict[str, str]] = {}

    def secret(self, length: int) -> str:
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return "".join(self._chance.choice(letters) for _ in range(length))

    def new_app(self, name: str, owner: str, plan: str = "self-serve") -> App:
        number = str(10_000_000 + len(self.apps) + self._chance.randrange(1_000_000))
        app = App(
            id=number,
            name=name,
            owner=owner,
            consumer_key=self.secret(25),
            consumer_secret=self.secret(50),
            client_id=self.secret(34),
            client_secret=self.secret(50),
            bearer="AAAAAAAAAAAAAAAAAAAAA" + self.secret(83),
            plan=plan,
        )
        self.apps[app.id] = app
        self.by_consumer[app.consumer_key] = app
        self.by_client[app.client_id] = app
        self.bearers[app.bearer] = app
        return app

    def oauth1_token(self, app: App, user: User) -> Token:
        token = Token(f"{user.id}-{self.secret(40)}", app, user, ALL_SCOPES, secret=self.secret(45))
        self.oauth1[token.value] = token
        return token

    def oauth2_token(
        self, app: App, user: User, scopes: frozenset[str], now: float, life: float = ACCESS_LIFE
    ) -> Token:
        """A user token; one that may be refreshed only with offline.access."""
        token = Token(self.secret(91), app, user, scopes, expires=now + life)
        if "offline.access" in scopes:
            token.refresh = self.secret(91)
            self.refreshes[token.refresh] = token
        self.oauth2[token.value] = token
        return token

    def rotate(self, refresh: str, app: App, now: float) -> Token | None:
        """A new pair for a refresh token, which is spent by that; None when it was no good."""
        old = self.refreshes.get(refresh)
        if old is None or old.revoked or old.app is not app:
            return None
        del self.refreshes[refresh]
        old.revoked = True
        return self.oauth2_token(app, old.user, old.scopes, now)

    def revoke(self, token: Token) -> None:
        token.revoked = True
        self.refreshes.pop(token.refresh, None)

    def of_bearer(self, value: str, now: float) -> Caller | None:
        """The caller behind a Bearer header: an app-only token or a user's OAuth 2.0 token."""
        app = self.bearers.get(value)
        if app is not None:
            return Caller(app, "app")
        token = self.oauth2.get(value)
        if token is None or token.revoked or (token.expires is not None and token.expires <= now):
            return None
        return Caller(token.app, "oauth2", token.user, token.scopes)
