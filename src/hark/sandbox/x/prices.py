"""What calls cost on pay-per-use, a ledger of it, and the answers when the money runs out."""

from collections import Counter
from collections.abc import Iterable

from hark.sandbox.x.model import App
from hark.sandbox.x.problems import TYPES, Problem

# US dollars per item
PRICES = {
    "post.read": 0.005,
    "post.read.owned": 0.001,
    "user.read": 0.010,
    "dm.read": 0.010,
    "counts": 0.005,
    "post.create": 0.015,
    "post.create.url": 0.200,
    "post.create.summoned": 0.010,
    "dm.create": 0.015,
    "interaction": 0.015,
    "manage": 0.005,
    "delete": 0.010,
    "activity.post": 0.005,
    "activity.profile": 0.005,
    "activity.dm.received": 0.010,
    "activity.free": 0.0,
}
MONTHLY_CAP = 3_000_000
MONTH = 30 * 86400.0


class Ledger:
    """Every charge, by app and item. Reads of one thing are charged once per UTC day."""

    def __init__(self) -> None:
        self.items: dict[str, Counter[str]] = {}
        self.daily: dict[str, Counter[int]] = {}
        self.cap = MONTHLY_CAP
        self._seen: dict[int, set[tuple[str, str, str]]] = {}

    def charge(self, app: App, billed: Iterable[tuple[str, str]], now: float) -> float:
        """Charge (item, id of the thing) pairs to an app; returns what it came to in dollars."""
        day = int(now // 86400)
        seen = self._seen.setdefault(day, set())
        items = self.items.setdefault(app.id, Counter())
        cost = 0.0
        for item, thing in billed:
            if ".read" in item:
                if (app.id, item, thing) in seen:
                    continue
                seen.add((app.id, item, thing))
            if item.startswith("post.read"):
                self.daily.setdefault(app.id, Counter())[day] += 1
            items[item] += 1
            cost += PRICES[item]
        app.credits -= cost
        app.spent += cost
        return cost

    def used_this_month(self, app: App, now: float) -> int:
        first = int((now - MONTH) // 86400)
        return sum(count for day, count in self.daily.get(app.id, Counter()).items() if day > first)

    def refuse(self, app: App, now: float, shape: str = "depleted") -> None:
        """Raise 402 without credits, 429 UsageCapExceeded when the month's posts are read."""
        if app.credits <= 0:
            raise out_of_credits(shape)
        if self.used_this_month(app, now) >= self.cap:
            raise usage_capped()


def out_of_credits(shape: str = "depleted") -> Problem:
    """402 in one of its two observed bodies: "depleted" or "account"."""
    if shape == "account":
        body = {
            "title": "CreditsDepleted",
            "detail": "Your enrolled account does not have any credits to fulfill this request.",
            "type": TYPES + "credits",
            "status": 402,
        }
        return Problem(402, body)
    kind = TYPES + "credits-depleted"
    return Problem(
        402, {"detail": "credits depleted", "status": 402, "title": "Payment Required", "type": kind}
    )


def usage_capped() -> Problem:
    body = {
        "title": "UsageCapExceeded",
        "detail": "Usage cap exceeded: Monthly product cap",
        "period": "Monthly",
        "scope": "Product",
        "account_id": "1",
        "product_name": "pay-per-use",
        "type": TYPES + "usage-capped",
        "status": 429,
    }
    return Problem(429, body)
