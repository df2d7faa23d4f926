"""What `hark scorecard` prints: the JSON contract, and the same as a table."""

from typing import Any

from rich.console import Console
from rich.table import Table

from hark.cli.archive_run import Run
from hark.cli.replay_report import percent, spoken
from hark.reports.response import Response, Times, responses
from hark.reports.scope import Scope


def build(run: Run, scope: Scope) -> dict[str, Any]:
    """The contract of `hark scorecard --json`: `{"accounts": [...]}`, busiest first."""
    figures = responses(scope, run.network, run.account_rows)
    rows = [
        _row(account.handle, figures[pk]) for account, pk in zip(run.accounts, run.account_rows, strict=True)
    ]
    return {"accounts": sorted(rows, key=lambda row: (-row["inbound"], row["account"].lower()))}


def _row(handle: str, figures: Response) -> dict[str, Any]:
    return {
        "account": handle,
        "inbound": figures.inbound,
        "cases": figures.cases,
        "answered_share": figures.answered_share,
        "reply_time_s": _times(figures.reply_time_s),
        "first_response_s": _times(figures.first_response_s),
        "within_30_min": figures.within_30_min,
        "within_60_min": figures.within_60_min,
    }


def _times(times: Times) -> dict[str, Any]:
    return {"n": times.n, "median": times.median, "p90": times.p90}


def show(report: dict[str, Any]) -> None:
    """The same as a table."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=max(console.width, 132))  # a file or a pipe has no edge to fold at
    table = Table(title="Who answers how fast", title_justify="left")
    table.add_column("Account", no_wrap=True)
    for heading in (
        "Inbound",
        "Cases",
        "Answered",
        "Replies",
        "Reply median",
        "Reply p90",
        "First median",
        "≤ 30 min",
        "≤ 60 min",
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in report["accounts"]:
        reply, first = row["reply_time_s"], row["first_response_s"]
        table.add_row(
            f"@{row['account']}",
            f"{row['inbound']:,}",
            f"{row['cases']:,}",
            _share(row["answered_share"]),
            f"{reply['n']:,}",
            spoken(reply["median"]),
            spoken(reply["p90"]),
            spoken(first["median"]),
            _share(row["within_30_min"]),
            _share(row["within_60_min"]),
        )
    console.print(table)
    console.print(
        "Reply: an answer's time minus that of the post it answers. First: our first post after the customer's "
        "first, per case. Shares are of all cases.",
        style="dim",
    )


def _share(share: float | None) -> str:
    return percent(share).removesuffix(" of cases")
