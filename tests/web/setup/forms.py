"""What a form would send."""

from collections.abc import Mapping
from typing import Any

from django.test import Client


def fields_of(client: Client, path: str) -> dict[str, Any]:
    """What the form on a page would send if nobody touched it."""
    found: dict[str, Any] = {}
    for field in client.get(path).context["form"]:
        if hasattr(field, "rows"):
            for row in field.rows:
                found |= _said(row)
            found |= {f"{field.name}-TOTAL_FORMS": len(field.rows.forms), f"{field.name}-INITIAL_FORMS": 0}
        elif not field.field.disabled:
            found |= _said([field])
    return found


def rows(name: str, *said: Mapping[str, Any]) -> dict[str, Any]:
    """What rows of fields would send."""
    sent = {f"{name}-{n}-{field}": value for n, row in enumerate(said) for field, value in row.items()}
    return sent | {f"{name}-TOTAL_FORMS": len(said), f"{name}-INITIAL_FORMS": 0}


def _said(fields: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields:
        value = field.value()
        if isinstance(value, bool):
            value = "on" if value else None
        if value is not None and value != []:
            found[field.html_name] = value
    return found
