"""Settings of a brand: only who supervises may change them, and the spine keeps who changed what from what to what."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from hark.accounts.models import User
from hark.actions import events
from hark.actions.events import Fact
from hark.store.models import Brand

M = TypeVar("M", bound=Model)


class NotAllowed(Exception):
    """This person may not do that; the message says what it takes."""


def brand_of(person: User, brand_id: int) -> Brand:
    """The brand, for somebody who may change its settings. Raises Brand.DoesNotExist, NotAllowed."""
    brand = Brand.objects.get(pk=brand_id, access__user=person)
    if not person.supervises:
        raise NotAllowed("Settings are changed by supervisors.")
    return brand


def changed(
    brand: Brand, row: Model, before: Mapping[str, Any], after: Mapping[str, Any], *, by: User, now: datetime
) -> None:
    """Note a change of a setting: what it is, and the fields that differ. Nothing when none does.

    A row of another table is kept as its number and, in `names`, as what it is called now: it may be gone later.
    """
    fields = sorted({*before, *after})
    different = [name for name in fields if before.get(name) != after.get(name)]
    if not different:
        return
    data = {
        "what": row._meta.model_name,
        "id": row.pk,
        "name": str(row),
        "before": {name: _plain(before[name]) for name in different if name in before},
        "after": {name: _plain(after[name]) for name in different if name in after},
    }
    if names := {name: called for name in different if (called := _names(before.get(name), after.get(name)))}:
        data["names"] = names
    events.record(Fact("settings_changed", None, brand.pk, by.pk, data), now=now)


def put(row: M, fields: Mapping[str, Any], *, brand: Brand, by: User, now: datetime) -> M:
    """Set the fields of a settings row, new or stored, save it and note what changed. Call it in a transaction.

    Raises ValidationError for values the table does not take, or a name that is taken.
    """
    fresh = row.pk is None
    before = {} if fresh else {name: getattr(row, name) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    changed(brand, row, before, fields, by=by, now=now)
    return row


def remove(row: Model, fields: tuple[str, ...], *, brand: Brand, by: User, now: datetime) -> None:
    """Delete a settings row and note what it was. Call it in a transaction."""
    changed(brand, row, {name: getattr(row, name) for name in fields}, {}, by=by, now=now)
    row.delete()


def _plain(value: Any) -> Any:
    """A value as the spine can keep it."""
    return value.pk if isinstance(value, Model) else value


def _names(*values: Any) -> dict[str, str]:
    return {str(value.pk): str(value) for value in values if isinstance(value, Model)}
