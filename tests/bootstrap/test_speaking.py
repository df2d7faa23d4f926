"""What is said is counted, stopped by the budget, and a lost token is known before the next answer is typed."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connections

from hark.actions import may_answer
from hark.actions.hear import hear
from hark.actions.roster import load
from hark.bootstrap.networks import save_credentials
from hark.bootstrap.speaking import Speaking
from hark.domain.permission import Reason
from hark.domain.post import Author, Lane, Mention, Post
from hark.networks.port import NetworkError
from hark.sandbox.worlds.tiny import tiny
from hark.sandbox.x.thread import LocalX
from hark.store.models import Account, Case, Cost

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)


@pytest.fixture
def x() -> Iterator[LocalX]:
    with LocalX(tiny()) as local:
        yield local
    connections["default"].close_pool()


def connected(x: LocalX, **changes: str) -> Account:
    """The brand's account, by its keys."""
    brand = next(user for user in x.card["users"] if user["brand"])
    keys = {name: x.card[name] for name in ("consumer_key", "consumer_secret", "bearer_token")}
    keys |= {name: brand[name] for name in ("access_token", "access_token_secret")}
    save_credentials("x", brand["username"], brand["id"], keys | {"base_url": x.base_url} | changes)
    return Account.objects.get()


def said(x: LocalX, account: Account) -> str:
    """A customer's post that tags the account, on the network and in the store. Returns its id."""
    customer = next(user for user in x.card["users"] if not user["brand"])
    body = {"author": customer["username"], "text": f"@{account.handle} help"}
    ident = str(x.do(lambda box: _publish(box, body)))
    mention = Mention(handle=account.handle, author_id=account.network_id)
    post = Post("x", ident, Author(customer["id"], "amira"), NOW, body["text"], mentions=(mention,))
    hear([post], load("x"), now=NOW)
    return ident


def _publish(box: Any, body: dict[str, str]) -> str:
    from hark.sandbox.x.authoring import Draft, publish

    author = box.network.user_named(body["author"])
    return publish(box.network, Draft(author, body["text"], box.clock.now())).id


def answer(account: Account, post_id: str) -> None:
    asyncio.run(Speaking().sender_for(account).reply("We look into it.", parent_id=post_id))


def public(case: Case) -> Reason:
    allowed = may_answer.permissions(case, may_answer.newest_post(case), datetime.now(UTC))
    assert allowed is not None
    return allowed[Lane.PUBLIC].reason


def test_an_answer_is_on_the_ledger(x: LocalX) -> None:
    account = connected(x)
    answer(account, said(x, account))
    (cost,) = Cost.objects.all()
    assert (cost.account_id, cost.units, cost.micros) == (account.pk, 1, 10_000)


def test_reading_what_we_said_is_on_the_ledger_too(x: LocalX) -> None:
    account = connected(x)
    answer(account, said(x, account))
    found = asyncio.run(Speaking().own_posts(account, None))
    assert found and Cost.objects.count() == 2


def test_a_spent_budget_stops_an_answer_before_it_is_typed_and_before_it_leaves(
    x: LocalX, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = connected(x)
    ident = said(x, account)
    assert public(Case.objects.get()) is not Reason.MONEY_SPENT
    Cost.objects.create(account=account, at=datetime.now(UTC), item="post_read", units=200, micros=1_000_000)
    monkeypatch.setenv("HARK_DAILY_BUDGET", "1")
    settings.CONFIG = replace(settings.CONFIG, daily_budget="1")
    assert public(Case.objects.get()) is Reason.MONEY_SPENT
    with pytest.raises(NetworkError) as refusal:
        answer(account, ident)
    assert (refusal.value.reason, refusal.value.processed) == ("budget_spent", False)
    assert not x.do(lambda box: [post for post in box.network.timeline if post.reply_to_id == ident])


def test_a_lost_token_is_known_until_the_account_is_connected_again(x: LocalX) -> None:
    account = connected(x, access_token_secret="")
    ident = said(x, account)
    with pytest.raises(NetworkError):
        answer(account, ident)
    assert public(Case.objects.get()) is Reason.TOKEN_LOST
    answer(connected(x), ident)
    assert public(Case.objects.get()) is not Reason.TOKEN_LOST


def test_a_token_without_the_scope_says_so(x: LocalX) -> None:
    account = connected(x)
    said(x, account)
    Account.objects.update(scopes=["tweet.read", "users.read"])
    assert public(Case.objects.get()) is Reason.SCOPE_MISSING


def test_a_reply_is_hidden_over_the_wire_and_on_the_ledger(x: LocalX) -> None:
    account = connected(x)
    customer = next(user for user in x.card["users"] if not user["brand"])

    def talk(box: Any) -> str:
        from hark.sandbox.x.authoring import Draft, publish

        ours, theirs = (box.network.users[ident] for ident in (account.network_id, customer["id"]))
        root = publish(box.network, Draft(ours, "New masts on Mill Lane", box.clock.now()))
        return publish(box.network, Draft(theirs, "thieves", box.clock.now(), reply_to=root)).id

    reply = str(x.do(talk))
    for hidden in (True, False):
        asyncio.run(Speaking().sender_for(account).hide(reply, hidden=hidden))
        assert x.do(lambda box: box.network.posts[reply].hidden) is hidden
    assert sum(cost.micros for cost in Cost.objects.all()) == 2 * 5_000
    with pytest.raises(NetworkError) as caught:
        asyncio.run(Speaking().sender_for(account).hide("99", hidden=True))
    assert caught.value.reason == "not_found"
