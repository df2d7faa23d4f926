"""Stopping and releasing an account by hand: a frozen account is heard and says nothing."""

from datetime import datetime

from django.db import transaction

from hark.accounts.models import User
from hark.actions import house
from hark.store.models import Account


def freeze(account_id: int, *, by: User, now: datetime) -> Account:
    """Nothing leaves this account until somebody thaws it. Raises NotAllowed, Account.DoesNotExist."""
    return _set(account_id, frozen=True, by=by, now=now)


def thaw(account_id: int, *, by: User, now: datetime) -> Account:
    """The account may speak again. Raises NotAllowed, Account.DoesNotExist."""
    return _set(account_id, frozen=False, by=by, now=now)


def _set(account_id: int, *, frozen: bool, by: User, now: datetime) -> Account:
    with transaction.atomic(durable=True):
        row = Account.objects.select_for_update(of=("self",)).select_related("brand").get(pk=account_id)
        brand = house.brand_of(by, row.brand_id)
        before, row.frozen = row.frozen, frozen
        row.save(update_fields=["frozen"])
        house.changed(brand, row, {"frozen": before}, {"frozen": frozen}, by=by, now=now)
    return row
