"""`hark scorecard`: who answers how fast, from public data alone."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from hark.cli.common import data_dir_option, json_option, open_database, print_json, speaking_plainly
from hark.cli.rejects import rejects_file
from hark.cli.replay import archive_options


@click.command()
@archive_options
@data_dir_option
@json_option
def scorecard(
    path: Path,
    format_: str,
    accounts: Path | None,
    handles: tuple[str, ...],
    rejects: Path | None,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """Who answers how fast, from an archive alone; busiest account first.

    Works in a database of its own that is thrown away, unless --data-dir or HARK_DATABASE_URL names one.
    """
    with speaking_plainly():
        from hark.networks.archive import open_archive

        reader = open_archive(path, format_, accounts=accounts, handles=handles)
        reader.accounts()
        with rejects_file(rejects) as parked, _workplace(data_dir) as place:
            open_database(place)
            from hark.cli import archive_run, scorecard_report
            from hark.reports.scope import Scope

            with Scope() as scope:
                run = archive_run.play(reader, scope, speed=None, rejects=parked, quiet=as_json)
                report: dict[str, Any] = scorecard_report.build(run, scope)
    if as_json:
        print_json(report)
    else:
        scorecard_report.show(report)


@contextlib.contextmanager
def _workplace(data_dir: Path | None) -> Iterator[Path | None]:
    """The data folder to work in: the one that was named, else one that is gone afterwards."""
    if (
        data_dir is not None
        or os.environ.get("HARK_DATABASE_URL")
        or os.environ.get("HARK_DATABASE_URL_FILE")
    ):
        yield data_dir
        return
    with tempfile.TemporaryDirectory(prefix="hark-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        place.chmod(0o755)  # as root the server runs as another user, who must be able to walk in
        try:
            yield place
        finally:
            _stop_server(place)


def _stop_server(place: Path) -> None:
    from django.conf import settings
    from django.db import connections

    from hark.store import embedded

    if settings.configured:  # else it was interrupted before anything was connected
        for connection in connections.all():
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]
    if embedded.exists(place):
        embedded.stop(place)
