"""What may still be spent on a network, by day and by month, and what the month will come to.

Days and months are UTC, as X bills. A share of every budget is kept for people: machines stop polling
before a person is told that an answer cannot be paid. Money is `Decimal` in the price table's currency.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

PEOPLE_SHARE = Decimal("0.1")
FORECAST_DAYS = 7
DAY_SECONDS = Decimal(86_400)


class SpendReason(StrEnum):
    """Why money may or may not be spent. The reserve is what is kept for people."""

    FINE = "fine"
    DAY_SPENT = "day_spent"
    MONTH_SPENT = "month_spent"
    DAY_RESERVE = "day_reserve"
    MONTH_RESERVE = "month_reserve"


@dataclass(frozen=True, slots=True)
class Budget:
    """An account's limits; None is no limit. Raises ValueError unless limits >= 0 and 0 <= share < 1."""

    daily: Decimal | None = None
    monthly: Decimal | None = None
    people_share: Decimal = PEOPLE_SHARE

    def __post_init__(self) -> None:
        if any(limit is not None and limit < 0 for limit in (self.daily, self.monthly)):
            raise ValueError("a budget is not negative")
        if not 0 <= self.people_share < 1:
            raise ValueError("the people's share lies between 0 and 1")


@dataclass(frozen=True, slots=True)
class Spend:
    """What was spent so far, today and this month (today included)."""

    today: Decimal = Decimal(0)
    month: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the month will come to.

    `expected` = `spent` + `per_day` x the days left, today's rest included as a fraction. `per_day` is the
    mean of up to seven complete days before today since the first recorded spending; before there is one,
    today's spending scaled to a whole day, as if at least an hour of it had passed. `runs_out_at` is when
    the month's budget is reached at that rate, None when it is not reached within the month.
    """

    spent: Decimal
    per_day: Decimal
    expected: Decimal
    runs_out_at: datetime | None


def money_left(budget: Budget, spend: Spend, *, for_person: bool) -> Decimal | None:
    """What may still be spent now, None without a limit; negative when overspent."""
    lefts = [
        limit * (1 if for_person else 1 - budget.people_share) - spent
        for limit, spent in ((budget.daily, spend.today), (budget.monthly, spend.month))
        if limit is not None
    ]
    return min(lefts, default=None)


def may_spend(budget: Budget, spend: Spend, cost: Decimal, *, for_person: bool) -> SpendReason:
    """Whether a call of this cost may be made; FINE when it may. What costs nothing always may."""
    if cost <= 0:
        return SpendReason.FINE
    limits = (
        (budget.daily, spend.today, SpendReason.DAY_SPENT, SpendReason.DAY_RESERVE),
        (budget.monthly, spend.month, SpendReason.MONTH_SPENT, SpendReason.MONTH_RESERVE),
    )
    for limit, spent, over, _ in limits:
        if limit is not None and spent + cost > limit:
            return over
    for limit, spent, _, reserve in limits:
        kept = limit is not None and spent + cost > limit * (1 - budget.people_share)
        if kept and not for_person:
            return reserve
    return SpendReason.FINE


def spend_on(daily: Mapping[date, Decimal], now: datetime) -> Spend:
    """Today's and this month's spending out of a ledger by UTC day."""
    today = now.astimezone(UTC).date()
    month = sum((spent for day, spent in daily.items() if _same_month(day, today)), Decimal(0))
    return Spend(daily.get(today, Decimal(0)), month)


def forecast(daily: Mapping[date, Decimal], now: datetime, budget: Budget | None = None) -> Forecast:
    """The month's spending, from a ledger by UTC day (see Forecast for the formula)."""
    at = now.astimezone(UTC)
    per_day = _rate(daily, at)
    spent = spend_on(daily, at).month
    midnight = datetime(at.year, at.month, at.day, tzinfo=UTC)
    ends = midnight.replace(day=1) + timedelta(days=monthrange(at.year, at.month)[1])
    expected = spent + per_day * _days(ends - at)
    return Forecast(spent, per_day, expected, _runs_out(spent, per_day, at, ends, budget))


def _rate(daily: Mapping[date, Decimal], at: datetime) -> Decimal:
    today = at.date()
    first = min((day for day in daily if day < today), default=today)
    count = min(FORECAST_DAYS, (today - first).days)
    if count:
        days = (today - timedelta(days=back) for back in range(1, count + 1))
        return sum((daily.get(day, Decimal(0)) for day in days), Decimal(0)) / count
    passed = _days(at - datetime(at.year, at.month, at.day, tzinfo=UTC))
    return daily.get(today, Decimal(0)) / max(passed, Decimal(1) / 24)


def _runs_out(
    spent: Decimal, per_day: Decimal, at: datetime, ends: datetime, budget: Budget | None
) -> datetime | None:
    if budget is None or budget.monthly is None:
        return None
    if spent >= budget.monthly:
        return at
    if per_day <= 0 or spent + per_day * _days(ends - at) < budget.monthly:
        return None
    seconds = (budget.monthly - spent) / per_day * DAY_SECONDS
    return at + timedelta(seconds=float(seconds))


def _days(length: timedelta) -> Decimal:
    return Decimal(length // timedelta(microseconds=1)) / (DAY_SECONDS * 1_000_000)


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)
