"""What the commands share: options, the database, and how failures are said."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

F = TypeVar("F", bound=Callable[..., Any])


class Stop(click.ClickException):
    """Something is wrong outside: one clear sentence, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"hark: {self.message}", err=True)


def data_dir_option(command: F) -> F:
    """`--data-dir`: where the embedded database lives."""
    return click.option(
        "--data-dir",
        type=click.Path(file_okay=False, path_type=Path),
        default=None,
        help="Where Hark keeps its data (default: your user data folder).",
    )(command)


def json_option(command: F) -> F:
    """`--json`: one JSON object on standard output."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def open_database(data_dir: Path | None) -> Any:
    """The database, ready; trouble becomes one sentence."""
    from hark import bootstrap, config
    from hark.store.embedded import DatabaseUnavailable

    try:
        return bootstrap.open_database(data_dir)
    except (config.ConfigError, DatabaseUnavailable) as error:
        raise Stop(str(error)) from None


def print_json(value: Any) -> None:
    """One line of JSON, also for dataclasses."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


@contextlib.contextmanager
def speaking_plainly() -> Iterator[None]:
    """Turn what users can cause into one sentence and exit code 2."""
    from hark.networks.archive import NotAnArchive

    try:
        yield
    except NotAnArchive as error:
        raise Stop(str(error)) from None
    except OSError as error:
        raise Stop(f"{error.filename or 'file'}: {error.strerror or error}") from None
