"""Money: priced from the table, summed by day and month, stopped at the budget."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from xwire import BRAND

from hark.domain.prices import Item
from hark.networks.port import NetworkError
from hark.networks.x.costs import CostMeter, Limits
from hark.networks.x.endpoints import CREATE, MENTIONS, RULES, SEARCH
from hark.networks.x.meter import Call, Outcome

READ = Call(SEARCH, "app", item=Item.POST_READ)
WRITE = Call(CREATE, BRAND, people=True, item=Item.REPLY_SUMMONED)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 15, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def refused(meter: CostMeter, call: Call) -> NetworkError | None:
    try:
        meter.before(call)
    except NetworkError as error:
        return error
    return None


def test_objects_are_billed_once_a_day_and_requests_each_time(clock: Clock) -> None:
    meter = CostMeter(clock)
    meter.after(READ, Outcome(200, ("1", "2")))
    meter.after(READ, Outcome(200, ("2", "3")))
    assert meter.today == Decimal("0.015")
    meter.after(WRITE, Outcome(201, ("9",)))
    meter.after(WRITE, Outcome(201, ("9",)))
    assert meter.today == Decimal("0.035")
    clock.now += timedelta(days=1)
    meter.after(READ, Outcome(200, ("1",)))
    assert (meter.today, meter.month) == (Decimal("0.005"), Decimal("0.040"))


def test_refused_calls_cost_nothing_and_calls_of_unknown_fate_are_counted(clock: Clock) -> None:
    meter = CostMeter(clock)
    meter.after(WRITE, Outcome(403))
    meter.after(WRITE, Outcome(429))
    meter.after(WRITE, Outcome(0, sent=False))
    assert meter.total == 0
    meter.after(WRITE, Outcome(0))
    meter.after(WRITE, Outcome(503))
    assert meter.total == Decimal("0.020")


def test_calls_without_a_price_are_free(clock: Clock) -> None:
    meter = CostMeter(clock, limits=Limits(daily=Decimal(0)))
    meter.before(Call(RULES, "app"))
    meter.after(Call(RULES, "app"), Outcome(200))
    assert meter.total == 0


def test_machines_stop_at_nine_tenths_of_the_budget_and_people_at_all_of_it(clock: Clock) -> None:
    meter = CostMeter(clock, limits=Limits(daily=Decimal("0.100")))
    meter.after(READ, Outcome(200, tuple(map(str, range(18)))))  # 0.090
    error = refused(meter, READ)
    assert error is not None and error.reason == "budget_spent" and error.processed is False
    assert error.retry_after == 12 * 3600
    assert refused(meter, WRITE) is None
    meter.after(WRITE, Outcome(201))
    assert refused(meter, WRITE) is not None


def test_a_post_dearer_than_what_is_left_is_refused_before_it_is_sent(clock: Clock) -> None:
    meter = CostMeter(clock, limits=Limits(monthly=Decimal("0.100")))
    dear = Call(CREATE, BRAND, people=True, item=Item.POST_CREATE_WITH_LINK)
    error = refused(meter, dear)
    assert error is not None
    assert error.retry_after == (datetime(2026, 12, 1, tzinfo=UTC) - clock.now).total_seconds()
    assert refused(meter, WRITE) is None


def test_a_new_day_and_a_new_month_open_the_budget(clock: Clock) -> None:
    meter = CostMeter(clock, limits=Limits(daily=Decimal("0.01"), monthly=Decimal("0.025")))
    meter.after(WRITE, Outcome(201))
    assert refused(meter, READ) is not None
    clock.now += timedelta(days=1)
    assert refused(meter, READ) is None
    meter.after(WRITE, Outcome(201))
    clock.now = datetime(2026, 11, 30, tzinfo=UTC)
    assert refused(meter, READ) is not None
    clock.now = datetime(2026, 12, 1, tzinfo=UTC)
    assert refused(meter, READ) is None


def test_ledger_lines_are_handed_over_once_and_other_processes_are_counted(clock: Clock) -> None:
    meter = CostMeter(clock)
    meter.after(READ, Outcome(200, ("1",)))
    (line,) = meter.take()
    assert (line.endpoint, line.item, line.count, line.amount) == (
        "search",
        Item.POST_READ,
        1,
        Decimal("0.005"),
    )
    assert meter.take() == []
    meter.after(READ, Outcome(200, ("2",)))
    meter.spent_elsewhere(Decimal("1"), Decimal("5"))
    assert (meter.today, meter.month) == (Decimal("1.005"), Decimal("5.005"))


def test_owned_reads_have_their_own_price(clock: Clock) -> None:
    meter = CostMeter(clock)
    meter.after(Call(MENTIONS, BRAND, item=Item.OWNED_READ), Outcome(200, ("1", "2")))
    assert meter.today == Decimal("0.002")
