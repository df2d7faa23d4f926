"""Money: every call priced from the table, summed by day and month, stopped at the budget.

X sends no bill with an answer, so this is an estimate kept on the careful side: unclear prices count as the
dearer ones, and a thing read again on the same UTC day is counted once, as X says it does (a soft promise).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hark.domain.prices import Item, PriceTable, load_prices
from hark.networks.port import NetworkError
from hark.networks.x.meter import Call, Clock, Outcome

ZERO = Decimal(0)
PEOPLE_SHARE = Decimal("0.10")


@dataclass(frozen=True, slots=True)
class Charge:
    """One line of the ledger. `amount` is in the table's currency, US dollars for X."""

    at: datetime
    network: str
    endpoint: str
    identity: str
    item: Item
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget in US dollars; None means no limit. Machines stop at 90 %, people at 100 %."""

    daily: Decimal | None = None
    monthly: Decimal | None = None


class CostMeter:
    """Prices calls and stops them at the budget. `take` hands over the ledger lines to be stored.

    Several processes may spend: tell each the stored totals with `spent_elsewhere` from time to time.
    """

    def __init__(
        self, clock: Clock, *, table: PriceTable | None = None, limits: Limits | None = None
    ) -> None:
        self._clock = clock
        self._table = table or load_prices("x")
        self.limits = limits or Limits()
        self._lines: list[Charge] = []
        self._day = self._clock().astimezone(UTC).date()
        self._read: set[tuple[Item, str]] = set()
        self._today = self._month = ZERO
        self._total = ZERO

    @property
    def today(self) -> Decimal:
        """Spent since midnight UTC."""
        self._turn_page()
        return self._today

    @property
    def month(self) -> Decimal:
        """Spent since the first of the month, UTC."""
        self._turn_page()
        return self._month

    @property
    def total(self) -> Decimal:
        """Spent by this process since it started."""
        return self._total

    def spent_elsewhere(self, today: Decimal, month: Decimal) -> None:
        """The stored totals of all processes. Lines not yet taken are added to them."""
        self._turn_page()
        waiting = sum((line.amount for line in self._lines), ZERO)
        self._today, self._month = today + waiting, month + waiting

    def take(self) -> Sequence[Charge]:
        """The ledger lines since the last call, to be stored."""
        lines, self._lines = self._lines, []
        return lines

    def forecast(self) -> Decimal:
        """What the month will come to at today's and the past days' pace."""
        now = self._clock().astimezone(UTC)
        start = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        end = (start + timedelta(days=32)).replace(day=1)
        # A forecast from the first minutes of a month would be wild: count at least one whole day.
        passed = max(now - start, timedelta(days=1))
        return (self.month * Decimal(str((end - start) / passed))).quantize(Decimal("0.01"))

    def before(self, call: Call) -> None:
        """Raises NetworkError "budget_spent", with the seconds until the budget opens again."""
        self._turn_page()
        item = call.item
        if item is None:
            return
        price = self._table.cost(item) if call.endpoint.writes else ZERO
        now = self._clock().astimezone(UTC)
        midnight = datetime.combine(now.date(), datetime.min.time(), UTC)
        pairs = (
            (self.limits.daily, self._today, midnight + timedelta(days=1)),
            (self.limits.monthly, self._month, (midnight.replace(day=1) + timedelta(days=32)).replace(day=1)),
        )
        for limit, spent, opens in pairs:
            if limit is None:
                continue
            usable = limit if call.people else limit * (1 - PEOPLE_SHARE)
            if spent + price > usable or (not price and spent >= usable):
                raise NetworkError(
                    "budget_spent",
                    f"{call.endpoint.name}: the budget of {limit} is spent",
                    permanent=False,
                    retry_after=(opens - now).total_seconds(),
                )

    def after(self, call: Call, outcome: Outcome) -> None:
        """Put the call on the ledger: refused calls cost nothing, calls of unknown fate are counted."""
        self._turn_page()
        item = call.item
        if item is None or 400 <= outcome.status < 500:
            return
        count = self._unread(item, outcome.ids) if call.endpoint.per_object else 1
        amount = self._table.cost(item, count)
        if count:
            where = (call.endpoint.name, call.identity)
            self._lines.append(Charge(self._clock(), self._table.network, *where, item, count, amount))
            self._today += amount
            self._month += amount
            self._total += amount

    def _unread(self, item: Item, ids: Sequence[str]) -> int:
        new = {(item, ident) for ident in ids} - self._read
        self._read |= new
        return len(new)

    def _turn_page(self) -> None:
        today: date = self._clock().astimezone(UTC).date()
        if today != self._day:
            if (today.year, today.month) != (self._day.year, self._day.month):
                self._month = ZERO
            self._day, self._today = today, ZERO
            self._read.clear()
