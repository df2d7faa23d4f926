"""Connecting accounts and granting people brands."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from hark.accounts.models import Role, User
from hark.store.models import Account, Brand, BrandAccess
from hark.store.vault import Vault

# The first look back brings a week of posts; only the last day's are still worth an answer.
OPEN_BACKLOG = timedelta(hours=24)


def connect(
    network: str, handle: str, network_id: str, credentials: dict[str, Any], vault: Vault, *,
    brand: str = "", name: str = "", base_url: str = "", plan: str = "pay_per_use",
) -> Account:  # fmt: skip
    """Store an account and its sealed credentials; connecting again replaces them.

    A new account without a named brand starts a brand of its own, and everybody who may administer sees it.
    """
    with transaction.atomic(durable=True):
        account = Account.objects.select_for_update().filter(network=network, network_id=network_id).first()
        if account is None:
            owner, _ = Brand.objects.get_or_create(name=brand or name or handle)
            account = Account(brand=owner, network=network, network_id=network_id)
            account.history_before = datetime.now(UTC) - OPEN_BACKLOG
        account.handle, account.name = handle, name or account.name
        account.base_url, account.plan, account.connected, account.frozen = base_url, plan, True, False
        account.credentials = vault.seal(credentials, bound_to(network, network_id))
        account.scopes, account.token_lost = credentials.get("scopes") or None, False
        account.save()
        for person in User.objects.filter(role=Role.ADMINISTRATOR):
            grant(person, account.brand)
    return account


def bound_to(network: str, network_id: str) -> str:
    """What an account's credentials are sealed to."""
    return f"account:{network}:{network_id}"


def credentials(account: Account, vault: Vault) -> dict[str, Any]:
    """The account's credentials, opened. Raises VaultError."""
    return vault.open(bytes(account.credentials or b""), bound_to(account.network, account.network_id))


def replace_credentials(account_id: int, fresh: dict[str, Any], vault: Vault) -> None:
    """Store rotated tokens at once: the old refresh token is already worthless."""
    with transaction.atomic(durable=True):
        account = Account.objects.select_for_update().get(pk=account_id)
        sealed = vault.seal(fresh, bound_to(account.network, account.network_id))
        Account.objects.filter(pk=account_id).update(credentials=sealed)


def lose_token(account_id: int) -> None:
    """The network does not take the account's token any more; people are told before they type."""
    Account.objects.filter(pk=account_id).update(token_lost=True)


def freeze(network: str, network_id: str) -> None:
    """Nothing leaves this account any more until somebody connects it again or lifts the freeze."""
    Account.objects.filter(network=network, network_id=network_id).update(frozen=True)


def grant(person: User, brand: Brand) -> None:
    """Let a person see and act for a brand."""
    BrandAccess.objects.get_or_create(user=person, brand=brand)


def add_person(
    username: str, password: str, role: Role, *, first_name: str = "", last_name: str = "", initials: str = ""
) -> User:
    """Create a sign-in, or return the one there is, unchanged."""
    person = User.objects.filter(username=username).first()
    if person is None:
        person = User.objects.create_user(
            username,
            password=password,
            role=role,
            first_name=first_name,
            last_name=last_name,
            initials=initials,
        )
    return person


def first_administrator(username: str, password: str, now: datetime) -> User | None:
    """The first administrator of a new installation; None when there is one already."""
    with transaction.atomic(durable=True):
        if User.objects.filter(role=Role.ADMINISTRATOR).exists():
            return None
        person = add_person(username, password, Role.ADMINISTRATOR)
        User.objects.filter(pk=person.pk).update(is_superuser=True, date_joined=now)
        for brand in Brand.objects.all():
            grant(person, brand)
        return person
