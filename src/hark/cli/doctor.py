"""`hark doctor`: is everything well, and if not, what and why."""

import io
import platform
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from hark.cli.common import data_dir_option, json_option, print_json

KEYS = frozenset({"secret_key", "vault_key"})
NAMED = 3  # of what a strange folder holds
LEAST_FREE_BYTES = 1_000_000_000
OLDEST_QUEUED = timedelta(minutes=10)
OLDEST_UNPUBLISHED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: `state` is ok, note (not configured, works without) or wrong."""

    name: str
    state: str
    text: str


@click.command()
@data_dir_option
@json_option
def doctor(data_dir: Path | None, as_json: bool) -> None:
    """Check versions, database, disk, queues and settings. Exit code 1 when something is wrong."""
    findings = examine(data_dir)
    wrong = [finding for finding in findings if finding.state == "wrong"]
    if as_json:
        print_json({"ok": not wrong, "findings": findings})
    else:
        _show(findings)
    sys.exit(1 if wrong else 0)


def examine(data_dir: Path | None) -> list[Finding]:
    """Every check, in the order a person would look."""
    from hark import __version__, bootstrap, config
    from hark.store import embedded

    findings = [Finding("version", "ok", f"Hark {__version__}, Python {platform.python_version()}")]
    try:
        wanted = config.load()
        folder = data_dir.expanduser().absolute() if data_dir else wanted.data_dir
        if not wanted.database_url and not embedded.exists(folder):
            return [*findings, _without_database(folder)]
        settings = bootstrap.open_database(data_dir, migrate=False)
    except (config.ConfigError, embedded.DatabaseUnavailable) as error:
        return [*findings, Finding("database", "wrong", str(error))]
    kind = "by HARK_DATABASE_URL" if wanted.database_url else "embedded"
    findings.append(Finding("database", "ok", f"PostgreSQL {embedded.check(settings.database_url)}, {kind}"))
    findings.append(_disk(settings.data_dir))
    return findings + _inside()


def _without_database(folder: Path) -> Finding:
    """What is in the data folder instead of a database, and what to do."""
    if not folder.is_dir():
        return Finding("database", "note", f"none yet: there is no folder {folder}. `hark up` makes both.")
    held = sorted(each.name for each in folder.iterdir() if not each.name.startswith("."))
    if not held:
        return Finding("database", "note", f"none yet: {folder} is empty. `hark up` fills it.")
    if KEYS & set(held):
        keys_alone = (
            "holds Hark's keys and no database. If the data is on a server, set HARK_DATABASE_URL; if it is "
        )
        lost = "lost, docs/howto/backup-and-restore.md says how to bring it back. `hark up` begins with an empty one."
        return Finding("database", "wrong", f"{folder} {keys_alone}{lost}")
    holds = ", ".join(held[:NAMED]) + (f" and {len(held) - NAMED} more" if len(held) > NAMED else "")
    name_it = "If Hark's data is elsewhere, name its folder with --data-dir or HARK_DATA_DIR."
    return Finding("database", "wrong", f"{folder} is no data folder of Hark's: it holds {holds}. {name_it}")


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:,.1f} GB free in {folder}"
    if free < LEAST_FREE_BYTES:
        return Finding("disk", "wrong", f"{text}: make room, or listening will have to stop.")
    return Finding("disk", "ok", text)


def _inside() -> list[Finding]:
    """What only the database can tell."""
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return [Finding("schema", "wrong", f"{len(waiting)} migrations are waiting; `hark up` applies them.")]
    try:
        call_command("check", verbosity=0, stdout=io.StringIO())
    except SystemCheckError as error:
        return [Finding("settings", "wrong", str(error))]
    return [Finding("schema", "ok", "up to date"), *_queues(), *_connections(), _settings()]


def _queues() -> list[Finding]:
    from hark.store import hearing
    from hark.store.models import Event, Gap, Outbox, Parked

    now = datetime.now(UTC)
    stuck = Outbox.objects.filter(state="queued", not_before__lt=now - OLDEST_QUEUED).count()
    doubt = Outbox.objects.filter(state__in=["ambiguous", "reconciling", "needs_human"]).count()
    unpublished = Event.objects.filter(seq__isnull=True, at__lt=now - OLDEST_UNPUBLISHED).count()
    gaps, parked = Gap.objects.filter(closed_at__isnull=True).count(), Parked.objects.count()
    return [
        Finding(
            "outbox",
            "wrong" if stuck else "ok",
            f"{stuck} answers have waited for more than 10 minutes: is the send role running?" if stuck
            else f"nothing is stuck, {doubt} in doubt",
        ),
        Finding(
            "events",
            "wrong" if unpublished else "ok",
            f"{unpublished} are unpublished: is the clocks role running?" if unpublished else "published",
        ),
        Finding("listening", "note" if gaps or parked else "ok", f"{gaps} open gaps, {parked} parked payloads"),
        *_hearing(hearing.worries(now)),
    ]  # fmt: skip


def _hearing(worries: Sequence[Any]) -> list[Finding]:
    """What the listening process worries about, one finding each."""
    found = [Finding("hearing", "wrong", worry.sentence) for worry in worries]
    return found or [Finding("hearing", "ok", "nothing worries the listener")]


def _connections() -> list[Finding]:
    from hark.accounts.models import User
    from hark.store.models import Account

    connected = Account.objects.filter(connected=True).count()
    people = User.objects.filter(is_active=True).count()
    return [
        Finding(
            "accounts",
            "ok" if connected else "note",
            f"{connected} connected" + ("" if connected else "; `hark connect x` connects one"),
        ),
        Finding(
            "people",
            "ok" if people else "note",
            f"{people} can sign in" + ("" if people else "; `hark up` makes the first"),
        ),
    ]


def _settings() -> Finding:
    from django.conf import settings

    if not settings.CONFIG.public_url:
        return Finding("settings", "note", "HARK_PUBLIC_URL is not set: cookies are not marked secure")
    return Finding("settings", "ok", settings.CONFIG.public_url)


def _show(findings: list[Finding]) -> None:
    marks: dict[str, Any] = {"ok": ("✓", "green"), "note": ("·", "yellow"), "wrong": ("✗", "red")}
    console = Console()
    for finding in findings:
        mark, colour = marks[finding.state]
        console.print(f"[{colour}]{mark}[/] [bold]{finding.name:<10}[/] ", end="")
        console.print(finding.text, markup=False, highlight=False)
