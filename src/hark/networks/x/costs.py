"""Money: every call priced from the table, summed by day and month, stopped at the budget.

X sends no bill with an answer, so this is an estimate kept on the careful side: unclear prices count as the
dearer ones, and a thing read again on the same UTC day is counted once, as X says it does (a soft promise).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hark.domain.budget import Budget, Spend, SpendReason, may_spend
from hark.domain.prices import Item, PriceTable, load_prices
from hark.networks.port import NetworkError
from hark.networks.x.meter import Call, Clock, Outcome

ZERO = Decimal(0)
MONTH = timedelta(days=32)  # from the first of a month, always within the next one


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


# The budget in US dollars; machines stop at nine tenths of it, people at all of it (domain/budget.py).
Limits = Budget


class CostMeter:
    """Prices calls and stops them at the budget. `take` hands over the ledger lines to be stored; the
    forecast is made from the stored ledger (domain/budget.py).

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

    def before(self, call: Call) -> None:
        """Raises NetworkError "budget_spent", with the seconds until the budget opens again.

        What a read will bring is not known before, so it is asked whether one more object could be paid.
        """
        self._turn_page()
        if call.item is None:
            return
        price = self._table.cost(call.item)
        reason = may_spend(self.limits, Spend(self._today, self._month), price, for_person=call.people)
        if reason is SpendReason.FINE:
            return
        now = self._clock().astimezone(UTC)
        midnight = datetime.combine(now.date(), datetime.min.time(), UTC)
        daily = reason in (SpendReason.DAY_SPENT, SpendReason.DAY_RESERVE)
        opens = midnight + timedelta(days=1) if daily else (midnight.replace(day=1) + MONTH).replace(day=1)
        raise NetworkError(
            "budget_spent",
            f"{call.endpoint.name}: the {'day' if daily else 'month'}'s budget is spent",
            permanent=False,
            retry_after=(opens - now).total_seconds(),
        )

    def after(self, call: Call, outcome: Outcome) -> None:
        """Put the call on the ledger: refused calls cost nothing, calls of unknown fate are counted."""
        self._turn_page()
        item = call.item
        if item is None or not outcome.sent or 400 <= outcome.status < 500:
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
