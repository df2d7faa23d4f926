"""The ledger of what the networks' interfaces cost; money in millionths of a US dollar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hark.store import bulk

MICRO = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Spent:
    """What one priced thing has cost since a moment."""

    item: str
    units: int
    usd: Decimal


def record(account: int, lines: Sequence[tuple[datetime, str, int, Decimal]]) -> None:
    """Store ledger lines (time, item, units, US dollars)."""
    if not lines:
        return
    times, items, units, amounts = zip(*lines, strict=True)
    bulk.run(
        "put_costs",
        accounts=[account] * len(lines),
        times=list(times),
        items=list(items),
        units=list(units),
        micros=[int(amount * MICRO) for amount in amounts],
    )


def by_item(since: datetime) -> list[Spent]:
    """What was spent since then, dearest first."""
    return [
        Spent(item, int(units), Decimal(micros) / MICRO)
        for item, units, micros in bulk.rows("spent", since=since)
    ]


def spent(now: datetime) -> tuple[Decimal, Decimal]:
    """US dollars since midnight UTC and since the first of the month."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return _sum(midnight), _sum(midnight.replace(day=1))


def forecast(month: Decimal, now: datetime) -> Decimal:
    """What the month will come to at its pace so far, counting at least one whole day."""
    start = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    end = (start + timedelta(days=32)).replace(day=1)
    passed = max(now - start, timedelta(days=1))
    return (month * Decimal(str((end - start) / passed))).quantize(Decimal("0.01"))


def _sum(since: datetime) -> Decimal:
    return sum((line.usd for line in by_item(since)), Decimal(0))
