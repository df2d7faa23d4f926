"""Playing an archive into the store, with progress, rejects and figures over exactly its posts."""

import contextlib
import gc
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from hark.actions import archive
from hark.actions.ingest import take_in
from hark.cli.archive_batches import Batch, batches, pack, unpack
from hark.cli.read_ahead import ahead
from hark.domain.post import Account
from hark.networks.archive import write_rejects
from hark.networks.port import ArchiveReader, Rejected
from hark.reports.scope import Scope
from hark.store.loading import Statistics, WordIndex

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
    tally, statistics = Tally(), Statistics()
    started = time.monotonic()
    gc.freeze()  # what is there now stays: no need to look through it again and again for garbage
    with (
        _rejects_file(rejects) as parked,
        ahead(batches(reader, roster, speed), pack, unpack) as made,
        WordIndex() as words,
        _progress(reader, quiet) as (progress, task),
    ):
        for batch in made:
            _note_rows(batch, tally, parked)
            taken = take_in(
                batch.posts, roster, now=datetime.now(UTC), live=speed is not None, judged=batch.judged
            )
            tally.stored += taken.stored
            tally.duplicates += taken.duplicates + taken.edited
            words.note()
            statistics.after(tally.stored)
            scope.add([post.versions[0] if post.versions else post.post_id for post in batch.posts])
            tally.seconds = time.monotonic() - started
            progress.update(task, completed=batch.position, rate=f"{tally.posts_per_s:,.0f} posts/s")
    tally.seconds = time.monotonic() - started
    scope.seal()
    return Run(reader.network, accounts, rows, tally)


def peak_rss_mb() -> float:
    """The most memory held by this process and by the one that reads ahead, in MiB; what they share counts twice."""
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def _note_rows(batch: Batch, tally: Tally, parked: "_Rejects") -> None:
    tally.read += batch.read
    tally.rejected += len(batch.rejected)
    tally.first_rejects += batch.rejected[: SHOWN_REJECTS - len(tally.first_rejects)]
    for rejected in batch.rejected:
        parked.put(rejected)


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
