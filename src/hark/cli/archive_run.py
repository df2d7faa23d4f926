"""Playing an archive into the store, with progress, rejects and figures over exactly its posts."""

import contextlib
import queue
import resource
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from hark.actions import archive
from hark.actions.ingest import judge, take_in
from hark.domain.post import Account, Post
from hark.networks.archive import write_rejects
from hark.networks.port import ArchiveReader, Rejected
from hark.reports.scope import Scope

T = TypeVar("T")

BATCH = 2000
SHOWN_REJECTS = 5


@dataclass(slots=True)
class Tally:
    """What became of the rows of one archive."""

    read: int = 0
    stored: int = 0
    duplicates: int = 0
    rejected: int = 0
    seconds: float = 0.0
    first_rejects: list[Rejected] = field(default_factory=list)

    @property
    def posts_per_s(self) -> float:
        return round((self.stored + self.duplicates) / self.seconds, 1) if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """An archive that has been played: whom it is about and what became of its rows."""

    network: str
    accounts: Sequence[Account]
    account_rows: Sequence[int]
    tally: Tally


def play(
    reader: ArchiveReader, scope: Scope, *, speed: float | None, rejects: Path | None, quiet: bool
) -> Run:
    """Read the whole archive into the store. `speed` None is as fast as it goes, N is N times real time."""
    accounts = reader.accounts()
    rows = archive.ensure_accounts(accounts)
    roster = archive.roster(reader.network)
    tally = Tally()
    started = time.monotonic()
    with _rejects_file(rejects) as parked, _progress(reader, quiet) as (progress, task):
        judged = ((batch, judge(batch, roster)) for batch in _batches(reader, tally, parked, speed))
        for batch, verdicts in _ahead(judged):
            taken = take_in(batch, roster, now=datetime.now(UTC), live=speed is not None, judged=verdicts)
            tally.stored += taken.stored
            tally.duplicates += taken.duplicates + taken.edited
            scope.add([post.versions[0] if post.versions else post.post_id for post in batch])
            tally.seconds = time.monotonic() - started
            progress.update(task, completed=reader.bytes_read(), rate=f"{tally.posts_per_s:,.0f} posts/s")
    tally.seconds = time.monotonic() - started
    scope.seal()
    return Run(reader.network, accounts, rows, tally)


def peak_rss_mb() -> float:
    """The most memory this process has held, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def _ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items, made in a thread of their own: reading and triage go on while the database writes.

    At most two batches wait, so memory does not grow with the file.
    """
    waiting: queue.Queue[T | BaseException | None] = queue.Queue(2)
    given_up = threading.Event()

    def make() -> None:
        try:
            for item in items:
                if not _put(waiting, item, given_up):
                    return
            _put(waiting, None, given_up)
        except BaseException as error:  # it is raised again where somebody can see it
            _put(waiting, error, given_up)

    threading.Thread(target=make, name="read-ahead", daemon=True).start()
    try:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        given_up.set()


def _put(waiting: "queue.Queue[Any]", item: object, given_up: threading.Event) -> bool:
    while not given_up.is_set():
        try:
            waiting.put(item, timeout=0.2)
        except queue.Full:
            continue
        return True
    return False


def _batches(
    reader: ArchiveReader, tally: Tally, parked: "_Rejects", speed: float | None
) -> Iterator[list[Post]]:
    batch: list[Post] = []
    pace = _Pace(speed)
    for item in reader.read():
        tally.read += 1
        if isinstance(item, Rejected):
            tally.rejected += 1
            if len(tally.first_rejects) < SHOWN_REJECTS:
                tally.first_rejects.append(item)
            parked.put(item)
            continue
        if batch and (len(batch) >= BATCH or pace.must_wait(item.created_at)):
            yield batch
            batch = []
        pace.wait(item.created_at)
        batch.append(item)
    if batch:
        yield batch


class _Pace:
    """Holds a replay back to `speed` times real time; None lets it run."""

    def __init__(self, speed: float | None) -> None:
        self._speed = speed
        self._origin: tuple[float, datetime] | None = None

    def _ahead(self, at: datetime) -> float:
        if self._speed is None:
            return 0.0
        if self._origin is None:
            self._origin = (time.monotonic(), at)
        wall, first = self._origin
        return wall + (at - first).total_seconds() / self._speed - time.monotonic()

    def must_wait(self, at: datetime) -> bool:
        return self._ahead(at) > 0

    def wait(self, at: datetime) -> None:
        ahead = self._ahead(at)
        if ahead > 0:
            time.sleep(ahead)


class _Rejects:
    """Where poison is parked; nowhere when no file was asked for."""

    def __init__(self, file: object | None) -> None:
        self._file = file

    def put(self, rejected: Rejected) -> None:
        if self._file is not None:
            write_rejects(self._file, rejected)  # type: ignore[arg-type]


@contextlib.contextmanager
def _rejects_file(path: Path | None) -> Iterator[_Rejects]:
    if path is None:
        yield _Rejects(None)
        return
    with path.open("w", encoding="utf-8") as file:
        yield _Rejects(file)


@contextlib.contextmanager
def _progress(reader: ArchiveReader, quiet: bool) -> Iterator[tuple[Progress, TaskID]]:
    console = Console(stderr=True)
    progress = Progress(
        TextColumn("[bold]{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=quiet or not console.is_terminal,
    )
    with progress:
        yield progress, progress.add_task("Reading", total=reader.bytes_total(), rate="")
