"""Rate windows: so many calls per 15 minutes and per day, for each endpoint and caller."""

from dataclasses import dataclass

from hark.sandbox.x.grants import Caller
from hark.sandbox.x.http import Route
from hark.sandbox.x.problems import Problem

QUARTER = 900.0
DAY = 86400.0


@dataclass(slots=True)
class Window:
    """Calls since `opened`, network time; a window opens with the first call in it."""

    opened: float
    used: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """What the x-rate-limit headers say: calls allowed, calls left, and when the window ends."""

    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        return {
            "x-rate-limit-limit": str(self.limit),
            "x-rate-limit-remaining": str(self.remaining),
            "x-rate-limit-reset": str(self.reset),
        }


class Limits:
    """Counts calls. `factor` scales every limit, for tests that want to meet them (or never to)."""

    def __init__(self) -> None:
        self.factor = 1.0
        self._windows: dict[tuple[str, str, float], Window] = {}

    def take(self, route: Route, caller: Caller, now: float) -> tuple[State | None, bool]:
        """Count one call: the tightest window's state, and whether the call is allowed.

        A user's call is counted against the user where the docs give a user limit, else against the app.
        """
        states: list[State] = []
        allowed = True
        for size, limit, key in self._rules(route, caller):
            window = self._windows.get((route.name, key, size))
            if window is None or now >= window.opened + size:
                window = self._windows[route.name, key, size] = Window(now)
            if window.used >= limit:
                allowed = False
            else:
                window.used += 1
            left = max(0, limit - window.used)
            states.append(State(limit, left, int(window.opened + size) + 1))
        tightest = min(states, key=lambda state: state.remaining) if states else None
        return tightest, allowed

    def _rules(self, route: Route, caller: Caller) -> list[tuple[float, int, str]]:
        app = f"app-{caller.app.id}"
        by_user = caller.user is not None and route.user_limit is not None
        quarter = route.user_limit if by_user else route.app_limit
        rules: list[tuple[float, int | None, str]] = [(QUARTER, quarter, caller.key if by_user else app)]
        rules.append((DAY, route.daily_app, app))
        if caller.user is not None:
            rules.append((DAY, route.daily_user, caller.key))
        return [(size, max(1, int(limit * self.factor)), key) for size, limit, key in rules if limit]


def too_many(shape: str = "problem") -> Problem:
    """429 in one of the two shapes X uses."""
    if shape == "code":
        return Problem(429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]})
    body = {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}
    return Problem(429, body)
