"""`hark replay`: an archive of past posts in, cases and response times out."""

from pathlib import Path
from typing import Any

import click

from hark.cli.common import (
    Interrupted,
    data_dir_option,
    json_option,
    open_database,
    print_json,
    speaking_plainly,
)
from hark.cli.rejects import rejects_file

FORMATS = ("twcs", "airlines-2019", "x-jsonl")


def archive_options(command: Any) -> Any:
    """What names an archive: its path, format, accounts and where its broken rows go."""
    for option in (
        click.option(
            "--rejects", type=click.Path(dir_okay=False, path_type=Path), help="Park broken rows here."
        ),
        click.option(
            "--account", "handles", multiple=True, metavar="HANDLE", help="A brand's handle; repeatable."
        ),
        click.option(
            "--accounts",
            type=click.Path(path_type=Path),
            help="A csv of user_id,handle: the brand's accounts.",
        ),
        click.option(
            "--format", "format_", type=click.Choice(FORMATS), required=True, help="What kind of archive."
        ),
        click.argument("path", type=click.Path(path_type=Path)),
    ):
        command = option(command)
    return command


def _speed(context: click.Context, parameter: click.Parameter, value: str) -> float | None:
    if value == "max":
        return None
    try:
        speed = float(value)
    except ValueError:
        raise click.BadParameter("a number (1 is real time) or max") from None
    if not 0 < speed < float("inf"):
        raise click.BadParameter("must be more than 0")
    return speed


@click.command()
@archive_options
@click.option("--speed", default="max", callback=_speed, help="N times real time, or max.", show_default=True)
@data_dir_option
@json_option
def replay(
    path: Path,
    format_: str,
    accounts: Path | None,
    handles: tuple[str, ...],
    rejects: Path | None,
    speed: float | None,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """Read an archive of past posts and say how fast you answered.

    Reading the same archive again changes nothing, so an interrupted run is simply started again.
    """
    with speaking_plainly():
        from hark.networks.archive import open_archive

        reader = open_archive(path, format_, accounts=accounts, handles=handles)
        reader.accounts()  # a file that is none ends here, before any database is made
        with rejects_file(rejects) as parked:
            open_database(data_dir)
            from hark.cli import archive_run, replay_report
            from hark.reports.scope import Scope

            with Scope() as scope:
                try:
                    run = archive_run.play(reader, scope, speed=speed, rejects=parked, quiet=as_json)
                except KeyboardInterrupt:
                    raise Interrupted(
                        "What was read is stored; run the same command again to go on."
                    ) from None
                report = replay_report.build(run, scope)
    if as_json:
        print_json(report)
    else:
        replay_report.show(run, report)
