"""What a form would send."""

from collections.abc import Mapping
from typing import Any

from django.test import Client


def fields_of(client: Client, path: str) -> dict[str, Any]:
    """What the form on a page would send if nobody touched it."""
    shown = (field for field in client.get(path).context["form"] if not field.field.disabled)
    return {name: value for field in shown for name, value in _said(field).items()}


def rows(name: str, *said: Mapping[str, Any]) -> dict[str, Any]:
    """What rows of fields would send; a value that is a list of rows is rows within."""
    sent: dict[str, Any] = {f"{name}-TOTAL_FORMS": len(said), f"{name}-INITIAL_FORMS": 0}
    for place, row in enumerate(said):
        for field, value in row.items():
            there = f"{name}-{place}-{field}"
            sent |= rows(there, *value) if isinstance(value, list) else {there: value}
    return sent


def spans(*said: str) -> list[dict[str, str]]:
    """The hours of a day as rows, of "09:00-13:00"."""
    return [dict(zip(("opens", "closes"), one.split("-"), strict=True)) for one in said]


def _said(field: Any) -> dict[str, Any]:
    if hasattr(field, "rows"):
        found = {
            f"{field.html_name}-TOTAL_FORMS": len(field.rows.forms),
            f"{field.html_name}-INITIAL_FORMS": 0,
        }
        for row in field.rows:
            for part in row:
                found |= _said(part)
        return found
    value = field.value()
    if isinstance(value, bool):
        value = "on" if value else None
    return {field.html_name: value} if value is not None and value != [] else {}
