"""`hark up`: the process tree for real use."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from hark.cli.common import PORT, data_dir_option, open_database

ROLES = ("web", "listen", "send", "clocks")


def _roles(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    roles = tuple(role.strip() for role in value.split(",") if role.strip())
    unknown = sorted(set(roles) - set(ROLES))
    if unknown or not roles:
        raise click.BadParameter(
            f"choose from {', '.join(ROLES)}" + (f"; not {', '.join(unknown)}" if unknown else "")
        )
    return roles


@click.command()
@click.option("--roles", default=",".join(ROLES), callback=_roles, show_default=True, help="What runs here.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address of the desk.")
@click.option("--port", type=PORT, default=8000, show_default=True, help="Port of the desk.")
@data_dir_option
def up(roles: tuple[str, ...], host: str, port: int, data_dir: Path | None) -> None:
    """Run Hark for real: database, web and workers in one process tree.

    The first run makes the first administrator and prints the password once.
    """
    from django.conf import settings

    from hark.cli import running

    if "web" in roles:
        running.refuse_taken(host, port)
    open_database(data_dir)
    tree = running.tree(roles, host, port, web=settings.CONFIG.web_processes)
    running.stop_on_signals(tree)
    tree.start()
    try:
        _first_administrator()
        if "web" in roles:
            url = f"http://{host}:{port}"
            running.wait_until_ready(tree, url)
            Console().print(f"[bold]Hark is up:[/bold] {url}", highlight=False)
        tree.watch()
    finally:
        tree.shut_down()


def _first_administrator() -> None:
    from hark.actions import accounts

    password = secrets.token_urlsafe(15)
    made = accounts.first_administrator("admin", password, datetime.now(UTC))
    if made is not None:
        console = Console()
        console.print("The first administrator was made. This password is shown once:", style="bold")
        console.print(f"  username  admin\n  password  {password}", highlight=False)
