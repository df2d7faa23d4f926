"""`hark costs`: what the networks' interfaces have cost so far."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from hark.cli.common import data_dir_option, json_option, open_database, print_json


@click.command()
@data_dir_option
@json_option
def costs(data_dir: Path | None, as_json: bool) -> None:
    """What the networks' interfaces have cost so far, and what the month will come to.

    An estimate from the price table, on the careful side: networks send no bill with an answer.
    """
    open_database(data_dir)
    report = build(datetime.now(UTC))
    if as_json:
        print_json(report)
    else:
        _show(report)


def build(now: datetime) -> dict[str, Any]:
    """The contract of `hark costs --json`; money in US dollars."""
    from hark import config
    from hark.actions import costs as ledger
    from hark.domain.prices import load_prices

    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight.replace(day=1)
    month = ledger.by_item(first)
    spent_today, spent_month = ledger.spent(now)
    wanted = config.load()
    return {
        "currency": "USD",
        "prices_as_of": str(load_prices("x").version),
        "today": float(spent_today),
        "month": float(spent_month),
        "forecast_month": float(ledger.forecast(spent_month, now)),
        "daily_budget": float(wanted.daily_budget) if wanted.daily_budget else None,
        "monthly_budget": float(wanted.monthly_budget) if wanted.monthly_budget else None,
        "items": [{"item": line.item, "units": line.units, "usd": float(line.usd)} for line in month],
    }


def _show(report: dict[str, Any]) -> None:
    table = Table("This month", "Units", "US$", box=None, padding=(0, 3, 0, 0))
    for line in report["items"]:
        table.add_row(
            line["item"].replace("_", " "), f"{line['units']:,}", f"{Decimal(str(line['usd'])):,.3f}"
        )
    console = Console()
    console.print(table)
    budget = report["monthly_budget"]
    console.print(
        f"Today ${report['today']:,.2f}, this month ${report['month']:,.2f}, "
        f"on course for ${report['forecast_month']:,.2f}"
        + (
            f" of a budget of ${budget:,.2f}"
            if budget
            else "; no monthly budget is set (HARK_MONTHLY_BUDGET)"
        )
        + f". Prices as of {report['prices_as_of']}."
    )
