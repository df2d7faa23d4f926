"""What the commands share: options, the database, and how failures are said."""

import contextlib
import signal
import sys
import threading
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


class Interrupted(Stop):
    """Ctrl-C or SIGTERM before the command was done. Exit code as shells give it: 128 and the number of SIGINT."""

    exit_code = 130

    def __init__(self, more: str = "") -> None:
        super().__init__(f"Interrupted. {more}".rstrip())


class _Folder(click.Path):
    """A folder, made when it is not there. Nothing is no folder: it would be the one we are in."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("is empty", param, ctx)
        return super().convert(value, param, ctx)


PORT = click.IntRange(1, 65535)


def data_dir_option(command: F) -> F:
    """`--data-dir`: where the embedded database lives."""
    return click.option(
        "--data-dir",
        type=_Folder(),
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

    interrupt_on_term()
    try:
        return bootstrap.open_database(data_dir)
    except (config.ConfigError, DatabaseUnavailable) as error:
        raise Stop(str(error)) from None


def interrupt_on_term() -> None:
    """SIGTERM interrupts as Ctrl-C does, so that what was started is ended."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


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
