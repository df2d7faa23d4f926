"""What a call to a network costs, from a dated table.

Money is `Decimal` in the table's currency. Where a network's pages contradict each other, or are silent, the
price is *unclear*: the table says between what and what it lies and which one is assumed (the dearer, unless
the operator sets another), so that a budget is never overrun by a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from hark.domain.package_data import package_data


class Item(StrEnum):
    """What networks bill. `owned_read`: our own mentions and posts; `relation_read`: mutes, blocks, likes."""

    POST_READ = "post_read"
    OWNED_READ = "owned_read"
    USER_READ = "user_read"
    DM_READ = "dm_read"
    RELATION_READ = "relation_read"
    COUNTS_READ = "counts_read"
    POST_CREATE = "post_create"
    POST_CREATE_WITH_LINK = "post_create_with_link"
    POST_CREATE_WITH_DM_LINK = "post_create_with_dm_link"
    REPLY_SUMMONED = "reply_summoned"
    REPLY_SUMMONED_WITH_LINK = "reply_summoned_with_link"
    REPLY_SUMMONED_WITH_DM_LINK = "reply_summoned_with_dm_link"
    DM_CREATE = "dm_create"
    INTERACTION = "interaction"
    HIDE_REPLY = "hide_reply"
    MEDIA_METADATA = "media_metadata"
    DELETE = "delete"
    EVENT_POST = "event_post"
    EVENT_POST_DELETE = "event_post_delete"
    EVENT_PROFILE = "event_profile"
    EVENT_DM_RECEIVED = "event_dm_received"
    EVENT_DM_SENT = "event_dm_sent"
    EVENT_DM_READ = "event_dm_read"
    EVENT_CHAT_RECEIVED = "event_chat_received"
    EVENT_CHAT_SENT = "event_chat_sent"
    EVENT_FOLLOW = "event_follow"


class PriceError(ValueError):
    """The price table, or a setting for it, makes no sense; the message says why."""


class LinkKind(StrEnum):
    """What an answer carries: no link, a link, or only our own deep link into direct messages."""

    NONE = "none"
    LINK = "link"
    DM_LINK = "dm_link"


@dataclass(frozen=True, slots=True)
class UnclearPrice:
    """A price that lies between `low` and `high`; `note` says why nobody knows."""

    low: Decimal
    high: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class PriceTable:
    """Prices of one network on one date. An empty `prices` means the network bills nothing."""

    network: str
    version: date | None = None
    currency: str = "USD"
    source: str = ""
    prices: Mapping[Item, Decimal] = field(default_factory=dict)
    unclear: Mapping[Item, UnclearPrice] = field(default_factory=dict)

    def cost(self, item: Item, count: int = 1) -> Decimal:
        """What `count` of an item cost. Raises PriceError for an item the table has no price for."""
        if not self.prices:
            return Decimal(0)
        try:
            return self.prices[item] * count
        except KeyError:
            raise PriceError(f"{self.network} has no price for {item.value}") from None

    def answer_cost(self, *, private: bool, summoned: bool, link: LinkKind = LinkKind.NONE) -> Decimal:
        """What one answer costs. A direct message costs the same with and without a link."""
        if private:
            return self.cost(Item.DM_CREATE)
        base = "reply_summoned" if summoned else "post_create"
        return self.cost(Item(base if link is LinkKind.NONE else f"{base}_with_{link.value}"))

    def with_settings(self, settings: Mapping[str, str]) -> "PriceTable":
        """The table with the operator's own figures for unclear prices.

        Raises PriceError for an item whose price is clear, or a figure that is no amount of money.
        """
        changed = dict(self.prices)
        for name, figure in settings.items():
            if name not in Item.__members__.values() or Item(name) not in self.unclear:
                raise PriceError(f"{name} is not an unclear price of {self.network}")
            changed[Item(name)] = _money(figure)
        return replace(self, prices=changed)


def parse_prices(document: Mapping[str, Any]) -> PriceTable:
    """A table from its JSON document (see data/x_prices.json). Raises PriceError."""
    try:
        unclear = {Item(name): entry for name, entry in document.get("unclear", {}).items()}
        prices = {Item(name): _money(figure) for name, figure in document["prices"].items()}
        prices |= {item: _money(entry["assumed"]) for item, entry in unclear.items()}
        return PriceTable(
            network=document["network"],
            version=date.fromisoformat(document["version"]),
            currency=document["currency"],
            source=document["source"],
            prices=prices,
            unclear={
                item: UnclearPrice(_money(entry["low"]), _money(entry["high"]), entry["note"])
                for item, entry in unclear.items()
            },
        )
    except PriceError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PriceError(f"this is not a price table: {error!r}") from error


@cache
def load_prices(network: str) -> PriceTable:
    """The shipped table of a network; networks that bill nothing have an empty one."""
    return parse_prices(package_data("x_prices")) if network == "x" else PriceTable(network)


def _money(figure: str) -> Decimal:
    """Prices are written as text: a JSON number would pass through binary fractions."""
    try:
        amount = Decimal(figure) if isinstance(figure, str) else None
    except ArithmeticError:
        amount = None
    if amount is None or not amount.is_finite() or amount < 0:
        raise PriceError(f"{figure!r} is not an amount of money")
    return amount
