"""What `hark replay` prints: the JSON contract, and the same for people."""

from typing import Any

from rich.console import Console
from rich.table import Table

from hark.cli.archive_run import Run
from hark.reports.response import Times, responses
from hark.reports.scope import Scope


def build(run: Run, scope: Scope) -> dict[str, Any]:
    """The contract of `hark replay --json` (docs/howto/replay-an-archive.md)."""
    picked = {"network": run.network, "accounts": list(run.account_rows)}
    overall = responses(scope, run.network, run.account_rows)[0]
    stages = dict(scope.rows("stage_counts", network=run.network))
    tally = run.tally
    return {
        "posts": {
            "read": tally.read,
            "stored": tally.stored,
            "duplicates": tally.duplicates,
            "rejected": tally.rejected,
        },
        "cases": overall.cases,
        "participants": scope.rows("participant_count", **picked)[0][0],
        "replies": scope.rows("own_answers", **picked)[0][0],
        "reply_time_s": _times(overall.reply_time_s),
        "first_response_s": _times(overall.first_response_s),
        "within_30_min": overall.within_30_min,
        "within_60_min": overall.within_60_min,
        "stage": {str(stage): stages.get(stage, 0) for stage in (1, 2, 3)},
        "posts_per_s": tally.posts_per_s,
        "peak_rss_mb": run.memory.peak_mb(),
    }


def _times(times: Times) -> dict[str, Any]:
    return {"n": times.n, "median": times.median, "p90": times.p90}


def show(run: Run, report: dict[str, Any]) -> None:
    """The same figures as a page of text."""
    console = Console()
    posts, reply, first = report["posts"], report["reply_time_s"], report["first_response_s"]
    table = Table(show_header=False, box=None, padding=(0, 2))
    for label, value in (
        ("Posts read", f"{posts['read']:,}"),
        ("  stored", f"{posts['stored']:,}"),
        ("  already known", f"{posts['duplicates']:,}"),
        ("  rejected", f"{posts['rejected']:,}"),
        ("Accounts", f"{len(run.accounts):,}"),
        ("Cases", f"{report['cases']:,} with {report['participants']:,} third parties"),
        ("Our answers", f"{report['replies']:,}"),
        (
            "Reply time",
            f"median {spoken(reply['median'])}, 9 of 10 within {spoken(reply['p90'])} ({reply['n']:,} replies)",
        ),
        (
            "First response",
            f"median {spoken(first['median'])}, 9 of 10 within {spoken(first['p90'])} ({first['n']:,} cases)",
        ),
        ("Answered within 30 min", percent(report["within_30_min"])),
        ("Answered within 60 min", percent(report["within_60_min"])),
        ("Speed", f"{report['posts_per_s']:,.0f} posts/s, {report['peak_rss_mb']:,.0f} MiB at most"),
    ):
        table.add_row(label, value)
    console.print(table)
    for rejected in run.tally.first_rejects:
        console.print(f"line {rejected.line}: {rejected.reason}", style="yellow", markup=False)
    more = run.tally.rejected - len(run.tally.first_rejects)
    if more > 0:
        console.print(f"and {more:,} more; --rejects FILE keeps them all", style="yellow")


def spoken(seconds: float | None) -> str:
    """A length of time as a person says it."""
    if seconds is None:
        return "–"
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    if seconds < 90:
        return f"{sign}{seconds:.0f} s"
    if seconds < 5400:
        return f"{sign}{seconds / 60:.0f} min"
    if seconds < 36 * 3600:
        return f"{sign}{seconds / 3600:.1f} h"
    return f"{sign}{seconds / 86400:.1f} days"


def percent(share: float | None) -> str:
    """A share as a person reads it."""
    return "–" if share is None else f"{share:.0%} of cases"
