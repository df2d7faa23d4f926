"""The composition root: opens the database, wires Django, and hands the rooms to each other."""

import os
from dataclasses import replace
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db.utils import ProgrammingError
from psycopg.errors import InsufficientPrivilege

from hark import config
from hark.store import embedded, schema


def open_database(data_dir: Path | None = None, *, migrate: bool = True) -> config.Config:
    """Start or join the database, set up Django and bring the schema up to date.

    The environment then carries HARK_DATABASE_URL and HARK_DATA_DIR, so child processes use the same one.
    Raises ConfigError, DatabaseUnavailable.
    """
    settings_now = config.load()
    if data_dir is not None:
        settings_now = replace(settings_now, data_dir=data_dir.expanduser().absolute())
    url = settings_now.database_url or embedded.start(settings_now.data_dir)
    embedded.check(url)
    os.environ["HARK_DATA_DIR"] = str(settings_now.data_dir)
    os.environ["HARK_DATABASE_URL"] = url
    os.environ.pop("HARK_DATABASE_URL_FILE", None)
    (settings_now.data_dir / "static").mkdir(parents=True, exist_ok=True)
    set_up()
    if migrate:
        _bring_up_to_date()
    return replace(settings_now, database_url=url)


def _bring_up_to_date() -> None:
    """Apply what migrations are waiting. Raises DatabaseUnavailable for a database of a newer Hark, or a closed one."""
    try:
        newer = schema.newer_than_ours()
        if newer:
            raise embedded.DatabaseUnavailable(
                f"The database was used by a newer Hark (its migration {newer} is not known here): upgrade this one."
            )
        call_command("migrate", verbosity=0, interactive=False)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        said = str(error).strip().splitlines()[0]
        raise embedded.DatabaseUnavailable(f"The database may not be changed by its user: {said}") from None


def set_up() -> None:
    """Configure Django from the environment; safe to call again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hark.settings")
    if not settings.configured or not django.apps.apps.ready:
        django.setup()
