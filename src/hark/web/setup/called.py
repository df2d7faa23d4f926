"""What rows that a change of a setting speaks of are called: as they were then, else as they are or were last."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model

from hark.accounts.models import Team
from hark.store.models import BusinessCalendar, Event

Names = Mapping[str, str]
# Fields that hold a row of another table.
_ROWS: Mapping[str, type[Model]] = {"team": Team, "on_call_team": Team, "calendar": BusinessCalendar}


def called(events: Sequence[Event]) -> Mapping[int, Mapping[str, Names]]:
    """Names by the event, its field and the row's number. Early events kept numbers alone."""
    known = {event.pk: dict(event.data.get("names", {})) for event in events}
    lacking: dict[type[Model], set[int]] = {}
    for event in events:
        for field in _ROWS.keys() - known[event.pk].keys():
            lacking.setdefault(_ROWS[field], set()).update(_numbers(event, field))
    found = {model: _last(model, numbers) for model, numbers in lacking.items() if numbers}
    return {
        number: {field: found.get(model, {}) for field, model in _ROWS.items()} | names
        for number, names in known.items()
    }


def _numbers(event: Event, field: str) -> set[int]:
    sides: Iterable[Mapping[str, Any]] = (event.data.get("before", {}), event.data.get("after", {}))
    return {side[field] for side in sides if isinstance(side.get(field), int)}


def _last(model: type[Model], numbers: set[int]) -> Names:
    """Their names of today, and of those that are gone the last that the history has."""
    told = Event.objects.filter(
        kind="settings_changed", data__what=model._meta.model_name, data__id__in=list(numbers)
    )
    names = {str(event.data["id"]): str(event.data["name"]) for event in told.order_by("pk")}
    return names | {str(row.pk): str(row) for row in model._default_manager.filter(pk__in=numbers)}
