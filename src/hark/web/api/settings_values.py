"""Values of the settings on their way: from a row to JSON, and from JSON to what its form would be sent."""

from collections.abc import Mapping
from typing import Any

from django import forms
from msgspec import UNSET, Struct

from hark.web.api.door import Refused
from hark.web.api.shapes_settings import empty
from hark.web.setup.rows import RowsField
from hark.web.setup.section import SetupForm

Values = Mapping[str, Any]


def said(field: forms.Field, value: Any) -> Any:
    """What is stored in a field, as the API tells it."""
    if isinstance(field, RowsField):
        parts = field.row.base_fields
        return [
            {name: said(part, row[name]) for name, part in parts.items()}
            for row in field.row.read(value or {})
        ]
    return empty(field) if value is None else value


def as_sent(form: type[SetupForm], given: Struct, held: Values) -> dict[str, Any]:
    """What a page would send to the form: what was given, else what is held, else what is usual."""
    sent: dict[str, Any] = {}
    for name, field in form.base_fields.items():
        value = getattr(given, name)
        if value is UNSET:
            value = said(field, held.get(name, field.initial))
        sent |= (
            _rows(name, field, value) if isinstance(field, RowsField) else {name: field.prepare_value(value)}
        )
    return sent


def refusal(form: SetupForm) -> Refused:
    """What the form says against its values, each after the name of its field; a row by its place."""
    told = []
    for name, errors in form.errors.items():
        rows = form[name].data.errors if isinstance(form.fields.get(name), RowsField) else []
        places = [
            f"{name}[{place}].{part}: {' '.join(map(str, why))}".replace(".__all__", "")
            for place, row in enumerate(rows)
            for part, why in row.items()
        ]
        words = " ".join(map(str, errors))
        told += places or [words if name == "__all__" else f"{name}: {words}"]
    return Refused(422, " ".join(told))


def _rows(name: str, field: RowsField, rows: list[Any]) -> dict[str, Any]:
    sent: dict[str, Any] = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        values = (
            row if isinstance(row, dict) else {part: getattr(row, part) for part in row.__struct_fields__}
        )
        for part, value in values.items():
            sent[f"{name}-{place}-{part}"] = field.row.base_fields[part].prepare_value(value)
    return sent
