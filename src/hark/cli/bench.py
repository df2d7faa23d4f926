"""`hark bench`: how fast Hark is on this machine."""

from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from hark.cli.common import Stop, json_option, print_json


@click.group()
def bench() -> None:
    """Measure Hark on this machine. Databases are thrown away afterwards."""


@bench.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@json_option
def triage(path: Path | None, as_json: bool) -> None:
    """Posts per second on one core and the cost of each signal, on the texts of PATH (one a line).

    Without PATH the demo's posts are taken.
    """
    from hark.sandbox.worlds.demo import demo
    from hark.triage import bench as measure

    texts = path.read_text(encoding="utf-8").splitlines() if path else [line.text for line in demo().lines]
    texts = [text for text in texts if text.strip()]
    if not texts:
        raise Stop(f"{path} holds no text.")
    report = measure.run(texts)
    if as_json:
        print_json(report)
        return
    table = Table("Signal", "µs a post", box=None, padding=(0, 3, 0, 0))
    for name, cost in report["signals"].items():
        table.add_row(name, f"{cost:.2f}")
    console = Console()
    console.print(table)
    console.print(f"{report['posts_per_second']:,} posts/s on one core, {report['microseconds']} µs a post")


@bench.command()
@click.option("--posts", default=100_000, show_default=True, type=click.IntRange(1_000, 20_000_000))
@click.option("--agents", default=20, show_default=True, type=click.IntRange(1, 500))
@click.option("--seconds", default=60, show_default=True, type=click.IntRange(5, 3600))
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the seeded desk in this folder and use it again next time.",
)
@json_option
def desk(posts: int, agents: int, seconds: int, keep: Path | None, as_json: bool) -> None:
    """Inbox, case page, search and send under load: every agent makes one request every two seconds."""
    from hark.cli import bench_desk

    report = bench_desk.run(posts, agents, seconds, keep)
    if as_json:
        print_json(report)
        return
    _show_latencies({f"{name}, on the server": times for name, times in report["server"].items()})
    _show_latencies({f"{name}, as agents see it": times for name, times in report["pages"].items()})
    Console().print(
        f"{report['posts']:,} posts, {report['cases']:,} cases, {agents} agents; seeded in {report['seeded_s']:.0f} s; "
        f"{report['cpu_ms_per_request']} ms of processor time a request; load average {report['load_average'][0]}"
    )
    scaled = ", ".join(f"{name} {took}" for name, took in report["on_goal_machine"].items())
    Console().print(
        f"A plain Django page of fifty rows takes {report['plain']['p50']} ms here. "
        f"Where it takes 10, the p99 would be: {scaled}."
    )


@bench.command()
@click.option("--agents", default=200, show_default=True, type=click.IntRange(1, 5000), help="Open pages.")
@click.option("--rate", default=250, show_default=True, type=click.IntRange(1, 5000), help="Posts a second.")
@click.option("--seconds", default=20, show_default=True, type=click.IntRange(3, 600))
@json_option
def live(agents: int, rate: int, seconds: int, as_json: bool) -> None:
    """Post accepted to hint in the page, with many pages open."""
    from hark.cli import bench_live

    report = bench_live.run(agents, rate, seconds)
    if as_json:
        print_json(report)
        return
    _show_latencies({"hint": report["hint_ms"]})
    Console().print(
        f"{report['agents']} pages, {report['posts_per_s']:.0f} posts/s taken in, "
        f"{report['kib_per_page']:.1f} KiB a page on the server, {report['threads']} threads in the web processes"
    )


def _show_latencies(pages: dict[str, Any]) -> None:
    table = Table(
        "What", "Requests", "p50 ms", "p95 ms", "p99 ms", "worst ms", box=None, padding=(0, 3, 0, 0)
    )
    for name, times in pages.items():
        table.add_row(name, f"{times['n']:,}", *(f"{times[key]:.1f}" for key in ("p50", "p95", "p99", "max")))
    Console().print(table)
