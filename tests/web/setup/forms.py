"""What a form would send."""

from typing import Any

from django.test import Client


def fields_of(client: Client, path: str) -> dict[str, Any]:
    """What the form on a page would send if nobody touched it."""
    form = client.get(path).context["form"]
    found: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if isinstance(value, bool):
            value = "on" if value else None
        if value is not None and value != [] and not field.field.disabled:
            found[field.name] = value
    return found
