from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from hark.domain.package_data import package_data
from hark.domain.prices import Item, LinkKind, PriceError, load_prices, parse_prices

X = load_prices("x")


def test_every_item_of_x_has_a_price() -> None:
    for item in Item:
        assert X.cost(item) >= 0
    assert X.cost(Item.OWNED_READ, 100) == Decimal("0.100")
    assert (X.network, X.currency, str(X.version)) == ("x", "USD", "2026-08-22")


@pytest.mark.parametrize(
    ("private", "summoned", "link", "price"),
    [
        (False, False, LinkKind.NONE, "0.015"),
        (False, False, LinkKind.LINK, "0.200"),
        (False, True, LinkKind.NONE, "0.010"),
        (False, True, LinkKind.LINK, "0.200"),
        (False, True, LinkKind.DM_LINK, "0.200"),
        (True, False, LinkKind.LINK, "0.015"),
    ],
)
def test_what_an_answer_costs(private: bool, summoned: bool, link: LinkKind, price: str) -> None:
    assert X.answer_cost(private=private, summoned=summoned, link=link) == Decimal(price)


def test_unclear_prices_lie_between_their_bounds_and_assume_the_dearer() -> None:
    for item, unclear in X.unclear.items():
        assert unclear.low < unclear.high == X.cost(item)
        assert unclear.note


def test_only_unclear_prices_can_be_set() -> None:
    cheaper = X.with_settings({"reply_summoned_with_link": "0.01", "event_post_delete": "0"})
    assert cheaper.cost(Item.REPLY_SUMMONED_WITH_LINK) == Decimal("0.01")
    assert X.cost(Item.REPLY_SUMMONED_WITH_LINK) == Decimal("0.200")
    for name in ("post_create", "lunch"):
        with pytest.raises(PriceError, match=name):
            X.with_settings({name: "0.01"})
    for figure in ("-1", "cheap", "NaN", "Infinity", 0.01):
        with pytest.raises(PriceError, match="amount of money"):
            X.with_settings({"event_post_delete": figure})  # type: ignore[dict-item]


def test_networks_that_bill_nothing_cost_nothing() -> None:
    free = load_prices("mastodon")
    assert free.cost(Item.POST_CREATE, 5) == 0
    assert free.answer_cost(private=False, summoned=False, link=LinkKind.LINK) == 0


@pytest.mark.parametrize("gone", ["network", "version", "currency", "source", "prices"])
def test_a_table_must_be_whole(gone: str) -> None:
    document = dict(package_data("x_prices"))
    del document[gone]
    with pytest.raises(PriceError, match=gone):
        parse_prices(document)


def test_a_broken_table_is_refused() -> None:
    document: dict[str, Any] = deepcopy(dict(package_data("x_prices")))
    document["prices"]["post_read"] = 0.005
    with pytest.raises(PriceError, match="amount of money"):
        parse_prices(document)
    document["prices"] = {"lunch": "1"}
    with pytest.raises(PriceError, match="price table"):
        parse_prices(document)


def test_an_item_without_a_price_is_an_error_and_not_free() -> None:
    document: dict[str, Any] = deepcopy(dict(package_data("x_prices")))
    del document["prices"]["post_read"]
    with pytest.raises(PriceError, match="post_read"):
        parse_prices(document).cost(Item.POST_READ)
