"""Before the first private word X is asked, over the wire, whether it would take it; the call is on the ledger."""

import pytest
from tests.bootstrap.test_speaking import connected, x

from hark.bootstrap.reaching import takes_messages
from hark.sandbox.x.thread import LocalX
from hark.store.models import Account, Cost

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["x"]


def customer(x: LocalX, *, dm_open: bool) -> str:
    """A customer who takes messages from everybody, or from nobody they do not follow. Returns their id."""
    ident = str(next(user for user in x.card["users"] if not user["brand"])["id"])
    x.do(lambda box: setattr(box.network.users[ident], "dm_open", dm_open))
    return ident


@pytest.mark.parametrize("dm_open", [True, False])
def test_x_says_whether_it_would_take_a_message(x: LocalX, dm_open: bool) -> None:
    account = connected(x)
    assert takes_messages(account, customer(x, dm_open=dm_open)) is dm_open
    (cost,) = Cost.objects.all()
    assert (cost.account_id, cost.units, cost.micros) == (account.pk, 1, 10_000)


def test_what_cannot_be_asked_is_not_known(x: LocalX) -> None:
    account = connected(x)
    assert takes_messages(account, "999") is None
    Account.objects.update(base_url="http://127.0.0.1:1")
    assert takes_messages(Account.objects.get(), customer(x, dm_open=True)) is None
    Account.objects.update(connected=False)
    assert takes_messages(Account.objects.get(), "1") is None


def test_a_key_that_is_lost_is_known_before_anybody_types(x: LocalX) -> None:
    account = connected(x, access_token="", access_token_secret="")
    assert takes_messages(account, customer(x, dm_open=True)) is None
    assert Account.objects.get().token_lost
