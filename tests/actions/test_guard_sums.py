"""Sums of money in an answer: found in figures and in words, and held against what the writer may promise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.actions.guarded import kinds, only, said

from hark.actions.guard_sums import cents, money


@pytest.mark.parametrize(
    ("text", "limit", "granted", "stopped"),
    [
        ("We credit you $10", 1000, 0, False),
        ("We credit you $10.01", 1000, 0, True),
        ("Te abonamos 1.250,50 €", 125_049, 0, True),
        ("Te abonamos 1.250,50 €", 125_050, 0, False),
        ("We credit you £50", 0, 5000, False),
        ("We credit you £50", None, 0, False),
        ("It takes 50 minutes and 3 steps", 0, 0, False),
    ],
)
def test_promises_of_money_stop_at_the_limit(
    text: str, limit: int | None, granted: int, stopped: bool
) -> None:
    assert ("money" in kinds(said(text, money_limit=limit, granted=granted))) is stopped


@pytest.mark.parametrize(
    ("text", "sum_"),
    [
        ("$1,000", 1000), ("1.000 €", 1000), ("$10k", 10_000), ("10K €", 10_000), ("£1.5k", 1500),
        ("€5 mio", 5_000_000), ("USD$100", 100), ("US $100", 100), ("A$50", 50), ("$100USD", 100),
        ("CHF 1’000.–", 1000), ("1\u202f000 €", 1000), ("100,- Euro", 100), ("100,-€", 100), ("₹1,00,000", 100_000),
        ("Rs. 500", 500), ("¥1000", 1000), ("500 kr", 500), ("50 bucks", 50), ("20 quid", 20),
        ("two hundred euros", 200), ("a hundred dollars", 100), ("fifty-five pounds", 55),
        ("one thousand two hundred euros", 1200), ("5 thousand dollars", 5000), ("hundreds of euros", 100),
        ("cien euros", 100), ("mil doscientos euros", 1200), ("cien mil pesos", 100_000), ("dos mil dólares", 2000),
        ("hundert Euro", 100), ("zweihundertfünfzig Euro", 250), ("eintausend Euro", 1000), ("50 Euro", 50),
        ("trois cents euros", 300), ("quatre-vingt-dix euros", 90), ("duecento euro", 200), ("cem reais", 100),
    ],
)  # fmt: skip
def test_sums_in_figures_and_in_words_mean_what_they_say(text: str, sum_: int) -> None:
    for whole in (text, f"We pay you {text} today.", f"({text}!)"):
        assert [cents for *_, cents in money(whole)] == [sum_ * 100]
    assert (
        only(said(f"We pay you {text}", money_limit=sum_ * 100 - 1), "money").overridable_by == "supervisor"
    )
    assert kinds(said(f"We pay you {text}", money_limit=sum_ * 100)) == []


@pytest.mark.parametrize(
    "text",
    [
        "10k people saw it", "It takes 5 minutes, try again", "the balance is due", "One real fix", "3 of 4 trains run",
        "in terms of and euros", "Gate 50, seat 20A", "once euros were new", "5 tries", "version 2.50", "100 % of it",
        "hundreds of people", "un peso menos", "20:30 today",
    ],
)  # fmt: skip
def test_other_numbers_are_no_money(text: str) -> None:
    assert list(money(text)) == []


@given(st.integers(0, 10**8), st.sampled_from(["{:,.2f}", "{:.2f}"]), st.sampled_from(["", "swap"]))
def test_amounts_mean_what_they_say(amount: int, form: str, swap: str) -> None:
    """However people write thousands and decimals, the cents are the same."""
    written = form.format(amount / 100)
    if swap:
        written = written.translate(str.maketrans(",.", ".,"))
    assert cents(written) == amount
    text = f"we pay you {written} EUR today"
    assert [found for _, _, found in money(text)] == [amount]
