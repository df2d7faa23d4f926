"""Values of the settings on their way: from a row to JSON, and from JSON to what its form would be sent."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from msgspec import UNSET, Struct
from msgspec.structs import asdict

from hark.web.api.door import Refused
from hark.web.api.shapes_settings import empty
from hark.web.setup.hours import HoursField
from hark.web.setup.rows import RowsField, sent
from hark.web.setup.section import SetupForm

Values = Mapping[str, Any]


def said(field: forms.Field, value: Any) -> Any:
    """What is stored in a field, as the API tells it."""
    if isinstance(field, RowsField) and not isinstance(field, HoursField):
        parts = field.row.base_fields
        return [
            {name: said(part, row[name]) for name, part in parts.items()}
            for row in field.row.read(value or {})
        ]
    return empty(field) if value is None else value


def as_sent(form: type[SetupForm], given: Struct, held: Values) -> dict[str, Any]:
    """What a page would send to the form: what was given, else what is held, else what is usual."""
    found: dict[str, Any] = {}
    for name, field in form.base_fields.items():
        value = getattr(given, name)
        if value is UNSET:
            found |= sent(field, name, held.get(name, field.initial))
        elif isinstance(field, RowsField) and not isinstance(field, HoursField):
            found |= field.rows_sent(name, [asdict(row) for row in value])
        else:
            found |= sent(field, name, value)
    return found


def refusal(form: SetupForm) -> Refused:
    """What the form says against its values, each after the name of its field; a row by its place."""
    told = []
    for name, errors in form.errors.items():
        field = form.fields.get(name)
        if isinstance(field, HoursField):
            told.append(f"{name}: {_of_hours(form[name], errors)}")
        elif isinstance(field, RowsField) and form[name].data.marked:
            told += _of_rows(name, form[name].data)
        else:
            words = " ".join(map(str, errors))
            told.append(words if name == "__all__" else f"{name}: {words}")
    return Refused(422, " ".join(told))


def _of_rows(name: str, rows: Any) -> Iterator[str]:
    for place, row in enumerate(rows):
        for part, errors in row.errors.items():
            where = f"{name}[{place}]" if part == "__all__" else f"{name}[{place}].{part}"
            hours = isinstance(row.fields.get(part), HoursField)
            yield f"{where}: {_of_hours(row[part], errors) if hours else ' '.join(map(str, errors))}"


def _of_hours(hours: Any, errors: Any) -> str:
    """What is wrong with the hours of a day; the API knows them as pairs without names."""
    wrong = [str(why) for row in hours.data.errors for said in row.values() for why in said]
    return " ".join(wrong or map(str, errors))
