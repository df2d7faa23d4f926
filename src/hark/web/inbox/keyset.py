"""Pages by key: the next page starts after the last row seen, however far down the list that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import F, Model, Q
from django.db.models.expressions import OrderBy

_SALT = "hark.keyset"


@dataclass(frozen=True, slots=True)
class Key:
    """A column of the order. Nulls come last either way."""

    column: str
    descending: bool = False

    @property
    def order(self) -> OrderBy:
        by = F(self.column)
        return by.desc(nulls_last=True) if self.descending else by.asc(nulls_last=True)


@dataclass(frozen=True, slots=True)
class Order:
    """An order of rows; `keys` end with the row id, so no two rows are equal."""

    keys: Sequence[Key]

    @property
    def by(self) -> list[OrderBy | str]:
        # A column that is never null is named plainly, so that its index serves.
        return [
            key.order if key.column.endswith(("_at", "_until", "_since")) else _plain(key)
            for key in self.keys
        ]

    def cursor(self, row: Model) -> str:
        """Where this row stands, as text for an address."""
        return signing.dumps([_write(getattr(row, key.column)) for key in self.keys], salt=_SALT)

    def after(self, cursor: str) -> Q:
        """The rows behind a cursor. Raises ValueError for one we did not write."""
        try:
            values = [_read(value) for value in signing.loads(cursor, salt=_SALT)]
        except signing.BadSignature:
            raise ValueError("no such place in the list") from None
        found, same = Q(pk__in=[]), Q()
        for key, value in zip(self.keys, values, strict=True):
            found |= same & _behind(key, value)
            same &= Q(**{f"{key.column}__isnull": True}) if value is None else Q(**{key.column: value})
        return found & _bound(self.keys[0], values[0])


def _plain(key: Key) -> str:
    return f"-{key.column}" if key.descending else key.column


def _behind(key: Key, value: Any) -> Q:
    if value is None:
        return Q(pk__in=[])
    further = Q(**{f"{key.column}__{'lt' if key.descending else 'gt'}": value})
    return further | Q(**{f"{key.column}__isnull": True})


def _bound(first: Key, value: Any) -> Q:
    """What all rows behind the cursor share: a range the index can start at."""
    if value is None:
        return Q(**{f"{first.column}__isnull": True})
    return Q(**{f"{first.column}__{'lte' if first.descending else 'gte'}": value}) | Q(
        **{f"{first.column}__isnull": True}
    )


def _write(value: Any) -> Any:
    return {"t": value.isoformat()} if isinstance(value, datetime) else value


def _read(value: Any) -> Any:
    return datetime.fromisoformat(value["t"]) if isinstance(value, dict) else value
