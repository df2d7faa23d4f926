"""Watches: what is listened for beside our own handles and names."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from hark.accounts.models import User
from hark.actions import house
from hark.networks.x.rules import trouble_with
from hark.store.models import Watch

FIELDS = ("name", "query", "kind", "on")


def save(brand_id: int, watch_id: int | None, fields: Mapping[str, Any], *, by: User, now: datetime) -> Watch:
    """Add or change a watch; a running listener takes it up by itself.

    Raises ValueError for a query that is plainly none, NotAllowed, ValidationError.
    """
    if unknown := set(fields) - set(FIELDS):
        raise ValueError(f"a watch has no {min(unknown)}")
    if "query" in fields and (trouble := trouble_with(fields["query"])):
        raise ValueError(trouble)
    with transaction.atomic(durable=True):
        brand = house.brand_of(by, brand_id)
        row = Watch(brand=brand)
        if watch_id is not None:
            row = Watch.objects.select_for_update(of=("self",)).get(pk=watch_id, brand=brand)
        row.refused = ""
        return house.put(row, fields, brand=brand, by=by, now=now)


def remove(watch_id: int, *, by: User, now: datetime) -> None:
    """Listen for it no more, and forget which posts it brought. Raises NotAllowed, Watch.DoesNotExist."""
    with transaction.atomic(durable=True):
        row = Watch.objects.select_for_update(of=("self",)).get(pk=watch_id)
        house.remove(row, FIELDS, brand=house.brand_of(by, row.brand_id), by=by, now=now)


def note_refused(asked: Sequence[int], refused: Mapping[int, str]) -> None:
    """Keep the network's words for the watches it refuses; the others of those it was asked for are taken."""
    Watch.objects.filter(pk__in=asked).exclude(refused="").exclude(pk__in=list(refused)).update(refused="")
    for watch, words in refused.items():
        Watch.objects.filter(pk=watch).exclude(refused=words[:300]).update(refused=words[:300])
