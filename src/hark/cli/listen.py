"""`hark listen`: look back at every source once, or keep listening."""

import asyncio
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from hark.cli.common import Stop, data_dir_option, json_option, open_database, print_json


@click.command()
@click.option("--once", is_flag=True, help="One look back at every source, then end.")
@data_dir_option
@json_option
def listen(once: bool, data_dir: Path | None, as_json: bool) -> None:
    """Reconcile every source once, or keep listening until stopped.

    With --once, what the running listener worries about is told as well. Exit code 1 when a source could not be
    read; what was missed is found by the next look.
    """
    open_database(data_dir)
    from hark.bootstrap import sources
    from hark.cli import running
    from hark.workers import listen as worker
    from hark.workers.supervisor import Supervisor

    if not once:
        stop = Supervisor(stop=threading.Event())
        running.stop_on_signals(stop)
        worker.run(sources.sources, stop.stop)
        return
    from hark.store import hearing
    from hark.store.vault import VaultError

    try:
        found = sources.sources()
    except VaultError as error:
        raise Stop(str(error)) from None
    if not found:
        raise Stop("No account is connected. `hark connect x` connects one.")
    report = asyncio.run(worker.look_back(found[0]))
    worries = hearing.worries(datetime.now(UTC))
    report["alarms"] = [
        {"source": one.source, "kind": one.worry, "since": one.since, "sentence": one.sentence}
        for one in worries
    ]
    if as_json:
        print_json(report)
    else:
        _show(report)
    sys.exit(1 if any(source["error"] for source in report["sources"].values()) else 0)


def _show(report: dict[str, Any]) -> None:
    table = Table("Source", "Pages", "Heard", "New", "Rejected", "Proven up to", "Trouble", box=None)
    for name, source in report["sources"].items():
        numbers = (str(source[key]) for key in ("pages", "heard", "new", "rejected"))
        table.add_row(name, *numbers, source["watermark"] or "–", source["error"] or "")
    console = Console()
    console.print(table)
    for gap in report["gaps"]:
        console.print(f"Gap in {gap['source']}: {gap['from']} to {gap['to']}: {gap['reason']}", style="red")
    for alarm in report["alarms"]:
        console.print(alarm["sentence"], style="red", markup=False)
    if report.get("cost_usd") is not None:
        console.print(f"This look cost about ${report['cost_usd']:.3f}.")
