from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.domain.budget import Budget, Spend, SpendReason, forecast, may_spend, money_left, spend_on

D = Decimal
NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)
TEN = Budget(daily=D(10), monthly=D(100))


@pytest.mark.parametrize(
    ("today", "month", "cost", "person", "machine"),
    [
        ("0", "0", "1", SpendReason.FINE, SpendReason.FINE),
        ("8.9", "8.9", "0.1", SpendReason.FINE, SpendReason.FINE),
        ("8.9", "8.9", "0.2", SpendReason.FINE, SpendReason.DAY_RESERVE),
        ("9.9", "9.9", "0.1", SpendReason.FINE, SpendReason.DAY_RESERVE),
        ("9.9", "9.9", "0.2", SpendReason.DAY_SPENT, SpendReason.DAY_SPENT),
        ("0", "90", "0.1", SpendReason.FINE, SpendReason.MONTH_RESERVE),
        ("0", "99.9", "0.2", SpendReason.MONTH_SPENT, SpendReason.MONTH_SPENT),
        ("50", "500", "0", SpendReason.FINE, SpendReason.FINE),
    ],
)
def test_machines_stop_before_people_do(
    today: str, month: str, cost: str, person: SpendReason, machine: SpendReason
) -> None:
    spend = Spend(D(today), D(month))
    assert may_spend(TEN, spend, D(cost), for_person=True) is person
    assert may_spend(TEN, spend, D(cost), for_person=False) is machine


def test_no_limit_is_no_limit() -> None:
    spend = Spend(D(10**6), D(10**6))
    assert may_spend(Budget(), spend, D(1), for_person=False) is SpendReason.FINE
    assert money_left(Budget(), spend, for_person=True) is None


def test_what_is_left_is_the_tighter_limit() -> None:
    assert money_left(TEN, Spend(D(3), D(96)), for_person=True) == D(4)
    assert money_left(TEN, Spend(D(3), D(20)), for_person=True) == D(7)
    assert money_left(TEN, Spend(D(3), D(20)), for_person=False) == D(6)
    assert money_left(TEN, Spend(D(12), D(20)), for_person=True) == D(-2)


money = st.decimals(0, 200, places=3)


@given(money, money, st.decimals("0.001", 200, places=3), st.booleans())
def test_may_spend_agrees_with_what_is_left(
    today: Decimal, month: Decimal, cost: Decimal, person: bool
) -> None:
    spend = Spend(today, month)
    left = money_left(TEN, spend, for_person=person)
    assert left is not None
    assert (may_spend(TEN, spend, cost, for_person=person) is SpendReason.FINE) == (cost <= left)


def test_days_and_months_are_utc() -> None:
    ledger = {date(2026, 5, 31): D(7), date(2026, 6, 1): D(1), date(2026, 6, 10): D(2)}
    assert spend_on(ledger, NOON) == Spend(D(2), D(3))
    kiritimati = datetime.fromisoformat("2026-06-11T01:00:00+14:00")
    assert spend_on(ledger, kiritimati) == Spend(D(2), D(3))


def test_the_forecast_takes_the_mean_of_the_last_week_for_the_rest_of_the_month() -> None:
    ledger = {date(2026, 6, day): D(2) for day in range(1, 10)} | {date(2026, 6, 10): D(1)}
    seen = forecast(ledger, NOON, Budget(monthly=D(40)))
    assert (seen.spent, seen.per_day) == (D(19), D(2))
    assert seen.expected == D(19) + D(2) * D("20.5")
    assert seen.runs_out_at == NOON + timedelta(days=10.5)
    assert forecast(ledger, NOON, Budget(monthly=D(70))).runs_out_at is None
    assert forecast(ledger, NOON, Budget(monthly=D(19))).runs_out_at == NOON
    assert forecast(ledger, NOON, Budget(daily=D(1))).runs_out_at is None


def test_days_without_spending_count_and_days_before_the_first_do_not() -> None:
    ledger = {date(2026, 6, 6): D(8), date(2026, 6, 9): D(4)}
    assert forecast(ledger, NOON).per_day == D(3)


def test_the_first_day_is_scaled_to_a_whole_one() -> None:
    assert forecast({date(2026, 6, 10): D(3)}, NOON).per_day == D(6)
    early = datetime(2026, 6, 10, 0, 1, tzinfo=UTC)
    assert forecast({date(2026, 6, 10): D(1)}, early).per_day == pytest.approx(D(24))
    assert forecast({}, NOON).expected == 0


def test_the_forecast_ends_with_the_month() -> None:
    ledger = {date(2026, 12, day): D(1) for day in range(1, 32)}
    last = datetime(2026, 12, 31, 18, tzinfo=UTC)
    assert forecast(ledger, last).expected == D(31) + D("0.25")


@pytest.mark.parametrize("wrong", [{"daily": D(-1)}, {"monthly": D(-1)}, {"people_share": D(1)}])
def test_a_budget_makes_sense(wrong: dict[str, Decimal]) -> None:
    with pytest.raises(ValueError, match=r"negative|share"):
        Budget(**wrong)
