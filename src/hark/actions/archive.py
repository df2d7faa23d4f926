"""Reading an archive of past posts into the store: its accounts first, then its posts by the batch."""

from collections.abc import Sequence

from django.db import transaction

from hark.actions.roster import Roster, load
from hark.domain.post import Account as DomainAccount
from hark.store.models import Account, Brand


def ensure_accounts(accounts: Sequence[DomainAccount]) -> list[int]:
    """A row for every brand account that speaks in the archive. Known ones stay as they are.

    An archive tells a brand's handle and nothing more, so the handle is the name it is recognised by.
    """
    rows: list[int] = []
    with transaction.atomic(durable=True):
        for account in accounts:
            held = Account.objects.filter(network=account.network, network_id=account.account_id).first()
            if held is None:
                brand, _ = Brand.objects.get_or_create(
                    name=account.brand or account.handle, defaults={"names": [account.handle]}
                )
                held = Account.objects.create(
                    brand=brand, network=account.network, network_id=account.account_id, handle=account.handle
                )
            rows.append(held.pk)
    return rows


def roster(network: str) -> Roster:
    """Everybody we speak as on that network, after `ensure_accounts`."""
    return load(network)
