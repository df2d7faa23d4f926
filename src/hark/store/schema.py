"""Which Hark a database belongs to."""

import importlib
import pkgutil

from django.db import connection

APPS = ("accounts", "store")


def newer_than_ours() -> str:
    """A migration of a later number than any of ours, as `app.name`; "" when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('django_migrations')")
        row = cursor.fetchone()
        if row is None or row[0] is None:
            return ""
        cursor.execute(
            "select app, max(name) from django_migrations where app = any(%s) group by app", [list(APPS)]
        )
        applied = dict(cursor.fetchall())
    ours = {app: _latest(app) for app in APPS}
    return next((f"{app}.{name}" for app, name in sorted(applied.items()) if name[:4] > ours[app][:4]), "")


def _latest(app: str) -> str:
    package = importlib.import_module(f"hark.{app}.migrations")
    return max(module.name for module in pkgutil.iter_modules(package.__path__) if module.name[0].isdigit())
