"""`hark demo`: a fictional brand's busy day on a local network, ready in seconds."""

import json
import os
import secrets
import subprocess
import sys
import threading
import time
import webbrowser
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from hark.cli.common import (
    PORT,
    Stop,
    data_dir_option,
    interrupt_on_term,
    json_option,
    open_database,
    print_json,
)

NETWORK_SECONDS = 20.0


@click.command()
@click.option("--port", type=PORT, default=8000, show_default=True, help="Port of the desk.")
@click.option(
    "--network-port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port of the local network (default: any free one).",
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--speed", default=1.0, show_default=True, help="How much faster the day goes by.")
@data_dir_option
@json_option
def demo(
    port: int, network_port: int, no_browser: bool, speed: float, data_dir: Path | None, as_json: bool
) -> None:
    """Try the desk on a fictional brand's busy day: nothing to install, no account needed.

    Everything lives in a folder of its own and starts afresh each time.
    """
    from hark import config
    from hark.cli import running
    from hark.workers.supervisor import Supervisor, worker_command

    if not 0 < speed <= 10_000:
        raise click.BadParameter("must be between 0 and 10000", param_hint="--speed")
    running.refuse_taken("127.0.0.1", port)
    folder = data_dir or config.default_data_dir().with_name("hark-demo")
    interrupt_on_term()
    # What takes a second each runs side by side: the network beside the database, the pages beside the people.
    network = _start_network(network_port, speed)
    tree: Supervisor | None = None
    stage = ExitStack()
    try:
        _start_afresh(folder, stage)
        tree = running.tree(("web",), "127.0.0.1", port)
        tree.start()
        described = _wait_for_network(network)
        people = _prepare(described)
        tree.add("workers", worker_command(("listen", "send", "clocks"))).start()
        running.stop_on_signals(tree)
        url = f"http://127.0.0.1:{port}"
        running.wait_until_ready(tree, url)
        threading.Thread(target=_morning, args=(tree.stop,), daemon=True).start()
        _announce(url, described["base_url"], people, as_json)
        if not no_browser and not as_json:
            webbrowser.open(url)
        tree.watch()
    finally:
        if tree is not None:
            tree.shut_down()
        network.terminate()
        network.wait()
        stage.close()


def _start_afresh(folder: Path, stage: ExitStack) -> None:
    """The demo's own database, empty, and nobody else's until `stage` is closed.

    A folder that is not the demo's, or in which another one is running, is never emptied.
    """
    os.environ.pop("HARK_DATABASE_URL", None)
    os.environ.pop("HARK_DATABASE_URL_FILE", None)
    open_database(folder)
    from hark.bootstrap import demo as scene

    try:
        stage.enter_context(scene.take_the_stage(os.environ["HARK_DATABASE_URL"]))
        scene.empty()
    except scene.NotADemo as error:
        raise Stop(str(error)) from None


def _start_network(port: int, speed: float) -> "subprocess.Popen[str]":
    """The local network in a process of its own."""
    command = [sys.executable, "-m", "hark.cli", "sandbox", "x", "--scenario", "demo"]
    return subprocess.Popen(
        [*command, "--port", str(port), "--speed", str(speed)],
        stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip


def _wait_for_network(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """What the network says of itself once it is ready."""
    assert process.stdout is not None
    started = time.monotonic()
    line = process.stdout.readline()
    if not line or time.monotonic() - started > NETWORK_SECONDS:
        raise Stop("The local network did not start. Run `hark sandbox x --scenario demo` to see why.")
    described: dict[str, Any] = json.loads(line)
    return described


def _prepare(described: dict[str, Any]) -> list[dict[str, str]]:
    """The brand, its accounts connected to the local network, and three people to sign in as."""
    from hark.bootstrap import demo as scene

    return scene.prepare(described, password=lambda: secrets.token_urlsafe(9))


def _morning(stop: threading.Event) -> None:
    """Once the morning has been heard, settle what colleagues would have settled."""
    from django.db import connection

    from hark.bootstrap import demo as scene

    while not stop.wait(0.5):
        if scene.heard_the_morning():
            scene.settle_the_morning(datetime.now(UTC))
            break
    connection.close()


def _announce(url: str, network_url: str, people: list[dict[str, str]], as_json: bool) -> None:
    if as_json:
        print_json({"url": url, "network_url": network_url, "users": people})
        return
    console = Console()
    console.print(f"\n[bold]Hark is ready:[/bold] {url}", highlight=False)
    console.print(f"The local network, to play customer by hand: {network_url}\n", highlight=False)
    table = Table("Username", "Password", "Role", box=None, padding=(0, 3, 0, 0))
    for person in people:
        table.add_row(person["username"], person["password"], person["role"])
    console.print(table)
    console.print("\nCtrl-C stops everything.", style="dim")
