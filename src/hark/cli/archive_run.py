"""Playing an archive into the store, with progress, rejects and figures over exactly its posts."""

import contextlib
import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from hark.actions import archive
from hark.actions.ingest import take_in
from hark.cli.archive_batches import Batch, batches, pack, unpack
from hark.cli.memory import Memory
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
    memory: Memory


def play(
    reader: ArchiveReader, scope: Scope, *, speed: float | None, rejects: TextIO | None, quiet: bool
) -> Run:
    """Read the whole archive into the store. `speed` None is as fast as it goes, N is N times real time.

    Broken rows are written to `rejects`.
    """
    accounts = reader.accounts()
    rows = archive.ensure_accounts(accounts)
    roster = archive.roster(reader.network)
    tally, statistics, memory = Tally(), Statistics(), Memory()
    started = time.monotonic()
    gc.freeze()  # what is there now stays: no need to look through it again and again for garbage
    with (
        ahead(batches(reader, roster, speed), pack, unpack) as made,
        WordIndex() as words,
        _progress(reader, quiet) as (progress, task),
    ):
        for batch in made:
            _note_rows(batch, tally, rejects)
            taken = take_in(
                batch.posts, roster, now=datetime.now(UTC), live=speed is not None, judged=batch.judged
            )
            tally.stored += taken.stored
            tally.duplicates += taken.duplicates + taken.edited
            words.note()
            memory.note()
            statistics.after(tally.stored)
            scope.add([post.versions[0] if post.versions else post.post_id for post in batch.posts])
            tally.seconds = time.monotonic() - started
            progress.update(task, completed=batch.position, rate=f"{tally.posts_per_s:,.0f} posts/s")
    tally.seconds = time.monotonic() - started
    scope.seal()
    return Run(reader.network, accounts, rows, tally, memory)


def _note_rows(batch: Batch, tally: Tally, rejects: TextIO | None) -> None:
    tally.read += batch.read
    tally.rejected += len(batch.rejected)
    tally.first_rejects += batch.rejected[: SHOWN_REJECTS - len(tally.first_rejects)]
    if rejects is not None:
        for rejected in batch.rejected:
            write_rejects(rejects, rejected)


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
